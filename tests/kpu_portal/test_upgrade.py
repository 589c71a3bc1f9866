"""A filled database from before the tokens comes to the head, rows and walls whole."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from accounts import scope
from accounts.models import User
from kpu_portal import bootstrap
from tests import databases
from tests.roles import admin_sql, login_sql

BEFORE = [
    *(("accounts", "0002_sign_in"), ("voters", "0001_initial")),
    *(("audit", "0003_persons_shown"), ("jobs", "0003_periodic_run")),
]
FILL = """
SELECT enrol_regency('3272'), enrol_regency('3101');
INSERT INTO voter (regency_code, nik, name, birth_date, marital_status, sex, kelurahan,
  rw, rt)
SELECT c, c || '01010190' || lpad(g::text, 4, '0'), 'WARGA ' || g, '1990-01-01', 'B',
  'L', c || '011001', lpad((g % 3)::text, 3, '0'), '001'
FROM unnest(ARRAY['3272', '3101']) c, generate_series(1, 40) g;
UPDATE voter SET name = name || ' BARU' WHERE regency_code = '3272' AND rw = '001';
INSERT INTO accounts_user (password, is_superuser, username, first_name, last_name,
  email, is_staff, is_active, date_joined, role, scope_code, full_name, title)
VALUES ('x', false, 'lama', '', '', '', false, true, now(), 'OPERATOR', '3272', 'Lama',
  '');
INSERT INTO audit_ledgerentry (recorded_at, actor_name, action, regency_code, subject,
  data) SELECT now(), 'Lama', 'voter.view', c, '', '{}' FROM unnest(
  ARRAY['3272', '3101']) c;
INSERT INTO ledger_persons (entry_id, regency_code, persons)
SELECT id, regency_code, ARRAY[gen_random_uuid()] FROM audit_ledgerentry;
INSERT INTO jobs_job (public_id, regency_code, kind, params, writing, weight, state,
  stage, done, total, unit, asked_by_name, created_at, attempts, token, worker,
  cancel_requested, error, timings, result)
SELECT gen_random_uuid(), c, 'reconcile', '{}', true, 0, 'DONE', '', 0, 0, 'baris', 'x',
  now(), 1, 1, '', false, '', '{}', '{}' FROM unnest(ARRAY['3272', '3101']) c
"""
KEPT = """
SELECT 'voter', count(*), md5(string_agg(id || public_id::text || nik || name
  || row_version, ',' ORDER BY regency_code, id)) FROM voter
UNION ALL SELECT 'event', count(*), md5(string_agg(id || operation
  || coalesce(voter_id::text, ''), ',' ORDER BY id)) FROM voter_event
UNION ALL SELECT 'ledger', count(*), md5(string_agg(id || action || regency_code, ','
  ORDER BY id)) FROM audit_ledgerentry
UNION ALL SELECT 'shown', count(*), md5(string_agg(persons::text, ',' ORDER BY id))
  FROM ledger_persons
UNION ALL SELECT 'job', count(*), md5(string_agg(public_id::text || state, ','
  ORDER BY id)) FROM jobs_job
"""
WALLED = ("voter", "voter_event", "audit_ledgerentry", "ledger_persons", "jobs_job")


@pytest.fixture
def old(_open_databases: None) -> Iterator[str]:
    """A database of its own in the state before the tokens, filled."""
    url = databases.server().database_url
    databases.roles()
    name = f"pdpb_test_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    bootstrap.ensure_database(url, name)
    try:
        with databases.pointed_at(name, "owner"):
            migrate(url, name, BEFORE)
            admin_sql(FILL)
            yield name
    finally:
        databases.drop(name)


def migrate(url: str, name: str, targets: Any = None) -> None:
    """To these migrations, or to the newest of every room."""
    with (
        databases.locked("lent"),
        bootstrap.ledger_open(url, name),
        contextlib.closing(connections["default"]),
    ):
        executor = MigrationExecutor(connections["default"])
        executor.migrate(targets or executor.loader.graph.leaf_nodes())


def test_rows_stay_and_walls_stand(old: str) -> None:
    before = admin_sql(KEPT)
    assert [row[:2] for row in before] == [
        *(("voter", 80), ("event", 94), ("ledger", 2), ("shown", 2), ("job", 2)),
    ]
    migrate(databases.server().database_url, old)
    assert admin_sql(KEPT) == before
    assert admin_sql(
        "SELECT regency_code, kelurahan, tps, is_special_site, sex, n"
        " FROM station_tally ORDER BY 1"
    ) == [
        ("3101", "3101011001", "", False, "L", 40),
        ("3272", "3272011001", "", False, "L", 40),
    ], "the stations that there were are counted"

    token = scope.mint(User.objects.get(username="lama"), lifetime=scope.ERRAND)
    for table in WALLED:
        ask = f"SELECT DISTINCT regency_code FROM {table}"
        assert login_sql("web", ask) == [], table
        shown = f"SELECT set_config('app.token', %s, true); {ask}"
        seen = login_sql("web", shown, [token])
        assert seen == [("3272",)], table
    old_way = login_sql(
        "web",
        "SELECT set_config('app.' || name, value, true) FROM (VALUES ('rlo', '3101'),"
        " ('rhi', '3102'), ('klo', '3101'), ('khi', '3102')) old (name, value);"
        " SELECT 1 FROM voter",
    )
    assert old_way == [], "the settings of before open nothing"
    left = admin_sql(
        "SELECT tablename FROM pg_policies WHERE 'pdpb_web' = ANY (roles)"
        " AND qual ~ 'current_setting|scope_corner'"
    )
    assert left == []
