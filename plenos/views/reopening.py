"""A closed period opened once more: the request, the second person, the versions."""

import io

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.access import OFFICE, RECAP_READERS, role_required
from files import exports
from periods.models import Period
from plenos import presenters
from plenos.documents import DocumentError
from plenos.forms import ReopenForm
from plenos.models import PaperKind, Reopening, ReopeningState
from plenos.rules.reopening import may_confirm
from plenos.selectors import frozen
from plenos.selectors.reopening import Version, changes_of, reopenings_of, versions_of
from plenos.services import (
    ReopenError,
    ask_reopen,
    confirm_reopen,
    kept_paper,
    refuse_reopen,
    why_not_reopen,
)
from plenos.views.finding import find_period, is_office


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def reopen(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """Ask for it; or see what was asked and answer it."""
    found = find_period(request, regency, period)
    asked = _under_way(found)
    form = ReopenForm(request.POST or None, regency=regency)
    if request.method == "POST" and form.is_valid():
        try:
            ask_reopen(actor=request.user, period=found, **form.cleaned_data)
        except ReopenError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Permintaan dicatat; menunggu orang kedua."))
            return redirect("plenos:reopen", regency, period)
    context = {
        "regency": regency,
        "period_row": found,
        "name": found.title,
        "form": form,
        "asked": asked,
        "against": [] if asked else why_not_reopen(found),
        "may_confirm": asked is not None and _may(request, asked),
        "past": reopenings_of(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plenos/reopen.html", context, status=status)


@require_POST
@role_required(OFFICE)
def reopen_decide(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """The second person's yes (`putusan=setuju`), or a refusal or withdrawal."""
    found = find_period(request, regency, period)
    asked = _under_way(found)
    if asked is None:
        raise Http404
    try:
        if request.POST.get("putusan") == "setuju":
            confirm_reopen(actor=request.user, reopening=asked)
            messages.success(request, _("Disetujui; periode sedang dibuka kembali."))
            return redirect("plenos:recap", regency, period)
        refuse_reopen(actor=request.user, reopening=asked)
        messages.success(request, _("Permintaan ditolak."))
    except ReopenError as error:
        messages.error(request, str(error))
    return redirect("plenos:reopen", regency, period)


def _under_way(period: Period) -> Reopening | None:
    waiting = (ReopeningState.ASKED, ReopeningState.CONFIRMED)
    found: Reopening | None = Reopening.objects.filter(
        period=period, state__in=waiting
    ).first()
    return found


def _may(request: HttpRequest, asked: Reopening) -> bool:
    return asked.state == ReopeningState.ASKED and may_confirm(
        asker=asked.asked_by_id,
        asked_by_chair=asked.asked_by_chair,
        actor=request.user.pk or 0,
        role=getattr(request.user, "role", ""),
    )


@require_safe
@role_required(RECAP_READERS)
def versions(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """Every version that the reader may see, its papers, and who opened it why."""
    found = find_period(request, regency, period)
    context = {
        "regency": regency,
        "period_row": found,
        "name": found.title,
        "versions": versions_of(found, published_only=not is_office(request)),
        "reopenings": _shown(request, found),
        "office_reader": is_office(request),
    }
    return render(request, "plenos/versions.html", context)


def _shown(request: HttpRequest, period: Period) -> list[Reopening]:
    """Readers see what was opened, not what was only asked or refused."""
    every = reopenings_of(period)
    return [one for one in every if is_office(request) or one.opened_at]


@require_safe
@role_required(RECAP_READERS)
def version(
    request: HttpRequest, regency: str, period: str, number: int
) -> HttpResponse:
    """One version as it was frozen, and what it prints otherwise than the last."""
    found = find_period(request, regency, period)
    one = _version(request, found, number)
    figures = frozen(one.recap)
    names = presenters.place_names(regency, found)
    context = {
        "regency": regency,
        "period_row": found,
        "name": found.title,
        "one": one,
        "figures": figures,
        "kinds": PaperKind.values,
        "table": presenters.table(figures, request.GET.get("buka", ""), False),
        "changes": [
            {
                "row": row,
                "place": names.get(row.kelurahan, row.kelurahan),
                "label": presenters.label_of(row.column, row.category),
                "old": row.old_male + row.old_female,
                "new": row.new_male + row.new_female,
            }
            for row in changes_of(one.recap)
        ],
        "papers": one.recap.files.all(),
    }
    return render(request, "plenos/version.html", context)


@require_safe
@role_required(RECAP_READERS)
def version_paper(
    request: HttpRequest, regency: str, period: str, number: int, kind: str
) -> HttpResponse:
    """A paper of one version, byte for byte as it was kept."""
    found = find_period(request, regency, period)
    one = _version(request, found, number)
    if kind not in PaperKind.values:
        raise Http404
    try:
        kept = kept_paper(recap=one.recap, kind=kind)
    except DocumentError as error:
        messages.error(request, str(error))
        return redirect("plenos:version", regency, period, number)
    made = exports.finish(
        actor=request.user,
        regency=regency,
        name=kept.name,
        handle=io.BytesIO(kept.content),
        data={"version": number},
        request=request,
    )
    answer = HttpResponse(made.read(), content_type=exports.CONTENT_TYPES[made.format])
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    answer["X-Content-SHA256"] = made.sha256
    return answer


def _version(request: HttpRequest, period: Period, number: int) -> Version:
    every = versions_of(period, published_only=not is_office(request))
    one = next((one for one in every if one.recap.version == number), None)
    if one is None:
        raise Http404
    return one
