"""Drafts that were kept and versions that were frozen, and what changed since."""

from dataclasses import dataclass
from datetime import datetime

from periods.models import Period
from plenos.models import Recap, RecapDraft
from plenos.rules.recap import Cell, Cells, add_up_reasons
from plenos.selectors.recap import Sheet, frozen


@dataclass(frozen=True)
class Past:
    """One earlier state of a recap; `number` counts drafts and versions apart."""

    key: str
    is_frozen: bool
    number: int
    at: datetime
    by: str
    note: str
    balanced: bool
    male: int
    female: int
    sha256: str

    @property
    def both(self) -> int:
        """L+P."""
        return self.male + self.female


@dataclass(frozen=True)
class Change:
    """A figure that is another now; category "" is the column's own."""

    place: str
    column: str
    category: str
    sex: str
    then: int
    now: int

    @property
    def by(self) -> int:
        """By how much."""
        return self.now - self.then


def history(period: Period) -> list[Past]:
    """Every kept draft and frozen version of a period, newest first."""
    drafts = [
        Past(
            key=str(one.public_id),
            is_frozen=False,
            number=one.number,
            at=one.made_at,
            by=one.made_by_name,
            note=one.note,
            balanced=one.balanced,
            male=one.male,
            female=one.female,
            sha256=one.sha256,
        )
        for one in RecapDraft.objects.filter(period=period).defer("cells")
    ]
    versions = [_version(recap) for recap in Recap.objects.filter(period=period)]
    return sorted([*drafts, *versions], key=lambda past: past.at, reverse=True)


def _version(recap: Recap) -> Past:
    figures = frozen(recap)
    return Past(
        key=str(recap.public_id),
        is_frozen=True,
        number=recap.version,
        at=recap.computed_at,
        by=recap.frozen_by_name,
        note="",
        balanced=True,
        male=figures.total("SEKARANG", "L"),
        female=figures.total("SEKARANG", "P"),
        sha256=recap.sha256,
    )


def cells_of(past: Past) -> dict[Cell, int]:
    """The figures of an earlier state."""
    if past.is_frozen:
        return frozen(Recap.objects.get(public_id=past.key)).cells
    kept = RecapDraft.objects.get(public_id=past.key)
    return {Cell(*row[:4]): row[4] for row in kept.cells}


def changes(then: Cells, now: Sheet, level: int) -> list[Change]:
    """Figures that differ at one level, in the order of places and columns."""
    before, after = (add_up_reasons(one, level) for one in (then, now.cells))
    found = []
    for place in sorted(before.keys() | after.keys()):
        old, new = before.get(place, {}), after.get(place, {})
        for key in sorted(old.keys() | new.keys()):
            was, is_now = old.get(key, 0), new.get(key, 0)
            if was != is_now:
                found.append(Change(place, *key, was, is_now))
    return found
