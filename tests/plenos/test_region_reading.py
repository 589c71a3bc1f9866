"""Aid lists and SIDALIH downloads that still write the codes of before (rule Y8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import QuerySet

from regions.services.reading import successors
from tests.fieldwork import aid_steps as aid
from tests.plenos.conftest import REGENCY, user
from tests.plenos.region_steps import DISTRICT_GONE, OLD, THERE
from tests.roles import as_worker
from tests.voters import comparison_steps as dhs
from voters.models import Voter

BEFORE = {"rw": "003", "rt": "002"}
"""Of an RT that is 007 by now."""


@pytest.fixture(scope="module")
def _moved(_open_databases: None) -> Iterator[None]:
    with DISTRICT_GONE.copy():
        yield


@pytest.fixture
def people(_moved: None) -> list[Voter]:
    """Voters of that RT, as the roll has them today."""
    with as_worker():
        rows: QuerySet[Any] = Voter.objects.of(REGENCY).counted()
        found = list(
            rows.filter(kelurahan=THERE, rw="003", rt="007").order_by("id")[:3]
        )
    assert len(found) == 3
    return found


def test_a_name_of_both_means_the_one_that_stands(_moved: None) -> None:
    assert successors(REGENCY)[OLD] == THERE


def test_an_aid_list_of_before_is_read_as_of_today(people: list[Voter]) -> None:
    operator = user("operator.sukabumi")
    into = aid.programme(operator)
    with as_worker():
        name = dhs.place_names()[OLD]
    told = (OLD, "32.72.01.1001", name)
    rows = [
        aid.row_of(one, kelurahan=place, **BEFORE)
        for one, place in zip(people, told, strict=True)
    ]
    aid.imported(operator, into, rows)
    found = [aid.recipients(operator, into)[one["number"]] for one in rows]
    assert [one.kelurahan for one in found] == [THERE, THERE, THERE]
    # a name alone cannot say which of the two it means: numbers stay as written
    assert [(one.rw, one.rt) for one in found] == [
        *(("003", "007"), ("003", "007"), ("003", "002"))
    ]


def test_a_download_of_before_differs_in_nothing(people: list[Voter]) -> None:
    with as_worker():
        names = dhs.place_names()
    first, second, third = people
    old = {"Desa/Kelurahan": names[OLD], "Kecamatan": names[OLD[:6]]}
    coded = {"Desa/Kelurahan": OLD, "Kecamatan": names[OLD[:6]]}
    today = {"Desa/Kelurahan": names[THERE], "Kecamatan": names[THERE[:6]]}
    blank = {"NIK": ""}  # those of this roll are made up and would be refused
    made = dhs.compared(
        user("operator.sukabumi"),
        [
            dhs.row_of(first, names, **old, **blank, Rt="002", Rw="003"),
            dhs.row_of(second, names, **coded, **blank, Rt="002", Rw="003"),
            dhs.row_of(third, names, **today, **blank),
        ],
    )
    rows = dhs.rows_in(made)
    assert [(one.outcome, one.elements) for one in rows] == [("EQUAL", [])] * 3
