"""What a recipient of aid is to the roll, and what an answer at the door leads to.

Pure functions; the twin of `match` is the CASE in fieldwork/sql/aid_match.sql. A match
changes nobody: a name never changes a record (UU 7/2017 art. 198).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SAME_NAME = 600
"""Likeness in thousandths from which two names are one person's under one NIK."""
NEAR_NAME = 350
"""Likeness that is enough where the birth date is the same as well."""
LIKELY_NAME = 600
"""Likeness for a suggestion without a NIK, beside an equal birth date or NKK."""


class Match(StrEnum):
    """What the list's person is to the roll."""

    SAME = "SAME"
    OTHER = "OTHER"
    LIKELY = "LIKELY"
    ABSENT = "ABSENT"
    STRUCK = "STRUCK"
    OUTSIDE = "OUTSIDE"


class Answer(StrEnum):
    """What was found of a recipient; the order is the key on paper."""

    FOUND = "FOUND"
    MOVED = "MOVED"
    DIED = "DIED"
    UNKNOWN = "UNKNOWN"
    NOT_HOME = "NOT_HOME"


class Follows(StrEnum):
    """What an answer leads to; none of it strikes anybody."""

    NOTHING = "NOTHING"
    REMOVAL = "REMOVAL"
    QUESTION = "QUESTION"
    HINT = "HINT"
    CHANGE = "CHANGE"


def same_person(likeness: int, *, same_birth: bool) -> bool:
    """Whether two records under one NIK are one person's (names of voters/rules)."""
    return likeness >= SAME_NAME or (same_birth and likeness >= NEAR_NAME)


def match(
    *,
    found: bool,
    struck: bool = False,
    likeness: int = 0,
    same_birth: bool = False,
    outside: bool = False,
    likely: bool = False,
) -> Match:
    """The kind of a recipient.

    found: a voter of the regency has the NIK; struck: that voter is TMS; outside: the
    list names a place outside the regency; likely: somebody is alike without a NIK.
    """
    if found:
        if not same_person(likeness, same_birth=same_birth):
            return Match.OTHER
        return Match.STRUCK if struck else Match.SAME
    if outside:
        return Match.OUTSIDE
    return Match.LIKELY if likely else Match.ABSENT


def follows(
    answer: Answer, *, on_the_roll: bool, proven: bool, differs: bool = False
) -> Follows:
    """What an answer leads to.

    on_the_roll: the recipient is a voter who counts; proven: with a paper's number;
    differs: something of the voter's data was found otherwise. Moved or died becomes a
    proposal for two people with a paper and a question for coklit without one. Found
    and not on the roll is a hint of a new voter; found with other data a correction.
    """
    if answer == Answer.FOUND:
        if not on_the_roll:
            return Follows.HINT
        return Follows.CHANGE if differs else Follows.NOTHING
    if answer not in (Answer.MOVED, Answer.DIED) or not on_the_roll:
        return Follows.NOTHING
    return Follows.REMOVAL if proven else Follows.QUESTION


class Sign(StrEnum):
    """What speaks for or against two records being one person."""

    BIRTH = "BIRTH"
    FAMILY = "FAMILY"
    NAME = "NAME"
    SEX = "SEX"
    PLACE = "PLACE"


@dataclass(frozen=True)
class Record:
    """What both records tell of a person; "" and None where one is silent."""

    name: str
    birth_date: date | None
    nkk: str
    sex: str
    place: tuple[str, str, str]


def signs(one: Record, other: Record, likeness: int) -> list[tuple[Sign, bool]]:
    """Each sign that both records speak of, and whether they agree in it.

    likeness: of the names, in thousandths. A suggestion rests on birth date or family;
    the place is named for whoever decides and decided nothing.
    """
    pairs: list[tuple[Sign, object, object]] = [
        (Sign.BIRTH, one.birth_date, other.birth_date),
        (Sign.FAMILY, one.nkk, other.nkk),
        (Sign.SEX, one.sex, other.sex),
        (Sign.PLACE, one.place if all(one.place) else None, other.place),
    ]
    told = [(sign, a == b) for sign, a, b in pairs if a and b]
    return [(Sign.NAME, likeness >= LIKELY_NAME), *told]
