"""Polling stations: in numbers, per kelurahan, and their lists to print."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, POST, SUPERVISOR, VILLAGE, reach_of, role_required
from files import exports
from files.delivering import deliver, or_back
from files.exports.fields import may_take
from files.lists import export_items
from periods.models import Period
from voters import selectors
from voters.exporting_tps import numbers_file
from voters.filters import NO_STATION
from voters.forms_tps import RemapForm
from voters.models import Voter
from voters.selectors import tps as stations
from voters.selectors.settings import setting
from voters.views.roll import person_of

READERS = OFFICE | POST | VILLAGE | SUPERVISOR
"""Numbers name nobody: a kelurahan's officer and Bawaslu read them too."""
CAPACITY = "station_voters"


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
    """Every kelurahan with its stations summed up; `?kecamatan=` cuts."""
    districts, villages = selectors.place_names(regency)
    place = place_of(request, regency)
    chosen = request.GET.get("kecamatan", "")
    if chosen in districts and not place:
        place = chosen
    capacity = setting(CAPACITY, regency)
    found = stations.by_village(stations.numbers(regency, place), capacity)
    lines = [
        (found[code], name, districts.get(code[:6], ""))
        for code, name in villages.items()
        if code in found
    ]
    context = {
        "regency": regency,
        "lines": lines,
        "sums": _sums([line for line, *_names in lines]),
        "districts": {} if place_of(request, regency) else districts,
        "chosen": chosen,
        "capacity": capacity,
        "no_station": NO_STATION,
        "opens_people": person_of(request).is_office,
        "export_items": _export_items(request, regency),
    }
    return render(request, "voters/tps.html", context)


def _export_items(request: HttpRequest, regency: str) -> list[dict[str, Any]]:
    """None for who takes no file away."""
    if not may_take("station.export", person_of(request).role):
        return []
    return export_items(reverse("voters:tps_export", args=[regency]), _("angka saja"))


def _sums(lines: list[stations.Village]) -> dict[str, int]:
    names = ("stations", "sites", "male", "female", "total", "without", "over")
    return {name: sum(getattr(line, name) for line in lines) for name in names}


@role_required(OFFICE | SUPERVISOR)
@require_GET
@or_back("voters:tps")
def tps_export(request: HttpRequest, regency: str) -> HttpResponse:
    """Stations in numbers as a file; `?kecamatan=` or `?kelurahan=` cuts."""
    districts, villages = selectors.place_names(regency)
    asked = request.GET.get("kelurahan") or request.GET.get("kecamatan", "")
    place = asked if asked in {**districts, **villages} else ""
    found = numbers_file(request, regency, place, setting(CAPACITY, regency))
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
