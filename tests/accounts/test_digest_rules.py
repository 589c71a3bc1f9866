"""When a digest falls due."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.rules.digest import falls_on, next_slot, slots

WIB = ZoneInfo("Asia/Jakarta")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026; the 30th is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=WIB)


def test_full_hours_count_back_over_midnight() -> None:
    assert slots(at(30, 1, 59), 2) == [at(29, 23), at(30, 0), at(30, 1)]
    assert slots(at(30, 7), 0) == [at(30, 7)]


@pytest.mark.parametrize(
    ("rhythm", "weekday", "hour", "falls"),
    [
        ("NONE", 0, 7, False),
        ("DAILY", 3, 7, True),
        ("DAILY", 0, 8, False),
        ("WEEKLY", 0, 7, True),
        ("WEEKLY", 6, 7, False),
    ],
)
def test_a_choice_means_its_hour_and_day(
    rhythm: str, weekday: int, hour: int, falls: bool
) -> None:
    assert falls_on(rhythm, weekday, hour, at(30, 7)) is falls


def test_the_next_one_is_after_now() -> None:
    assert next_slot("NONE", 0, 7, at(29, 7)) is None
    assert next_slot("DAILY", 0, 7, at(29, 6, 59)) == at(29, 7)
    assert next_slot("DAILY", 0, 7, at(29, 7)) == at(30, 7)
    assert next_slot("WEEKLY", 0, 7, at(30, 6)) == at(30, 7)
    assert next_slot("WEEKLY", 0, 7, at(23, 7)) == at(30, 7)
