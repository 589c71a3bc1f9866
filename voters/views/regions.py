"""Changes of regions: list, form, preview and its two people, a place's past."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import placing
from accounts.access import OFFICE, role_required
from files import exports
from files.delivering import deliver, or_back
from files.lists import export_items, listed
from periods.models import Period
from regions import followers
from regions.models import Region, RegionChange
from regions.rules.change import Line, Problem, may_confirm
from regions.selectors import changes_at, formerly, names_on
from regions.services.changing import lines_of
from voters.forms_regions import LineFormSet, RegionFactsForm, RegionFilter
from voters.selectors.places import villages_now
from voters.selectors.regions import Preview, preview
from voters.services import regions as services
from voters.services.errors import VoterError
from voters.sheets_regions import empty_form, read_map, sorted_out
from voters.tables_regions import RegionChangeTable
from voters.views.roll import person_of
from voters.wording_regions import LABELS, sentences

MOST_SHOWN = 12
"""Problems of a map that are shown at once; the first ones explain the rest."""


@require_safe
@role_required(OFFICE)
def regions(request: HttpRequest, regency: str) -> HttpResponse:
    """Changes of the regency, newest first, cut by the address."""
    every = RegionChange.objects.of(regency)
    form = RegionFilter(request.GET)
    shown = listed(
        request, form.cut(every), RegionChangeTable, by="prepared_at", regency=regency
    )
    context = {
        "regency": regency,
        **shown,
        "form": form,
        "empty": not shown["page"].rows and not every.exists(),
        "export_items": export_items(
            reverse("voters:regions_export", args=[regency]),
            protected=reverse("downloads:new", args=[regency, "region.export"]),
        ),
    }
    return render(request, "voters/regions.html", context)


@require_safe
@role_required(OFFICE)
@or_back("voters:regions")
def regions_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The changes of the present filter as a file."""
    return deliver(request, regency, "region.export")


