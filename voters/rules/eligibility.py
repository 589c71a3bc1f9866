"""Who may be on the roll on a given day (Law 7/2017 art. 198 to 200; domain rule 6).

Age 17 on the reference date itself is eligible. Someone born on 29 February is 17 on
1 March of a common year: the seventeenth year is not complete before.
"""

from dataclasses import dataclass
from datetime import date

MARRIED = frozenset({"S", "P"})
"""Sudah and pernah kawin: eligible at any age."""


@dataclass(frozen=True)
class Person:
    """What the law asks about; everything is as the documents say on the day."""

    birth_date: date
    marital_status: str = "B"
    is_citizen: bool = True
    is_soldier: bool = False
    is_police: bool = False
    right_revoked: bool = False


def birthday_in(birth_date: date, year: int) -> date:
    """The birthday of that year; 29 February falls to 1 March of a common year."""
    try:
        return birth_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age_on(birth_date: date, as_of: date) -> int:
    """Completed years; negative before birth."""
    years = as_of.year - birth_date.year
    return years if as_of >= birthday_in(birth_date, as_of.year) else years - 1


def seventeen_on(birth_date: date) -> date:
    """The day from which age alone qualifies."""
    return birthday_in(birth_date, birth_date.year + 17)


def why_not(person: Person, as_of: date) -> str:
    """TMS reason of someone who may not be on the roll that day, "" for who may."""
    if not person.is_citizen:
        return "WNA"
    if person.is_soldier:
        return "TNI"
    if person.is_police:
        return "POLRI"
    if person.right_revoked:
        return "HAK_DICABUT"
    if person.marital_status not in MARRIED and age_on(person.birth_date, as_of) < 17:
        return "DI_BAWAH_UMUR"
    return ""


def is_eligible(person: Person, as_of: date) -> bool:
    """Whether the person may be on the roll that day."""
    return not why_not(person, as_of)
