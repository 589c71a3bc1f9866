"""Reads of coklit terbatas: who a task is about, progress, results by RT."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from fieldwork.models import RESULTS, Batch, Task
from fieldwork.rules.visits import agreement
from periods.models import Period
from voters.models import ChangeProposal, Voter

ENDED = frozenset({"DONE", "ENDED", "WITHDRAWN"})


@dataclass(frozen=True)
class Person:
    """Who a task is about, as the viewer may see it; empty when out of reach."""

    name: str = ""
    nik: str = ""
    sex: str = ""
    birth_date: date | None = None
    address: str = ""
    key: UUID | None = None
    voter: UUID | None = None


NOBODY = Person()


def people_of(
    user: Any, regency: str, tasks: Iterable[Task], *, using: str = "default"
) -> dict[int, Person]:
    """The person of each task by the task's number, in two queries at most."""
    rows = list(tasks)
    voters = Voter.objects.using(using).in_scope_of(user).of(regency)
    known = voters.in_bulk({one.voter_id for one in rows if one.voter_id})
    newcomers = {one.proposal_id for one in rows if not one.voter_id}
    asked = {}
    if newcomers:
        proposals = ChangeProposal.objects.using(using).in_scope_of(user).of(regency)
        asked = proposals.in_bulk(newcomers)
    found: dict[int, Person] = {}
    for one in rows:
        if voter := known.get(one.voter_id or 0):
            found[one.pk] = Person(
                voter.name,
                voter.nik,
                voter.sex,
                voter.birth_date,
                voter.address,
                voter.public_id,
                voter.public_id,
            )
        elif proposal := asked.get(one.proposal_id or 0):
            found[one.pk] = _newcomer(proposal)
    return found


def _newcomer(proposal: ChangeProposal) -> Person:
    """Somebody who is not on the roll yet, as the proposal tells."""
    born = str(proposal.new.get("birth_date") or "")
    return Person(
        proposal.name,
        proposal.nik,
        proposal.sex,
        date.fromisoformat(born) if born else None,
        str(proposal.new.get("address") or ""),
        proposal.public_id,
    )


@dataclass
class Figures:
    """Counts of tasks of one place, officer or batch."""

    tasks: int = 0
    ended: int = 0
    waiting: int = 0
    checked: int = 0
    agreed: int = 0
    results: dict[str, int] = field(default_factory=dict)

    def add(self, state: str, result: str, n: int, checked: int, agreed: int) -> None:
        """Take in a cell of field_figures()."""
        self.tasks += n
        self.ended += n if state in ENDED else 0
        self.waiting += n if state == "PAPER" else 0
        self.checked += checked
        self.agreed += agreed
        if result:
            self.results[result] = self.results.get(result, 0) + n

    @property
    def left(self) -> int:
        """Unfinished tasks."""
        return self.tasks - self.ended

    @property
    def percent(self) -> int:
        """Ended of all, 0 to 100."""
        return self.ended * 100 // self.tasks if self.tasks else 0

    @property
    def cells(self) -> list[int]:
        """Tasks by last result, in the order of the sheet's keys."""
        return [self.results.get(value, 0) for value, _word in RESULTS]

    @property
    def rate(self) -> float | None:
        """Agreement of the spot check in hundredths; None before any."""
        return agreement(self.checked, self.agreed)


Cell = tuple[int, str, str, str, int, int, int]


def _cells(regency: str, batches: Iterable[int]) -> list[Cell]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT batch, kelurahan, state, result, tasks, checked, agreed "
            "FROM field_figures(%s, %s)",
            [regency, list(batches)],
        )
        rows: list[Cell] = cursor.fetchall()
    return rows


def by_batch(regency: str, batches: Iterable[Batch]) -> dict[int, Figures]:
    """Figures of each batch by its number; no person is read."""
    found: dict[int, Figures] = {one.pk: Figures() for one in batches}
    for batch, _place, state, result, *counts in _cells(regency, found):
        found[batch].add(state, result, *counts)
    return found


