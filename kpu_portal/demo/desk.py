"""The desk where a delivery is composed: who is still free, what is planted where."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kpu_portal.demo import places
from kpu_portal.demo.calendar import dashed, undashed
from kpu_portal.demo.layouts import Layout
from kpu_portal.demo.people import People, Person
from kpu_portal.demo.plan import Plan
from kpu_portal.demo.rows import QUIET, Happening, Missing, Removed, Row, check


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a monthly period."""

    first: dt.date
    reference: dt.date
    previous_reference: dt.date


@dataclass(slots=True)
class Opening:
    """The roll before the period, and what is known about it."""

    people: People
    roll: list[Person]
    removed: list[Removed]
    # Indices of voters with something rare about them, by what it is.
    rare: dict[str, list[int]]
    twins: list[tuple[int, int]]


@dataclass(slots=True)
class Desk:
    """Collects the planted rows of one delivery."""

    opening: Opening
    layout: Layout
    snapshot: bool
    plan: Plan
    days: Days
    rng: random.Random
    planted: dict[int, Row] = field(default_factory=dict)
    omitted: set[int] = field(default_factory=set)
    extras: list[tuple[int, Row]] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    # The delivery composed before: half of its deaths and moves come up again.
    earlier: Desk | None = None
    _free: list[int] = field(default_factory=list)
    _struck: dict[str, list[Removed]] = field(default_factory=dict)
    _abroad: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        rare = {index for group in self.opening.rare.values() for index in group}
        self._free = [i for i in range(len(self.roll)) if i not in rare]
        self.rng.shuffle(self._free)
        for one in self.opening.removed:
            self._struck.setdefault(one.reason, []).append(one)
        for neighbour in list(dict.fromkeys(places.neighbours(self.regency)))[:12]:
            for kecamatan in places.children(neighbour)[:3]:
                self._abroad.extend(places.children(kecamatan)[:4])

    @property
    def people(self) -> People:
        return self.opening.people

    @property
    def regency(self) -> str:
        return self.opening.people.regency

    @property
    def roll(self) -> list[Person]:
        return self.opening.roll

    def take(
        self, count: int, fits: Callable[[Person], bool] | None = None
    ) -> list[int]:
        """Free voters, each handed out once."""
        chosen: list[int] = []
        passed: list[int] = []
        seen = 0
        for index in self._free:
            if len(chosen) == count:
                break
            seen += 1
            good = fits is None or fits(self.roll[index])
            (chosen if good else passed).append(index)
        self._free = passed + self._free[seen:]
        if len(chosen) < count:
            raise ValueError("the roll is too small for what has to be planted in it")
        return chosen

    def take_again(
        self, reason: str, count: int, fits: Callable[[Person], bool]
    ) -> list[int]:
        """Like take; half of them, if it can be, struck by the earlier delivery too."""
        again: list[int] = []
        if self.earlier is not None:
            planted = self.earlier.planted.items()
            known = [i for i, row in planted if row.detail == reason]
            again = known[: count // 2]
            gone = set(again)
            self._free = [i for i in self._free if i not in gone]
        return again + self.take(count - len(again), fits)

    def take_rare(self, kind: str, count: int) -> list[int]:
        """Voters with a rarity, not planted yet; may be fewer than asked for."""
        fresh = [i for i in self.opening.rare[kind] if i not in self.planted]
        return fresh[:count]

    def struck(self, reason: str) -> Removed | None:
        """Somebody removed earlier for that reason, each handed out once."""
        waiting = self._struck.get(reason)
        return waiting.pop() if waiting else None

    def host(self, other_than: str = "") -> Person:
        """Any voter, to share a home with; outside the kelurahan named."""
        while True:
            person = self.roll[int(self.rng.random() * len(self.roll))]
            if person.kelurahan != other_than:
                return person

    def abroad(self) -> str:
        """A kelurahan of another regency."""
        return self._abroad[int(self.rng.random() * len(self._abroad))]

    def day_in_period(self) -> dt.date:
        span = (self.days.reference - self.days.first).days + 1
        return self.days.first + dt.timedelta(days=int(self.rng.random() * span))

    def happening(self, event: str, prefix: str = "") -> Happening:
        """An event on some day of the period; with a document number if prefixed."""
        day = self.day_in_period()
        number = f"{prefix}-{day:%d%m%Y}-{int(self.rng.random() * 9000) + 1000}"
        return Happening(event, dashed(day), number if prefix else "")

    def plain(self, event: str) -> Happening:
        """Nothing to say in a snapshot; the event that an events row needs."""
        return QUIET if self.snapshot else self.happening(event)

    def add(self, index: int, row: Row) -> None:
        check(row, self.roll[index], self.layout.compared)
        self.planted[index] = row

    def insert(self, row: Row, *, low: int = 0, high: int | None = None) -> None:
        """A row of its own, placed before roll position low..high."""
        top = len(self.roll) if high is None else high
        self.extras.append((low + int(self.rng.random() * (top - low + 1)), row))

    def omit(self, index: int, *, doubtful: bool = False, note: str = "") -> None:
        self.omitted.add(index)
        self.missing.append(Missing(self.roll[index].nik, doubtful, note))

    def rows(self) -> Iterator[Row | Person]:
        """Lines in order; a bare Person is a voter unchanged in a snapshot."""
        waiting = sorted(range(len(self.extras)), key=lambda i: (self.extras[i][0], i))
        upcoming = 0
        for index in range(len(self.roll) + 1):
            while upcoming < len(waiting):
                position, row = self.extras[waiting[upcoming]]
                if position > index:
                    break
                upcoming += 1
                yield row
            if index == len(self.roll) or index in self.omitted:
                continue
            if index in self.planted:
                yield self.planted[index]
            elif self.snapshot:
                yield self.roll[index]

    def aged(self, person: Person, on: dt.date | None = None) -> int:
        born, today = undashed(person.birth_date), on or self.days.reference
        before = (today.month, today.day) < (born.month, born.day)
        return today.year - born.year - before
