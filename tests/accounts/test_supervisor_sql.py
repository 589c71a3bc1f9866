"""What Bawaslu's login reaches by raw SQL: two functions, seven elements, no write."""

from __future__ import annotations

from typing import Any

import psycopg2
import pytest

from accounts import scope
from tests.roles import admin_sql, login_sql

OWN_FUNCTIONS = {
    *("scope_corner", "scope_edge"),
    *("supervisor_list", "supervisor_sample", "supervisor_advice"),
}
SEVEN = {"nama", "jenis_kelamin", "usia", "alamat", "rt", "rw", "keterangan"}
PLACE = {"row_key", "kelurahan", "tps", "jumlah"}
"""Beside the seven: an opaque key, where the row stands, and how many there are."""


def test_no_table_view_or_sequence_is_granted(shared_portal: str) -> None:
    rows = admin_sql(
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n"
        " ON n.oid = c.relnamespace WHERE n.nspname NOT IN ('pg_catalog',"
        " 'information_schema', 'pg_toast') AND ("
        " c.relkind IN ('r', 'p', 'v', 'm', 'f') AND (has_table_privilege("
        "'pdpb_supervisor', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE,"
        " REFERENCES, TRIGGER') OR has_any_column_privilege('pdpb_supervisor', c.oid,"
        " 'SELECT, INSERT, UPDATE, REFERENCES'))"
        " OR c.relkind = 'S' AND has_sequence_privilege('pdpb_supervisor', c.oid,"
        " 'USAGE, SELECT, UPDATE'))"
    )
    assert [row[0] for row in rows if not row[0].startswith("pg_stat_statements")] == []


def test_five_functions_lend_it_a_right(shared_portal: str) -> None:
    """What runs with its maker's rights; others run with its own, which are none."""
    rows = admin_sql(
        "SELECT DISTINCT p.proname FROM pg_proc p"
        " WHERE p.prosecdef AND p.prorettype <> 'trigger'::regtype"
        " AND has_function_privilege('pdpb_supervisor', p.oid, 'EXECUTE')"
    )
    assert {row[0] for row in rows} == OWN_FUNCTIONS


@pytest.mark.parametrize("function", ["supervisor_list", "supervisor_sample"])
def test_the_functions_give_the_seven_and_where_they_stand(
    shared_portal: str, function: str
) -> None:
    rows = admin_sql(
        "SELECT unnest(proargnames[pronargs + 1:]) FROM pg_proc WHERE proname = %s",
        [function],
    )
    assert {row[0] for row in rows} == SEVEN | PLACE


def tables() -> list[str]:
    return [
        row[0]
        for row in admin_sql(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n"
            " ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v')"
            " AND n.nspname IN ('public', 'part', 'landing') ORDER BY 1"
        )
    ]


def test_no_table_can_be_read_or_written(shared_portal: str) -> None:
    reached = []
    for table in tables():
        for statement in (
            f"SELECT 1 FROM {table}",
            f"INSERT INTO {table} DEFAULT VALUES",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
            f"COPY {table} TO STDOUT",
            f"COPY {table} FROM '/dev/null'",
            f"LOCK TABLE {table}",
            f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        ):
            try:
                login_sql("supervisor", statement)
            except psycopg2.Error:
                continue
            reached.append(statement)
    assert reached == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT nik FROM voter",
        "SELECT birth_date FROM voter",
        "SELECT nik FROM supervisor_list('3272', 1, '3272011001', '', 0, 1)",
        "SELECT nkk FROM supervisor_sample('3272', 1, '3272', 'x', 1)",
        "UPDATE voter SET name = name",
        "SET default_transaction_read_only = off; UPDATE voter SET name = name",
        "SET transaction_read_only = off; DELETE FROM change_proposal",
        "COPY (SELECT 1) TO '/tmp/x'",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "CREATE TEMPORARY TABLE x (a int)",
        "CREATE TABLE x (a int)",
        "CREATE TABLE part.x (a int)",
        "CREATE SCHEMA x",
        "CREATE VIEW x AS SELECT 1",
        "CREATE SEQUENCE x",
        "CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION pg_temp.x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION scope_edge(above boolean) RETURNS varchar"
        " LANGUAGE sql AS $$ SELECT '3101'::varchar $$",
        "CREATE EXTENSION file_fdw",
        "DO $$ BEGIN DELETE FROM voter; END $$",
        "DO $$ BEGIN CREATE TEMP TABLE x (a int); END $$",
        "SELECT mint_scope(1, interval '1 hour', true)",
        "SELECT revoke_scopes(1)",
        "SELECT revoke_scope()",
        "SELECT search_voters('3272', ARRAY['A'], 10)",
        "SELECT enrol_regency('3273')",
        "SELECT guard_by_scope('voter', 'kelurahan', true)",
        "SELECT * FROM scope_grant",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_ls_dir('/')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT pg_reload_conf()",
        "SELECT rolpassword FROM pg_authid",
        "ALTER ROLE pdpb_supervisor SUPERUSER",
        "GRANT pdpb_web TO pdpb_supervisor",
        "SET ROLE pdpb_web",
        "SET ROLE pdpb_finder",
        "SET SESSION AUTHORIZATION pdpb_web",
        "SELECT set_config('role', 'pdpb_finder', true)",
        "SELECT set_config('session_authorization', 'pdpb_owner', true)",
        "SELECT set_config('session_replication_role', 'replica', true)",
        "SELECT set_config('log_statement', 'all', true)",
        "SELECT set_config('is_superuser', 'on', true)",
    ],
)
def test_bawaslus_login_may_not(shared_portal: str, statement: str) -> None:
    with pytest.raises(psycopg2.Error) as caught:
        login_sql("supervisor", statement)
    # Refused for want of a right, or there is no such column, or no such setting.
    assert caught.value.pgcode in {"42501", "42703", "42704", "55P02", "0A000", "25P02"}


