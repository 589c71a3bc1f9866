"""Dates of a series: weekly on a weekday, or monthly on its nth or last one.

A series is its first day, its last one and a rule; its dates become rows, so that one
of them is moved or cancelled without the rule knowing.
"""

from calendar import Calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

WEEKLY, MONTHLY = "WEEKLY", "MONTHLY"
LAST = -1
WEEK = timedelta(days=7)
LONGEST = timedelta(days=366)
"""How far ahead dates are made; a series is prolonged when the time comes."""


class BadRule(Exception):
    """A series that ends before it begins, or lasts too long."""


class Rule(NamedTuple):
    """`weekday` counts from Monday, 0; `nth` is 1 to 4 or LAST, 0 of a weekly rule."""

    freq: str
    weekday: int
    nth: int
    first: date
    until: date


def rule_from(freq: str, first: date, until: date, *, last: bool = False) -> Rule:
    """The rule that `first` begins: its weekday, and which of the month it is.

    A fifth weekday is taken for the last one: half of the months have no fifth.
    """
    nth = 0
    if freq == MONTHLY:
        nth = (first.day - 1) // 7 + 1
        nth = LAST if last or nth == 5 else nth
    return Rule(freq, first.weekday(), nth, first, until)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth (1 to 4) or the last weekday of a month."""
    if nth == LAST:
        after = date(year + month // 12, month % 12 + 1, 1)
        end = after - timedelta(days=1)
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    begin = date(year, month, 1)
    return begin + timedelta(days=(weekday - begin.weekday()) % 7) + (nth - 1) * WEEK


def days(rule: Rule) -> list[date]:
    """Its dates in order. Raises BadRule."""
    if not timedelta(0) <= rule.until - rule.first <= LONGEST:
        raise BadRule
    found = _weekly(rule) if rule.freq == WEEKLY else _monthly(rule)
    return [day for day in found if rule.first <= day <= rule.until]


def _weekly(rule: Rule) -> list[date]:
    begin = rule.first + timedelta(days=(rule.weekday - rule.first.weekday()) % 7)
    return [begin + n * WEEK for n in range((rule.until - rule.first).days // 7 + 1)]


def _monthly(rule: Rule) -> list[date]:
    first = rule.first.year * 12 + rule.first.month - 1
    until = rule.until.year * 12 + rule.until.month - 1
    return [
        nth_weekday(n // 12, n % 12 + 1, rule.weekday, rule.nth)
        for n in range(first, until + 1)
    ]


def differences(
    wanted: Iterable[date], standing: Iterable[date]
) -> tuple[list[date], list[date]]:
    """Dates that are missing, and those that a rule no longer gives."""
    new, old = set(wanted), set(standing)
    return sorted(new - old), sorted(old - new)


def weeks(month: date) -> list[list[date]]:
    """The weeks of a month from Monday, with the days of its neighbours."""
    return Calendar().monthdatescalendar(month.year, month.month)


def month_of(text: str, today: date) -> date:
    """First day of "2026-11"; of today's month for anything else."""
    year, _dash, number = text.partition("-")
    try:
        return date(int(year), int(number), 1)
    except ValueError:
        return today.replace(day=1)


def month_beside(month: date, step: int) -> date:
    """First day of the month before (-1) or after (1)."""
    count = month.year * 12 + month.month - 1 + step
    return date(count // 12, count % 12 + 1, 1)
