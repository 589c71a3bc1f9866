"""What a recipient of aid is to the roll, and what an answer at the door leads to.

Pure functions; the twin of `match` is the CASE in fieldwork/sql/aid_match.sql. A match
changes nobody: a name never changes a record (UU 7/2017 art. 198).
"""

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


def follows(answer: Answer, *, on_the_roll: bool, proven: bool) -> Follows:
    """What an answer leads to.

    on_the_roll: the recipient is a voter who counts; proven: with a paper's number.
    Moved or died becomes a proposal for two people with a paper and a question for
    coklit without one. Found and not on the roll is a hint of a new voter.
    """
    if answer == Answer.FOUND:
        return Follows.NOTHING if on_the_roll else Follows.HINT
    if answer not in (Answer.MOVED, Answer.DIED) or not on_the_roll:
        return Follows.NOTHING
    return Follows.REMOVAL if proven else Follows.QUESTION
