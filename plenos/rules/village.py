"""The figures of one kelurahan: what was found per RW and RT, and what changed since.

A row is (RW, RT, TPS, code, L, P, plain). A code begins with what made it: USULAN
(proposals: source, kind, outcome), UBAHAN (columns of the recap, by category), else the
word under which another room contributes. `plain` counts what has no sex. RW, RT and
TPS are "" where a source does not say them.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

PROPOSALS, CHANGES = "USULAN", "UBAHAN"
OPEN, APPLIED, REFUSED, UNDONE = "TERBUKA", "DITERAPKAN", "DITOLAK", "DIURUNGKAN"
OUTCOMES = (OPEN, APPLIED, REFUSED, UNDONE)
NONE, CONFIRMED, CHANGED = "BELUM", "DIKONFIRMASI", "BERUBAH"
STATES = (CONFIRMED, CHANGED, NONE)


class Row(NamedTuple):
    """One figure of one neighbourhood."""

    rw: str
    rt: str
    tps: str
    code: str
    male: int
    female: int
    plain: int = 0

    @property
    def both(self) -> int:
        """All together."""
        return self.male + self.female + self.plain


class Difference(NamedTuple):
    """A figure of an RT that is otherwise than it was, as (L, P, plain) twice."""

    rw: str
    rt: str
    code: str
    old: tuple[int, int, int]
    new: tuple[int, int, int]


class Totals(NamedTuple):
    """How many proposals of a kelurahan ended how; `made` is all of them."""

    made: int
    applied: int
    refused: int
    open: int


def tidy(rows: Iterable[Row]) -> list[Row]:
    """Rows of one place and code added up, in order; those that are all zero go."""
    sums: dict[tuple[str, str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        cell = sums[row.rw, row.rt, row.tps, row.code]
        for at, n in enumerate((row.male, row.female, row.plain)):
            cell[at] += n
    return [Row(*key, *cell) for key, cell in sorted(sums.items()) if any(cell)]


def digest(regency: str, period: str, kelurahan: str, rows: Iterable[Row]) -> str:
    """sha256 over the figures: what a confirmation says, and what is compared later."""
    text = json.dumps([regency, period, kelurahan, tidy(rows)], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def state(confirmed: str, now: str) -> str:
    """Where a kelurahan stands: the digest confirmed ("" for none), the one of now."""
    if not confirmed:
        return NONE
    return CONFIRMED if confirmed == now else CHANGED


def differences(old: Iterable[Row], new: Iterable[Row]) -> list[Difference]:
    """What is otherwise than it was, by RW, RT and code; stations are added up."""
    then, now = _by_corner(old), _by_corner(new)
    nothing = (0, 0, 0)
    return [
        Difference(*key, then.get(key, nothing), now.get(key, nothing))
        for key in sorted(then.keys() | now.keys())
        if then.get(key, nothing) != now.get(key, nothing)
    ]


def _by_corner(
    rows: Iterable[Row],
) -> dict[tuple[str, str, str], tuple[int, int, int]]:
    return {
        (row.rw, row.rt, row.code): (row.male, row.female, row.plain)
        for row in tidy(row._replace(tps="") for row in rows)
    }


def totals(rows: Iterable[Row]) -> Totals:
    """Proposals of a kelurahan by outcome."""
    counts = dict.fromkeys(OUTCOMES, 0)
    for row in rows:
        room, *parts = row.code.split(".")
        if room == PROPOSALS:
            counts[parts[-1]] += row.both
    return Totals(sum(counts.values()), counts[APPLIED], counts[REFUSED], counts[OPEN])
