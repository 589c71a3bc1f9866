"""Which column of an aid list is which field, by its name; and the form's headings."""

from collections.abc import Mapping, Sequence

from files.mapping import key

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
LONG_NUMBER = 6
"""Digits in a cell of which no heading has so many."""
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
        *("NAMA KELURAHAN", "KODE KELURAHAN", "KEL/DESA", "DESA/KEL"),
    ),
}
_FIELD_OF = {key(name): field for field, names in _NAMES.items() for name in names}


def recognise(
    header: Sequence[str], remembered: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Field to column; of two columns with one meaning the first is taken.

    remembered: heading to field as a person corrected it earlier, "" for ignored.
    """
    known = {**_FIELD_OF, **(remembered or {})}
    chosen: dict[str, int] = {}
    for at, name in enumerate(header):
        field = known.get(key(name), "")
        if field and field not in chosen:
            chosen[field] = at
    return chosen


def missing(fields: Mapping[str, int]) -> list[str]:
    """Headings of our form without which a list cannot be read."""
    return [COLUMNS[one] for one in NEEDED if one not in fields]


def looks_like_header(
    cells: Sequence[str], remembered: Mapping[str, str] | None = None
) -> bool:
    """Whether a row names at least two known columns, one of them NIK or name."""
    found = recognise(cells, remembered)
    return len(found) >= 2 and bool(found.keys() & set(NEEDED))


def may_be_header(cells: Sequence[str]) -> bool:
    """Whether a row could be a heading of words that nobody knows yet.

    At least two different cells with letters, none with a long number.
    """
    told = [one.strip() for one in cells if one.strip()]
    words = {key(one) for one in told if any(letter.isalpha() for letter in one)}
    numbers = any(sum(c.isdigit() for c in one) >= LONG_NUMBER for one in told)
    return len(words) >= 2 and len(words) == len(told) and not numbers


def remembered_from(header: Sequence[str], chosen: Mapping[int, str]) -> dict[str, str]:
    """Heading to field of what a person chose; columns without a name say nothing."""
    return {key(header[at]): field for at, field in chosen.items() if key(header[at])}
