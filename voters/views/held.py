"""What is put off and who is held: one list, and the ways out of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import OFFICE, role_required
from audit.services import record
from files.delivering import deliver, or_back
from files.lists import export_items, shows_all, up_to_cap
from voters import selectors
from voters.filters_held import HeldFilter
from voters.models import HeldItem
from voters.selectors.held import HeldCounts, held_counts
from voters.services import holding
from voters.services.errors import NotDecidable, VoterError
from voters.services.holding_many import EXTEND, RELEASE
from voters.tables_held import HeldTable
from voters.views.roll import person_of

ORDER = ("due", "what", "id")


class ExitForm(forms.Form):
    """More time, or none; which parts are needed the service says."""

    sampai = forms.DateField(
        label=gettext_lazy("Sampai"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    alasan = forms.CharField(
        label=gettext_lazy("Alasan"), required=False, max_length=400
    )


def _rows(request: HttpRequest, regency: str) -> Any:
    return HeldItem.objects.in_scope_of(person_of(request)).of(regency)


def filter_of(request: HttpRequest, regency: str) -> HeldFilter:
    """The filter that the URL describes."""
    districts, villages = selectors.place_names(regency)
    return HeldFilter(
        request.GET,
        queryset=_rows(request, regency),
        regency=regency,
        districts=districts,
        villages=villages,
    )


@role_required(OFFICE)
@require_GET
def held(request: HttpRequest, regency: str) -> HttpResponse:
    """Proposals put off and voters held, the earliest day first."""
    found = filter_of(request, regency)
    villages = dict(found.filters["kelurahan"].extra["choices"])
    page = selectors.page_of(
        found.qs,
        regency=regency,
        columns=ORDER,
        after=request.GET.get("sesudah", ""),
        before=request.GET.get("sebelum", ""),
    )
    record(
        actor=request.user,
        action="held.list",
        regency_code=regency,
        persons=[one.public_id for one in page.rows],
        request=request,
    )
    table = HeldTable(page.rows, regency=regency, places=villages)
    table.choose(request.GET)
    counts = held_counts(person_of(request), timezone.localdate())
    count, more = _count(found, counts) if page.before or page.after else (None, False)
    leave = reverse("voters:held_bulk", args=[regency])
    context = {
        "regency": regency,
        "filter": found,
        "count": count,
        "more": more,
        "acts": [
            {"url": leave, "name": "aksi", "value": value, "icon": icon, "label": label}
            for value, icon, label in (
                (EXTEND, "hourglass", _("Perpanjang")),
                (RELEASE, "undo", _("Lepas")),
            )
        ],
        "form": found.form,
        "table": table,
        "page": page,
        "counts": counts,
        "export_items": export_items(
            reverse("voters:export_held", args=[regency]),
            _("NIK tersamar"),
            reverse("downloads:new", args=[regency, "held.export"]),
        ),
    }
    return render(request, "voters/held.html", context)


def _count(found: HeldFilter, counts: HeldCounts) -> tuple[int, bool]:
    """How many the filter shows; without one the page's own figures say it."""
    if shows_all(found.form):
        return up_to_cap(counts.proposals + counts.voters)
    return selectors.capped_count(found.qs)


@role_required(OFFICE)
@require_GET
@or_back("voters:held")
def export_held(request: HttpRequest, regency: str) -> HttpResponse:
    """The list of the present filter as a file; the NIK stays masked."""
    return deliver(request, regency, "held.export")


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def held_item(
    request: HttpRequest, regency: str, jenis: str, public_id: UUID
) -> HttpResponse:
    """One of them with its ways out: decide now, more time (`perpanjang`), `lepas`."""
    item = _rows(request, regency).filter(what=jenis, public_id=public_id).first()
    if item is None:
        raise Http404
    form = ExitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _leave(request, regency, item, form.cleaned_data)
        except VoterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _done(item, request.POST.get("aksi", "")))
            if item.is_voter:
                return redirect("voters:proposal", regency, made.public_id)
            return redirect("voters:held", regency)
    record(
        actor=request.user,
        action="held.view",
        regency_code=regency,
        subject=str(item.public_id),
        persons=[item.public_id],
        request=request,
    )
    page = "voters:detail" if item.is_voter else "voters:proposal"
    context = {
        "regency": regency,
        "item": item,
        "form": form,
        "is_late": item.until is not None and item.until <= timezone.localdate(),
        "decide_url": reverse(page, args=[regency, item.public_id]),
    }
    return render(request, "voters/held_item.html", context)


def _leave(
    request: HttpRequest, regency: str, item: HeldItem, said: dict[str, Any]
) -> Any:
    base: dict[str, Any] = {
        "actor": request.user,
        "regency": regency,
        "item": item,
        "reason": said["alasan"],
    }
    deed = request.POST.get("aksi", "")
    if deed == "perpanjang":
        return holding.extend(**base, until=said["sampai"])
    if deed == "lepas":
        return holding.release(**base)
    raise NotDecidable(_("Pilih perpanjang atau lepas."))


def _done(item: HeldItem, deed: str) -> str:
    if item.is_voter:
        return _("Diusulkan; berlaku setelah diterima dan diterapkan.")
    if deed == "lepas":
        return _("Usulan kembali menunggu keputusan.")
    return _("Tenggatnya diperpanjang.")
