"""Which numbers of policy an office sets itself, within which bounds (ADR 0023)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NATION = ""
"""Place of a value that holds for every regency without one of its own."""


@dataclass(frozen=True)
class Bounds:
    """Least and most that a setting may be."""

    least: int
    most: int


SETTINGS = {
    "hold_days": Bounds(1, 90),
    "exchange_day": Bounds(0, 28),
    "station_voters": Bounds(50, 1000),
}
"""By the name of the number in kpu_portal.settings.policy, which is the default."""


@dataclass(frozen=True)
class Value:
    """A value that somebody set: `order` grows with every row."""

    order: int
    place: str
    value: int
    valid_from: date
    valid_until: date | None = None


def problem(
    name: str, value: int, valid_from: date, valid_until: date | None, today: date
) -> str:
    """Why a value may not be set: NAME, VALUE, PAST or DATES; "" when it may.

    PAST: it would begin before today, and change what was decided already.
    """
    bounds = SETTINGS.get(name)
    if bounds is None:
        return "NAME"
    if not bounds.least <= value <= bounds.most:
        return "VALUE"
    if valid_from < today:
        return "PAST"
    if valid_until is not None and valid_until < valid_from:
        return "DATES"
    return ""


def in_force(values: Iterable[Value], place: str, on: date) -> Value | None:
    """The value of a place on a day: its own before the nation's, the newest first."""
    found: Value | None = None
    for one in values:
        if one.place not in (place, NATION) or one.valid_from > on:
            continue
        if one.valid_until is not None and one.valid_until < on:
            continue
        if found is None or _rank(one) > _rank(found):
            found = one
    return found


def _rank(one: Value) -> tuple[bool, date, int]:
    return (one.place != NATION, one.valid_from, one.order)
