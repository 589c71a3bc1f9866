"""Code lists of deliveries: sex, marital status, KTP-el, nationality, events.

Each is one table; the SQL stages receive the same tables, so that neither can drift.
"""

import re

SEX = {
    "L": "L",
    "P": "P",
    "LAKI-LAKI": "L",
    "LAKI LAKI": "L",
    "LAKI": "L",
    "LK": "L",
    "PRIA": "L",
    "PEREMPUAN": "P",
    "PR": "P",
    "WANITA": "P",
    "1": "L",
    "2": "P",
}
MARITAL = {
    "B": "B",
    "S": "S",
    "P": "P",
    "BELUM": "B",
    "BELUM KAWIN": "B",
    "SUDAH": "S",
    "SUDAH KAWIN": "S",
    "KAWIN": "S",
    "KAWIN TERCATAT": "S",
    "KAWIN BELUM TERCATAT": "S",
    "PERNAH": "P",
    "PERNAH KAWIN": "P",
    "CERAI HIDUP": "P",
    "CERAI MATI": "P",
    "1": "B",
    "2": "S",
    "3": "P",
    "4": "P",
}
MARRIED_BY = {"KAWIN": "S", "PERKAWINAN": "S", "PERCERAIAN": "P"}
"""Marital status that an event tells of where no cell does."""
EKTP = {"S": "S", "B": "B", "SUDAH": "S", "BELUM": "B", "YA": "S", "TIDAK": "B"}
DISABILITY = {
    **dict.fromkeys(("2025", "2024"), {code: code for code in "0123456"}),
    "2018": {"0": "0", "1": "1", "2": "6", "4": "2"},
}
"""Codes of the roll (2023 to 2026) by vintage and code; 2 of 2018 was the blind.

Of 2018 have 3 (deaf or mute, which are two since) and 5 (others) no one counterpart.
"""
_CITIZEN = ("WNI", "INDONESIA", "WARGANEGARAINDONESIA", "IDN")
_FOREIGN = ("WNA", "ASING", "WARGANEGARAASING", "ORANGASING")

EVENT = {
    "MENINGGAL": "MENINGGAL",
    "MENINGGAL DUNIA": "MENINGGAL",
    "MATI": "MENINGGAL",
    "WAFAT": "MENINGGAL",
    "KEMATIAN": "MENINGGAL",
    "M": "MENINGGAL",
    "PINDAH": "PINDAH",
    "PINDAH KELUAR": "PINDAH",
    "PINDAH DOMISILI": "PINDAH",
    "P": "PINDAH",
    "TNI": "TNI",
    "T": "TNI",
    "POLRI": "POLRI",
    "R": "POLRI",
    "WNA": "WNA",
    "GANDA": "GANDA",
    "HAK PILIH DICABUT": "HAK_DICABUT",
    "DATANG": "DATANG",
    "PINDAH DATANG": "DATANG",
    "PINDAH MASUK": "DATANG",
    "PURNA TNI": "PURNA",
    "PURNA POLRI": "PURNA",
    "PURNAWIRAWAN": "PURNA",
    "PENSIUNAN": "PURNA",
    "HAK PILIH DIPULIHKAN": "HAK_PULIH",
    "LAHIR": "NOT_OURS",
    "KELAHIRAN": "NOT_OURS",
    "LAHIR MATI": "NOT_OURS",
    "PENGESAHAN ANAK": "NOT_OURS",
    "PENGAKUAN ANAK": "NOT_OURS",
    "ADOPSI": "NOT_OURS",
    "SURAT KETERANGAN": "NOT_OURS",
    "LEGALISIR": "NOT_OURS",
    "UBAH": "PLAIN",
    "PERUBAHAN": "PLAIN",
    "PERUBAHAN DATA": "PLAIN",
    "BARU": "PLAIN",
    "PEMULA": "PLAIN",
    "KAWIN": "PLAIN",
    "PERKAWINAN": "PLAIN",
    "PERCERAIAN": "PLAIN",
    "PEREKAMAN": "PLAIN",
}
"""What a sender writes to what it means; PLAIN carries no verdict."""

