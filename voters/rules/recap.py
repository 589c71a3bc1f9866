"""Which recap cells an event moves, and the identity they must satisfy (design 10).

`cells` is the mirror of the SQL function event_cells; a test holds them together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Cell(NamedTuple):
    """A move of one recap figure."""

    kelurahan: str
    sex: str
    column: str
    category: str
    n: int


@dataclass(frozen=True)
class Effect:
    """What an event did; `sign` is -1 for a counter-event, whose places are swapped."""

    effect: str
    sign: int
    category: str
    kelurahan_from: str
    sex_from: str
    kelurahan_to: str
    sex_to: str


def cells(event: Effect) -> list[Cell]:
    """Cells that the event moves; a counter-event takes back what its event moved."""
    there = (event.kelurahan_from, event.sex_from)
    here = (event.kelurahan_to, event.sex_to)
    (kf, sf), (kt, st) = (there, here) if event.sign > 0 else (here, there)
    kind, n = event.effect, event.sign
    moved = []
    if kind in ("BARU", "PEMULIHAN"):
        moved.append(Cell(kt, st, kind, event.category, n))
    if kind == "TMS":
        moved.append(Cell(kf, sf, "TMS", event.category, n))
    if kind == "PINDAH":
        moved.append(Cell(kf, st, "KELUAR", "", n))
        moved.append(Cell(kt, st, "MASUK", "", n))
    if kind in ("KOREKSI_JK", "PINDAH") and sf != st:
        moved.append(Cell(kf, sf, "KOREKSI", "", -n))
        moved.append(Cell(kf, st, "KOREKSI", "", n))
    if kind == "WILAYAH":
        moved.append(Cell(kf, sf, "WILAYAH", "", -n))
        moved.append(Cell(kt, st, "WILAYAH", "", n))
    if kind in ("UBAH", "KOREKSI_JK"):
        moved.append(Cell(kt, st, "UBAH", "", n))
    return moved


_WEIGHT = {
    "BARU": 1,
    "PEMULIHAN": 1,
    "TMS": -1,
    "MASUK": 1,
    "KELUAR": -1,
    "KOREKSI": 1,
    "WILAYAH": 1,
    "UBAH": 0,
}


def change_of_total(moves: Iterable[Cell]) -> int:
    """How far the cells move the total (UBAH never does)."""
    return sum(_WEIGHT[cell.column] * cell.n for cell in moves)
