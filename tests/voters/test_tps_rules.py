"""Who gets which polling station: the rule, and its twin in SQL (rules X1 to X3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.roles import as_worker
from tests.voters import desk
from voters.rules.tps import (
    AT_SITE,
    FULL,
    NO_STATION,
    TOO_BIG,
    WAITS,
    Person,
    assign,
    may_move,
    regular_stations,
)
from voters.selectors.tps import plan_assignment

NOWHERE = "3272999999"
"""A kelurahan in which nobody stands."""


def seated(start: int, n: int, tps: str, **said: Any) -> list[Person]:
    return [Person(start + at, tps=tps, **said) for at in range(n)]


def test_families_go_where_their_own_are() -> None:
    crowd = [
        *seated(1, 3, "001", rw="001", rt="001"),
        *seated(11, 2, "002", rw="001", rt="002"),
        *seated(21, 1, "003", rw="002", rt="001", nkk="A"),
    ]
    waiting = [
        Person(31, "A", "002", "001"),  # its card stands at 003, its RT at 002
        Person(32, "A", "002", "001"),
        Person(33, "B", "002", "001"),  # its RT
        Person(34, "C", "009", "001"),  # its RW
        Person(35, "", "", ""),  # nothing: the most room
    ]
    found = assign(crowd + waiting, 10)
    assert found == {31: "003", 32: "003", 33: "002", 34: "001", 35: "002"}


def test_of_equals_the_lowest_and_the_better_claim_first() -> None:
    crowd = seated(1, 1, "002", rw="001", rt="001") + seated(
        2, 1, "001", rw="001", rt="001"
    )
    newcomers = [Person(3, "A", "009", "009"), Person(4, "B", "001", "001")]
    assert assign(crowd + newcomers, 2) == {4: "001", 3: "002"}


def test_nobody_is_put_where_there_is_no_room() -> None:
    crowd = seated(1, 2, "001", rw="001", rt="001") + seated(11, 1, "002")
    family = [Person(at, "A", "001", "001") for at in (21, 22)]
    large = [Person(at, "B", "001", "001") for at in range(31, 35)]
    assert assign(crowd + family, 3) == {21: "002", 22: "002"}
    assert assign(crowd + family, 2) == {21: FULL, 22: FULL}
    assert set(assign(crowd + large, 3).values()) == {TOO_BIG}
    assert assign(family, 3) == {21: NO_STATION, 22: NO_STATION}


def test_who_waits_or_votes_at_a_site_is_told_so() -> None:
    people = [
        *seated(1, 1, "001"),
        *seated(2, 1, "901", at_site=True),
        *seated(3, 1, "007", at_site=True),
        Person(4, at_site=True),
        Person(5, waits=True),
    ]
    assert regular_stations(people) == {"001": 1}
    assert assign(people, 500) == {4: AT_SITE, 5: WAITS}
    assert [may_move(a, b) for a in (True, False) for b in (True, False)] == [
        *(True, False, False, True)
    ]


def _insert(people: list[Person]) -> list[int]:
    """The same people on the roll, in their order; their ids."""
    rows, values = [], []
    for at, one in enumerate(people):
        flag = one.at_site and one.tps < "901"
        rows.append("(%s, %s, 'A', '1980-01-01', 'B', 'L', %s, %s, %s, %s, %s, %s)")
        values += ["3272", f"32720101018{at:05d}", NOWHERE, one.nkk]
        values += [one.rt, one.rw, one.tps, flag]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO voter (regency_code, nik, name, birth_date, marital_status, "
            f"sex, kelurahan, nkk, rt, rw, tps, is_special_site) VALUES "
            f"{', '.join(rows)} RETURNING id",
            values,
        )
        keys = [row[0] for row in cursor.fetchall()]
        cursor.executemany(
            "INSERT INTO change_proposal (regency_code, period_id, kind, nik, "
            "kelurahan) VALUES ('3272', %s, 'PINDAH_DALAM', %s, %s)",
            [
                (desk.period().pk, f"32720101018{at:05d}", NOWHERE)
                for at, one in enumerate(people)
                if one.waits
            ],
        )
    return keys


@st.composite
def crowds(draw: Any) -> list[Person]:
    people = []
    for key in range(draw(st.integers(1, 14))):
        tps = draw(st.sampled_from(["", "", "", "001", "002", "003", "901"]))
        people.append(
            Person(
                key,
                nkk=draw(st.sampled_from(["", "3272010101210001", "3272010101210002"])),
                rt=draw(st.sampled_from(["", "001", "002"])),
                rw=draw(st.sampled_from(["", "001", "002"])),
                tps=tps,
                at_site=tps == "901" or draw(st.integers(0, 6)) == 6,
                waits=not tps and draw(st.integers(0, 6)) == 6,
            )
        )
    return people


@pytest.mark.usefixtures("shared_stocked")
@settings(max_examples=40, deadline=None)
@given(people=crowds(), capacity=st.integers(1, 8))
def test_sql_and_python_agree(people: list[Person], capacity: int) -> None:
    with as_worker(), transaction.atomic():
        keys = _insert(people)
        plan = plan_assignment(desk.REGENCY, NOWHERE, capacity)
        told = {row["id"]: row["reason"] for row in plan.people} | plan.moves
        transaction.set_rollback(True)
    wanted = assign(people, capacity)
    assert {keys.index(key): word for key, word in told.items()} == wanted
    filled = regular_stations(people)
    for line in plan.lines:
        if line.into:
            assert line.after <= capacity and line.tps in filled
