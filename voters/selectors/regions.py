"""What a change of regions would do: who goes where, and what has no place."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count

from accounts import placing
from accounts.rules.placing import Corner as Home
from regions.models import RegionChange
from regions.rules.change import Line, destination
from regions.services.changing import lines_of
from regions.services.following import Found, counted
from voters.models import COUNTED, ChangeProposal, Voter
from voters.models.proposals import UNDECIDED
from voters.sql_steps import Steps


class Corner(NamedTuple):
    """Voters of one RT and station, counted ones apart from those with TMS."""

    kelurahan: str
    rw: str
    rt: str
    tps: str
    n: int
    others: int


class Station(NamedTuple):
    """A station that the change splits, or whose number is taken where it goes."""

    kelurahan: str
    tps: str
    into: list[str]
    clash: bool
    n: int


class Meeting(NamedTuple):
    """A RW in which RW of several kelurahan become one, and where they come from."""

    kelurahan: str
    rw: str
    olds: list[str]


@dataclass
class Preview:
    """Figures of a change before it happens; nothing is written."""

    flows: dict[tuple[str, str], int] = field(default_factory=dict)
    gaps: list[Corner] = field(default_factory=list)
    stations: list[Station] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    unused: list[Line] = field(default_factory=list)
    proposals: int = 0
    proposals_unplaced: int = 0
    waiting_unplaced: int = 0
    followers: list[Found] = field(default_factory=list)
    accounts: placing.Moves = field(default_factory=placing.Moves)

    @property
    def unplaced(self) -> int:
        """Voters without a destination, also those with TMS."""
        return sum(gap.n + gap.others for gap in self.gaps)

    @property
    def is_incomplete(self) -> bool:
        """Whether somebody or something has no destination."""
        return bool(self.unplaced or self.proposals_unplaced or self.waiting_unplaced)

    @property
    def moving(self) -> int:
        """Counted voters whose kelurahan changes."""
        return sum(n for (old, new), n in self.flows.items() if old != new)

    @property
    def total(self) -> int:
        """Counted voters of the old kelurahan that have a destination."""
        return sum(self.flows.values())


def preview(change: RegionChange) -> Preview:
    """The preview of a change, read under the viewer's own scope."""
    lines = lines_of(change)
    if change.kind == RegionChange.Kind.RENAME:
        return Preview()
    olds = sorted({line.old for line in lines})
    places = corners(change.regency_code, olds)
    found = sorted_out(lines, places)
    news = {line.new for line in lines} - set(olds)
    there = Voter.objects.of(change.regency_code).filter(kelurahan__in=news)
    taken = set(there.exclude(tps="").order_by().values_list("kelurahan", "tps"))
    found.stations = _stations(lines, places, taken)
    housed = set(there.exclude(rw="").order_by().values_list("kelurahan", "rw"))
    found.meetings = _meetings(lines, places, housed)
    found.proposals = (
        ChangeProposal.objects.of(change.regency_code)
        .filter(state__in=[*UNDECIDED, "ACCEPTED"], kelurahan__in=olds)
        .count()
    )
    values = {"regency": change.regency_code, "change": change.pk, "olds": olds}
    steps = Steps("regions", "none", values)
    found.proposals_unplaced = steps.run("unplaced_proposals")
    found.waiting_unplaced = steps.run("unplaced_waiting")
    found.followers = counted(change)
    found.accounts = accounts_of(change, places)
    return found


def accounts_of(
    change: RegionChange, places: Iterable[Corner] | None = None
) -> placing.Moves:
    """What the change does to accounts, before it moves a voter (rule Y11)."""
    lines = lines_of(change)
    olds = {line.old for line in lines}
    if places is None:
        places = corners(change.regency_code, olds)
    there = Voter.objects.of(change.regency_code).filter(
        kelurahan__in={line.new for line in lines} - olds
    )
    housed = there.order_by().values_list("kelurahan", "rw", "rt").distinct()
    return placing.moves(
        change,
        {Home(one.kelurahan, one.rw, one.rt) for one in places},
        [Home(*one) for one in housed],
    )


def corners(regency: str, olds: Iterable[str]) -> list[Corner]:
    """Voters of the old kelurahan by RT and station, one grouped statement."""
    rows = (
        Voter.objects.of(regency)
        .filter(kelurahan__in=list(olds))
        .values_list("kelurahan", "rw", "rt", "tps", "status")
        .annotate(n=Count("*"))
        .order_by("kelurahan", "rw", "rt", "tps")
    )
    sums: dict[tuple[str, str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for *place, status, n in rows:
        sums[tuple(place)][status not in COUNTED] += n
    return [Corner(*place, *n) for place, n in sums.items()]


def sorted_out(lines: list[Line], found: Iterable[Corner]) -> Preview:
    """Each RT to its destination, or among the gaps; lines that nobody stands on."""
    flows: Counter[tuple[str, str]] = Counter()
    gaps: dict[tuple[str, str, str], list[int]] = {}
    olds = set()
    for one in found:
        goal = destination(lines, one.kelurahan, one.rw, one.rt)
        olds.add(one.kelurahan)
        if goal is None:
            sums = gaps.setdefault((one.kelurahan, one.rw, one.rt), [0, 0])
            sums[0] += one.n
            sums[1] += one.others
        else:
            flows[one.kelurahan, goal[0]] += one.n
    return Preview(
        flows=dict(sorted(flows.items())),
        gaps=[Corner(k, rw, rt, "", *n) for (k, rw, rt), n in gaps.items()],
        unused=[line for line in lines if line.old not in olds],
    )


def _meetings(
    lines: list[Line], found: list[Corner], housed: set[tuple[str, str]]
) -> list[Meeting]:
    """RW that people of two kelurahan would share: their head would see both."""
    came: dict[tuple[str, str], set[str]] = defaultdict(set)
    for place in housed:
        came[place].add(place[0])
    for one in found:
        goal = destination(lines, one.kelurahan, one.rw, one.rt)
        if goal is not None and goal[1]:
            came[goal[0], goal[1]].add(one.kelurahan)
    return [
        Meeting(*place, sorted(olds))
        for place, olds in sorted(came.items())
        if len(olds) > 1
    ]


def _stations(
    lines: list[Line], found: list[Corner], taken: set[tuple[str, str]]
) -> list[Station]:
    """Stations that stand in two kelurahan afterwards, or find their number taken."""
    into: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in found:
        goal = destination(lines, one.kelurahan, one.rw, one.rt)
        if goal is not None and one.tps and one.n:
            into[one.kelurahan, one.tps][goal[0]] += one.n
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (kelurahan, tps), goals in into.items():
        for goal_code in goals:
            bearers[goal_code, tps].add(kelurahan)
    for place in taken:
        bearers[place].add(place[0])
    shown = []
    for (kelurahan, tps), goals in sorted(into.items()):
        clash = any(
            len(bearers[goal_code, tps]) > 1 and goal_code != kelurahan
            for goal_code in goals
        )
        if clash or len(goals) > 1:
            shown.append(
                Station(kelurahan, tps, sorted(goals), clash, sum(goals.values()))
            )
    return shown