DISQUALIFYING = frozenset(
    {"MENINGGAL", "PINDAH", "TNI", "POLRI", "WNA", "GANDA", "HAK_DICABUT"}
)
RESTORING = {"PURNA": "PURNA", "HAK_PULIH": "HAK_PULIH", "DATANG": "PINDAH_MASUK"}
"""Events that bring somebody back or in, with the BARU category they make."""

EVIDENCE = {
    "MENINGGAL": "AKTA_KEMATIAN",
    "PINDAH": "SURAT_PINDAH",
    "TNI": "SK_TNI_POLRI",
    "POLRI": "SK_TNI_POLRI",
    "WNA": "LAIN",
    "GANDA": "LAIN",
    "HAK_DICABUT": "PUTUSAN",
    "PURNA": "SK_TNI_POLRI",
    "HAK_PULIH": "PUTUSAN",
    "DATANG": "SURAT_PINDAH",
}
"""Kind of the paper whose number an event row carries."""

_EVERY_YEAR = {"1": "MENINGGAL", "2": "GANDA", "4": "PINDAH", "6": "TNI", "7": "POLRI"}
VINTAGES = {
    "2025": {**_EVERY_YEAR, "9": "HAK_DICABUT"},
    "2024": {**_EVERY_YEAR, "8": "PLAIN"},
    "2018": {**_EVERY_YEAR, "9": "HAK_DICABUT"},
}
"""Numeric event codes by vintage; a bare number without a vintage is refused.

Forms A.B-KWK (2018), coklit of 2024, A-DPB1 (2025). 8 of 2024 is a station that does
not fit the KTP-el, which the row's own TPS tells; 8 of 2018, a disorder of the mind,
stands on no later form. Whom 3 calls too young the birth date tells; 5 (unknown here)
and 10 (not from here) are hearsay; no source is sure of 5 and 9 in 2024.
"""


def nationality(cell: str) -> str:
    """WNI or WNA as a cell says it, whatever country stands beside; "" where it names
    neither: a country alone may be where somebody was born.

    cell: as `text.said` leaves it.
    """
    letters = re.sub("[^A-Z]", "", cell)
    if letters.startswith(_FOREIGN):
        return "WNA"
    return "WNI" if letters.startswith(_CITIZEN) else ""


_NOT_SERVING = re.compile(
    r"PENSIUN|PURN|VETERAN|\b(ISTRI|SUAMI|ANAK|JANDA|DUDA|KELUARGA|NON|BUKAN|MANTAN"
    r"|BEKAS|EKS|SIPIL|PNS|ASN|PPPK|HONORER)\b"
)
_TNI = re.compile(r"\bTNI(AD|AL|AU)?\b|\bTENTARA NASIONAL")
_POLRI = re.compile(r"\bPOLRI\b|\bKEPOLISIAN")


def service_of(occupation: str) -> str:
    """TNI or POLRI of whoever serves there; "" for others, families, civil servants and
    the retired, who all vote.

    occupation: the cell as `text.said` leaves it.
    """
    if _NOT_SERVING.search(occupation):
        return ""
    if _TNI.search(occupation):
        return "TNI"
    return "POLRI" if _POLRI.search(occupation) else ""


def vintages() -> list[str]:
    """Those in which a file's bare numbers can be read, the latest first."""
    return sorted(VINTAGES, reverse=True)


def disabilities(vintage: str = "") -> dict[str, str]:
    """Codes of the roll by those of the vintage; without one, by their own."""
    return DISABILITY.get(vintage, DISABILITY["2024"])


def events(vintage: str = "") -> dict[str, str]:
    """Every event spelling, with the numbers of the vintage if there is one."""
    return {**EVENT, **VINTAGES.get(vintage, {})}