def by_place(regency: str, batch: Batch) -> dict[str, Figures]:
    """Figures by code: the regency, each kecamatan, each kelurahan; no person."""
    found: dict[str, Figures] = {regency: Figures()}
    for _batch, place, state, result, *counts in sorted(_cells(regency, [batch.pk])):
        for code in (regency, place[:6], place):
            found.setdefault(code, Figures()).add(state, result, *counts)
    return found


@dataclass(frozen=True)
class Load:
    """What one officer has and has left."""

    name: str
    tasks: int
    ended: int
    days: int
    places: int

    @property
    def left(self) -> int:
        """Unfinished tasks."""
        return self.tasks - self.ended


def by_officer(user: Any, regency: str, batch: Batch) -> list[Load]:
    """Load and progress of each officer in the viewer's scope; "" is nobody yet."""
    rows = Task.objects.in_scope_of(user).of(regency).filter(batch=batch)
    counted = rows.values("officer_id", "officer_name").annotate(
        tasks=Count("pk"),
        ended=Count("pk", filter=Q(state__in=ENDED)),
        days=Count("day", distinct=True),
        places=Count("kelurahan", distinct=True),
    )
    return [
        Load(
            one["officer_name"],
            one["tasks"],
            one["ended"],
            one["days"],
            one["places"],
        )
        for one in counted.order_by("officer_name")
    ]


def is_late(batch: Batch) -> bool:
    """Whether the deadline has passed while visits are still to be made."""
    return batch.is_open and batch.deadline < timezone.localdate()


def visited(regency: str) -> "QuerySet[Any, Any]":
    """Voters who were visited in the open period, as their numbers (voters.verified).

    A visit that was undone does not count. Who was not on the roll then is the voter
    that the proposal made.
    """
    batches = Batch.objects.of(regency).filter(
        period_id__in=Period.objects.open(regency).values("pk")
    )
    made = ChangeProposal.objects.of(regency).filter(pk=OuterRef("proposal_id"))
    rows = Task.objects.of(regency).filter(batch__in=batches, visits__gt=0)
    told = rows.annotate(
        person=Coalesce("voter_id", Subquery(made.values("voter_id")[:1]))
    )
    return told.exclude(person=None).values_list("person", flat=True)


@dataclass(frozen=True)
class Neighbourhood:
    """Results of one RT in a period: tasks by last result, in the sheet's order.

    `ended` tasks have a result that stands; `results` also counts visits that lead to
    another one.
    """

    kelurahan: str
    rw: str
    rt: str
    tasks: int
    ended: int
    results: dict[str, int]


def results_by_neighbourhood(
    regency: str, period: Period, *, within: str = ""
) -> list[Neighbourhood]:
    """What field work found per kelurahan, RW and RT, for the kelurahan recap.

    `within` cuts to a kecamatan or kelurahan. Withdrawn tasks do not count. Rows of the
    caller's scope only: the database cuts the rest.
    """
    batches = Batch.objects.of(regency).filter(period_id=period.pk)
    rows = Task.objects.of(regency).filter(batch__in=batches)
    if within:
        rows = rows.below(within)
    counted = (
        rows.exclude(state="WITHDRAWN")
        .values_list("kelurahan", "rw", "rt", "result")
        .annotate(n=Count("pk"), ended=Count("pk", filter=Q(state="DONE")))
        .order_by("kelurahan", "rw", "rt", "result")
    )
    found: dict[tuple[str, str, str], list[Any]] = {}
    for kelurahan, rw, rt, result, n, ended in counted:
        cell = found.setdefault((kelurahan, rw, rt), [0, 0, {}])
        cell[0] += n
        cell[1] += ended
        if result:
            cell[2][result] = n
    return [Neighbourhood(*place, *cell) for place, cell in found.items()]