def test_not_even_a_large_object_is_left_behind(shared_portal: str) -> None:
    """PostgreSQL lets every login make large objects; the bootstrap step does not."""
    for statement in (
        "SELECT lo_create(0)",
        "SELECT lo_creat(-1)",
        "SELECT lo_from_bytea(0, 'x')",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            login_sql("supervisor", statement)


ASK = "SELECT kelurahan FROM supervisor_list('{}', {}, '{}', '', 0, 10)"


@pytest.fixture(scope="module")
def period_of(shared_stocked: str) -> dict[str, int]:
    """The closed month of both regencies, published."""
    from tests.kpu_portal.url_objects import publish
    from tests.roles import as_worker

    with as_worker():
        for regency in ("3272", "3101"):
            publish(regency)
    rows = admin_sql(
        "SELECT regency_code, id FROM periods_period WHERE state = 'CLOSED'"
    )
    return {row[0]: row[1] for row in rows}


def ask(token: str, before: str, period_of: dict[str, int], regency: str) -> int:
    """How many rows a token gets after other SQL of the same transaction."""
    place = "3272011001" if regency == "3272" else "3101011001"
    statement = ASK.format(regency, period_of[regency], place)
    rows = login_sql(
        "supervisor",
        f"SELECT set_config('app.token', %s, true); {before}; {statement}",
        [token],
    )
    return len(rows)


SETTINGS = [
    "SELECT 1",
    "SELECT set_config('app.rlo', '3101', true), set_config('app.rhi', '3102', true),"
    " set_config('app.klo', '3101', true), set_config('app.khi', '3102', true)",
    "SELECT set_config('app.actor', '1', true)",
    "SELECT set_config('search_path', 'pg_temp, public', true)",
    "SELECT set_config('row_security', 'on', true)",
    "SELECT set_config('default_transaction_read_only', 'off', true)",
]
"""All that it may set: none of it opens another regency."""


@pytest.mark.parametrize("before", SETTINGS)
def test_what_set_config_reaches(
    period_of: dict[str, int], cast: Any, before: str
) -> None:
    token = scope.mint(cast.supervisor, lifetime=scope.ERRAND)
    assert ask(token, before, period_of, "3272") == 10
    assert ask(token, before, period_of, "3101") == 0


def test_only_a_token_of_its_own_kind_opens_anything(
    period_of: dict[str, int], cast: Any
) -> None:
    """set_config can show any token: an operator's opens nothing to this login."""
    for part in ("operator_a", "province", "admin", "post"):
        token = scope.mint(getattr(cast, part), lifetime=scope.ERRAND)
        assert ask(token, "SELECT 1", period_of, "3272") == 0
    for forged in ("", "x", "3272"):
        assert ask(forged, "SELECT 1", period_of, "3272") == 0


def test_a_provinces_token_opens_its_regencies_and_no_other(
    period_of: dict[str, int], cast: Any
) -> None:
    token = scope.mint(cast.supervisor_province, lifetime=scope.ERRAND)
    assert ask(token, "SELECT 1", period_of, "3272") == 10
    assert ask(token, "SELECT 1", period_of, "3101") == 0
