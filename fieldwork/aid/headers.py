"""Which column of an aid list is which field, by its name; and the form's headings."""

import re
from collections.abc import Sequence

COLUMNS: dict[str, str] = {
    "number": "No Penerima",
    "nik": "NIK",
    "nkk": "No KK",
    "name": "Nama",
    "birth_date": "Tanggal Lahir",
    "sex": "Jenis Kelamin",
    "address": "Alamat",
    "rt": "RT",
    "rw": "RW",
    "kelurahan": "Kelurahan",
}
"""Field to the heading of our own form."""
NEEDED = ("nik", "name")
_NAMES: dict[str, tuple[str, ...]] = {
    "number": (
        *("NO PENERIMA", "NOMOR PENERIMA", "ID PENERIMA", "ID DTKS", "ID BDT"),
        *("NO KPM", "NO PESERTA", "NOMOR PESERTA", "ID PKH", "NO KKS"),
    ),
    "nik": ("NIK", "NO NIK", "NIK PENERIMA", "NO KTP", "NOMOR INDUK KEPENDUDUKAN"),
    "nkk": ("NKK", "NO KK", "NOMOR KK", "NOMOR KARTU KELUARGA"),
    "name": ("NAMA", "NAMA LENGKAP", "NAMA PENERIMA", "NAMA KPM", "NAMA PENGURUS"),
    "birth_date": ("TANGGAL LAHIR", "TGL LAHIR", "TGL LHR"),
    "sex": ("JENIS KELAMIN", "JK", "L/P", "KELAMIN"),
    "address": ("ALAMAT", "ALAMAT RUMAH"),
    "rt": ("RT", "NO RT"),
    "rw": ("RW", "NO RW"),
    "kelurahan": (
        *("KELURAHAN", "DESA", "DESA/KELURAHAN", "KELURAHAN/DESA"),
        *("NAMA KELURAHAN", "KODE KELURAHAN"),
    ),
}
_NOISE = re.compile(r"[^A-Z0-9]")


def key(name: str) -> str:
    """A heading without case, blanks and signs."""
    return _NOISE.sub("", name.upper())


_FIELD_OF = {key(name): field for field, names in _NAMES.items() for name in names}


def recognise(header: Sequence[str]) -> dict[str, int]:
    """Field to column; of two columns with one meaning the first is taken."""
    chosen: dict[str, int] = {}
    for at, name in enumerate(header):
        field = _FIELD_OF.get(key(name), "")
        if field and field not in chosen:
            chosen[field] = at
    return chosen


def missing(fields: dict[str, int]) -> list[str]:
    """Headings of our form without which a list cannot be read."""
    return [COLUMNS[one] for one in NEEDED if one not in fields]


def looks_like_header(cells: Sequence[str]) -> bool:
    """Whether a row names at least two known columns, one of them NIK or name."""
    found = recognise(cells)
    return len(found) >= 2 and bool(found.keys() & set(NEEDED))
