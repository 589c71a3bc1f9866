"""What a run of the generator has written: files, sums of outcomes, roll totals."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kpu_portal.demo import codes
from kpu_portal.demo.people import MAN, Person


@dataclass(slots=True)
class Written:
    """One file: its name, its data rows and its digest."""

    kind: str
    name: str
    rows: int
    sha256: str


@dataclass(slots=True)
class Tally:
    """What should become of the rows of one delivery."""

    rows: int = 0
    outcomes: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(codes.OUTCOMES, 0)
    )
    refused: dict[str, int] = field(default_factory=dict)
    ignored: dict[str, int] = field(default_factory=dict)
    tms: dict[str, int] = field(default_factory=dict)
    baru: dict[str, int] = field(default_factory=dict)
    # The elements of UBAH and PINDAH DALAM rows; a row counts for each of its own.
    elements: dict[str, int] = field(default_factory=dict)
    warned: dict[str, int] = field(default_factory=dict)
    warned_rows: int = 0
    tidak_ada: int = 0
    doubtful: int = 0

    def add(
        self, outcome: str, detail: str, elements: tuple[str, ...], warned: list[str]
    ) -> None:
        self.rows += 1
        self.outcomes[outcome] += 1
        details = {
            codes.REFUSED: self.refused,
            codes.IGNORED: self.ignored,
            codes.TMS: self.tms,
            codes.BARU: self.baru,
        }.get(outcome)
        if details is not None:
            details[detail] = details.get(detail, 0) + 1
        for element in elements:
            self.elements[element] = self.elements.get(element, 0) + 1
        self.add_warned(warned)

    def add_same(self, warned: list[str]) -> None:
        self.rows += 1
        self.outcomes[codes.SAME] += 1
        if warned:
            self.add_warned(warned)

    def add_warned(self, warned: list[str]) -> None:
        self.warned_rows += bool(warned)
        for kind in warned:
            self.warned[kind] = self.warned.get(kind, 0) + 1


@dataclass(slots=True)
class Manifest:
    """The record of one regency's run, also written as JSON beside the files."""

    regency: str
    period: str
    previous_period: str
    seed: int
    style: str
    scale: float
    voters: int
    # Code of regency, kecamatan or kelurahan -> {"L": …, "P": …}.
    totals: dict[str, dict[str, int]] = field(default_factory=dict)
    tps: int = 0
    # Of L and P, who votes at a special site.
    special_sites: dict[str, int] = field(default_factory=dict)
    files: dict[str, Written] = field(default_factory=dict)
    deliveries: dict[str, Tally] = field(default_factory=dict)
    directory: Path = field(default=Path(), repr=False)

    def count_roll(self, roll: list[Person]) -> None:
        counted = Counter((one.kelurahan, one.sex) for one in roll)
        for (kelurahan, sex), count in sorted(counted.items()):
            for code in (self.regency, kelurahan[:6], kelurahan):
                cell = self.totals.setdefault(code, {MAN: 0, "P": 0})
                cell[sex] += count
        special = [one.sex for one in roll if one.tps > "900"]
        self.special_sites = {sex: special.count(sex) for sex in (MAN, "P")}
        self.tps = len({(one.kelurahan, one.tps) for one in roll})

    def path(self, kind: str) -> Path:
        """Where the roll, removed, snapshot, events or a truth_… file stands."""
        return self.directory / self.files[kind].name

    def as_dict(self) -> dict[str, object]:
        known = asdict(self)
        del known["directory"]
        known["totals"] = dict(sorted(self.totals.items()))
        return known

    def write(self, path: Path) -> None:
        self.directory = path.parent
        text = json.dumps(self.as_dict(), ensure_ascii=False, indent=1, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")
