"""The sixteen digits of a NIK: what makes one impossible, and what it says.

Digits 1-6 are the kecamatan of first registration, 7-12 the birth date (day + 40 for
women), 13-16 a serial. Code, not law: a NIK never changes when its holder moves.
"""

import datetime as dt
import re
from collections.abc import Container, Sequence

_RUINED = re.compile(r"[0-9]+([.,][0-9]+)?E\+?[0-9]+")
_DIGITS = re.compile(r"[0-9]*")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
WOMEN = 40


def birth_digits_possible(six: str) -> bool:
    """Whether the six digits can be a birth date; the century is not in them."""
    day, month, year = int(six[:2]), int(six[2:4]), int(six[4:])
    if day > WOMEN:
        day -= WOMEN
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
        return False
    return day < 29 or month != 2 or year % 4 == 0


def problem(nik: str, provinces: Container[str]) -> str:
    """Why the cell cannot be a NIK, as a refusal code, or "".

    nik: the cell as `text.number_key` leaves it. provinces: known two-digit codes.
    """
    if _RUINED.fullmatch(nik):
        return "NIK_NUMBER"
    if not _DIGITS.fullmatch(nik):
        return "NIK_LETTERS"
    if len(nik) != 16:
        return "NIK_LENGTH"
    if nik == nik[0] * 16:
        return "NIK_SAME_DIGITS"
    if nik[:2] not in provinces:
        return "NIK_PROVINCE"
    if not birth_digits_possible(nik[6:12]):
        return "NIK_DATE"
    return "NIK_SERIAL" if nik.endswith("0000") else ""


ENOUGH_ROUNDED = 10
ENOUGH_EVEN = 20
SAFE = 9_007_199_254_740_992
"""Numbers above 2^53, those of the Papua provinces, lose their odd half in a sheet."""


def rounded(niks: Sequence[str]) -> bool:
    """Whether these texts are numbers that a spreadsheet wrote back, each one wrong.

    Excel keeps fifteen digits: the sixteenth is 0 in every one of them. A program that
    held them as floating numbers leaves only even ones in the Papua provinces.
    """
    whole = [nik for nik in niks if len(nik) == 16 and nik.isdigit()]
    if len(whole) >= ENOUGH_ROUNDED and all(nik.endswith("0") for nik in whole):
        return True
    high = [nik for nik in whole if int(nik) > SAFE]
    return len(high) >= ENOUGH_EVEN and all(int(nik) % 2 == 0 for nik in high)


def tells_date(nik: str, born: dt.date) -> bool:
    """Whether the digits of a possible NIK agree with the birth date."""
    day = int(nik[6:8])
    day -= WOMEN if day > WOMEN else 0
    return (day, int(nik[8:10]), int(nik[10:12])) == (
        born.day,
        born.month,
        born.year % 100,
    )


def tells_sex(nik: str) -> str:
    """L or P, as the day of a possible NIK says."""
    return "P" if int(nik[6:8]) > WOMEN else "L"


def sound_family_number(nkk: str) -> bool:
    """Whether an NKK can be compared at all: sixteen digits."""
    return len(nkk) == 16 and nkk.isascii() and nkk.isdigit()
