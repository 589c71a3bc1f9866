"""Cells of a sheet as text, and rows that are no person."""

import datetime as dt
import re
from collections.abc import Sequence

from files.guard import restored

RUINED = 1e11  # a number this long was an identity number once
LONGEST_CELL = 32_767  # what a spreadsheet itself allows

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_TOTAL = re.compile(r"(SUB|GRAND)?[ -]*(JUMLAH|TOTAL)\b", re.IGNORECASE)
_FIGURE = re.compile(r"[0-9.,]{0,12}|[LP+=]|L ?[+/] ?P")


def cell_text(value: object) -> str:
    """A cell as text; a long number is written as the sheet shows it: ruined."""
    if type(value) is str:
        value = value.replace("\0", "")
        return restored(value) if "'" in value else value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float | int):
        if abs(value) >= RUINED:
            return f"{value:.5E}".replace("E+0", "E+")
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return restored(str(value).replace("\0", ""))


def is_total(cells: Sequence[str]) -> bool:
    """Whether the row sums up the ones above: JUMLAH or TOTAL, figures, no more."""
    told = [cell.strip() for cell in cells if cell.strip()]
    return (
        bool(told)
        and _TOTAL.match(told[0]) is not None
        and all(_FIGURE.fullmatch(cell) or _TOTAL.match(cell) for cell in told[1:])
    )


def trimmed(cells: Sequence[str]) -> list[str]:
    """Cells without the empty ones at their end."""
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept
