"""What was said of two voters outlives a change of regions, and its undoing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.plenos import region_steps as steps
from tests.plenos.conftest import user
from tests.roles import admin_sql
from tests.voters import desk
from voters import services


def two_voters(place: str) -> tuple[int, int]:
    """Somebody of a kelurahan who stands twice under one name."""
    ((old, new),) = admin_sql(
        "SELECT min(id), max(id) FROM (SELECT id FROM voter WHERE kelurahan = %s "
        "AND regency_code = '3272' AND status = 'ACTIVE' ORDER BY id LIMIT 2) v",
        [place],
    )
    same = "nkk, name, birth_place, birth_date, sex, address, rt, rw"
    admin_sql(
        f"UPDATE voter SET ({same}) = (SELECT {same} FROM voter WHERE id = %s) "
        "WHERE id = %s",
        [old, new],
    )
    return old, new


def search() -> None:
    desk.work("duplicates")


def state(pair: tuple[int, int]) -> str:
    ((found,),) = admin_sql(
        "SELECT state FROM duplicate_pair WHERE voter_a = %s AND voter_b = %s",
        list(pair),
    )
    return str(found)


def say_two_people(pair: tuple[int, int]) -> None:
    admin_sql(
        "UPDATE duplicate_pair SET state = 'NOT_DUPLICATE', note = 'Kembar' "
        "WHERE voter_a = %s AND voter_b = %s",
        list(pair),
    )


def print_of(pair: tuple[int, int]) -> list[tuple[Any, ...]]:
    return admin_sql(
        "SELECT print FROM duplicate_pair WHERE voter_a = %s AND voter_b = %s",
        list(pair),
    )


@pytest.fixture
def pair(_open_databases: None) -> Iterator[tuple[int, int]]:
    """Two voters whom the search of the roll has paired."""
    with steps.MONTH.copy():
        found = two_voters(steps.OLD)
        search()
        assert state(found) == "OPEN"
        yield found


@pytest.mark.parametrize("kind", ["MOVE", "SPLIT", "MERGE"])
def test_two_people_stay_two_under_new_codes_and_old_ones(
    pair: tuple[int, int], kind: str
) -> None:
    say_two_people(pair)
    before = print_of(pair)
    change = steps.done(getattr(steps, kind), kind=kind)
    search()
    assert state(pair) == "NOT_DUPLICATE"
    steps.undo(change)
    search()
    assert state(pair) == "NOT_DUPLICATE"
    assert print_of(pair) == before


def test_who_goes_for_a_duplicate_goes_under_the_new_code(
    pair: tuple[int, int],
) -> None:
    operator, chair = user("operator.sukabumi"), user("ketua.sukabumi")
    a, b = (desk.see_voter(operator, one) for one in pair)
    ((key,),) = admin_sql(
        "SELECT public_id::text FROM duplicate_pair "
        "WHERE voter_a = %s AND voter_b = %s",
        list(pair),
    )
    with desk.desk(operator):
        (made,) = services.keep(
            actor=operator,
            regency=steps.REGENCY,
            public_id=key,
            keeper=a.public_id,
            strike=[b.public_id],
            evidence_kind="KTP_KK",
            evidence_no="KK 1",
        )
    for expected in ("SECOND", "RESOLVED"):
        change = steps.done(steps.MOVE, kind="MOVE")
        search()
        assert state(pair) == expected
        steps.undo(change)
        search()
        assert state(pair) == expected
        if expected == "SECOND":
            desk.decide(chair, services.accept, made)


def test_who_had_changed_before_is_asked_about_again(pair: tuple[int, int]) -> None:
    say_two_people(pair)
    admin_sql("UPDATE voter SET address = 'JALAN BARU 1' WHERE id = %s", [pair[1]])
    steps.done(steps.MOVE, kind="MOVE")
    search()
    assert state(pair) == "OPEN"
