"""What a visit at the door may lead to (numbered in docs/rules.md, L).

PKPU 1/2025 leaves a removal to documents; UU 24/2013 art. 44 makes a death known by
its report to Dukcapil. A word at the door strikes nobody: the village once struck the
living namesake.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SHORTEST_NUMBER = 4
NUMBER_OF_A_PERSON = 16


class Result(StrEnum):
    """What the officer found; the order is the key on the sheet, 1 to 8."""

    FOUND = "FOUND"
    MOVED_PROVEN = "MOVED_PROVEN"
    MOVED = "MOVED"
    DIED_PROVEN = "DIED_PROVEN"
    DIED = "DIED"
    UNKNOWN = "UNKNOWN"
    REFUSED = "REFUSED"
    NOT_HOME = "NOT_HOME"


class Follows(StrEnum):
    """What happens next.

    CONFIRM: the person is there, a doubt is answered. REMOVE: a removal is proposed
    with its document, for two people to accept. MOVE: the person lives elsewhere in the
    regency, which changes the place and removes nobody. GONE: a person who is no longer
    on the roll stays off it. WAIT: only a document can go on. AGAIN: another visit.
    NOTE: the office decides, knowing what was heard.
    """

    CONFIRM = "CONFIRM"
    REMOVE = "REMOVE"
    MOVE = "MOVE"
    GONE = "GONE"
    WAIT = "WAIT"
    AGAIN = "AGAIN"
    NOTE = "NOTE"


class Problem(StrEnum):
    """Why a visit cannot be entered as it was told."""

    AHEAD = "AHEAD"
    BEFORE_BATCH = "BEFORE_BATCH"
    SAME_DAY = "SAME_DAY"
    NO_DOCUMENT = "NO_DOCUMENT"
    DOCUMENT_IS_PERSON = "DOCUMENT_IS_PERSON"
    NO_NEXT = "NO_NEXT"
    FINISHED = "FINISHED"


class Bar(StrEnum):
    """Why a visit that was entered stays."""

    UNDONE = "UNDONE"
    NOT_LAST = "NOT_LAST"
    NOT_YOURS = "NOT_YOURS"
    CLOSED = "CLOSED"
    CHECKED = "CHECKED"


PROVEN = frozenset({Result.MOVED_PROVEN, Result.DIED_PROVEN})
HEARD = frozenset({Result.MOVED, Result.DIED})
ABSENT = frozenset({Result.UNKNOWN, Result.NOT_HOME})


@dataclass(frozen=True)
class Told:
    """One visit as it was told: when, what, with which paper, when again.

    `inside`: whoever moved lives in the regency still.
    """

    on: date
    result: Result
    document_no: str = ""
    has_scan: bool = False
    next_on: date | None = None
    inside: bool = False


@dataclass(frozen=True)
class Earlier:
    """A visit that stands already."""

    on: date
    result: Result


def names_a_document(number: str) -> bool:
    """Whether the text can be the number of a paper: long enough, with a digit (L4)."""
    text = number.strip()
    return len(text) >= SHORTEST_NUMBER and any(one.isdigit() for one in text)


def names_a_person(number: str) -> bool:
    """Whether the text is a NIK or NKK, which is no number of a paper (L4)."""
    digits = number.replace(" ", "").replace(".", "")
    return len(digits) == NUMBER_OF_A_PERSON and digits.isdigit()


def problem(
    told: Told, earlier: Sequence[Earlier], *, today: date, begun: date, finished: bool
) -> Problem | None:
    """Why the visit cannot stand; None when it can.

    `begun` is the day of the draw, `today` the day of the entry, `finished` whether
    the task has ended (L1, L2, L4, L6).
    """
    if finished:
        return Problem.FINISHED
    if told.on > today:
        return Problem.AHEAD
    if told.on < begun:
        return Problem.BEFORE_BATCH
    if any(one.on == told.on for one in earlier):
        return Problem.SAME_DAY
    if told.document_no and names_a_person(told.document_no):
        return Problem.DOCUMENT_IS_PERSON
    if told.result in PROVEN and not (
        told.has_scan or names_a_document(told.document_no)
    ):
        return Problem.NO_DOCUMENT
    if told.result == Result.NOT_HOME and (
        told.next_on is None or told.next_on <= told.on
    ):
        return Problem.NO_NEXT
    return None


def follows(
    told: Told, earlier: Sequence[Earlier], *, on_the_roll: bool = True
) -> Follows:
    """What a visit without `problem` leads to.

    Two visits on different days stand before "tidak ditemukan" (L3); a paper is needed
    before a removal is proposed (L4); a word alone waits for it (L5). A move inside the
    regency is no removal (L20).
    """
    if told.result == Result.FOUND:
        return Follows.CONFIRM
    if told.result == Result.MOVED_PROVEN and told.inside and on_the_roll:
        return Follows.MOVE
    if told.result in PROVEN:
        return Follows.REMOVE if on_the_roll else Follows.GONE
    if told.result in HEARD:
        return Follows.WAIT
    if told.result == Result.REFUSED:
        return Follows.NOTE
    if told.result == Result.UNKNOWN and any(
        one.result in ABSENT and one.on != told.on for one in earlier
    ):
        return Follows.NOTE
    return Follows.AGAIN


def not_found(told: Told, followed: Follows) -> bool:
    """Whether "tidak ditemukan" is recorded by this visit, not only heard (L3)."""
    return told.result == Result.UNKNOWN and followed == Follows.NOTE


def bar(
    *, undone: bool, last: bool, own: bool, open_batch: bool, checked: bool
) -> Bar | None:
    """Why the visit cannot be undone; None when it can (L15).

    `own`: entered by who undoes it, or undone by the office; `checked`: the task was
    drawn for a spot check.
    """
    if undone:
        return Bar.UNDONE
    if not own:
        return Bar.NOT_YOURS
    if not last:
        return Bar.NOT_LAST
    if not open_batch:
        return Bar.CLOSED
    return Bar.CHECKED if checked else None


def agreement(checked: int, agreed: int) -> float | None:
    """Share of re-visited tasks whose result held, in hundredths; None before any."""
    return agreed * 100 / checked if checked else None
