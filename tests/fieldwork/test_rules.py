"""What a visit may lead to, whatever is told in whatever order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.models import RESULTS
from fieldwork.rules.visits import (
    ABSENT,
    HEARD,
    PROVEN,
    Bar,
    Earlier,
    Follows,
    Problem,
    Result,
    Told,
    agreement,
    bar,
    follows,
    names_a_document,
    names_a_person,
    not_found,
    problem,
)

BEGUN, TODAY = date(2026, 11, 2), date(2026, 11, 20)
MONDAY, TUESDAY = date(2026, 11, 9), date(2026, 11, 10)
AKTA = "3272-KM-09112026-0001"


def stands(told: Told, *earlier: Earlier, finished: bool = False) -> Problem | None:
    return problem(told, earlier, today=TODAY, begun=BEGUN, finished=finished)


def test_the_keys_of_the_sheet_are_the_results_in_order() -> None:
    assert [value for value, _word in RESULTS] == [one.value for one in Result]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (Told(MONDAY, Result.FOUND), None),
        (Told(TODAY + timedelta(days=1), Result.FOUND), Problem.AHEAD),
        (Told(BEGUN - timedelta(days=1), Result.FOUND), Problem.BEFORE_BATCH),
        (Told(BEGUN, Result.FOUND), None),
        (Told(MONDAY, Result.DIED_PROVEN), Problem.NO_DOCUMENT),
        (Told(MONDAY, Result.DIED_PROVEN, "ada"), Problem.NO_DOCUMENT),
        (Told(MONDAY, Result.DIED_PROVEN, "aktanya"), Problem.NO_DOCUMENT),
        (Told(MONDAY, Result.DIED_PROVEN, AKTA), None),
        (Told(MONDAY, Result.MOVED_PROVEN, has_scan=True), None),
        (Told(MONDAY, Result.MOVED_PROVEN), Problem.NO_DOCUMENT),
        (
            Told(MONDAY, Result.DIED_PROVEN, "3272 0101 0170 0001"),
            Problem.DOCUMENT_IS_PERSON,
        ),
        (Told(MONDAY, Result.NOT_HOME), Problem.NO_NEXT),
        (Told(MONDAY, Result.NOT_HOME, next_on=MONDAY), Problem.NO_NEXT),
        (Told(MONDAY, Result.NOT_HOME, next_on=TUESDAY), None),
        (Told(MONDAY, Result.DIED), None),
    ],
)
def test_what_cannot_stand_is_named(told: Told, wanted: Problem | None) -> None:
    assert stands(told) == wanted


def test_one_visit_a_day_and_none_after_the_end() -> None:
    once = Earlier(MONDAY, Result.NOT_HOME)
    assert stands(Told(MONDAY, Result.FOUND), once) == Problem.SAME_DAY
    assert stands(Told(TUESDAY, Result.FOUND), once) is None
    assert stands(Told(TUESDAY, Result.FOUND), finished=True) == Problem.FINISHED


@pytest.mark.parametrize(
    ("result", "wanted", "off"),
    [
        (Result.FOUND, Follows.CONFIRM, Follows.CONFIRM),
        (Result.MOVED_PROVEN, Follows.REMOVE, Follows.GONE),
        (Result.DIED_PROVEN, Follows.REMOVE, Follows.GONE),
        (Result.MOVED, Follows.WAIT, Follows.WAIT),
        (Result.DIED, Follows.WAIT, Follows.WAIT),
        (Result.REFUSED, Follows.NOTE, Follows.NOTE),
        (Result.UNKNOWN, Follows.AGAIN, Follows.AGAIN),
        (Result.NOT_HOME, Follows.AGAIN, Follows.AGAIN),
    ],
)
def test_what_a_first_visit_leads_to(
    result: Result, wanted: Follows, off: Follows
) -> None:
    told = Told(MONDAY, result, AKTA, next_on=TUESDAY)
    assert follows(told, []) == wanted
    assert follows(told, [], on_the_roll=False) == off


def test_not_found_takes_two_visits_on_different_days() -> None:
    first, second = Told(MONDAY, Result.UNKNOWN), Told(TUESDAY, Result.UNKNOWN)
    assert not not_found(first, follows(first, []))
    for earlier in ABSENT:
        led = follows(second, [Earlier(MONDAY, earlier)])
        assert led == Follows.NOTE
        assert not_found(second, led)
    assert follows(second, [Earlier(TUESDAY, Result.UNKNOWN)]) == Follows.AGAIN
    assert follows(second, [Earlier(MONDAY, Result.DIED)]) == Follows.AGAIN
    assert not not_found(Told(MONDAY, Result.REFUSED), Follows.NOTE)


def test_a_move_inside_is_no_removal() -> None:
    """With its paper the place changes; whoever is off the roll stays off it."""
    inside = Told(date(2026, 11, 20), Result.MOVED_PROVEN, "SKP-1", inside=True)
    assert follows(inside, []) == Follows.MOVE
    assert follows(inside, [], on_the_roll=False) == Follows.GONE
    heard = Told(date(2026, 11, 20), Result.MOVED, inside=True)
    assert follows(heard, []) == Follows.WAIT


def test_a_number_of_a_paper_is_neither_short_nor_a_person() -> None:
    assert names_a_document(AKTA)
    assert not names_a_document("1")
    assert not names_a_document("tidak ada")
    assert names_a_person("3272.0101.0170.0001")
    assert not names_a_person(AKTA)


def test_the_rate_of_agreement() -> None:
    assert agreement(0, 0) is None
    assert agreement(8, 6) == 75.0


DAYS = st.dates(BEGUN - timedelta(days=2), TODAY + timedelta(days=2))
TOLD = st.builds(
    Told,
    on=DAYS,
    result=st.sampled_from(Result),
    document_no=st.sampled_from(["", "x", AKTA, "tanpa", "1" * 16, "3272.0101"]),
    has_scan=st.booleans(),
    next_on=st.one_of(st.none(), DAYS),
)


@given(st.lists(TOLD, max_size=6), st.booleans())
def test_no_sequence_removes_without_a_paper(
    sequence: list[Told], on_the_roll: bool
) -> None:
    """The living namesake: words alone, in whatever order, propose no removal."""
    earlier: list[Earlier] = []
    finished = False
    for told in sequence:
        if stands(told, *earlier, finished=finished) is not None:
            continue
        led = follows(told, earlier, on_the_roll=on_the_roll)
        if led in (Follows.REMOVE, Follows.GONE):
            assert told.result in PROVEN
            assert told.has_scan or names_a_document(told.document_no)
            assert not names_a_person(told.document_no)
        if told.result in HEARD:
            assert led == Follows.WAIT
        if not_found(told, led):
            days = {told.on} | {one.on for one in earlier if one.result in ABSENT}
            assert len(days) >= 2
        finished = led not in (Follows.WAIT, Follows.AGAIN)
        earlier.append(Earlier(told.on, told.result))


@pytest.mark.parametrize(
    ("said", "barred"),
    [
        ({}, None),
        ({"undone": True}, Bar.UNDONE),
        ({"own": False}, Bar.NOT_YOURS),
        ({"last": False}, Bar.NOT_LAST),
        ({"open_batch": False}, Bar.CLOSED),
        ({"checked": True}, Bar.CHECKED),
    ],
)
def test_what_bars_an_undo(said: dict[str, bool], barred: Bar | None) -> None:
    free = {"undone": False, "last": True, "own": True, "open_batch": True}
    assert bar(**{**free, "checked": False, **said}) == barred
