"""The ledger's lines and the jobs stay inside a token's reach (ADR 0033)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from psycopg2 import errors

from accounts import scope
from accounts.models import Role, User
from audit.models import LedgerEntry
from audit.services import APART, record
from jobs.models import Job
from jobs.services import enqueue, retry
from tests.roles import admin_sql, as_worker, login_sql

SHOW = "SELECT set_config('app.token', %s, true); "
LINES = "SELECT DISTINCT regency_code FROM audit_ledgerentry ORDER BY 1"
JOBS = "SELECT DISTINCT regency_code FROM jobs_job ORDER BY 1"
ENTER = "SELECT ledger_record({}, 'x', 'voter.view', '{}', '', '', '{{}}', NULL, NULL)"
ASK = (
    "INSERT INTO jobs_job (public_id, regency_code, kind, params, writing, weight,"
    " state, stage, done, total, unit, asked_by_id, asked_by_name, created_at,"
    " attempts, token, worker, cancel_requested, error, timings, result) VALUES"
    " (gen_random_uuid(), '{}', '{}', '{{}}', false, 0, 'QUEUED', '', 0, 0, 'baris',"
    " {}, 'x', now(), 0, 0, '', false, '', '{{}}', '{{}}')"
)


@pytest.fixture(scope="module")
def lined(shared_portal: str) -> None:
    """A line and a job of two regencies and of a third in the first's province."""
    with as_worker():
        for code in ("3272", "3273", "3101", ""):
            record(actor=None, action="voter.view", regency_code=code)
        for code in ("3272", "3273", "3101"):
            Job.objects.create(regency_code=code, kind="reconcile", state="FAILED")


def seen(user: Any, ask: str) -> list[str]:
    token = scope.mint(user, lifetime=scope.ERRAND)
    return [row[0] for row in login_sql("web", SHOW + ask, [token])]


def refused(user: Any, statement: str) -> None:
    token = scope.mint(user, lifetime=scope.ERRAND)
    with pytest.raises(errors.InsufficientPrivilege):
        login_sql("web", SHOW + statement, [token])


@pytest.mark.parametrize(
    ("part", "lines", "jobs"),
    [
        ("operator_a", ["3272"], ["3272"]),
        ("chair_a", ["3272"], ["3272"]),
        ("member_a", ["3272"], ["3272"]),
        ("operator_b", ["3101"], ["3101"]),
        ("province", [], ["3272", "3273"]),
        ("province_b", [], ["3101"]),
        ("supervisor", ["3272"], ["3272"]),
        ("supervisor_province", ["3272", "3273"], ["3272", "3273"]),
        ("post", [], []),
        ("village", [], []),
        ("head", [], []),
        ("admin", [], []),
    ],
)
def test_each_role_reads_its_reach_in_raw_sql(
    lined: None, cast: Any, part: str, lines: list[str], jobs: list[str]
) -> None:
    user = getattr(cast, part)
    assert seen(user, LINES) == lines
    assert seen(user, JOBS) == jobs


