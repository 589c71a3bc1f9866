"""Polling stations of a regency in numbers, and what an act about them would do."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, connections
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Subquery,
    Value,
    When,
)

from jobs.models import OPEN_STATES, Job
from regions.querysets import code_after
from voters.migration_sql import FOLDER
from voters.models import ChangeProposal, Kind, ProposalState, StationMove
from voters.models.stations import StationAct
from voters.rules import tps as rules
from voters.rules.sites import is_special

UNFINISHED = ("OPEN", "HOLD", "COKLIT", "SECOND", "ACCEPTED")
THERE = "THERE"
"""Left out of a re-mapping because the voter stands at the target already."""
LEFT_SHOWN = 200
"""People without a station who are named on the page; the count says how many."""
_AT_SITE = Case(
    When(is_special_site=True, then=Value(True)),
    default=Func(F("tps"), function="special_site", output_field=BooleanField()),
)


@dataclass(frozen=True)
class Station:
    """One station in numbers; `tps` is empty for voters without one.

    `torn` families also stand at another regular station of the kelurahan; summed over
    the stations `torn_once` counts each of them once.
    """

    kelurahan: str
    tps: str
    male: int
    female: int
    is_site: bool
    torn: int = 0
    torn_once: int = 0

    @property
    def total(self) -> int:
        """L+P."""
        return self.male + self.female


def numbers(
    regency: str, place: str = "", *, families: bool = False, using: str = "default"
) -> list[Station]:
    """Stations of a regency, kecamatan or kelurahan, by kelurahan and number.

    `families` looks for families at several stations: for one kelurahan.
    """
    code = place or regency
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT * FROM station_numbers(%s, %s, %s, %s)",
            [regency, code, code_after(code), families],
        )
        return [Station(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Village:
    """A kelurahan's stations summed up."""

    code: str
    stations: int
    sites: int
    male: int
    female: int
    at_sites: int
    without: int
    over: int

    @property
    def pk(self) -> str:
        """What names the line in a list: the kelurahan's code."""
        return self.code

    @property
    def total(self) -> int:
        """L+P."""
        return self.male + self.female


def by_village(stations: Iterable[Station], capacity: int) -> dict[str, Village]:
    """Kelurahan -> its stations summed up; `over`: regular ones above capacity."""
    groups: dict[str, list[Station]] = {}
    for one in stations:
        groups.setdefault(one.kelurahan, []).append(one)
    return {
        code: Village(
            code=code,
            stations=sum(1 for s in found if s.tps and not s.is_site),
            sites=sum(1 for s in found if s.is_site),
            male=sum(s.male for s in found),
            female=sum(s.female for s in found),
            at_sites=sum(s.total for s in found if s.is_site),
            without=sum(s.total for s in found if not s.tps),
            over=sum(1 for s in found if _over(s, capacity)),
        )
        for code, found in groups.items()
    }


def _over(station: Station, capacity: int) -> bool:
    return bool(station.tps) and not station.is_site and station.total > capacity


