"""Reads of outreach: a page of events, a month of them, what came of one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connections
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from files.lists import Page
from partners.models import Institution
from posts.migration_sql import read
from posts.models import OutreachEvent, OutreachPartner, Visit, VisitKind
from posts.rules.recurrence import weeks
from posts.rules.seventeen import births
from posts.services.queue import PREFIX
from regions.models import Region
from regions.querysets import code_after
from voters.models import ChangeProposal, CitizenReport
from voters.rules.reporting import status_of
from voters.selectors.reporting import STATUS_WORDS

REPORTS_SHOWN = 200
COMING_SHOWN = 40
END = "akhir"


@dataclass(frozen=True)
class CalendarDay:
    """A day of a month's calendar; `inside` is false for its neighbours' days."""

    day: date
    inside: bool
    events: list[OutreachEvent]


@dataclass(frozen=True)
class Taken:
    """A report of an event with the present status of its proposal; no person."""

    report: CitizenReport
    word: str | Promise


@dataclass(frozen=True)
class Results:
    """What came of an event. Tallies are by kind of visit; places are kelurahan."""

    by_kind: list[tuple[str, int]]
    by_place: list[tuple[str, list[int], int]]
    by_officer: list[tuple[str, list[int], int]]
    by_status: list[tuple[str | Promise, int]]
    reports: list[Taken]
    people: int


@dataclass(frozen=True)
class Turning:
    """How many of a kelurahan turn 17 in a window."""

    kelurahan: str
    male: int
    female: int
    n: int


def with_figures(rows: "QuerySet[OutreachEvent]") -> "QuerySet[OutreachEvent]":
    """Events with `met`, people met there, and `taken`, reports among them."""
    return rows.annotate(
        met=Count("visits"), taken=Count("visits", filter=~Q(visits__report_id=None))
    )


def page_by_day(
    rows: "QuerySet[OutreachEvent]", query: QueryDict, *, size: int, ascending: bool
) -> Page:
    """The page of events that the address asks for, by day and key.

    `sesudah` and `sebelum` hold "2026-11-27.15"; what is no such thing gives the first
    page. Newest day first unless ascending.
    """
    back = query.get("sebelum", "")
    key = _cursor(back or query.get("sesudah", ""))
    backwards = bool(back) and (key is not None or back == END)
    upwards = ascending != backwards
    order = ("day", "id") if upwards else ("-day", "-id")
    found = list(_beyond(rows, key, upwards).order_by(*order)[: size + 1])
    page = found[:size][::-1] if backwards else found[:size]
    if not page:
        return Page([], None, None)
    more = len(found) > size
    first, last = (f"{one.day:%Y-%m-%d}.{one.pk}" for one in (page[0], page[-1]))
    if backwards:
        return Page(page, first if more else None, last if key else None)
    return Page(page, first if key else None, last if more else None)


def _cursor(text: str) -> tuple[date, int] | None:
    day, _dot, number = text.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def _beyond(rows: Any, key: tuple[date, int] | None, upwards: bool) -> Any:
    if key is None:
        return rows
    step = "gt" if upwards else "lt"
    later = Q(**{f"day__{step}": key[0]})
    return rows.filter(later | Q(day=key[0], **{f"id__{step}": key[1]}))


def calendar(rows: "QuerySet[OutreachEvent]", month: date) -> list[list[CalendarDay]]:
    """The weeks of a month with their events in the order of the hours."""
    grid = weeks(month)
    found = rows.filter(day__range=(grid[0][0], grid[-1][-1])).order_by("starts", "id")
    of_day: dict[date, list[OutreachEvent]] = {}
    for one in found:
        of_day.setdefault(one.day, []).append(one)
    return [
        [CalendarDay(day, day.month == month.month, of_day.get(day, [])) for day in one]
        for one in grid
    ]


def coming(kecamatan: str, today: date, most: int = COMING_SHOWN) -> Any:
    """Announced events of a kecamatan from today on, for everybody."""
    rows = OutreachEvent.objects.filter(kecamatan=kecamatan).announced(today)
    return list(rows.order_by("day", "starts", "id")[:most])


def institutions_for(event: OutreachEvent) -> list[tuple[int, str]]:
    """Partners of the regency that stand; what an account of a kecamatan sees: none."""
    rows = Institution.objects.of(event.regency_code).standing().order_by("name")
    return list(rows.values_list("pk", "name"))


def partners_of(event: OutreachEvent) -> list[OutreachPartner]:
    """Who took part."""
    return list(OutreachPartner.objects.filter(event=event))


def tally(event: OutreachEvent) -> list[tuple[str, int]]:
    """People met so far, by kind, the kinds in their usual order."""
    rows = Visit.objects.filter(event=event).order_by().values_list("kind")
    found = dict(rows.annotate(n=Count("pk")))
    return [(str(label), found.get(kind, 0)) for kind, label in VisitKind.choices]


def results(user: Any, event: OutreachEvent, names: dict[str, str]) -> Results:
    """What came of an event, as far as the account sees; `names` are of kelurahan."""
    rows = Visit.objects.filter(event=event).order_by()
    found = list(
        rows.values_list("kelurahan", "taken_by_name", "kind").annotate(n=Count("pk"))
    )
    taken = _taken(user, event)
    statuses = Counter(status for _one, status in taken)
    kinds = Counter[str]()
    for _place, _officer, kind, n in found:
        kinds[kind] += n
    places = ((names.get(at, at), kind, n) for at, _who, kind, n in found)
    return Results(
        by_kind=[(str(label), kinds[kind]) for kind, label in VisitKind.choices],
        by_place=_table(places),
        by_officer=_table((who, kind, n) for _at, who, kind, n in found),
        by_status=[(STATUS_WORDS[one], n) for one, n in sorted(statuses.items())],
        reports=[
            Taken(one, STATUS_WORDS[status]) for one, status in taken[:REPORTS_SHOWN]
        ],
        people=sum(kinds.values()),
    )


def _table(cells: Iterable[tuple[str, str, int]]) -> list[tuple[str, list[int], int]]:
    """A line for each first word, a figure for each kind, and their sum."""
    lines: dict[str, Counter[str]] = {}
    for word, kind, n in cells:
        lines.setdefault(word, Counter())[kind] += n
    return [
        (word, [counts[kind] for kind in VisitKind.values], counts.total())
        for word, counts in sorted(lines.items())
    ]


def _taken(user: Any, event: OutreachEvent) -> list[tuple[CitizenReport, str]]:
    """Reports of an event, newest first, each with its status."""
    regency = event.regency_code
    rows = CitizenReport.objects.in_scope_of(user).of(regency)
    reports = list(rows.filter(source_ref=f"{PREFIX}{event.public_id}").order_by("-id"))
    keys = [one.proposal_id for one in reports if one.proposal_id]
    seen = ChangeProposal.objects.in_scope_of(user).of(regency).filter(pk__in=keys)
    states = {key: (state, why) for key, state, why in _states(seen)}
    found = []
    for one in reports:
        state, why = (
            states.get(one.proposal_id, ("", ""))
            if one.proposal_id
            else (
                None,
                "",
            )
        )
        found.append((one, status_of(state, why)[0]))
    return found


def _states(rows: Any) -> Any:
    return rows.order_by().values_list("pk", "state", "reject_reason")


def turning(
    regency: str, place: str, first: date, last: date, using: str = "default"
) -> list[Turning]:
    """How many of a region's people turn 17 from `first` to `last`, by kelurahan.

    `place` is the regency, a kecamatan or a kelurahan in it; the caller has checked
    that the account works there.
    """
    earliest, latest = births(first, last)
    with connections[using].cursor() as cursor:
        cursor.execute(
            read("turning"),
            {
                "regency": regency,
                "earliest": earliest,
                "latest": latest,
                "lo": place,
                "hi": code_after(place),
            },
        )
        return [Turning(*row) for row in cursor.fetchall()]


def village_names(event: OutreachEvent) -> dict[str, str]:
    """Code -> name of the kelurahan of the event's kecamatan."""
    rows = Region.objects.villages(event.kecamatan)
    return dict(rows.values_list("code", "name"))
