"""The figures of a recap: cells per kelurahan and sex, added up to every level.

A cell is (kelurahan, sex, column, category); a level is a length of region code
(10 kelurahan, 6 kecamatan, 4 kab/kota). Moves between kelurahan stand in both
kelurahan and are added up like every other column, so that the sum of the lines below
a place is the figure of the place (domain rules 1, 2 and 4).
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from plenos.rules.balance import Row

LEVELS = {"kelurahan": 10, "kecamatan": 6, "regency": 4}
SEXES = ("L", "P")
PLUS = ("SEBELUM", "BARU", "PEMULIHAN", "MASUK", "KOREKSI", "WILAYAH")
MINUS = ("TMS", "KELUAR")
TERMS = (
    "SEBELUM",
    "BARU",
    "PEMULIHAN",
    "TMS",
    "MASUK",
    "KELUAR",
    "KOREKSI",
    "WILAYAH",
    "SEKARANG",
)
ADJUSTED = "WILAYAH"
"""Term of a change of regions; printed only where a period has one (`terms_of`)."""
CHANGES = frozenset(
    {"BARU", "PEMULIHAN", "TMS", "MASUK", "KELUAR", "KOREKSI", "UBAH", "WILAYAH"}
)
"""Columns of a period that a month without any change leaves empty."""


class Cell(NamedTuple):
    """One figure's place in the recap."""

    kelurahan: str
    sex: str
    column: str
    category: str = ""


Cells = Mapping[Cell, int]
Counts = Mapping[tuple[str, str], int]


def with_now(cells: Cells) -> dict[Cell, int]:
    """The cells and, from them, the column SEKARANG of every kelurahan and sex."""
    now: dict[Cell, int] = defaultdict(int)
    for cell, n in cells.items():
        sign = 1 if cell.column in PLUS else -1 if cell.column in MINUS else 0
        if sign:
            now[Cell(cell.kelurahan, cell.sex, "SEKARANG")] += sign * n
    return {**cells, **now}


def terms_of(cells: Cells) -> tuple[str, ...]:
    """Terms of the identity as a period prints them.

    The adjustment of a change of regions stands there only in a period that has one.
    """
    adjusted = any(n for cell, n in cells.items() if cell.column == ADJUSTED)
    return tuple(term for term in TERMS if adjusted or term != ADJUSTED)


def is_nihil(cells: Cells) -> bool:
    """Whether the period changed nobody: no coming, going, moving, or correction.

    A change that was undone within the period is none (rule R9).
    """
    return not any(n for cell, n in cells.items() if cell.column in CHANGES)


def add_up(cells: Cells, level: int) -> dict[str, dict[tuple[str, str], int]]:
    """place -> (column, sex) -> n at one level, all categories together."""
    out: dict[str, dict[tuple[str, str], int]] = {}
    for cell, n in cells.items():
        row = out.setdefault(cell.kelurahan[:level], defaultdict(int))
        row[cell.column, cell.sex] += n
    return out


Reasoned = dict[str, dict[tuple[str, str, str], int]]
"""place -> (column, category, sex) -> n; category "" is the column's own figure."""


def add_up_reasons(cells: Cells, level: int) -> Reasoned:
    """Figures at one level, of every column and of every category of it."""
    out: Reasoned = {}
    for cell, n in cells.items():
        row = out.setdefault(cell.kelurahan[:level], defaultdict(int))
        row[cell.column, "", cell.sex] += n
        if cell.category:
            row[cell.column, cell.category, cell.sex] += n
    return out


def standing(cells: Cells, level: int) -> int:
    """How many places of a level there are after a change of regions: those that it
    emptied have ended. The opening's empty places stand."""
    places = add_up(cells, level)
    ended = sum(
        not any(row.get(("SEKARANG", sex)) for sex in "LP")
        and sum(row.get((ADJUSTED, sex), 0) for sex in "LP") < 0
        for row in places.values()
    )
    return len(places) - ended


def by_category(cells: Cells, column: str, prefix: str, sex: str) -> dict[str, int]:
    """category -> n of one column at one place."""
    out: dict[str, int] = defaultdict(int)
    for cell, n in cells.items():
        same = cell.column == column and cell.sex == sex
        if same and cell.kelurahan.startswith(prefix):
            out[cell.category] += n
    return dict(out)


def by_place(
    cells: Cells, column: str, level: int
) -> dict[str, dict[tuple[str, str], int]]:
    """place -> (category, sex) -> n of one column at one level."""
    out: dict[str, dict[tuple[str, str], int]] = {}
    for cell, n in cells.items():
        if cell.column == column:
            row = out.setdefault(cell.kelurahan[:level], defaultdict(int))
            row[cell.category, cell.sex] += n
    return out


def rows_of(
    cells: Cells,
    counted: Counts | None,
    *,
    known: Mapping[str, Iterable[str]],
) -> list[Row]:
    """Rows of every level for the proof.

    `counted` is the roll's own count by (kelurahan, sex), None when there is none to
    compare with; `known` names the categories that BARU and TMS may carry: what stands
    under another name is missing from the sum of reasons.
    """
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    reasons: dict[tuple[str, str, str], dict[str, int]] = defaultdict(
        lambda: defaultdict(int)
    )
    for cell, n in cells.items():
        for length in LEVELS.values():
            place = cell.kelurahan[:length]
            sums[place, cell.sex][cell.column] += n
            if cell.category in set(known.get(cell.column, ())):
                reasons[place, cell.sex, cell.column][cell.category] += n
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for (kelurahan, sex), n in (counted or {}).items():
        for length in LEVELS.values():
            counts[kelurahan[:length], sex] += n
    return [
        _row(
            place,
            sex,
            sums[place, sex],
            counts[place, sex] if counted is not None else None,
            reasons[place, sex, "BARU"],
            reasons[place, sex, "TMS"],
        )
        for place, sex in sorted(sums.keys() | counts.keys())
    ]


def _row(
    place: str,
    sex: str,
    columns: Mapping[str, int],
    counted: int | None,
    baru: Mapping[str, int],
    tms: Mapping[str, int],
) -> Row:
    parents = {10: place[:6], 6: place[:4], 4: ""}
    return Row(
        place=place,
        parent=parents[len(place)],
        sex=sex,
        before=columns.get("SEBELUM", 0),
        baru=columns.get("BARU", 0),
        pemulihan=columns.get("PEMULIHAN", 0),
        tms=columns.get("TMS", 0),
        masuk=columns.get("MASUK", 0),
        keluar=columns.get("KELUAR", 0),
        koreksi=columns.get("KOREKSI", 0),
        wilayah=columns.get("WILAYAH", 0),
        now=columns.get("SEKARANG", 0),
        special=columns.get("LOKSUS", 0),
        counted=counted,
        baru_by=dict(baru),
        tms_by=dict(tms),
    )


def digest(regency: str, period: str, version: int, cells: Cells) -> str:
    """sha256 over the recap's figures; the same on page, minutes and workbook."""
    lines = [[*cell, n] for cell, n in sorted(cells.items()) if n]
    text = json.dumps([regency, period, version, lines], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
