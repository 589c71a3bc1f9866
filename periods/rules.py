"""What a period's code means: its kind, its dates and its neighbours. No clock, no ORM.

A month ends on its last day, which is the reference date for the age of 17 (domain
rule 5); quarters and semesters are the same rule over three or six months.
"""

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass

MONTHS = {"MONTH": 1, "QUARTER": 3, "SEMESTER": 6}
CUTOFF_DAY = 27
"""Day of the last month after which data waits for the next period, unless changed."""
PLENARY_DAY = 2
"""Day of the following month from which the plenary is planned, unless changed."""
_CODE = re.compile(
    r"(?P<year>[0-9]{4})-(?:(?P<month>0[1-9]|1[0-2])|T(?P<quarter>[1-4])|S(?P<semester>[12]))"
)
_SATURDAY = 5


class BadCode(ValueError):
    """A text that names no period."""


@dataclass(frozen=True)
class Dates:
    """The dates a period starts with; an office sets the last two of its open one."""

    starts_on: dt.date
    reference_date: dt.date
    cutoff_on: dt.date
    plenary_on: dt.date


def kind_of(code: str) -> str:
    """MONTH for "2026-11", QUARTER for "2026-T4", SEMESTER for "2026-S2"."""
    return _read(code)[0]


def dates(code: str, kind: str = "") -> Dates:
    """Dates of a period; raises BadCode for another text or when `kind` contradicts it.

    The plenary falls on the first working day from the second of the next month.
    """
    found, year, month = _read(code)
    if kind and kind != found:
        raise BadCode(code)
    last_year, last_month = _shift(year, month, MONTHS[found] - 1)
    last_day = monthrange(last_year, last_month)[1]
    planned = dt.date(*_shift(last_year, last_month, 1), PLENARY_DAY)
    while planned.weekday() >= _SATURDAY:
        planned += dt.timedelta(days=1)
    return Dates(
        starts_on=dt.date(year, month, 1),
        reference_date=dt.date(last_year, last_month, last_day),
        cutoff_on=dt.date(last_year, last_month, CUTOFF_DAY),
        plenary_on=planned,
    )


def following(code: str, kind: str = "") -> str:
    """Code of the next period: of another kind only from where one of that begins.

    Until then the present kind goes on, so that no day is counted twice.
    """
    day = dates(code).reference_date + dt.timedelta(days=1)
    asked = code_at(day, kind or kind_of(code))
    return asked if dates(asked).starts_on == day else code_at(day, kind_of(code))


def previous(code: str) -> str:
    """Code of the period of the same kind before this one."""
    day = dates(code).starts_on - dt.timedelta(days=1)
    return code_at(day, kind_of(code))


def code_at(day: dt.date, kind: str) -> str:
    """Code of the period of this kind a day lies in; BadCode for an unknown kind."""
    if kind not in MONTHS:
        raise BadCode(kind)
    if kind == "MONTH":
        return f"{day.year:04d}-{day.month:02d}"
    letter = "T" if kind == "QUARTER" else "S"
    return f"{day.year:04d}-{letter}{(day.month - 1) // MONTHS[kind] + 1}"


def _read(code: str) -> tuple[str, int, int]:
    """Kind, year and first month of a code."""
    match = _CODE.fullmatch(code)
    if match is None or match["year"] < "1900":
        raise BadCode(code)
    year = int(match["year"])
    if match["month"]:
        return "MONTH", year, int(match["month"])
    if match["quarter"]:
        return "QUARTER", year, (int(match["quarter"]) - 1) * 3 + 1
    return "SEMESTER", year, (int(match["semester"]) - 1) * 6 + 1


def _shift(year: int, month: int, by: int) -> tuple[int, int]:
    months = year * 12 + month - 1 + by
    return months // 12, months % 12 + 1
