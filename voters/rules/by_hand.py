"""What a form can say of a person before anybody proposes: blockers, and warnings.

Blockers are what the service refuses anyhow; a warning never refuses (law 7/2017 art.
198 to 202; NIK by PP 37/2007 art. 37). Pure: the caller brings the day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from voters.rules import nik as nik_rules
from voters.rules.eligibility import MARRIED, Person, age_on, seventeen_on, why_not

BLOCK, WARN, FINE = "BLOCK", "WARN", "FINE"
DOUBTFUL_AGE = 100
LATE_DAYS = 366
"""Somebody who turned 17 longer ago was not "genap 17" in this year's periods."""
CANCELLED = "BATAL"
_RULE_OF_NIK = {"NIK_LENGTH": "N1"}
COMES_BACK_AS = {
    "PINDAH": frozenset({"PINDAH_MASUK", "KAWIN"}),
    "TNI": frozenset({"PURNA"}),
    "POLRI": frozenset({"PURNA"}),
    "HAK_DICABUT": frozenset({"HAK_PULIH"}),
}
"""Why somebody was struck, and the categories of a newcomer that take it away."""


class Finding(NamedTuple):
    """One thing that was checked: its code, how grave, and the rule that says so."""

    code: str
    level: str
    rule: str


@dataclass(frozen=True)
class Typed:
    """What stands in a form; "" or None for what is not typed yet."""

    nik: str = ""
    birth_date: date | None = None
    sex: str = ""
    marital_status: str = "B"
    category: str = ""
    nkk: str = ""


def judge(typed: Typed, *, regency: str, as_of: date) -> list[Finding]:
    """Everything that structure and eligibility say of what is typed so far.

    `as_of` is the reference date of the period. What is not typed is not judged.
    """
    return [
        *of_nik(typed, regency=regency),
        *of_nkk(typed.nkk),
        *of_person(typed, as_of),
    ]


def of_nik(typed: Typed, *, regency: str) -> list[Finding]:
    """The structure of a NIK, and what it contradicts of birth date and sex."""
    if not typed.nik:
        return []
    if problem := nik_rules.problem(typed.nik):
        return [Finding(problem, BLOCK, _RULE_OF_NIK.get(problem, "N2"))]
    said = nik_rules.parts(typed.nik)
    found = [] if typed.nik.startswith(regency) else ["NIK_PREFIX"]
    born = typed.birth_date
    if born and (said.day, said.month, said.year) != (
        born.day,
        born.month,
        born.year % 100,
    ):
        found.append("NIK_BIRTH_DATE")
    if typed.sex and said.sex != typed.sex:
        found.append("NIK_SEX")
    if not found and born and typed.sex:
        return [Finding("NIK_FITS", FINE, "N3")]
    return [Finding(code, WARN, "N4") for code in found]


def of_nkk(nkk: str) -> list[Finding]:
    """Whether a number of a family card has sixteen digits."""
    if not nkk or (len(nkk) == 16 and nkk.isascii() and nkk.isdigit()):
        return []
    return [Finding("NKK_MALFORMED", BLOCK, "N8")]


def of_person(typed: Typed, as_of: date) -> list[Finding]:
    """Whether the person may be on the roll that day, and whether the category fits."""
    if typed.birth_date is None:
        return []
    if typed.birth_date > as_of:
        return [Finding("NOT_BORN", BLOCK, "E1")]
    if why_not(Person(typed.birth_date, typed.marital_status), as_of):
        return [Finding("DI_BAWAH_UMUR", BLOCK, "E8")]
    found = [Finding("ELIGIBLE", FINE, "E1")]
    if age_on(typed.birth_date, as_of) > DOUBTFUL_AGE:
        found.append(Finding("AGE_OVER_100", WARN, "J2"))
    if wrong := misfit(typed, as_of):
        found.append(Finding(wrong, WARN, "J2"))
    return found


def misfit(typed: Typed, as_of: date) -> str:
    """Code of why the category of a newcomer does not fit the person; "" when it does.

    Categories are those of A-DPB1 items 21 to 25.
    """
    if typed.birth_date is None:
        return ""
    came_of_age = seventeen_on(typed.birth_date)
    if typed.category == "GENAP_17" and (as_of - came_of_age).days > LATE_DAYS:
        return "LONG_SEVENTEEN"
    if typed.category == "GENAP_17" and as_of < came_of_age:
        return "NOT_SEVENTEEN"
    young = as_of < came_of_age
    if typed.category == "KAWIN" and not (young and typed.marital_status in MARRIED):
        return "NOT_YOUNG_AND_MARRIED"
    return ""


def without_left_station(
    new: Mapping[str, Any], *, kelurahan: str, tps: str
) -> dict[str, Any]:
    """Elements of a form that showed the voter's as they are (`kelurahan`, `tps`).

    A station that was left as it stood names none in another kelurahan (rule P29).
    """
    moves = new.get("kelurahan", kelurahan) != kelurahan
    left = moves and new.get("tps") == tps
    return {name: new[name] for name in new if not (left and name == "tps")}


def with_named_station(
    changed: Mapping[str, Any], told: Mapping[str, Any]
) -> dict[str, Any]:
    """Changed elements of a voter, and the station that a move names.

    A station of another kelurahan is another, whatever its number (rule P29). told:
    every element that was said, "" or missing for none.
    """
    names = "kelurahan" in changed and told.get("tps")
    return {**changed, "tps": told["tps"]} if names else dict(changed)


def comes_back_as(
    category: str, *, reason: str, is_other_person: bool, is_handed_over: bool = False
) -> bool:
    """Whether a newcomer may bear the NIK of somebody who was struck.

    category: of the newcomer; reason: of the TMS. Who was too young comes as anything,
    for the age itself is asked; who was struck for the sake of another office's record
    comes when that office hands it over. `is_other_person`: another name and another
    birth date. voters/sql/apply.sql has its twin. Anybody else is reinstated.
    """
    if is_other_person or reason == "DI_BAWAH_UMUR":
        return True
    if reason == "GANDA":
        return is_handed_over and category == "PINDAH_MASUK"
    return category in COMES_BACK_AS.get(reason, ())


def why_not_back(
    *,
    status: str,
    reason: str,
    person: Person,
    nik_taken: bool,
    as_of: date,
    is_older: bool = False,
) -> str:
    """Why somebody is not reinstated (pemulihan); "" when the rules allow it.

    ACTIVE: is on the roll. CANCELLED: the entry was undone, the person was never on it.
    TAKEN: a counted voter carries the NIK. OLDER: a later record of the NIK was struck
    and tells what became of the person. Else the reason of art. 198 to 200 that still
    stands. Whoever is only held counts already and may always be released.
    """
    if status == "ACTIVE":
        return "ACTIVE"
    if status == "HELD":
        return ""
    if reason == CANCELLED:
        return "CANCELLED"
    if nik_taken:
        return "TAKEN"
    return "OLDER" if is_older else why_not(person, as_of)
