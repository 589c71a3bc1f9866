"""Polling stations: in numbers, per kelurahan, and their lists to print."""

from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, POST, SUPERVISOR, VILLAGE, reach_of, role_required
from files import exports
from files.delivering import deliver, or_back
from files.exports.fields import may_take
from files.lists import export_items, page_of_lines
from periods.models import Period
from voters import selectors
from voters.exporting_tps import CAPACITY, VILLAGES, lines_of, numbers_file
from voters.filters import NO_STATION
from voters.filters_tps import StationsFilter, in_order, order_of
from voters.forms_tps import RemapForm
from voters.models import Voter
from voters.selectors import tps as stations
from voters.selectors.settings import setting
from voters.tables_tps import StationsTable, sums_of
from voters.views.roll import person_of

READERS = OFFICE | POST | VILLAGE | SUPERVISOR
"""Numbers name nobody: a kelurahan's officer and Bawaslu read them too."""
EACH = "tps"
"""Word of `rinci` for a file with a line a station, not a kelurahan."""


def place_of(request: HttpRequest, regency: str) -> str:
    """The part of the regency that an account reads: its own region, or all of it."""
    reach = reach_of(request.user)
    return reach if len(reach) > len(regency) else ""


def village_or_404(request: HttpRequest, regency: str, kelurahan: str) -> str:
    """Name of a kelurahan of the regency that the account reaches, else 404."""
    name = selectors.village_names(regency).get(kelurahan)
    if name is None or not kelurahan.startswith(place_of(request, regency)):
        raise Http404
    return name


def people_of(request: HttpRequest, regency: str, kelurahan: str) -> Any:
    """The kelurahan's voters that the account may open by name."""
    rows = Voter.objects.in_scope_of(person_of(request)).of(regency)
    return rows.filter(kelurahan=kelurahan)


@role_required(READERS)
@require_GET
def tps(request: HttpRequest, regency: str) -> HttpResponse:
    """Every kelurahan with its stations summed up, by page, filter and order."""
    districts, villages = selectors.place_names(regency)
    place, capacity = place_of(request, regency), setting(CAPACITY, regency)
    found = stations.by_village(stations.numbers(regency, place), capacity)
    every = [one for code, one in found.items() if code in villages]
    form = StationsFilter(request.GET, districts={} if place else districts)
    order = order_of(request.GET.get("sort", ""))
    lines = in_order(form.cut(every), order)
    page = page_of_lines(lines, request.GET, size=settings.POLICY.page_rows)
    table = StationsTable(
        page.rows,
        order_by=order,
        regency=regency,
        districts=districts,
        villages=villages,
        lines=lines,
        opens_people=person_of(request).is_office,
    )
    table.choose(request.GET)
    context = {
        "regency": regency,
        "form": form,
        "table": table,
        "page": page,
        "total": len(every),
        "listed_count": len(lines),
        "sums": sums_of(every),
        "capacity": capacity,
        "opens_people": person_of(request).is_office,
        "export_items": _export_items(request, regency),
    }
    return render(request, "voters/tps.html", context)


def _export_items(request: HttpRequest, regency: str) -> list[dict[str, Any]]:
    """None for who takes no file away."""
    if not may_take(VILLAGES, person_of(request).role):
        return []
    url = reverse("voters:tps_export", args=[regency])
    protected = reverse("downloads:new", args=[regency, VILLAGES])
    each = {
        "label": _("Excel, TPS satu per satu"),
        "url": url,
        "format": "xlsx",
        "more": {"rinci": EACH},
    }
    return [*export_items(url, _("angka saja"), protected), each]


@role_required(OFFICE | SUPERVISOR)
@require_GET
@or_back("voters:tps")
def tps_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The list as a file; with `?rinci=tps` or `?kelurahan=` station by station."""
    village = request.GET.get("kelurahan", "")
    if request.GET.get("rinci") != EACH and not village:
        return deliver(request, regency, VILLAGES)
    places, name = {village}, village
    if village not in selectors.village_names(regency):
        places, name = {one.code for one in lines_of(regency, request.GET)}, regency
    found = numbers_file(request, regency, places, f"tps-{name}")
    return cast(HttpResponse, exports.response(found))


@role_required(READERS)
@require_GET
def tps_village(request: HttpRequest, regency: str, kelurahan: str) -> HttpResponse:
    """The stations of a kelurahan; for the office also its RTs, to re-map them."""
    name = village_or_404(request, regency, kelurahan)
    return village_page(request, regency, kelurahan, name)


def village_page(
    request: HttpRequest,
    regency: str,
    kelurahan: str,
    name: str,
    form: RemapForm | None = None,
) -> HttpResponse:
    """The page of a kelurahan; `form` is a re-mapping that could not be previewed."""
    user = person_of(request)
    found = stations.numbers(regency, kelurahan, families=True)
    capacity = setting(CAPACITY, regency)
    context: dict[str, Any] = {
        "regency": regency,
        "kelurahan": kelurahan,
        "name": name,
        "stations": [(one, capacity - one.total) for one in found],
        "capacity": capacity,
        "no_station": NO_STATION,
        "without": sum(one.total for one in found if not one.tps),
        "torn": sum(one.torn_once for one in found),
        "male": sum(one.male for one in found),
        "female": sum(one.female for one in found),
        "total": sum(one.total for one in found),
        "opens_people": user.is_office,
    }
    if user.is_office:
        corners = stations.corners(people_of(request, regency, kelurahan))
        form = form or remap_form(None, found, corners)
        context |= {
            "corners": corners,
            "form": form,
            "ticked": set(form["rt"].value() or ()),
            "this_period": Period.objects.open(regency).first(),
            "acts": stations.recent_acts(user, regency, kelurahan),
        }
    return render(request, "voters/tps_village.html", context)


def remap_form(
    data: Any,
    found: list[stations.Station],
    corners: list[stations.Corner],
    by_filter: bool = False,
) -> RemapForm:
    """The form of a re-mapping, offering the kelurahan's stations and RTs."""
    return RemapForm(
        data,
        stations=[one.tps for one in found],
        corners=[one.key for one in corners],
        by_filter=by_filter,
    )


@role_required(OFFICE)
@require_GET
@or_back("voters:tps_village")
def tps_print(request: HttpRequest, regency: str, kelurahan: str) -> HttpResponse:
    """A kelurahan's list by name, a page a station or RT; PDF unless told otherwise."""
    village_or_404(request, regency, kelurahan)
    query = request.GET.copy()
    query["kelurahan"] = kelurahan
    query.setdefault("format", "pdf")
    return deliver(request, regency, "station.list.export", query)
