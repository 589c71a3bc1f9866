"""Which column of a SIDALIH or DHS download is which field, by its name (A-Daftar
Pemilih and the names that KPU's own files use).
"""

import re
from collections.abc import Sequence

FIELDS: dict[str, tuple[str, ...]] = {
    "dpid": ("DPID", "DP ID"),
    "nik": ("NIK", "NO NIK", "NOMOR INDUK KEPENDUDUKAN"),
    "nkk": ("NKK", "NO KK", "NOMOR KK", "NOMOR KARTU KELUARGA"),
    "name": ("NAMA", "NAMA LENGKAP", "NAMA PEMILIH"),
    "birth_place": ("TEMPAT LAHIR", "TMP LAHIR", "TMPT LHR"),
    "birth_date": ("TANGGAL LAHIR", "TGL LAHIR"),
    "birth": ("TTL", "TEMPAT TANGGAL LAHIR", "TEMPAT/TANGGAL LAHIR"),
    "marital_status": (
        *("STATUS PERKAWINAN", "STATUS PERKAWINAN B/S/P", "STS PERKAWINAN"),
        *("STS KAWIN", "STATUS KAWIN"),
    ),
    "sex": (
        "JENIS KELAMIN",
        "JENIS KELAMIN L/P",
        "JNS KELAMIN",
        "KELAMIN",
        "JK",
        "L/P",
    ),
    "address": ("JALAN/DUKUH", "ALAMAT", "ALAMAT JALAN/DUKUH"),
    "rt": ("RT",),
    "rw": ("RW",),
    "kelurahan": ("DESA/KELURAHAN", "KELURAHAN/DESA", "KELURAHAN", "KODE KELURAHAN"),
    "kecamatan": ("KECAMATAN",),
    "tps": ("TPS", "NO TPS"),
    "disability": ("DISABILITAS", "DIS-ABILITAS"),
    "ektp_status": (
        *("KTP-EL", "EKTP", "STATUS KEPEMILIKAN KTP-EL", "PEREKAMAN EKTP"),
    ),
    "removed": ("KODE TMS",),
}
"""Field to the names of its column."""
KEYS = frozenset({"dpid", "nik"})
COMPARED = tuple(one for one in FIELDS if one not in {"birth", "kecamatan", "removed"})
"""What a file may say of an element; `birth` says two of them."""
_NOISE = re.compile(r"[^A-Z0-9]")


def key(name: str) -> str:
    """A heading without case, blanks and signs."""
    return _NOISE.sub("", name.upper())


_FIELD_OF = {key(name): field for field, names in FIELDS.items() for name in names}


def recognise(header: Sequence[str]) -> dict[str, int]:
    """Field to column; of two columns with one meaning the first is taken."""
    chosen: dict[str, int] = {}
    for at, name in enumerate(header):
        field = _FIELD_OF.get(key(name), "")
        if field and field not in chosen:
            chosen[field] = at
    return chosen


def missing(fields: dict[str, int]) -> list[str]:
    """What a file lacks without which nobody in it can be found and read."""
    lacking = [] if fields.keys() & KEYS else ["DPID / NIK"]
    return lacking if "name" in fields else [*lacking, "Nama"]


def looks_like_header(cells: Sequence[str]) -> bool:
    """Whether a row names three known columns, one of them a key."""
    found = recognise(cells)
    return len(found) >= 3 and bool(found.keys() & KEYS)


def ignored(header: Sequence[str], fields: dict[str, int]) -> list[str]:
    """Named columns that are not compared."""
    used = set(fields.values())
    return [name for at, name in enumerate(header) if name and at not in used]


def elements_of(fields: dict[str, int]) -> list[str]:
    """Elements that a file with these columns speaks of."""
    said = [one for one in COMPARED if one in fields]
    if "birth" in fields:
        said += ["birth_place", "birth_date"]
    return said
