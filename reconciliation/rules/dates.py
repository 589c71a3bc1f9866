"""Dates as people write them in Indonesia: never month first."""

import datetime as dt
import re
from collections.abc import Iterable

MONTHS = {
    "JANUARI": 1, "JAN": 1,
    "FEBRUARI": 2, "PEBRUARI": 2, "FEB": 2, "PEB": 2,
    "MARET": 3, "MAR": 3,
    "APRIL": 4, "APR": 4,
    "MEI": 5,
    "JUNI": 6, "JUN": 6,
    "JULI": 7, "JUL": 7,
    "AGUSTUS": 8, "AGT": 8, "AGS": 8, "AGU": 8,
    "SEPTEMBER": 9, "SEP": 9, "SEPT": 9,
    "OKTOBER": 10, "OKT": 10,
    "NOVEMBER": 11, "NOPEMBER": 11, "NOV": 11, "NOP": 11,
    "DESEMBER": 12, "DES": 12,
}  # fmt: skip
"""Month names to numbers; the SQL stage gets this same table."""

EARLIEST = 1850
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.| ]([0-9]{1,2}|[A-Z]+)[-/.| ]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")


def parsed(text: str) -> dt.date | None:
    """The date of a cell as `text.plain` leaves it, or None when impossible."""
    cell = text.removesuffix(" 00:00:00").removesuffix("T00:00:00")
    if found := _DAY_FIRST.fullmatch(cell):
        day, month, year = found.groups()
    elif found := _YEAR_FIRST.fullmatch(cell):
        year, month, day = found.groups()
    else:
        return None
    number = int(month) if month.isdigit() else MONTHS.get(month, 0)
    try:
        date = dt.date(int(year), number, int(day))
    except ValueError:
        return None
    return date if date.year >= EARLIEST else None


def outside(
    days: Iterable[dt.date], first: dt.date, last: dt.date
) -> tuple[dt.date, dt.date] | None:
    """The earliest and the latest of days none of which lies in a period.

    None where one of them does, and without any day.
    """
    found = sorted(days)
    if not found or any(first <= day <= last for day in found):
        return None
    return found[0], found[-1]


def age_on(born: dt.date, day: dt.date) -> int:
    """Completed years; someone of 29 February has the birthday on 1 March otherwise."""
    before = (day.month, day.day) < (born.month, born.day)
    return day.year - born.year - before


def born_by(day: dt.date, years: int) -> dt.date:
    """Last birth date that makes someone `years` old on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February of a year that has none
        return day.replace(year=day.year - years, day=28)