@dataclass
class Corner:
    """An RT and how many of it stand at which station, most first."""

    rw: str
    rt: str
    total: int = 0
    stations: list[tuple[str, int]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Word of the form: RW and RT."""
        return f"{self.rw}-{self.rt}"


def corners(rows: Any) -> list[Corner]:
    """The RTs of a kelurahan's voters, `rows` being what the reader sees of it."""
    found: dict[tuple[str, str], Corner] = {}
    grouped = rows.counted().order_by().values_list("rw", "rt", "tps")
    for rw, rt, tps, n in grouped.annotate(n=Count("pk")).order_by("rw", "rt", "-n"):
        corner = found.setdefault((rw, rt), Corner(rw, rt))
        corner.total += n
        corner.stations.append((tps, n))
    return list(found.values())


@dataclass(frozen=True)
class Line:
    """One station before and after an act."""

    tps: str
    before: int
    out: int
    into: int
    is_site: bool
    capacity: int

    @property
    def after(self) -> int:
        """Voters it would have."""
        return self.before - self.out + self.into

    @property
    def is_over(self) -> bool:
        """Whether a regular station would hold more than it may."""
        return bool(self.tps) and not self.is_site and self.after > self.capacity


@dataclass(frozen=True)
class Plan:
    """What an act would do: `moves` voter -> station; whom it leaves out, and why.

    `stood`: voter -> present station, where it is not none.
    """

    act: str
    kelurahan: str
    moves: dict[int, str]
    lines: list[Line]
    left: dict[str, int]
    people: list[dict[str, Any]] = field(default_factory=list)
    target: str = ""
    stood: dict[int, str] = field(default_factory=dict)

    @property
    def over(self) -> list[Line]:
        """Stations that would be fuller than they may be, and get more."""
        return [line for line in self.lines if line.is_over and line.into]

    @property
    def digest(self) -> str:
        """Same people from and to the same stations: what a confirmation is about."""
        text = ";".join(
            f"{key}:{self.stood.get(key, '')}:{tps}"
            for key, tps in sorted(self.moves.items())
        )
        return hashlib.sha256(f"{self.kelurahan}|{text}".encode()).hexdigest()[:24]


def plan_assignment(regency: str, kelurahan: str, capacity: int) -> Plan:
    """Stations for those of a kelurahan without one (rule X1), nothing written."""
    text = (FOLDER / "tps_assign.sql").read_text(encoding="utf-8")
    values: dict[str, Any] = {
        "regency": regency,
        "kelurahan": kelurahan,
        "capacity": capacity,
    }
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    moves = {row["id"]: row["tps"] for row in rows if row["tps"]}
    left = [row for row in rows if not row["tps"]]
    into, out = Counter(moves.values()), Counter({"": len(moves)})
    return Plan(
        act=StationAct.ASSIGN,
        kelurahan=kelurahan,
        moves=moves,
        lines=_lines(numbers(regency, kelurahan), capacity, out, into),
        left=dict(Counter(row["reason"] for row in left)),
        people=left[:LEFT_SHOWN],
    )


def plan_remap(
    rows: Any, regency: str, kelurahan: str, target: str, capacity: int
) -> Plan:
    """What giving the chosen voters (`rows`, of one kelurahan) a station would do.

    Left out, counted by reason: who stands there already (THERE), whom a special site
    keeps apart (SITE, rule X3), whose other move is undecided (WAITS).
    """
    stations = numbers(regency, kelurahan)
    is_site = is_special(target) or any(s.is_site for s in stations if s.tps == target)
    waits = ChangeProposal.objects.of(regency).filter(
        nik=OuterRef("nik"), kind=Kind.PINDAH_DALAM, state__in=UNFINISHED
    )
    chosen = rows.counted().filter(kelurahan=kelurahan).order_by()
    judged = chosen.annotate(at_site=_AT_SITE).annotate(
        why=Case(
            When(tps=target, then=Value(THERE)),
            When(at_site=not is_site, then=Value(rules.AT_SITE)),
            When(Exists(waits), then=Value(rules.WAITS)),
            default=Value(""),
        )
    )
    stood = dict(judged.filter(why="").values_list("pk", "tps"))
    out, left = Counter[str](), Counter[str]()
    for tps, why, n in judged.values_list("tps", "why").annotate(n=Count("pk")):
        (left if why else out)[why or tps] += n
    moves = dict.fromkeys(stood, target)
    into = Counter({target: len(moves)})
    return Plan(
        act=StationAct.REMAP,
        kelurahan=kelurahan,
        moves=moves,
        lines=_lines(stations, capacity, out, into),
        left=dict(left),
        target=target,
        stood=stood,
    )


def _lines(
    stations: list[Station], capacity: int, out: Counter[str], into: Counter[str]
) -> list[Line]:
    """Every station before and after, a new one among them."""
    known = {one.tps: one for one in stations}
    found = []
    for tps in sorted(known.keys() | {tps for tps, n in into.items() if n}):
        one = known.get(tps)
        found.append(
            Line(
                tps=tps,
                before=one.total if one else 0,
                out=out[tps],
                into=into[tps],
                is_site=one.is_site if one else is_special(tps),
                capacity=capacity,
            )
        )
    return found


@dataclass(frozen=True)
class Act:
    """An act about stations and where its proposals stand.

    `is_lost`: its job ended without carrying it out.
    """

    move: StationMove
    applied: int
    waiting: int
    undone: int
    stale: int
    is_lost: bool = False

    @property
    def dialog(self) -> str:
        """Name of the dialog that asks before it is undone."""
        return f"urung-{self.move.pk}"

    @property
    def may_undo(self) -> bool:
        """Whether something of it is applied and not taken back."""
        return self.applied > 0


def recent_acts(user: Any, regency: str, kelurahan: str, most: int = 5) -> list[Act]:
    """The newest acts of a kelurahan, each with the states of its proposals."""
    mine = StationMove.objects.of(regency).in_scope_of(user).defer("moves")
    job_state = Subquery(Job.objects.filter(pk=OuterRef("job_id")).values("state"))
    moves = list(mine.filter(kelurahan=kelurahan).annotate(job_state=job_state)[:most])
    states: dict[Any, Counter[str]] = {one.group_key: Counter() for one in moves}
    grouped = ChangeProposal.objects.of(regency).filter(group_key__in=list(states))
    rows = grouped.order_by().values_list("group_key", "state")
    for key, state, n in rows.annotate(n=Count("pk")):
        states[key][state] += n
    return [_act(one, states[one.group_key]) for one in moves]


def _act(move: Any, states: Counter[str]) -> Act:
    """An act whose job has not made its proposals yet waits with all its voters."""
    is_open = move.job_state in OPEN_STATES
    return Act(
        move=move,
        applied=states[ProposalState.APPLIED],
        waiting=states[ProposalState.ACCEPTED]
        + (move.voters if is_open and not states else 0),
        undone=states[ProposalState.UNDONE],
        stale=states[ProposalState.STALE],
        is_lost=not states and not is_open,
    )