@require_safe
@role_required(OFFICE)
def regions_template(request: HttpRequest, regency: str) -> HttpResponse:
    """The empty form of a map."""
    made = exports.finish(
        actor=request.user,
        regency=regency,
        name="templat-perubahan-wilayah.xlsx",
        handle=empty_form(villages_now(regency)),
        action="region.template",
        request=request,
    )
    return cast(HttpResponse, exports.response(made))


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def regions_new(request: HttpRequest, regency: str) -> HttpResponse:
    """Prepare a change: its facts, and its map typed in or uploaded."""
    return _edit(request, regency, None)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def region_edit(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Change a draft."""
    found = _find(regency, public_id)
    if not found.is_draft:
        messages.error(request, _("Perubahan ini tidak sedang disusun lagi."))
        return redirect("voters:region", regency, public_id)
    return _edit(request, regency, found)


def _find(regency: str, public_id: UUID) -> RegionChange:
    found = RegionChange.objects.of(regency).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _edit(
    request: HttpRequest, regency: str, change: RegionChange | None
) -> HttpResponse:
    form = RegionFactsForm(request.POST or None, request.FILES or None, instance=change)
    start = _typed(lines_of(change)) if change else []
    rows = LineFormSet(request.POST or None, initial=start, prefix="peta")
    wrong: list[str] = []
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        kept, wrong = _keep(request, regency, form, rows, change)
        if kept:
            messages.success(request, _("Disimpan. Periksa pratinjaunya."))
            return redirect("voters:region", regency, kept.public_id)
    if form.is_bound:
        rows = _of_the_file(form) or rows
    context = {
        "regency": regency,
        "form": form,
        "rows": rows,
        "change": change,
        "wrong": wrong[:MOST_SHOWN],
        "more": max(len(wrong) - MOST_SHOWN, 0),
        "villages": villages_now(regency),
        "labels": list(LABELS.values()),
        "this_period": Period.objects.open(regency).first(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "voters/region_form.html", context, status=status)


def _of_the_file(form: RegionFactsForm) -> Any:
    """The lines of the map that was uploaded; None where there are none to read.

    A browser empties the field of a form that comes back; its lines stand below then.
    """
    upload = getattr(form, "cleaned_data", {}).get("map")
    if not upload:
        return None
    upload.seek(0)
    try:
        read = read_map(upload)
    except VoterError:
        return None
    if any(isinstance(one, Problem) for one in read):
        return None
    bound: Any = form["map"]
    bound.field.taken = True
    bound.help_text = _("Isi berkas yang diunggah sudah menjadi baris di bawah.")
    lines = [one for one in read if isinstance(one, Line)]
    return LineFormSet(initial=_typed(lines), prefix="peta")


def _typed(lines: Iterable[Line]) -> list[dict[str, str]]:
    names = (
        *("kode_lama", "kode_baru", "rw", "rt", "nama_baru"),
        *("nama_kecamatan_baru", "rw_baru", "rt_baru"),
    )
    return [
        dict(
            zip(
                names,
                (
                    *(line.old, line.new, line.rw, line.rt, line.new_name),
                    *(line.new_district, line.new_rw, line.new_rt),
                ),
                strict=True,
            )
        )
        for line in lines
    ]


def _keep(
    request: HttpRequest,
    regency: str,
    form: RegionFactsForm,
    rows: Any,
    change: RegionChange | None,
) -> tuple[RegionChange | None, list[str]]:
    """The draft as it was kept, or what stands against it."""
    facts = dict(form.cleaned_data)
    upload = facts.pop("map", None)
    try:
        read = read_map(upload) if upload else _from_rows(rows)
        wrong = [one for one in read if isinstance(one, Problem)]
        if wrong:
            return None, sentences(wrong)
        kept = services.prepare(
            actor=person_of(request),
            regency=regency,
            facts=facts,
            lines=[one for one in read if isinstance(one, Line)],
            change=change,
        )
    except services.BadMap as error:
        return None, sentences(error.problems) or [str(error)]
    except VoterError as error:
        return None, [str(error)]
    return kept, []


def _from_rows(rows: Any) -> list[Line] | list[Problem]:
    """The typed lines; a line's number is its place on the page."""
    return sorted_out((at, row.cleaned_data) for at, row in enumerate(rows, 1))


@require_safe
@role_required(OFFICE)
def region(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One change: what it would do, or what it did."""
    change = _find(regency, public_id)
    day = change.applies_from or change.effective_on
    names = names_on(regency, day)
    lines = list(change.lines.all())
    for line in lines:
        if line.new_name:
            names.setdefault(line.new_code, line.new_name)
        if line.new_district:
            names.setdefault(line.new_code[:6], line.new_district)
    State = RegionChange.State  # noqa: N806
    waiting = change.state in (State.DRAFT, State.ASKED)
    figures = preview(change) if waiting else None
    context = {
        "regency": regency,
        "change": change,
        "lines": [_shown(line, names) for line in lines],
        "figures": figures,
        **_named(figures, names),
        "flows": [
            {"old": old, "new": new, "n": n, "stays": old == new}
            for (old, new), n in (figures.flows.items() if figures else ())
        ],
        "names": names,
        "followed": _followed(change),
        "accounts": _accounts(figures.accounts, names) if figures else [],
        "to_place": [
            {"user": one, "before": _seat(placing.seat_of(one), names)}
            for one in placing.left_by(change)
        ],
        "complete": figures is not None and not figures.is_incomplete,
        "may_confirm": change.state == State.ASKED and _may(request, change),
        "may_undo": _may_undo(regency, change),
    }
    return render(request, "voters/region.html", context)


def _followed(change: RegionChange) -> list[tuple[str, int]]:
    """What of other rooms went along, by its label; places of one thing together."""
    counts = change.counts.get("followed", {})
    sums: Counter[str] = Counter()
    for one in followers.every():
        sums[str(one.label)] += counts.get(one.name, 0)
    return [(label, n) for label, n in sums.items() if n]


def _named(figures: Preview | None, names: dict[str, str]) -> dict[str, Any]:
    """RT without a line, stations and RW that meet, with the names of their places."""

    def name(*codes: str) -> str:
        return ", ".join(names.get(code, code) for code in codes)

    told = figures or Preview()
    return {
        "gaps": [(name(one.kelurahan), one) for one in told.gaps],
        "stations": [
            (name(one.kelurahan), name(*one.into), one) for one in told.stations
        ],
        "meetings": [
            (name(*one.olds), name(one.kelurahan), one) for one in told.meetings
        ],
    }


def _accounts(found: placing.Moves, names: dict[str, str]) -> list[dict[str, Any]]:
    """Accounts that go along or are to be placed anew, as the preview shows them."""
    left = [
        {"user": user, "before": _seat(placing.seat_of(user), names)}
        for user in found.left
    ]
    return left + [
        {
            "user": move.user,
            "before": _seat(move.before, names),
            "after": _seat(move.after, names),
        }
        for move in found.going
    ]


def _seat(seat: placing.Seat, names: dict[str, str]) -> str:
    parts = [names.get(seat.code, seat.code)]
    parts += [f"{what} {no}" for what, no in (("RW", seat.rw), ("RT", seat.rt)) if no]
    return " ".join(parts)


def _shown(line: Any, names: dict[str, str]) -> dict[str, Any]:
    return {
        "line": line,
        "old": names.get(line.old_code, line.old_code),
        "new": line.new_name or names.get(line.new_code, line.new_code),
        "stays": line.old_code == line.new_code and not line.new_name,
    }


def _may(request: HttpRequest, change: RegionChange) -> bool:
    return may_confirm(
        preparer=change.prepared_by_id or 0,
        by_chair=change.prepared_by_chair,
        actor=request.user.pk or 0,
        role=getattr(request.user, "role", ""),
    )


def _may_undo(regency: str, change: RegionChange) -> bool:
    period = Period.objects.open(regency).first()
    applied = change.state == RegionChange.State.APPLIED
    return applied and period is not None and period.code == change.period_code


@require_POST
@role_required(OFFICE)
def region_act(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """What `tindakan` says: kirim, setuju, tolak or urungkan."""
    change, actor = _find(regency, public_id), person_of(request)
    act = request.POST.get("tindakan", "")
    try:
        if act == "kirim":
            services.ask_second(actor=actor, change=change)
            messages.success(request, _("Dikirim; menunggu orang kedua."))
        elif act == "setuju":
            job = services.confirm(actor=actor, change=change)
            return redirect("jobs:progress", regency, job.public_id)
        elif act == "tolak":
            services.refuse(actor=actor, change=change)
            messages.success(request, _("Perubahan ini dibatalkan."))
        elif act == "urungkan":
            job = services.start_undo_regions(
                actor=actor, change=change, reason=request.POST.get("alasan", "")
            )
            return redirect("jobs:progress", regency, job.public_id)
    except VoterError as error:
        messages.error(request, str(error))
    return redirect("voters:region", regency, public_id)


@require_safe
@role_required(OFFICE)
def region_place(request: HttpRequest, regency: str, kelurahan: str) -> HttpResponse:
    """The past of a kelurahan: its names with their days, and what changed it."""
    place = Region.objects.within(regency).filter(code=kelurahan).first()
    if place is None:
        raise Http404
    names = names_on(regency)
    context = {
        "regency": regency,
        "place": place,
        "above": names.get(kelurahan[:6], kelurahan[:6]),
        "named": formerly(kelurahan),
        "changes": [
            {
                "row": change,
                "lines": [
                    _shown(line, names)
                    for line in change.lines.all()
                    if kelurahan in (line.old_code, line.new_code)
                ],
            }
            for change in changes_at(kelurahan)
        ],
    }
    return render(request, "voters/region_place.html", context)
