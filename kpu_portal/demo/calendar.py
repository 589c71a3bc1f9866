"""Periods, birthdays and the many spellings of a date, without looking at a clock."""

from __future__ import annotations

import calendar as stdlib_calendar
import datetime as dt
import re

MONTHS = (
    "JANUARI",
    "FEBRUARI",
    "MARET",
    "APRIL",
    "MEI",
    "JUNI",
    "JULI",
    "AGUSTUS",
    "SEPTEMBER",
    "OKTOBER",
    "NOVEMBER",
    "DESEMBER",
)
_PERIOD = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def period_parts(period: str) -> tuple[int, int]:
    """Year and month of a monthly period code such as "2026-11".

    Raises ValueError when the code is not a month.
    """
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise ValueError(f"not a monthly period: {period!r}")
    return int(match[1]), int(match[2])


def previous_period(period: str) -> str:
    year, month = period_parts(period)
    return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02d}"


def reference_date(period: str) -> dt.date:
    """The last day of the month, on which age counts."""
    year, month = period_parts(period)
    return dt.date(year, month, stdlib_calendar.monthrange(year, month)[1])


def years_before(day: dt.date, years: int) -> dt.date:
    """Birth date of someone who turns `years` that day; 29 February falls to 28."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def dashed(day: dt.date) -> str:
    """DD-MM-YYYY, as SIAK writes a date."""
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


def undashed(text: str) -> dt.date:
    return dt.date(int(text[6:10]), int(text[3:5]), int(text[0:2]))


class Birthdays:
    """Spells each day once; a regency asks for the same days again and again."""

    def __init__(self) -> None:
        self._spelled: dict[int, tuple[str, str, str]] = {}

    def spelled(self, ordinal: int) -> tuple[str, str, str]:
        """(DD-MM-YYYY, the six NIK digits of a man, those of a woman)."""
        known = self._spelled.get(ordinal)
        if known is None:
            day = dt.date.fromordinal(ordinal)
            tail = f"{day.month:02d}{day.year % 100:02d}"
            known = (dashed(day), f"{day.day:02d}{tail}", f"{day.day + 40:02d}{tail}")
            self._spelled[ordinal] = known
        return known
