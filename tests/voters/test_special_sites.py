"""Lokasi khusus: the rule, its SQL twin, the opening list, applying, the demo."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from periods import services as periods
from plenos import selectors
from tests import databases
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services
from voters.models import Voter
from voters.rules.sites import is_special

ODD = ["", "1", "90", "901 ", " 901", "9O1", "0901", "1000", "99", "٩٠١", "90१"]


@given(st.integers(0, 999))
def test_from_901_on(number: int) -> None:
    assert is_special(f"{number:03d}") == (901 <= number <= 999)


def test_python_and_sql_agree(portal: str) -> None:
    told = [f"{number:03d}" for number in range(1000)] + ODD
    rows = admin_sql("SELECT t, special_site(t) FROM unnest(%s) t", [told])
    assert len(rows) == len(told)
    assert [row for row in rows if row[1] != is_special(row[0])] == []
    assert admin_sql("SELECT special_site(NULL)") == [(False,)]


def load(*, own: bool) -> list[tuple[Any, ...]]:
    """Load three voters in a transaction that is taken back; their sites."""
    mark = ", is_special_site boolean" if own else ""
    with as_worker(), connection.cursor() as cursor, transaction.atomic():
        period = periods.open_period(actor=None, regency="3272", code="2026-10")
        cursor.execute(
            "CREATE UNLOGGED TABLE landing.sites (nik varchar, name varchar, "
            "birth_date date, marital_status varchar, sex varchar, kelurahan varchar, "
            f"tps varchar{mark})"
        )
        for at, (tps, said) in enumerate((("900", True), ("901", False), ("", True))):
            values = (
                f"'3272010101800{at:03d}', 'A', '1980-01-01', 'B', 'L', '3272011001'"
            )
            told = f", {said}" if own else ""
            cursor.execute(
                f"INSERT INTO landing.sites VALUES ({values}, '{tps}'{told})"
            )
        services.load_opening(actor=None, regency="3272", period=period, table="sites")
        rows = Voter.objects.of("3272").order_by("nik")
        found = list(rows.values_list("tps", "is_special_site"))
        transaction.set_rollback(True)
    return found


def test_the_opening_list_marks_them(portal: str) -> None:
    assert load(own=False) == [("900", False), ("901", True), ("", False)]


def test_a_list_that_says_it_is_believed(portal: str) -> None:
    assert load(own=True) == [("900", True), ("901", False), ("", True)]


@pytest.fixture
def regular(stocked: str, cast: Any) -> Any:
    """A voter of a regular station."""
    return desk.voters(cast.operator_a, 1, is_special_site=False)[0]


def test_a_move_marks_and_an_undo_brings_back(regular: Any, cast: Any) -> None:
    made = desk.propose(cast.operator_a, "UBAH", regular, new={"tps": "902"})
    assert made.kind == "PINDAH_DALAM"
    desk.decide(cast.operator_a, services.accept, made)
    assert desk.work("apply")["applied"] == 1
    moved = desk.see_voter(cast.operator_a, regular.pk)
    assert (moved.tps, moved.is_special_site) == ("902", True)
    with as_worker():
        (event,) = admin_sql(
            "SELECT before->>'is_special_site', after->>'is_special_site' "
            f"FROM voter_event WHERE voter_id = {regular.pk} AND operation = 'UPDATE'"
        )
    assert event == ("false", "true")
    desk.work("undo", proposal=made.pk)
    back = desk.see_voter(cast.operator_a, regular.pk)
    assert (back.tps, back.is_special_site) == (regular.tps, False)


def test_another_element_leaves_the_mark(regular: Any, cast: Any) -> None:
    admin_sql(
        f"UPDATE voter SET is_special_site = true WHERE id = {regular.pk} RETURNING 1"
    )
    voter = desk.see_voter(cast.operator_a, regular.pk)
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL LAIN 3"})
    desk.decide(cast.operator_a, services.accept, made)
    desk.work("apply")
    after = desk.see_voter(cast.operator_a, regular.pk)
    assert (after.address, after.is_special_site) == ("JL LAIN 3", True)


def test_a_newcomer_of_a_site(stocked: str, cast: Any) -> None:
    nik = "3272010202900009"
    new = {
        "name": "WARGA LAPAS",
        "birth_date": "1990-02-02",
        "sex": "L",
        "address": "JL LAPAS 1",
        "kelurahan": "3272011001",
        "tps": "901",
    }
    made = desk.propose(
        cast.operator_a, "BARU", None, nik=nik, new=new, category="PINDAH_MASUK"
    )
    desk.decide(cast.operator_a, services.accept, made)
    desk.work("apply")
    (one,) = desk.voters(cast.operator_a, 1, nik=nik)
    assert one.is_special_site


def test_the_split_of_the_demo_adds_up_and_verify_agrees(
    stocked: str, cast: Any
) -> None:
    planted = databases.demo_files("3272").special_sites
    assert planted["L"] > 0 and planted["P"] > 0
    with as_worker():
        period = desk.period()
        sheet = selectors.draft(period)
        assert {sex: sheet.total("LOKSUS", sex) for sex in "LP"} == planted
        assert selectors.proof(sheet, selectors.counted("3272")) == []
        frozen = selectors.sheet(
            period.__class__.objects.get(regency_code="3272", code=databases.PERIOD)
        )
        assert frozen.total("LOKSUS") == sum(planted.values())
        told = StringIO()
        call_command("verify", regency="3272", stdout=told)
    assert json.loads(told.getvalue())["findings"] == []
