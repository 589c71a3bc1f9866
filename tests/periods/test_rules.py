"""Codes and dates of periods, for every year, month, quarter and semester."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from periods import rules

KINDS = st.sampled_from(sorted(rules.MONTHS))
DAYS = st.dates(dt.date(1901, 1, 1), dt.date(2199, 12, 31))


def test_a_month() -> None:
    assert rules.dates("2026-11", "MONTH") == rules.Dates(
        dt.date(2026, 11, 1),
        dt.date(2026, 11, 30),
        dt.date(2026, 11, 27),
        dt.date(2026, 12, 2),
    )


def test_february_of_a_leap_year() -> None:
    assert rules.dates("2028-02").reference_date == dt.date(2028, 2, 29)
    assert rules.dates("2027-02").reference_date == dt.date(2027, 2, 28)


def test_a_quarter_and_a_semester() -> None:
    quarter = rules.dates("2026-T4")
    assert (quarter.starts_on, quarter.reference_date) == (
        dt.date(2026, 10, 1),
        dt.date(2026, 12, 31),
    )
    assert quarter.cutoff_on == dt.date(2026, 12, 27)
    # 2 January 2027 is a Saturday.
    assert quarter.plenary_on == dt.date(2027, 1, 4)
    semester = rules.dates("2026-S1")
    assert (semester.starts_on, semester.reference_date) == (
        dt.date(2026, 1, 1),
        dt.date(2026, 6, 30),
    )


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2026",
        "2026-13",
        "2026-00",
        "2026-T5",
        "2026-S3",
        "26-11",
        "2026-1",
        "0001-01",
        "2026-11\n",
    ],
)
def test_other_texts_are_no_period(code: str) -> None:
    with pytest.raises(rules.BadCode):
        rules.dates(code)


def test_a_kind_that_contradicts_its_code() -> None:
    with pytest.raises(rules.BadCode):
        rules.dates("2026-11", "QUARTER")
    with pytest.raises(rules.BadCode):
        rules.code_at(dt.date(2026, 11, 1), "WEEK")


def test_following_changes_kind() -> None:
    assert rules.following("2026-12") == "2027-01"
    assert rules.following("2026-T4") == "2027-T1"
    assert rules.following("2026-12", "QUARTER") == "2027-T1"
    assert rules.following("2026-S2", "MONTH") == "2027-01"


def test_another_kind_waits_for_its_beginning() -> None:
    assert rules.following("2026-10", "QUARTER") == "2026-11"
    assert rules.following("2026-11", "SEMESTER") == "2026-12"
    assert rules.following("2026-T1", "SEMESTER") == "2026-T2"
    assert rules.following("2026-T2", "SEMESTER") == "2026-S2"


@given(DAYS, KINDS, KINDS)
def test_a_change_of_kind_leaves_no_gap(day: dt.date, kind: str, asked: str) -> None:
    code = rules.code_at(day, kind)
    after = rules.dates(rules.following(code, asked))
    gap = after.starts_on - rules.dates(code).reference_date
    assert gap == dt.timedelta(days=1)


@given(DAYS, KINDS)
def test_a_day_lies_in_its_period(day: dt.date, kind: str) -> None:
    code = rules.code_at(day, kind)
    found = rules.dates(code, kind)
    assert found.starts_on <= day <= found.reference_date
    assert found.starts_on < found.cutoff_on <= found.reference_date
    assert found.plenary_on > found.reference_date
    assert found.plenary_on.weekday() < 5


@given(DAYS, KINDS)
def test_periods_follow_without_gap(day: dt.date, kind: str) -> None:
    code = rules.code_at(day, kind)
    after = rules.following(code)
    assert rules.previous(after) == code
    gap = rules.dates(after).starts_on - rules.dates(code).reference_date
    assert gap == dt.timedelta(days=1)
