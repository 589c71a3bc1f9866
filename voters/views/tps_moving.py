"""Giving voters a station: preview first, then one confirmation; and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from periods.models import Period
from voters import selectors
from voters.filters import VoterFilter
from voters.models import StationMove
from voters.rules import tps as rules
from voters.selectors import tps as stations
from voters.selectors.settings import setting
from voters.services.errors import VoterError
from voters.services.tps import move_stations, undo_stations
from voters.views.roll import person_of
from voters.views.tps import (
    CAPACITY,
    people_of,
    remap_form,
    village_or_404,
    village_page,
)

REASONS = {
    stations.THERE: gettext_lazy("sudah di TPS tujuan"),
    rules.NO_STATION: gettext_lazy("kelurahan ini belum punya TPS reguler"),
    rules.TOO_BIG: gettext_lazy("keluarganya lebih besar dari kapasitas satu TPS"),
    rules.FULL: gettext_lazy("tidak ada TPS dengan sisa tempat untuk sekeluarga"),
    rules.AT_SITE: gettext_lazy(
        "TPS lokasi khusus hanya untuk pemilihnya sendiri, dan mereka tidak pindah "
        "ke TPS reguler"
    ),
    rules.WAITS: gettext_lazy("usulan pindahnya belum selesai"),
}


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def tps_assign(request: HttpRequest, regency: str, kelurahan: str) -> HttpResponse:
    """Stations for those without one: what would happen, and with `sidik` do it."""
    name = village_or_404(request, regency, kelurahan)
    capacity = setting(CAPACITY, regency)
    plan = stations.plan_assignment(regency, kelurahan, capacity)
    record(
        actor=request.user,
        action="station.plan",
        regency_code=regency,
        persons=[one["public_id"] for one in plan.people],
        data={"kelurahan": kelurahan},
        request=request,
    )
    return _carry_out(request, regency, name, plan, {})


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def tps_move(request: HttpRequest, regency: str, kelurahan: str) -> HttpResponse:
    """Another station for chosen RTs, a family, or all of the roll's filter.

    The words of the address are those of the roll; a NKK comes in the POST only.
    """
    name = village_or_404(request, regency, kelurahan)
    people = people_of(request, regency, kelurahan)
    by_filter = bool(request.GET)
    found = stations.numbers(regency, kelurahan)
    corners = stations.corners(people)
    data = request.POST if request.method == "POST" else None
    form = remap_form(data, found, corners, by_filter)
    rows = _filtered(request, regency, people) if by_filter else people
    if not form.is_bound or not form.is_valid():
        if not by_filter:
            return village_page(request, regency, kelurahan, name, form)
        context: dict[str, Any] = {"regency": regency, "kelurahan": kelurahan}
        context |= {"name": name}
        context |= {"form": form, "count": rows.counted().count()}
        return render(request, "voters/tps_move.html", context)
    plan = stations.plan_remap(
        form.narrowed(rows),
        regency,
        kelurahan,
        form.cleaned_data["tujuan"],
        setting(CAPACITY, regency),
    )
    return _carry_out(request, regency, name, plan, {"form": form})


def _filtered(request: HttpRequest, regency: str, people: Any) -> Any:
    """Whom the roll's filter means, of this kelurahan."""
    districts, villages = selectors.place_names(regency)
    return VoterFilter(
        request.GET,
        queryset=people,
        regency=regency,
        districts=districts,
        villages=villages,
    ).qs


def _carry_out(
    request: HttpRequest,
    regency: str,
    name: str,
    plan: stations.Plan,
    more: dict[str, Any],
) -> HttpResponse:
    """The preview; confirmed (`sidik`), the job that applies it."""
    period = Period.objects.open(regency).first()
    seen = request.POST.get("sidik", "")
    if seen and period is not None:
        try:
            made = move_stations(
                actor=person_of(request),
                regency=regency,
                period=period,
                plan=plan,
                seen=seen,
                note=request.POST.get("catatan", ""),
            )
        except VoterError as error:
            messages.error(request, str(error))
        else:
            n = made.move.voters
            words = ngettext(
                "%(n)s pemilih mendapat TPS; sedang diterapkan.",
                "%(n)s pemilih mendapat TPS; sedang diterapkan.",
                n,
            )
            messages.success(request, words % {"n": n})
            return redirect("jobs:progress", regency, made.job.public_id)
    context: dict[str, Any] = {"regency": regency, "name": name, "plan": plan}
    context |= {"this_period": period}
    context["people"] = [(one, REASONS[one["reason"]]) for one in plan.people]
    context["left"] = [(REASONS[why], n) for why, n in sorted(plan.left.items())]
    return render(request, "voters/tps_preview.html", {**context, **more})


@role_required(OFFICE)
@require_POST
def tps_undo(request: HttpRequest, regency: str, kelurahan: str) -> HttpResponse:
    """Queue the undoing of one act of the kelurahan (`tindakan`)."""
    village_or_404(request, regency, kelurahan)
    period = Period.objects.open(regency).first()
    move = _move(request, regency, kelurahan)
    if period is None or move is None:
        messages.error(
            request,
            _("Tidak ada periode yang terbuka.")
            if period is None
            else _("Pilih pemindahan TPS yang diurungkan."),
        )
        return redirect("voters:tps_village", regency, kelurahan)
    try:
        job = undo_stations(
            actor=person_of(request), regency=regency, period=period, move=move
        )
    except VoterError as error:
        messages.error(request, str(error))
        return redirect("voters:tps_village", regency, kelurahan)
    return redirect("jobs:progress", regency, job.public_id)


def _move(request: HttpRequest, regency: str, kelurahan: str) -> StationMove | None:
    try:
        key = UUID(request.POST.get("tindakan", ""))
    except ValueError:
        return None
    rows = StationMove.objects.of(regency).in_scope_of(person_of(request))
    rows = rows.defer("moves")
    move: StationMove | None = rows.filter(group_key=key, kelurahan=kelurahan).first()
    return move
