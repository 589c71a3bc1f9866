"""The list of kelurahan for office and Bawaslu; confirming, and taking that back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import OFFICE, VILLAGE, role_required
from accounts.models import Role, User
from files.delivering import deliver, or_back
from files.lists import export_items
from periods.models import Period, State
from plenos import presenting_villages
from plenos.forms import PaperForm
from plenos.models import Recap, VillageConfirmation
from plenos.rules.village import CHANGED, CONFIRMED, NONE, Row
from plenos.selectors.recap import latest_recap
from plenos.selectors.villages import (
    as_rows,
    confirmation_of,
    line_of,
    locked_of,
    work_of,
)
from plenos.services import VillageError, confirm_village, withdraw_village
from plenos.views.finding import find_period, is_office
from plenos.village_list import VillageFilter, cut, shown_lines, village_page
from regions.models import Region

READERS = OFFICE | {Role.SUPERVISOR}
ACTORS = OFFICE | VILLAGE


@require_safe
@role_required(READERS)
def villages(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """Every kelurahan with where it stands; Bawaslu reads what was published."""
    found = find_period(request, regency, period)
    lines = shown_lines(found, office=is_office(request))
    form = VillageFilter(request.GET, regency=regency)
    context = {
        "regency": regency,
        "period_row": found,
        "name": found.title,
        "form": form,
        "lines": len(lines),
        "done": sum(line.state == CONFIRMED for line in lines),
        "changed": sum(line.state == CHANGED for line in lines),
        "none": sum(line.state == NONE for line in lines),
        "office_reader": is_office(request),
        "total": len(lines),
        **village_page(request, found, cut(form, lines), office=is_office(request)),
        "export_items": export_items(
            reverse("plenos:village_export", args=[regency, period]),
            protected=reverse("downloads:new", args=[regency, "village.export"]),
            more={"periode": period},
        ),
    }
    return render(request, "plenos/villages.html", context)


@require_safe
@role_required(READERS)
@or_back("plenos:villages")
def village_export(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """The list of the present filter as a file."""
    find_period(request, regency, period)
    query = request.GET.copy()
    query["periode"] = period
    request.GET = query  # type: ignore[assignment]
    return deliver(request, regency, "village.export")


@require_safe
@role_required(OFFICE)
def village_recap(
    request: HttpRequest, regency: str, period: str, kelurahan: str
) -> HttpResponse:
    """One kelurahan's recap for the office, and its confirmation on paper."""
    found = find_period(request, regency, period)
    place = _place(request, regency, kelurahan)
    context = {
        "regency": regency,
        "period_row": found,
        "chosen": found,
        "place": place,
        **recap_of(found, place.code),
        "paper_form": PaperForm(),
        "office_reader": True,
    }
    return render(request, "plenos/village_recap.html", context)


def recap_of(period: Period, kelurahan: str) -> dict[str, Any]:
    """Context of plenos/_village.html: figures, confirmation, what changed since."""
    recap: Recap | None = None
    if period.state == State.CLOSED:
        recap = latest_recap(period)
    locked = locked_of(recap, kelurahan) if recap else None
    said: VillageConfirmation | None
    if locked is not None:
        rows, said = as_rows(locked.figures), locked.confirmation
        now, state = locked.sha256, str(locked.state)
    else:
        rows = [] if recap else work_of(period, kelurahan)
        said = None if recap else confirmation_of(period, kelurahan)
        line = line_of(period, kelurahan, rows, said)
        now, state = line.sha256, line.state
    return {
        "work": presenting_villages.page(rows),
        "empty": not rows,
        "said": said,
        "state": state,
        "seen": now,
        "locked": locked,
        "unlocked": recap is not None and locked is None,
        "may_act": period.state == State.OPEN,
        "differences": _since(said, rows) if state == CHANGED else [],
        "past": _past(period, kelurahan),
    }


def _since(said: VillageConfirmation | None, rows: list[Row]) -> list[dict[str, Any]]:
    return presenting_villages.changed(as_rows(said.figures) if said else [], rows)


def _past(period: Period, kelurahan: str) -> list[VillageConfirmation]:
    """Confirmations that ended, newest first."""
    rows = VillageConfirmation.objects.of(period.regency_code).filter(
        period=period, kelurahan=kelurahan
    )
    return list(rows.exclude(state="VALID").defer("figures")[:20])


@require_POST
@role_required(ACTORS)
def village_confirm(
    request: HttpRequest, regency: str, period: str, kelurahan: str
) -> HttpResponse:
    """Confirm in person, or write down a confirmation on paper."""
    found = find_own(request, regency, period)
    place = _place(request, regency, kelurahan)
    form = PaperForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(_errors(form)))
        return _back(request, found, place.code)
    try:
        confirm_village(
            actor=request.user,
            period=found,
            kelurahan=place.code,
            seen=request.POST.get("sidik", ""),
            **form.cleaned_data,
        )
    except VillageError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Rekap %(name)s dikonfirmasi.") % {"name": place.name}
        )
    return _back(request, found, place.code)


@require_POST
@role_required(ACTORS)
def village_withdraw(
    request: HttpRequest, regency: str, period: str, kelurahan: str
) -> HttpResponse:
    """Take a confirmation back before the freeze."""
    found = find_own(request, regency, period)
    place = _place(request, regency, kelurahan)
    try:
        withdraw_village(actor=request.user, period=found, kelurahan=place.code)
    except VillageError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Konfirmasi ditarik."))
    return _back(request, found, place.code)


def find_own(request: HttpRequest, regency: str, code: str) -> Period:
    """The period of a regency for those who work on it, published or not; or 404."""
    found: Period | None = Period.objects.of(regency).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _place(request: HttpRequest, regency: str, code: str) -> Region:
    """A kelurahan of the regency that lies in the account's scope, or 404."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - for the type checker
    inside = code.startswith(regency) and code.startswith(user.by_name_scope or "-")
    place = Region.objects.filter(code=code, level=10).first() if inside else None
    if place is None:
        raise Http404
    return place


def _errors(form: PaperForm) -> list[str]:
    return [str(text) for errors in form.errors.values() for text in errors]


def _back(request: HttpRequest, period: Period, kelurahan: str) -> HttpResponse:
    if is_office(request):
        return redirect(
            "plenos:village_recap", period.regency_code, period.code, kelurahan
        )
    own = reverse("plenos:village", args=[period.regency_code])
    return redirect(f"{own}?periode={period.code}")
