"""When a reminder is due, and what an office telephone number looks like."""

import re
from datetime import date

AGREEMENT_STEPS = (60, 30, 7)
"""Days before the end of an agreement on which the office is reminded."""
REQUEST_STEPS = (3, 0)
"""Days before the due date of a request; 0 is the day itself and every later one."""
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,18}")
_DIGITS = re.compile(r"[0-9]")
_IDENTITY = 16
"""Digits of a NIK; no telephone number has as many."""


def step_due(
    day: date, today: date, steps: tuple[int, ...], *, after: bool
) -> int | None:
    """The latest step that has come for something due on `day`; None before the first.

    A look that was missed is made up for: 5 days before the end the step of 7 is due.
    after: whether the last step stays due past the day; an agreement that is over
    reminds nobody.
    """
    left = (day - today).days
    if left < 0 and not after:
        return None
    reached = [step for step in steps if left <= step]
    return min(reached) if reached else None


def phone_is_sound(text: str) -> bool:
    """Whether `text` reads as a telephone number: digits, blanks, + ( ) . / -.

    An empty one is; a number with the length of a NIK is none.
    """
    if not text:
        return True
    return bool(_PHONE.fullmatch(text)) and len(_DIGITS.findall(text)) < _IDENTITY
