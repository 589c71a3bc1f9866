"""Figures, dates and masked numbers as people here write them.

Figures keep their Indonesian form in both languages, since the official forms do;
dates follow the language of the page.
"""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from django.utils import timezone, translation

MINUS = "\N{MINUS SIGN}"
BULLET = "\N{BULLET}"
NIK_SHOWN = 6
NIK_LENGTH = 16
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def figure(value: object, decimals: int | None = None, *, signed: bool = False) -> str:
    """Write a number with '.' for thousands, ',' for decimals and U+2212 for minus.

    Nothing stays nothing: a blank cell means "not applicable", zero is written.
    """
    if value is None or value == "":
        return ""
    if type(value) is int and decimals is None and value >= 0 and not signed:
        return f"{value:,}".replace(",", ".")  # what most figures are
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(number):,f}".translate(str.maketrans(",.", ".,"))
    if number < 0:
        return MINUS + text
    return f"+{text}" if signed and number > 0 else text


def percent(value: object, decimals: int = 1) -> str:
    """Write a value that is already in hundredths: 84.13 is "84,1%"."""
    text = figure(value, decimals)
    return f"{text}%" if text else ""


def share(part: float | None, whole: float | None, decimals: int = 1) -> str:
    """Write part of whole in hundredths; blank where there is no whole."""
    if part is None or not whole:
        return ""
    return percent(Decimal(str(part)) * 100 / Decimal(str(whole)), decimals)


def masked(value: object) -> str:
    """Show the region digits of a NIK or NKK and hide the rest."""
    text = str(value or "").strip()
    if not text:
        return ""
    hidden = max(NIK_LENGTH, len(text)) - NIK_SHOWN
    return text[:NIK_SHOWN] + BULLET * hidden


def masked_birth(value: object) -> str:
    """Show a birth date by its year only."""
    year = getattr(value, "year", None) or str(value or "")[:4]
    return f"{BULLET * 2}-{BULLET * 2}-{year}" if year else ""


def _local(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def day(value: object, pattern: str = "d MMM y") -> str:
    """Write a date or the local day of a moment: 24 Nov 2026."""
    if isinstance(value, dt.datetime):
        value = _local(value).date()
    if not isinstance(value, dt.date):
        return ""
    language = (translation.get_language() or "id").split("-")[0]
    return _written(value, pattern, language)


@lru_cache(maxsize=2048)
def _written(value: dt.date, pattern: str, language: str) -> str:
    """A list writes the same days again and again, and Babel parses each pattern."""
    return format_date(value, pattern, locale=language)


def moment(value: object) -> str:
    """Write a moment with the zone of the office: 24 Nov 2026, 10.42 WIB."""
    if not isinstance(value, dt.datetime):
        return day(value)
    return f"{day(value)}, {hour(value)}"


def hour(value: object) -> str:
    """Write the hour of a moment with its zone: 10.42 WIB."""
    if not isinstance(value, dt.datetime):
        return ""
    local = _local(value)
    offset = local.utcoffset()
    zone = ZONES.get(int(offset.total_seconds() // 3600), "") if offset else ""
    return f"{local:%H.%M} {zone}".rstrip()


def initials(name: object) -> str:
    """Give the first letters of the first and the last word of a name."""
    words = str(name or "").split()
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def twin_rows(data: dict[str, Any]) -> list[tuple[str, str]]:
    """Rows of the table beside a chart: its labels and figures."""
    if "steps" in data:
        return [
            (step["label"], figure(step["value"], signed=step.get("kind") != "total"))
            for step in data["steps"]
        ]
    pairs = zip(data.get("labels", []), data.get("values", []), strict=False)
    return [(label, figure(value)) for label, value in pairs]
