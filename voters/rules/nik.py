"""What a NIK says by itself: place of first issue, birth date, sex, serial.

The number is text of sixteen digits, zeros kept (domain rules 8 and 9). A broken
structure is refused; a contradiction with the record is only a warning.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "21",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "51",
        "52",
        "53",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "72",
        "73",
        "74",
        "75",
        "76",
        "81",
        "82",
        "91",
        "92",
        "93",
        "94",
        "95",
        "96",
    ]
)
"""Provinces that have issued NIKs (Kepmendagri 300.2.2-2138/2025)."""

MESSAGES: dict[str, str | Promise] = {
    "NIK_LENGTH": _("NIK harus 16 angka."),
    "NIK_ALIKE": _("NIK tidak mungkin: semua angkanya sama."),
    "NIK_PROVINCE": _("Kode provinsi pada NIK tidak dikenal."),
    "NIK_DATE": _("Tanggal lahir pada NIK tidak mungkin."),
    "NIK_SERIAL": _("Nomor urut pada NIK tidak boleh 0000."),
}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class Parts:
    """A NIK taken apart; `sex` is L or P, `year` has two digits."""

    district: str
    day: int
    month: int
    year: int
    sex: str
    serial: str


def parts(nik: str) -> Parts:
    """Take sixteen digits apart; a woman's day is written 40 higher."""
    day = int(nik[6:8])
    female = day > 40
    return Parts(
        district=nik[:6],
        day=day - 40 if female else day,
        month=int(nik[8:10]),
        year=int(nik[10:12]),
        sex="P" if female else "L",
        serial=nik[12:],
    )


def problem(nik: str) -> str:
    """Code of what is wrong with the structure, "" when nothing is."""
    if len(nik) != 16 or not (nik.isascii() and nik.isdigit()):
        return "NIK_LENGTH"
    if nik == nik[0] * 16:
        return "NIK_ALIKE"
    if nik[:2] not in PROVINCES:
        return "NIK_PROVINCE"
    taken = parts(nik)
    if not (1 <= taken.month <= 12 and 1 <= taken.day <= _DAYS[taken.month - 1]):
        return "NIK_DATE"
    if (taken.day, taken.month) == (29, 2) and taken.year % 4:
        return "NIK_DATE"
    return "NIK_SERIAL" if taken.serial == "0000" else ""


def warnings(nik: str, birth_date: date, sex: str, regency: str) -> list[str]:
    """Codes of what a sound NIK contradicts; never a reason to refuse a person.

    NIK_PREFIX (issued elsewhere), NIK_BIRTH_DATE, NIK_SEX.
    """
    taken = parts(nik)
    found = []
    if not nik.startswith(regency):
        found.append("NIK_PREFIX")
    born = (birth_date.day, birth_date.month, birth_date.year % 100)
    if (taken.day, taken.month, taken.year) != born:
        found.append("NIK_BIRTH_DATE")
    if taken.sex != sex:
        found.append("NIK_SEX")
    return found
