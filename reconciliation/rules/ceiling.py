"""How much one delivery may change in a kelurahan before the chair is asked.

Pure: counts and shares in, a ceiling out. A death list that names half a village is
more often a wrong file than a catastrophe (deliveries of Kota Malang, 2025: of 182
"dead" 16 were), so what is far above the regency's own months waits for a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

KINDS = ("BARU", "TMS", "UBAH", "PINDAH_DALAM", "TIDAK_ADA", "MUNCUL_KEMBALI")
"""Kinds that have a ceiling. A NIK of two persons strikes nobody and has none."""


@dataclass(frozen=True)
class Limits:
    """Policy numbers; shares are parts of the voters of a kelurahan."""

    first: Mapping[str, float]
    """By kind: the share that is allowed while history is short."""
    floor_share: float
    """A ceiling is never lower than this share, however quiet the past."""
    floor_rows: int
    """Nor lower than so many proposals: a handful is read faster than questioned."""
    spread: float
    """How many median deviations above the median."""
    periods: int
    """History shorter than this is no history."""


@dataclass(frozen=True)
class Ceiling:
    """What was to be expected, and where it stops; in proposals."""

    expected: int
    most: int
    periods: int
    """Past periods behind it; 0 when the policy's first share was used."""

    def is_passed_by(self, found: int) -> bool:
        """Exactly at the ceiling is not above it."""
        return found > self.most


def deviation(shares: Sequence[float]) -> float:
    """Median absolute deviation; one strange month does not move it."""
    middle = median(shares)
    return median(abs(share - middle) for share in shares)


def ceiling_of(
    kind: str, voters: int, past: Sequence[float], limits: Limits
) -> Ceiling:
    """The ceiling of one kind in one kelurahan.

    voters: counted there now; past: share of the voters proposed in each past period
    that had deliveries. Raises KeyError for a kind without a first share.
    """
    if len(past) < limits.periods:
        share, expected, behind = limits.first[kind], 0.0, 0
    else:
        middle = median(past)
        share = middle + limits.spread * deviation(past)
        expected, behind = middle, len(past)
    # Rounded first: 0.07 * 100 is a little more than 7.
    rows = ceil(round(max(share, limits.floor_share) * voters, 6))
    return Ceiling(
        expected=round(expected * voters),
        most=max(rows, limits.floor_rows),
        periods=behind,
    )


def shares_of(
    found: Mapping[int, int], voters: Mapping[int, int], periods: Sequence[int]
) -> list[float]:
    """Share of each past period; one in which nothing was found counts as 0.

    found and voters are by period. A kelurahan without voters then is left out.
    """
    shares = []
    for period in periods:
        if period not in found:
            shares.append(0.0)
        elif voters[period]:
            shares.append(found[period] / voters[period])
    return shares


def buckets(parts: Sequence[float], edges: Sequence[float]) -> list[int]:
    """How many of `parts` lie at or below each edge and above the one before it.

    One count more than edges: the last is what lies above them all.
    """
    counts = [0] * (len(edges) + 1)
    for part in parts:
        at = next((n for n, edge in enumerate(edges) if part <= edge), len(edges))
        counts[at] += 1
    return counts
