"""Rules of outreach: dates of a series, who turns 17. No database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posts.rules.recurrence import (
    LAST,
    LONGEST,
    MONTHLY,
    WEEKLY,
    BadRule,
    Rule,
    days,
    differences,
    month_beside,
    month_of,
    rule_from,
    weeks,
)
from posts.rules.seventeen import births, half_year
from voters.rules.eligibility import seventeen_on

DATES = st.dates(date(2007, 1, 1), date(2040, 12, 31))
SPANS = st.integers(0, LONGEST.days)
FRIDAY = date(2026, 11, 27)


@settings(max_examples=50)
@given(DATES, SPANS)
def test_a_week_comes_back_on_its_weekday(first: date, span: int) -> None:
    until = first + timedelta(days=span)
    found = days(rule_from(WEEKLY, first, until))
    every = [first + timedelta(days=n) for n in range(span + 1)]
    assert found == [day for day in every if day.weekday() == first.weekday()]


@settings(max_examples=50)
@given(DATES, SPANS, st.booleans())
def test_a_month_comes_back_on_its_nth_or_last_weekday(
    first: date, span: int, last: bool
) -> None:
    rule = rule_from(MONTHLY, first, first + timedelta(days=span), last=last)
    every = [first + timedelta(days=n) for n in range(span + 1)]
    week = timedelta(days=7)

    def fits(day: date) -> bool:
        if day.weekday() != first.weekday():
            return False
        if rule.nth == LAST:
            return (day + week).month != day.month
        return (day.day - 1) // 7 + 1 == rule.nth

    assert days(rule) == [day for day in every if fits(day)]
    assert rule.nth == LAST or (not last and 1 <= rule.nth <= 4)


def test_a_rule_may_begin_before_its_weekday() -> None:
    rule = Rule(WEEKLY, 4, 0, date(2026, 11, 25), date(2026, 12, 5))
    assert days(rule) == [FRIDAY, date(2026, 12, 4)]


@pytest.mark.parametrize("span", [timedelta(-1), LONGEST + timedelta(1)])
def test_a_series_goes_forwards_and_lasts_a_year(span: timedelta) -> None:
    with pytest.raises(BadRule):
        days(rule_from(WEEKLY, FRIDAY, FRIDAY + span))


def test_another_end_names_what_is_missing_and_what_is_over() -> None:
    one, two, three = (FRIDAY + timedelta(days=7 * n) for n in range(3))
    assert differences([three, one], [one, two]) == ([three], [two])


def test_a_month_is_whole_weeks_and_has_neighbours() -> None:
    grid = weeks(date(2026, 11, 1))
    assert (grid[0][0], grid[-1][-1]) == (date(2026, 10, 26), date(2026, 12, 6))
    today = date(2026, 11, 29)
    for text in ("", "2026", "2026-13", "x-1"):
        assert month_of(text, today) == date(2026, 11, 1)
    assert month_of("2027-02", today) == date(2027, 2, 1)
    assert month_beside(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert month_beside(date(2026, 1, 1), -1) == date(2025, 12, 1)


@settings(max_examples=50)
@given(DATES, SPANS, st.integers(-3, 3))
def test_the_births_of_a_window_are_those_who_turn_seventeen_in_it(
    first: date, span: int, near: int
) -> None:
    last = first + timedelta(days=span)
    earliest, latest = births(first, last)
    for edge in (earliest, latest):
        born = edge + timedelta(days=near)
        assert (earliest <= born <= latest) == (first <= seventeen_on(born) <= last)


@pytest.mark.parametrize(
    ("day", "born"),
    [
        (date(2025, 2, 28), date(2008, 2, 28)),
        (date(2025, 3, 1), date(2008, 3, 1)),  # and 29 February with it
        (date(2024, 2, 29), date(2007, 2, 28)),
    ],
)
def test_a_leap_day_is_seventeen_on_the_first_of_march(day: date, born: date) -> None:
    assert births(day, day)[1] == born
    leap = date(2008, 2, 29)
    earliest, latest = births(date(2025, 3, 1), date(2025, 3, 1))
    assert earliest == leap <= latest
    assert half_year(day)[0] == day
