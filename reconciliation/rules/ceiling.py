"""How much one delivery may change in a kelurahan before the chair is asked.

Pure: counts and shares in, a ceiling out. A death list that names half a village is
more often a wrong file than a catastrophe (deliveries of Kota Malang, 2025: of 182
"dead" 16 were), so what is far above the regency's own months waits for a reason.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

KINDS = ("BARU", "TMS", "UBAH", "PINDAH_DALAM", "TIDAK_ADA", "MUNCUL_KEMBALI")
"""Kinds that have a ceiling. A NIK of two persons strikes nobody and has none."""


Figures = Mapping[int, tuple[int, int]]
"""By period: proposed, and voters then."""
Past = Mapping[tuple[str, str], Figures]
"""By kelurahan and kind."""


@dataclass(frozen=True)
class Moved:
    """A change of regions: codes of kelurahan before and after it, and the periods
    whose figures bear those of before."""

    pairs: Collection[tuple[str, str]]
    periods: Collection[int]


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


def shares_of(figures: Figures, periods: Sequence[int]) -> list[float]:
    """Share of each past period; one in which nothing was found counts as 0.

    A kelurahan without voters then is left out.
    """
    shares = []
    for period in periods:
        found, voters = figures.get(period, (0, 1))
        if voters:
            shares.append(found / voters)
    return shares


def inherit(past: Past, moves: Sequence[Moved]) -> Past:
    """The past of today's kelurahan, after these changes of regions in their order.

    A kelurahan with a new code keeps its months, one that was merged has the sums, and
    each part of a split the share of what it came from.
    """
    for move in moves:
        past = _after(past, move)
    return past


def _after(past: Past, move: Moved) -> Past:
    olds = {old for old, _new in move.pairs}
    news = {new for _old, new in move.pairs}
    after: dict[tuple[str, str], dict[int, tuple[int, int]]] = {
        (place, kind): {
            period: figure
            for period, figure in figures.items()
            if place not in olds | news or period not in move.periods
        }
        for (place, kind), figures in past.items()
    }
    sizes = {
        (place, period): voters
        for (place, _kind), figures in past.items()
        for period, (_found, voters) in figures.items()
    }
    for new in news:
        came = {old for old, to in move.pairs if to == new} | ({new} - olds)
        for kind in {kind for _place, kind in past}:
            told = after.setdefault((new, kind), {})
            for period in move.periods:
                known = [past.get((one, kind), {}).get(period) for one in came]
                if any(known):
                    told[period] = (
                        sum(figure[0] for figure in known if figure),
                        sum(sizes.get((one, period), 0) for one in came),
                    )
    return after


def buckets(parts: Sequence[float], edges: Sequence[float]) -> list[int]:
    """How many of `parts` lie at or below each edge and above the one before it.

    One count more than edges: the last is what lies above them all.
    """
    counts = [0] * (len(edges) + 1)
    for part in parts:
        at = next((n for n, edge in enumerate(edges) if part <= edge), len(edges))
        counts[at] += 1
    return counts
