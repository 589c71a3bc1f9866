"""The list of kelurahan shows what a count of now gives, and counts when it must."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.scope import scoped_as
from periods.models import Period
from plenos import contributions
from plenos.selectors.village_counts import keep_counts, kept_counts
from plenos.selectors.villages import (
    Line,
    confirmations,
    counts_from,
    lines_from,
    work,
)
from plenos.services import confirm_village
from tests import databases
from tests.kpu_portal.url_objects import OWN, VILLAGE, objects_of
from tests.roles import admin_sql, another, as_worker, login_sql
from tests.voters import desk
from voters import services
from voters.models import Voter

PAPER = {"evidence_kind": "KTP_KK", "evidence_no": "1"}


@pytest.fixture
def month(stocked: Any) -> Period:
    """The open month of 3272 with a task, a report and proposals of its own."""
    with as_worker():
        objects_of(OWN, VILLAGE)
        found: Period = Period.objects.open(OWN).get()
    return found


class List:
    """The page of the list, opened by an operator."""

    def __init__(self, client: Any, period: Period) -> None:
        self.client, self.period = client, period
        self.url = reverse("plenos:villages", args=[OWN, period.code])

    def shown(self) -> dict[str, Line]:
        answer = self.client.get(self.url)
        assert answer.status_code == 200
        lines: dict[str, Line] = answer.context["table"].lines
        return lines

    def due(self) -> dict[str, Line]:
        """The same, counted now."""
        with as_worker():
            counts = counts_from(self.period, work(self.period))
            found = lines_from(self.period, counts, confirmations(self.period))
        return {line.kelurahan: line for line in found}

    def counts(self) -> bool:
        """Open it; whether it counted, and did not only read what was kept."""
        with CaptureQueriesContext(connection) as asked:
            assert self.shown() == self.due_now
        return any("village_work(" in one["sql"] for one in asked)

    def moved(self, *, figures: bool = True) -> None:
        """After a move: shown as it is now, counted once and not at the next look."""
        before, self.due_now = self.due_now, self.due()
        assert (before != self.due_now) == figures
        assert self.counts()
        assert not self.counts()

    due_now: dict[str, Line] = {}


@pytest.fixture
def page(month: Period, cast: Any, sign_in: Callable[[Any], Any]) -> List:
    """The list, counted and kept."""
    found = List(sign_in(cast.operator_a), month)
    found.moved()
    return found


def person(n: int = 0) -> Voter:
    with as_worker():
        rows = Voter.objects.of(OWN).counted().filter(kelurahan=VILLAGE)
        return rows.order_by("id")[20 + n]


def test_every_step_of_a_proposal(page: List, cast: Any) -> None:
    user = cast.operator_a
    gone = desk.propose(user, "TMS", person(), category="MENINGGAL", **PAPER)
    page.moved()
    moved = desk.propose(user, "UBAH", person(1), new={"kelurahan": "3272021001"})
    page.moved()
    refused = desk.propose(user, "UBAH", person(2), new={"address": "JL X 1"})
    page.moved()
    desk.decide(user, services.reject, refused, reason="BUKTI_KURANG")
    page.moved()
    for one in (gone, moved):
        desk.decide(user, services.accept, one)
        page.moved(figures=False)
    desk.work("apply", user)
    page.moved()
    desk.work("undo", user, proposal=moved.pk)
    page.moved()
    desk.remap(user, person(3), "044")
    page.moved()
    desk.remap(user, person(3), "045", undo=True)
    page.moved()


def test_sql_of_somebody_with_a_database_client(page: List, cast: Any) -> None:
    one = person()
    made = desk.propose(cast.operator_a, "UBAH", one, new={"address": "JL X 1"})
    page.moved()
    admin_sql("UPDATE change_proposal SET old = '{}' WHERE id = %s", [made.pk])
    page.moved(figures=False)
    for change in ("rw = '088'", "sex = CASE sex WHEN 'L' THEN 'P' ELSE 'L' END"):
        admin_sql(f"UPDATE voter SET {change} WHERE id = %s", [one.pk])
        page.moved()
    admin_sql("UPDATE part.voter_3272 SET tps = '088' WHERE id = %s", [one.pk])
    page.moved()
    admin_sql("UPDATE change_proposal SET kind = 'TAHAN' WHERE id = %s", [made.pk])
    page.moved()
    admin_sql("DELETE FROM change_proposal WHERE id = %s", [made.pk])
    page.moved()


def test_what_other_rooms_did(page: List) -> None:
    """Reports and tasks, written, changed and taken away."""
    admin_sql("UPDATE citizen_report SET kelurahan = '3272021001'")
    page.moved()
    admin_sql(
        "INSERT INTO citizen_report OVERRIDING SYSTEM VALUE SELECT"
        " (jsonb_populate_record(r, jsonb_build_object('id', 9999, 'number', 'uji-2',"
        " 'public_id', gen_random_uuid()))).* FROM citizen_report r"
        " WHERE regency_code = '3272' LIMIT 1"
    )
    page.moved()
    admin_sql("DELETE FROM citizen_report WHERE id = 9999")
    page.moved()
    admin_sql("UPDATE fieldwork_task SET rw = '077' WHERE regency_code = '3272'")
    page.moved()
    admin_sql("UPDATE fieldwork_batch SET period_id = 0 WHERE regency_code = '3272'")
    page.moved()
    admin_sql(
        "UPDATE fieldwork_batch SET period_id = %s WHERE regency_code = '3272'",
        [page.period.pk],
    )
    page.moved()
    admin_sql("UPDATE fieldwork_task SET state = 'WITHDRAWN'")
    page.moved()
    admin_sql("UPDATE fieldwork_task SET state = 'DONE', result = 'SESUAI'")
    page.moved()


def test_a_move_of_another_regency_lets_it_stand(page: List) -> None:
    admin_sql("UPDATE voter SET rt = '055' WHERE regency_code = '3101'")
    assert not page.counts()


def test_a_confirmation_is_shown_and_counts_nothing(page: List, cast: Any) -> None:
    seen = page.due_now[VILLAGE].sha256
    with transaction.atomic(), scoped_as(cast.village):
        confirm_village(
            actor=cast.village, period=page.period, kelurahan=VILLAGE, seen=seen
        )
    page.due_now = page.due()
    assert page.due_now[VILLAGE].state == "DIKONFIRMASI"
    assert not page.counts()
    desk.propose(cast.operator_a, "UBAH", person(), new={"address": "JL X 1"})
    page.moved()
    assert page.due_now[VILLAGE].state == "BERUBAH"


ADDRESS = "UPDATE voter SET rt = '066' WHERE regency_code = '3272' AND id = %s"


@pytest.mark.parametrize("told_before", [False, True])
def test_a_move_that_commits_after_the_count(page: List, told_before: bool) -> None:
    """It was under way when the list was counted and kept: it is not lost.

    told_before: somebody else had already left word of a move, which it holds.
    """
    if told_before:
        admin_sql(ADDRESS.replace("066", "065"), [person().pk])
        page.due_now = page.due()
    with another("worker") as opened, opened.cursor() as cursor:
        cursor.execute(ADDRESS, [person(1).pk])
        assert page.counts() is told_before
        page.counts()
        opened.commit()
    page.moved()


def test_who_counted_earlier_keeps_nothing_later(page: List) -> None:
    admin_sql(ADDRESS, [person().pk])
    with as_worker(), transaction.atomic():
        counts, may_keep = kept_counts(page.period, "default")
        assert (counts, may_keep) == (None, True)
        old = counts_from(page.period, work(page.period))
        with another("worker") as opened, opened, opened.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")  # nobody is to wait
            cursor.execute(ADDRESS, [person(1).pk])
            cursor.execute(
                "SELECT * FROM village_counts(%s, %s, %s)",
                [OWN, page.period.pk, "COKLIT,LAPORAN"],
            )
            assert cursor.fetchall() == [(None, False)], "one counts to keep at a time"
        keep_counts(page.period, old, "default")
    page.moved()


def test_a_count_that_fails_leaves_the_word_of_the_move(page: List) -> None:
    admin_sql(ADDRESS, [person().pk])
    with as_worker(), transaction.atomic():
        assert kept_counts(page.period, "default") == (None, True)
        transaction.set_rollback(True)
    page.moved()


def test_what_the_portal_did_not_count_is_not_shown(page: List, cast: Any) -> None:
    [(kept,)] = admin_sql(
        "SELECT counts FROM village_count WHERE regency_code = '3272'"
    )
    forged = re.sub(r'("3272011001", "[0-9a-f]+", )\d+', r"\g<1>4711", kept)
    assert forged != kept
    admin_sql("UPDATE village_count SET counts = %s", [forged])
    assert page.counts()
    # An older count of another month does not pass for this one either.
    admin_sql("UPDATE village_count SET counts = %s, period_id = 0", [kept])
    assert page.counts()
    for role in ("web", "worker", "owner", "supervisor"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            login_sql(role, "UPDATE village_count SET counts = ''")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            login_sql(role, "DELETE FROM work_moved")


def test_who_reads_a_part_neither_reads_nor_keeps_it(page: List, cast: Any) -> None:
    for user in (cast.village, cast.post, cast.operator_b, cast.supervisor):
        with transaction.atomic(), scoped_as(user):
            assert kept_counts(page.period, "default") == (None, False)
    assert not page.counts()
    with transaction.atomic(), scoped_as(cast.operator_a):
        assert kept_counts(page.period, "default")[0]


def test_another_room_is_counted_at_once(page: List) -> None:
    contributions.register("uji", lambda _regency, _period: [])
    try:
        page.moved(figures=False)
    finally:
        contributions.forget("uji")


def test_what_rooms_contribute_comes_from_tables_that_tell(month: Period) -> None:
    with as_worker(), CaptureQueriesContext(connection) as asked:
        for source in contributions.sources():
            list(source.provider(OWN, month))
        told = " ".join(one["sql"] for one in asked)
    tables = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', told))
    assert tables >= {"fieldwork_task", "fieldwork_batch", "citizen_report"}
    telling = admin_sql(
        "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger"
        " WHERE tgfoid = 'work_moved()'::regprocedure AND tgparentid = 0 GROUP BY 1"
    )
    assert tables | {"change_proposal"} <= {name for name, n in telling if n == 3}


def test_a_new_version_counts_for_itself(page: List) -> None:
    databases.prepare(connections["default"].settings_dict["NAME"])
    assert page.counts()
    assert not page.counts()
