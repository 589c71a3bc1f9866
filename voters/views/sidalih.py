"""Hand-over to SIDALIH: what a month changed, sheet by sheet, and what is entered."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from files.delivering import deliver, or_back
from files.lists import PickError, export_items, listed, picked_of
from periods.models import Period
from periods.selectors import recent
from voters import selectors
from voters.filters_sidalih import SHEET_WORDS, SidalihFilter
from voters.models import VoterEvent
from voters.selectors.sidalih import (
    SHEETS,
    events_of,
    period_counts,
    say_who_entered,
)
from voters.services.errors import VoterError
from voters.services.sidalih import tick
from voters.tables_sidalih import SidalihTable
from voters.views.roll import person_of

NOT_YET = "belum"
"""Word of `tanda` that takes a mark off."""


def _period(
    request: HttpRequest, regency: str, newest: Sequence[Period] = ()
) -> Period | None:
    """The period that the address names, else the open one, else the newest.

    newest: those that the page has read already.
    """
    asked = request.GET.get("periode", "")
    for one in newest:
        if one.code == asked or not asked and one.is_open:
            return one
    rows = Period.objects.of(regency)
    if code := request.GET.get("periode", ""):
        found: Period | None = rows.filter(code=code).first()
        if found is None:
            raise Http404
        return found
    return rows.open(regency).first() or rows.first()


def _asked(
    request: HttpRequest, regency: str, period: Period | None
) -> tuple[SidalihFilter, dict[str, str]]:
    """The filter of the address, and the names of the kelurahan by code."""
    districts, villages, names = selectors.past_and_names(regency)
    found = SidalihFilter(
        request.GET,
        queryset=events_of(person_of(request), regency, period.pk if period else 0),
        regency=regency,
        districts=districts,
        villages=villages,
    )
    return found, names


@role_required(OFFICE)
@require_GET
def sidalih(request: HttpRequest, regency: str) -> HttpResponse:
    """What is to be entered of a period, and what somebody has entered."""
    periods = recent(request, regency)
    period = _period(request, regency, periods)
    found, names = _asked(request, regency, period)
    pk = period.pk if period else 0
    sheets = period_counts(person_of(request), regency, pk)
    shown = listed(
        request,
        found.qs,
        SidalihTable,
        by="recorded_at",
        known=_known(sheets, found),
        regency=regency,
        places=names,
    )
    page = shown["page"]
    say_who_entered(regency, page.rows)
    record(
        actor=request.user,
        action="sidalih.list",
        regency_code=regency,
        persons=[_facts(event)["public_id"] for event in page.rows],
        request=request,
    )
    context = {
        "regency": regency,
        "this_period": period,
        "periods": periods,
        "filter": found,
        **shown,
        "sheets": [(name, SHEET_WORDS[name], line) for name, line in sheets.items()],
        "left": sum(line["n"] - line["done"] for line in sheets.values()),
        "acts": _acts(regency),
        "export_items": _files(request, regency),
    }
    return render(request, "voters/sidalih.html", context)


def _known(sheets: dict[str, dict[str, int]], found: SidalihFilter) -> int | None:
    """How many rows the filter leaves; None where it asks for a place, too."""
    if not found.form.is_valid():
        return None
    said = found.form.cleaned_data
    if said["kecamatan"] or said["kelurahan"]:
        return None
    wanted = [sheets[said["lembar"]]] if said["lembar"] else list(sheets.values())
    n, done = (sum(line[name] for line in wanted) for name in ("n", "done"))
    return {"sudah": done, "belum": n - done}.get(said["dientri"], n)


def _acts(regency: str) -> list[dict[str, Any]]:
    """They act at once: either takes the other back, and nobody's data changes."""
    url = reverse("voters:sidalih_tick", args=[regency])
    both = {"url": url, "name": "tanda", "done": True}
    return [
        {**both, "label": _("Tandai sudah dientri"), "icon": "check", "value": "sudah"},
        {**both, "label": _("Lepas tanda"), "icon": "undo", "value": NOT_YET},
    ]


def _files(request: HttpRequest, regency: str) -> list[dict[str, Any]]:
    """Picked rows leave as a file where one sheet is shown: a file is one sheet."""
    protected = ""
    if request.GET.get("lembar") in SHEETS:
        protected = reverse("downloads:new", args=[regency, "sidalih.export"])
    return export_items(
        reverse("voters:sidalih_export", args=[regency]),
        _("NIK lengkap, satu lembar: saringan Lembar, jika kosong Baru"),
        protected,
    )


def _facts(event: VoterEvent) -> dict[str, Any]:
    facts: dict[str, Any] = event.after or event.before or {}
    return facts


@role_required(OFFICE)
@require_GET
@or_back("voters:sidalih")
def sidalih_export(request: HttpRequest, regency: str) -> HttpResponse:
    """One sheet of the present filter as a file, numbers in full."""
    return deliver(request, regency, "sidalih.export")


@role_required(OFFICE)
@require_POST
def sidalih_tick(request: HttpRequest, regency: str) -> HttpResponse:
    """Mark the picked rows of the present filter as entered or as not."""
    found, _names = _asked(request, regency, _period(request, regency))
    try:
        n = tick(
            actor=request.user,
            regency=regency,
            rows=picked_of(request.POST).cut(found.qs),
            done=request.POST.get("tanda") != NOT_YET,
        )
    except (VoterError, PickError) as error:
        messages.error(request, str(error))
    else:
        _say(request, n)
    query = request.GET.urlencode()
    return redirect(f"{reverse('voters:sidalih', args=[regency])}?{query}")


def _say(request: HttpRequest, n: int) -> None:
    if not n:
        messages.warning(
            request, _("Tidak ada baris yang berubah. Pilih baris dahulu.")
        )
    elif request.POST.get("tanda") == NOT_YET:
        messages.success(request, _("Tanda dilepas dari %(n)s baris.") % {"n": n})
    else:
        messages.success(request, _("%(n)s baris ditandai sudah dientri.") % {"n": n})
