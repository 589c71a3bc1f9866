"""The proof of a recap (design 10; domain rules 1 to 4).

previous + baru + pemulihan - TMS + masuk - keluar ± koreksi ± adjustment of regions =
now = a count of the roll, for L and P apart, at every level; reasons add up to their
total; voters of regular TPS and of special sites (lokasi khusus) are the total; the
places below a place add up to it. Nothing is signed while a difference remains.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ADDED = (
    "before",
    "baru",
    "pemulihan",
    "tms",
    "masuk",
    "keluar",
    "koreksi",
    "wilayah",
    "now",
    "special",
)


@dataclass(frozen=True)
class Row:
    """One place and sex of a recap, typed in, imported or computed."""

    place: str
    sex: str
    before: int
    now: int
    parent: str = ""
    baru: int = 0
    pemulihan: int = 0
    tms: int = 0
    masuk: int = 0
    keluar: int = 0
    koreksi: int = 0
    wilayah: int = 0
    special: int = 0
    regular: int | None = None
    counted: int | None = None
    baru_by: Mapping[str, int] | None = None
    tms_by: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Difference:
    """Where a recap does not hold: kind of check, what it should be, what it is."""

    kind: str
    place: str
    sex: str
    expected: int
    found: int

    @property
    def by(self) -> int:
        """By how much."""
        return self.found - self.expected


def expected_now(row: Row) -> int:
    """What the row's movements make of its previous total."""
    return (
        row.before
        + row.baru
        + row.pemulihan
        - row.tms
        + row.masuk
        - row.keluar
        + row.koreksi
        + row.wilayah
    )


def differences(rows: Iterable[Row]) -> list[Difference]:
    """Every difference of a recap, smallest places first; empty when it is proved."""
    rows = list(rows)
    found = [
        *_inside(rows),
        *_corrections(rows),
        *_moves(rows),
        *_adjusted(rows),
        *_sums(rows),
    ]
    return sorted(found, key=lambda d: (-len(d.place), d.place, d.sex, d.kind))


def _inside(rows: list[Row]) -> Iterable[Difference]:
    for row in rows:
        due = expected_now(row)
        if row.now != due:
            yield Difference("IDENTITAS", row.place, row.sex, due, row.now)
        if row.counted is not None and row.counted != row.now:
            yield Difference("HITUNGAN", row.place, row.sex, row.counted, row.now)
        if row.regular is not None and row.regular + row.special != row.now:
            both = row.regular + row.special
            yield Difference("LOKSUS", row.place, row.sex, both, row.now)
        if row.special > row.now:
            yield Difference("LOKSUS", row.place, row.sex, row.now, row.special)
        for kind, parts, total in (
            ("BARU", row.baru_by, row.baru),
            ("TMS", row.tms_by, row.tms),
        ):
            if parts is not None and sum(parts.values()) != total:
                part_sum = sum(parts.values())
                yield Difference(kind, row.place, row.sex, part_sum, total)


def _corrections(rows: list[Row]) -> Iterable[Difference]:
    """A corrected sex takes from one and gives to the other: nothing is left over."""
    net: dict[str, int] = defaultdict(int)
    for row in rows:
        net[row.place] += row.koreksi
    return [Difference("KOREKSI", p, "L+P", 0, n) for p, n in net.items() if n]


def _moves(rows: list[Row]) -> Iterable[Difference]:
    """Inside a kab/kota nobody arrives without having left (domain rule 4)."""
    return [
        Difference("PINDAH", row.place, row.sex, row.keluar, row.masuk)
        for row in rows
        if not row.parent and row.masuk != row.keluar
    ]


def _adjusted(rows: list[Row]) -> Iterable[Difference]:
    """A change of regions moves codes inside a kab/kota: it adds up to none."""
    return [
        Difference("WILAYAH", row.place, row.sex, 0, row.wilayah)
        for row in rows
        if not row.parent and row.wilayah
    ]


def _sums(rows: list[Row]) -> Iterable[Difference]:
    """Places below add up to the place above, column by column (domain rule 2)."""
    below: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        if row.parent:
            sums = below.setdefault((row.parent, row.sex), defaultdict(int))
            for column in ADDED:
                sums[column] += getattr(row, column)
    for row in rows:
        parts = below.get((row.place, row.sex))
        for column in ADDED if parts else ():
            total = getattr(row, column)
            if parts is not None and parts[column] != total:
                kind = f"JUMLAH {column.upper()}"
                yield Difference(kind, row.place, row.sex, parts[column], total)