def test_without_a_token_nothing_is_read_or_entered(lined: None, cast: Any) -> None:
    assert login_sql("web", LINES) == []
    assert login_sql("web", JOBS) == []
    for statement in (
        ENTER.format("NULL", ""),
        ENTER.format(cast.operator_a.pk, "3272"),
        ASK.format("3272", "reconcile", cast.operator_a.pk),
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            login_sql("web", statement)


def test_before_the_second_factor_nothing_is_read(lined: None, cast: Any) -> None:
    token = scope.mint(cast.operator_a, lifetime=scope.ERRAND, names=False)
    assert login_sql("web", SHOW + LINES, [token]) == []
    assert login_sql("web", SHOW + JOBS, [token]) == []


def test_no_line_is_entered_for_another(lined: None, cast: Any) -> None:
    """Neither another's name nor another regency, by a longer or a shorter code."""
    mine, other = cast.operator_a, cast.operator_a2
    for actor, regency in (
        (other.pk, "3272"),
        (cast.admin.pk, ""),
        ("NULL", "3272"),
        (mine.pk, "3101"),
        (mine.pk, "3273"),
        (mine.pk, "32"),
        (mine.pk, "3"),
    ):
        refused(mine, ENTER.format(actor, regency))
    refused(
        mine,
        "INSERT INTO audit_ledgerentry (recorded_at, actor_id, actor_name, action,"
        f" regency_code, subject, data) VALUES (now(), {mine.pk}, 'x', 'x', '3272', '',"
        " '{}')",
    )
    refused(
        mine,
        "INSERT INTO ledger_persons (entry_id, regency_code, persons)"
        " VALUES (1, '3272', '{}')",
    )
    refused(cast.province, ENTER.format(cast.province.pk, "3101"))
    refused(mine, "SELECT scope_doer(1, '3272')")
    token = scope.mint(mine, lifetime=scope.ERRAND)
    login_sql("web", SHOW + ENTER.format(mine.pk, "3272"), [token])
    told = LedgerEntry.objects.using(APART).filter(actor_id=mine.pk).latest("id")
    assert told.actor_name == str(mine), "the name is the account's, whatever was said"


def test_each_role_enters_its_own_deeds(lined: None, cast: Any) -> None:
    for part, code in (
        *(("operator_a", "3272"), ("operator_a", ""), ("supervisor", "3272")),
        *(("province", "3273"), ("post", "3272"), ("village", "3272")),
        *(("head", "3272"), ("admin", "3101"), ("admin", "")),
    ):
        user = getattr(cast, part)
        with transaction.atomic(), scope.scoped_as(user):
            record(actor=user, action="own", regency_code=code, persons=[])
    told = LedgerEntry.objects.using(APART).filter(action="own").order_by("id")
    assert [one.actor_name for one in told][3:5] == [str(cast.province), str(cast.post)]
    assert told.count() == 9


def test_no_job_is_asked_for_another(lined: None, cast: Any) -> None:
    mine = cast.operator_a
    for regency, kind, who in (
        ("3272", "reconcile", cast.chair_a.pk),
        ("3272", "reconcile", "NULL"),
        ("3101", "reconcile", mine.pk),
        ("3273", "export", mine.pk),
    ):
        refused(mine, ASK.format(regency, kind, who))
    for part in ("supervisor", "province", "post", "village", "head", "admin"):
        refused(
            getattr(cast, part), ASK.format("3272", "apply", getattr(cast, part).pk)
        )


def test_a_job_is_changed_only_as_a_request_may(lined: None, cast: Any) -> None:
    mine = cast.operator_a
    changed = "UPDATE jobs_job SET {} RETURNING regency_code"
    assert set(seen(mine, changed.format("cancel_requested = false"))) == {"3272"}
    refused(mine, changed.format(f"asked_by_id = {cast.chair_a.pk}"))
    refused(mine, changed.format("asked_by_name = 'Ketua'"))
    for state in ("QUEUED", "RUNNING", "DONE"):
        refused(mine, changed.format(f"state = '{state}'"))
    chair = f"state = 'QUEUED', asked_by_id = {cast.chair_a.pk}"
    refused(mine, changed.format(chair))
    for column in ("regency_code = '3101'", "kind = 'freeze'", "params = '{}'"):
        refused(mine, changed.format(column))
    refused(mine, changed.format("result = '{}'"))
    refused(mine, "DELETE FROM jobs_job")
    refused(cast.supervisor, changed.format(f"asked_by_id = {cast.supervisor.pk}"))


def test_jobs_are_asked_for_and_tried_again(lined: None, cast: Any) -> None:
    """What the wall must let through: the office's own, and files of readers."""
    with transaction.atomic(), scope.scoped_as(cast.supervisor):
        enqueue(actor=cast.supervisor, kind="export", regency="3272")
    with transaction.atomic(), scope.scoped_as(cast.operator_a):
        job = enqueue(actor=cast.operator_a, kind="reconcile", regency="3272")
    admin_sql("UPDATE jobs_job SET state = 'FAILED' WHERE id = %s", [job.pk])
    with transaction.atomic(), scope.scoped_as(cast.chair_a):
        retry(actor=cast.chair_a, job=job)
    told = admin_sql(
        "SELECT asked_by_id, asked_by_name, state FROM jobs_job WHERE id = %s", [job.pk]
    )
    assert told == [(cast.chair_a.pk, str(cast.chair_a), "QUEUED")]
    admin_sql("UPDATE jobs_job SET state = 'DONE' WHERE id = %s", [job.pk])
    again = f"asked_by_id = {cast.chair_a.pk} WHERE id = {job.pk}"
    refused(cast.chair_a, f"UPDATE jobs_job SET state = 'QUEUED', {again}")


PLACES = """
WITH place (kelurahan, rw, rt) AS (VALUES
  ('3272011001', '001', '002'), ('3272011001', '001', '0021'),
  ('3272011001', '0011', '002'), ('3272011001', '002', '002'),
  ('3272011001', '001', ''), ('3272011002', '001', '002'),
  ('3272021001', '001', '002'), ('3273011001', '001', '002'))
SELECT p.*,
  coalesce(width_bucket((kelurahan || E'\\x01' || rw || E'\\x01' || rt || E'\\x01')
    COLLATE "C", scope_span('household')) = 1, false),
  inside AND coalesce(rw = scope_corner('rw') AND rt = coalesce(scope_corner('rt'), rt),
    true),
  coalesce(width_bucket(kelurahan COLLATE "C", scope_span('person')) = 1, false),
  inside AND scope_corner('rw') IS NULL
FROM place p, LATERAL (SELECT (kelurahan >= scope_edge(false)) IS TRUE
  AND (kelurahan < scope_edge(true)) IS TRUE AS inside) edge
"""


@pytest.mark.parametrize("role", list(Role))
def test_the_spans_are_the_edges(lined: None, role: str) -> None:
    """What a policy compares with opens what scope_edge() and scope_corner() tell."""
    opened = 0
    for number, (code, rw, rt) in enumerate(
        [
            *(("", "", ""), ("32", "", ""), ("3272", "", ""), ("327201", "", "")),
            *(("3272011001", "", ""), ("3272011001", "001", "")),
            ("3272011001", "001", "002"),
        ]
    ):
        user = User.objects.using("gate").create(
            username=f"{role}{number}", role=role, scope_code=code, rw=rw, rt=rt
        )
        token = scope.mint(user, lifetime=scope.ERRAND)
        for row in login_sql("web", SHOW + PLACES, [token]):
            *place, household, household_was, person, person_was = row
            assert household == household_was, (role, code, rw, rt, place)
            assert person == person_was, (role, code, rw, rt, place)
            opened += household
    assert bool(opened) == (role not in {"ADMIN", "PROVINCE", "SUPERVISOR"})
