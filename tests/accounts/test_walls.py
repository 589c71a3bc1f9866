"""The second wall: what the database itself refuses, whatever a view forgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
from django.db import connection, transaction
from psycopg2 import errors

from accounts import scope
from accounts.models import User
from accounts.scope import scoped_as
from tests.roles import admin_sql, as_web, as_worker, login_sql

LOGINS = ["pdpb_gate", "pdpb_owner", "pdpb_supervisor", "pdpb_web", "pdpb_worker"]
INSERT_VOTER = """INSERT INTO voter (regency_code, nik, name, birth_date,
  marital_status, sex, kelurahan)
  VALUES (%s, %s, 'CONTOH', '1990-01-01', 'B', 'L', %s)"""
INSERT_PROPOSAL = """INSERT INTO change_proposal (regency_code, period_id, kind, nik,
  kelurahan) VALUES (%s, 1, 'UBAH', %s, %s)"""


@pytest.fixture
def two_voters(portal: str) -> str:
    with as_worker(), connection.cursor() as cursor:
        cursor.execute(INSERT_VOTER, ["3272", "3272010101900001", "3272011001"])
        cursor.execute(INSERT_VOTER, ["3101", "3101010101900001", "3101011001"])
    return portal


def count(table: str = "voter") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_no_login_role_is_more_than_it_should_be(portal: str) -> None:
    rows = admin_sql(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
        " rolreplication FROM pg_roles WHERE rolname = ANY(%s) AND rolcanlogin"
        " ORDER BY 1",
        [LOGINS],
    )
    assert [row[0] for row in rows] == LOGINS
    assert not any(flag for row in rows for flag in row[1:])


OWNED = """
SELECT schema, name, kind, owner::regrole::text FROM (
  SELECT relnamespace::regnamespace::text, relname, relkind::text, relowner
    FROM pg_class UNION ALL
  SELECT pronamespace::regnamespace::text, proname, 'function', proowner
    FROM pg_proc UNION ALL
  SELECT typnamespace::regnamespace::text, typname, 'type', typowner
    FROM pg_type UNION ALL
  SELECT nspname, nspname, 'schema', nspowner FROM pg_namespace UNION ALL
  SELECT datname, datname, 'database', datdba FROM pg_database
    WHERE datname = current_database()
) found(schema, name, kind, owner)
WHERE owner::regrole::text = ANY(%s) AND schema NOT LIKE 'pg_t%%' ORDER BY 1, 2, 3
"""
"""Whatever these roles own here; an owner takes its own locks away. Tables that live
as long as a session (pg_temp, pg_toast) hold no register."""
PROCESSES = ["pdpb_gate", "pdpb_supervisor", "pdpb_web", "pdpb_worker"]
"""The logins of running processes; pdpb_owner is that of migrations."""


def test_no_process_owns_what_holds_persons_or_the_ledger(stocked: str) -> None:
    """But the worker its landing schema, where rows of a delivery pass through."""
    rows = admin_sql(OWNED, [PROCESSES])
    assert {(row[0], row[3]) for row in rows} <= {("landing", "pdpb_worker")}, rows
    assert ("landing", "landing", "schema", "pdpb_worker") in rows
    kept = admin_sql(OWNED, [["pdpb_owner", "pdpb_ledger"]])
    names = {row[1] for row in kept}
    held = {"voter", "change_proposal", "voter_event", "audit_ledgerentry"}
    assert held | {"voter_id_seq", "audit_ledgerentry_id_seq"} <= names
    assert sum(row[0] == "part" and row[2] == "r" for row in kept) > 2


@pytest.mark.parametrize("role", PROCESSES)
def test_what_a_process_owns_is_found(portal: str, role: str) -> None:
    """The question above sees a partition, a sequence, a function and a schema."""
    [(part,)] = admin_sql(
        "SELECT relname FROM pg_class WHERE relkind = 'r'"
        " AND relnamespace = 'part'::regnamespace ORDER BY 1 LIMIT 1"
    )
    [(function,)] = admin_sql(
        "SELECT oid::regprocedure::text FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace"
        " AND proowner::regrole::text LIKE 'pdpb%%' ORDER BY 1 LIMIT 1"
    )
    admin_sql(
        f'ALTER TABLE part."{part}" OWNER TO {role}; CREATE SEQUENCE public.aside;'
        f" ALTER SEQUENCE public.aside OWNER TO {role};"
        f" ALTER FUNCTION {function} OWNER TO {role};"
        f" ALTER SCHEMA part OWNER TO {role}"
    )
    found = {(row[1], row[2]) for row in admin_sql(OWNED, [[role]])}
    told = function.split("(")[0].removeprefix("public.")
    assert {(part, "r"), ("aside", "S"), (told, "function")} <= found
    assert ("part", "schema") in found


def test_no_login_role_is_a_member_of_another(portal: str) -> None:
    rows = admin_sql(
        "SELECT m.rolname, r.rolname FROM pg_auth_members a"
        " JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid"
        " WHERE m.rolname = ANY(%s)",
        [LOGINS],
    )
    assert rows == []


def test_the_ledger_belongs_to_nobody_who_logs_in(portal: str) -> None:
    tables = ["voter_event", "period_tally", "roll_tally", "audit_ledgerentry"]
    tables += ["station_tally", "village_count", "work_moved"]
    rows = admin_sql(
        "SELECT relname, relowner::regrole::text FROM pg_class"
        " WHERE relname = ANY(%s) AND relkind IN ('r', 'p')",
        [tables],
    )
    assert len(rows) == len(tables)
    assert {owner for _, owner in rows} == {"pdpb_ledger"}


@pytest.mark.parametrize("role", ["owner", "worker", "web", "supervisor"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "ALTER TABLE {} ADD COLUMN x int",
    ],
)
@pytest.mark.parametrize("table", ["voter_event", "audit_ledgerentry"])
def test_nobody_changes_the_ledger(
    shared_portal: str, role: str, statement: str, table: str
) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        login_sql(role, statement.format(table))


def test_every_table_about_persons_has_forced_row_security(portal: str) -> None:
    rows = admin_sql(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('public', 'part')"
        " AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid"
        " AND a.attname IN ('nik', 'voter_id') AND NOT a.attisdropped)"
    )
    assert "voter" in {name for name, _ in rows}
    assert [name for name, forced in rows if not forced] == []


@pytest.mark.parametrize("role", ["web", "worker", "supervisor"])
def test_nothing_is_granted_on_partitions(shared_portal: str, role: str) -> None:
    rows = admin_sql(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'part' AND c.relkind = 'r' AND"
        " has_table_privilege(%s, c.oid, 'SELECT, INSERT, UPDATE, DELETE')",
        [f"pdpb_{role}"],
    )
    assert rows == []


def test_web_without_a_scope_sees_nobody(two_voters: str) -> None:
    assert count() == 0
    with transaction.atomic():
        assert count() == 0


def test_web_sees_its_regency_and_no_other(two_voters: str, cast: Any) -> None:
    with transaction.atomic(), scoped_as(cast.operator_a):
        assert count() == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT regency_code FROM voter")
            assert cursor.fetchall() == [("3272",)]
    assert count() == 0


@pytest.mark.parametrize("part", ["province", "supervisor", "admin"])
def test_who_may_not_see_names_sees_none(two_voters: str, cast: Any, part: str) -> None:
    with transaction.atomic(), scoped_as(getattr(cast, part)):
        assert count() == 0


def account(role: str, code: str, **corner: str) -> User:
    """An account made for one test, over the gate like every account."""
    name = f"{role}.{code}.{len(corner)}".lower()
    return User.objects.using("gate").create(
        username=name, role=role, scope_code=code, full_name=name, **corner
    )


def test_a_kelurahan_is_a_smaller_scope(two_voters: str) -> None:
    with transaction.atomic():
        with scoped_as(account("VILLAGE", "3272011002")):
            assert count() == 0
        with scoped_as(account("VILLAGE", "3272011001")):
            assert count() == 1


@pytest.mark.parametrize(
    ("corner", "seen"),
    [
        ({}, 0),
        ({"rw": "001"}, 2),
        ({"rw": "001", "rt": "002"}, 1),
        ({"rw": "002"}, 0),
        ({"rt": "002"}, 0),
    ],
)
def test_the_head_of_an_rt_sees_the_own_residents(
    portal: str, corner: dict[str, str], seen: int
) -> None:
    with as_worker(), connection.cursor() as cursor:
        for nik, rt in (("3272010101900001", "001"), ("3272010101900002", "002")):
            cursor.execute(INSERT_VOTER, ["3272", nik, "3272011001"])
            cursor.execute(
                "UPDATE voter SET rw = '001', rt = %s WHERE regency_code"
                " = '3272' AND nik = %s",
                [rt, nik],
            )
    head = account("NEIGHBOURHOOD", "3272011001", **corner)
    with transaction.atomic(), scoped_as(head):
        assert count() == seen
        assert count("change_proposal") == count("voter_event") == 0


def test_a_scope_inside_another_is_left_again(two_voters: str, cast: Any) -> None:
    with transaction.atomic(), scoped_as(cast.operator_a):
        with scoped_as(cast.operator_b), connection.cursor() as cursor:
            cursor.execute("SELECT regency_code FROM voter")
            assert cursor.fetchall() == [("3101",)]
        assert count() == 1


def test_web_cannot_put_a_row_into_a_foreign_regency(portal: str, cast: Any) -> None:
    values = ["3272010101900001", "3272011001"]
    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        scope.enter(scope.mint(cast.operator_b, lifetime=scope.ERRAND))
        with connection.cursor() as cursor:
            cursor.execute(INSERT_PROPOSAL, ["3272", *values])
    with transaction.atomic():
        scope.enter(scope.mint(cast.operator_a, lifetime=scope.ERRAND))
        with connection.cursor() as cursor:
            cursor.execute(INSERT_PROPOSAL, ["3272", *values])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE voter SET name = 'X'",
        "DELETE FROM voter",
        "TRUNCATE voter",
        "UPDATE periods_period SET state = 'CLOSED'",
        "INSERT INTO roll_tally (regency_code, kelurahan, sex, status, n)"
        " VALUES ('3272', '3272011001', 'L', 'ACTIVE', 1)",
        "SELECT enrol_regency('3201')",
        "CREATE TABLE x (a int)",
        "CREATE TEMPORARY TABLE x (a int)",
        "SELECT * FROM part.voter_3272",
        "SET ROLE pdpb_ledger",
        "SET ROLE pdpb_finder",
    ],
)
def test_web_may_not(shared_portal: str, statement: str) -> None:
    with pytest.raises(psycopg2.Error) as caught:
        login_sql("web", statement)
    assert caught.value.pgcode == "42501"


@pytest.mark.parametrize(
    "table",
    ["voter", "voter_event", "change_proposal", "accounts_user", "jobs_job"],
)
def test_the_supervisors_role_reads_no_table(shared_portal: str, table: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        login_sql("supervisor", f"SELECT 1 FROM {table}")


def test_the_middleware_gives_the_scope_to_each_request(
    two_voters: str, cast: Any, sign_in: Callable[[Any], Any]
) -> None:
    from django.http import HttpResponse
    from django.test import RequestFactory

    from accounts.middleware import ScopeMiddleware
    from accounts.scope import TOKEN_COOKIE

    seen: list[int] = []

    def view(request: Any) -> HttpResponse:
        seen.append(count())
        return HttpResponse("")

    for part in ("operator_a", "operator_b", "province"):
        request = RequestFactory().get("/")
        request.user = getattr(cast, part)
        request.COOKIES[TOKEN_COOKIE] = scope.mint(request.user, lifetime=scope.ERRAND)
        ScopeMiddleware(view)(request)
    assert seen == [1, 1, 0]


def test_roles_switch_and_come_back(portal: str) -> None:
    def who() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return str(cursor.fetchone()[0])

    assert who() == "pdpb_web"
    with as_worker():
        assert who() == "pdpb_worker"
        with as_web():
            assert who() == "pdpb_web"
    assert who() == "pdpb_web"
