"""A row of a delivery with what should become of it, and the elements it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kpu_portal.demo import codes, places
from kpu_portal.demo.calendar import undashed
from kpu_portal.demo.people import WOMAN, Person

_NOTHING_RAW: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Happening:
    """What the row says has happened, beside the person's elements."""

    event: str = ""
    date: str = ""
    evidence_no: str = ""
    nationality: str = "WNI"


QUIET = Happening()


@dataclass(slots=True)
class Row:
    """One planted row; `raw` overrides cells by column name, `ragged` adds or drops."""

    person: Person
    outcome: str
    detail: str = ""
    elements: tuple[str, ...] = ()
    happening: Happening = QUIET
    raw: Mapping[str, str] = field(default_factory=lambda: _NOTHING_RAW)
    ragged: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A voter of the roll whom no accepted row of a snapshot names."""

    nik: str
    doubtful: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """Somebody struck from the roll in an earlier period."""

    person: Person
    reason: str
    date: str


def changed(old: Person, new: Person, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the elements in which the row differs; an empty cell never erases.

    A ruined NKK is never compared.
    """
    found = []
    for one in fields:
        value = getattr(new, one)
        if not value or value == getattr(old, one):
            continue
        if one == "nkk" and not sound_number(value):
            continue
        found.append(one)
    return tuple(sorted(found))


def sound_number(text: str) -> bool:
    return len(text) == 16 and text.isascii() and text.isdigit()


class Doubts:
    """Finds the warnings a row earns, for one regency and reference date."""

    def __init__(self, regency: str, reference: dt.date) -> None:
        self.regency = regency
        self.reference = reference
        self._old_enough = reference.year - 100
        self._prefixes: dict[str, bool] = {}

    def of(self, person: Person) -> list[str]:
        """Warning kinds in the order of codes.WARNINGS."""
        nik, birth = person.nik, person.birth_date
        found = []
        if nik[:4] != self.regency:
            found.append("NIK_PREFIX")
        day = int(nik[6:8])
        woman = day > 40
        if birth:
            if woman:
                day -= 40
            if nik[8:12] != birth[3:5] + birth[8:10] or day != int(birth[0:2]):
                found.append("NIK_BIRTH_DATE")
        if person.sex and woman != (person.sex == WOMAN):
            found.append("NIK_SEX")
        if not self._known(nik[:6]):
            found.append("NIK_REGION_UNKNOWN")
        if not person.nkk:
            found.append("NKK_MISSING")
        elif not sound_number(person.nkk):
            found.append("NKK_MALFORMED")
        if birth and int(birth[6:10]) < self._old_enough and self._age(birth) > 100:
            found.append("AGE_OVER_100")
        return found

    def _known(self, prefix: str) -> bool:
        known = self._prefixes.get(prefix)
        if known is None:
            known = self._prefixes[prefix] = places.known(prefix)
        return known

    def _age(self, birth: str) -> int:
        born, today = undashed(birth), self.reference
        before = (today.month, today.day) < (born.month, born.day)
        return today.year - born.year - before


def check(row: Row, old: Person | None, fields: tuple[str, ...]) -> None:
    """Guards the generator against itself: the plan must be what the row shows.

    Raises RuntimeError when a planted row does not show what its truth claims.
    """
    if old is None or row.outcome not in (
        codes.SAME,
        codes.UBAH,
        codes.PINDAH_DALAM,
    ):
        return
    moved = {"kelurahan", "tps"} & set(row.elements)
    fine = row.elements == changed(old, row.person, fields) and (
        (row.outcome == codes.SAME and not row.elements)
        or (row.outcome == codes.UBAH and row.elements and not moved)
        or (row.outcome == codes.PINDAH_DALAM and bool(moved))
    )
    if not fine:
        raise RuntimeError(f"planted {row.outcome} shows {row.elements}")
