"""Which column of a sender is which field: by its name, whatever its spelling."""

import re
from collections.abc import Collection, Sequence

FIELDS: dict[str, tuple[str, ...]] = {
    "nkk": (
        "NKK",
        "NO KK",
        "NOMOR KK",
        "NOMOR KARTU KELUARGA",
        "NO KARTU KELUARGA",
    ),
    "nik": ("NIK", "NO NIK", "NOMOR INDUK KEPENDUDUKAN", "NIK KTP", "NO KTP"),
    "name": ("NAMA", "NAMA LENGKAP", "NAMA LGKP", "NAMA PEMILIH", "NAMA PENDUDUK"),
    "birth_place": (
        "TEMPAT LAHIR",
        "TMPT LHR",
        "TMP LAHIR",
        "TMP LHR",
        "TMPT LAHIR",
    ),
    "birth_date": ("TANGGAL LAHIR", "TGL LAHIR", "TGL LHR"),
    "birth": (
        "TTL",
        "TEMPAT TANGGAL LAHIR",
        "TEMPAT/TANGGAL LAHIR",
        "TEMPAT/TGL LAHIR",
        "TMPT/TGL LAHIR",
        "TEMPAT DAN TANGGAL LAHIR",
        "TEMPAT DAN TGL LAHIR",
    ),
    "marital_status": (
        "STATUS PERKAWINAN",
        "STS KAWIN",
        "STATUS KAWIN",
        "STAT KWN",
        "STS PERKAWINAN",
    ),
    "sex": (
        "JENIS KELAMIN",
        "KELAMIN",
        "JK",
        "L/P",
        "JENIS KLMIN",
        "JNS KELAMIN",
        "JENIS KELAMIN L/P",
        "JK L/P",
    ),
    "address": (
        "ALAMAT",
        "JALAN/DUKUH",
        "ALAMAT JALAN/DUKUH",
        "DUSUN",
        "ALAMAT LENGKAP",
    ),
    "rt": ("RT", "NO RT"),
    "rw": ("RW", "NO RW"),
    "rt_rw": ("RT/RW", "NO RT/RW"),
    "kelurahan": (
        "KODE KELURAHAN",
        "KELURAHAN",
        "DESA/KELURAHAN",
        "KELURAHAN/DESA",
        "NAMA KEL",
        "KODE KEL",
        "KEL/DESA",
        "DESA/KEL",
        "DESA",
    ),
    "province_no": ("NO PROP",),
    "regency_no": ("NO KAB",),
    "district_no": ("NO KEC",),
    "village_no": ("NO KEL",),
    "kecamatan": ("KECAMATAN", "NAMA KEC", "NAMA KECAMATAN"),
    "disability": ("DISABILITAS", "DIS-ABILITAS", "PNYDNG CCT"),
    "ektp_status": (
        "KTP-EL",
        "EKTP",
        "KTP EL",
        "PEREKAMAN EKTP",
        "STATUS KEPEMILIKAN KTP-EL",
    ),
    "tps": ("TPS", "NO TPS"),
    "occupation": ("PEKERJAAN", "JENIS PKRJN", "JENIS PEKERJAAN"),
    "nationality": ("KEWARGANEGARAAN", "WN"),
    "event": (
        "KETERANGAN",
        "KET",
        "KETERANGAN *)",
        "STATUS",
        "PERISTIWA",
        "SARING",
    ),
    "event_date": ("TGL PERISTIWA", "TANGGAL PERISTIWA", "TGL MATI", "TGL PINDAH"),
    "evidence_no": (
        "NO AKTA",
        "NO AKTA MATI",
        "NO SURAT",
        "NOMOR DOKUMEN",
        "NOMOR AKTA",
    ),
    "destination": (
        "KAB TUJUAN",
        "KAB/KOTA TUJUAN",
        "KABUPATEN TUJUAN",
        "KABUPATEN/KOTA TUJUAN",
        "NAMA KAB TUJUAN",
        "KODE KAB TUJUAN",
        "KODE WILAYAH TUJUAN",
        "DAERAH TUJUAN",
        "TUJUAN",
    ),
    "dpid": ("DPID", "DP ID"),
    "source": ("SUMBER", "SUMBER DATA"),
}
"""Canonical field to the names seen in real files."""

_NOISE = re.compile(r"[^A-Z0-9]")


def key(name: str) -> str:
    """A header name without case, blanks, dots, underscores and line breaks."""
    return _NOISE.sub("", name.upper())


_FIELD_OF = {key(name): field for field, names in FIELDS.items() for name in names}
KNOWN = frozenset(_FIELD_OF)
_SPLIT_CODE = ("province_no", "regency_no", "district_no", "village_no")


def recognise(
    header: Sequence[str], remembered: dict[str, str] | None = None
) -> dict[str, int]:
    """Field to column index; the first column that carries a field keeps it.

    remembered: header key to field, as an operator corrected it earlier ("" ignores).
    Of two columns with one name a person says which is meant: neither is chosen.
    """
    chosen: dict[str, int] = {}
    twice = {key(name) for name in doubled(header)}
    for at, name in enumerate(header):
        if key(name) in twice:
            continue
        field = (remembered or {}).get(key(name), _FIELD_OF.get(key(name), ""))
        if field and field not in chosen:
            chosen[field] = at
    if all(one in chosen for one in _SPLIT_CODE):
        chosen.pop("kelurahan", None)
    else:
        for one in _SPLIT_CODE:
            chosen.pop(one, None)
    return chosen


def doubled(header: Sequence[str]) -> list[str]:
    """Names that stand over more than one column, as the first of them writes it."""
    first: dict[str, str] = {}
    counts: dict[str, int] = {}
    for name in header:
        first.setdefault(key(name), name.strip())
        counts[key(name)] = counts.get(key(name), 0) + 1
    return [first[one] for one, n in counts.items() if one and n > 1]


def missing(fields: dict[str, int], kind: str, event: str = "") -> list[str]:
    """Fields without which a delivery of this kind cannot be read.

    event: what every row means for this sender where no column says it.
    """
    needed = ["nik", "name"] + (["event"] if kind == "EVENTS" else ["birth_date"])
    if "birth" in fields:
        needed = [one for one in needed if one != "birth_date"]
    if event:
        needed = [one for one in needed if one != "event"]
    return [one for one in needed if one not in fields]


def looks_like_header(
    cells: Sequence[str], remembered: Collection[str] = frozenset()
) -> bool:
    """Whether a row names at least NIK and two more known columns.

    remembered: header keys that this sender is known to use beside the usual names.
    """
    keys = {key(cell) for cell in cells} & KNOWN.union(remembered)
    return len(keys) >= 3 and bool(keys & {key(name) for name in FIELDS["nik"]})
