"""Turns of duty: whether two of them meet, and the same week again."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import NamedTuple

WEEK = timedelta(days=7)


class Turn(NamedTuple):
    """An officer's turn."""

    officer: int
    day: date
    starts: time
    till: time


def monday(day: date) -> date:
    """First day of the week of a day."""
    return day - timedelta(days=day.weekday())


def meets(turn: Turn, others: Iterable[Turn]) -> bool:
    """Whether the officer stands somewhere else in that time."""
    return any(
        other.officer == turn.officer
        and other.day == turn.day
        and other.starts < turn.till
        and turn.starts < other.till
        for other in others
    )


def week_after(turns: Iterable[Turn], standing: Iterable[Turn]) -> list[Turn]:
    """The turns a week later, without those that would meet a turn that stands."""
    kept = list(standing)
    made = []
    for turn in turns:
        later = turn._replace(day=turn.day + WEEK)
        if not meets(later, kept):
            kept.append(later)
            made.append(later)
    return made
