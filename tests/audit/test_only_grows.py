"""Ledger and events only grow, and nobody writes the roll without an event."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Any

import pytest
from django.db import connections
from psycopg2 import errors

from tests import databases
from tests.roles import admin_sql, login_sql

LOGINS = ["owner", "worker", "web", "supervisor", "gate"]
TABLES = ["audit_ledgerentry", "ledger_persons", "chain_link", "voter_event"]
PARTITIONS = ["part.voter_event_3272"]
STATEMENTS = [
    "UPDATE {} SET regency_code = regency_code",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "ALTER TABLE {} OWNER TO CURRENT_USER",
    "DROP TABLE {}",
]


@pytest.mark.parametrize("role", LOGINS)
@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("table", [*TABLES, *PARTITIONS])
def test_no_login_changes_or_removes(
    shared_portal: str, role: str, statement: str, table: str
) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        login_sql(role, statement.format(table))


@pytest.mark.parametrize("role", LOGINS)
def test_no_login_becomes_the_ledger(shared_portal: str, role: str) -> None:
    # Roles are the server's: test_upgrade lends this one to the owner for a while.
    with databases.locked("lent"), pytest.raises(errors.InsufficientPrivilege):
        login_sql(role, "SET ROLE pdpb_ledger")
    with pytest.raises(errors.InsufficientPrivilege):
        login_sql(role, "SET session_replication_role = replica")


def test_the_tables_belong_to_the_ledger(shared_portal: str) -> None:
    rows = admin_sql(
        "SELECT relname, relowner::regrole::text FROM pg_class"
        " WHERE relname = ANY(%s) AND relkind IN ('r', 'p')",
        [TABLES],
    )
    assert dict(rows) == dict.fromkeys(TABLES, "pdpb_ledger")


def test_who_was_shown_is_behind_row_security(shared_portal: str) -> None:
    rows = admin_sql(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class"
        " WHERE relname = 'ledger_persons'"
    )
    assert rows == [(True, True)]
    with pytest.raises(errors.InsufficientPrivilege):
        login_sql("supervisor", "SELECT 1 FROM ledger_persons")


def psql(role: str, sql: str) -> None:
    """Like somebody at a terminal: psql where it is, else a plain connection."""
    found = shutil.which("psql")
    if not found:
        return _plain(role, sql)
    settings = connections["default"].settings_dict
    user = "pdpb_admin" if role == "admin" else f"pdpb_{role}"
    url = databases.server().database_url
    password = (
        url.split("//", 1)[1].split("@")[0].split(":", 1)[1]
        if role == "admin"
        else databases.roles()["passwords"][user]
    )
    subprocess.run(
        [
            *(found, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", settings["HOST"]),
            *("-p", settings["PORT"], "-U", user, "-d", settings["NAME"], "-c", sql),
        ],
        env={**os.environ, "PGPASSWORD": password},
        check=True,
        capture_output=True,
    )
    return None


def _plain(role: str, sql: str) -> None:
    if role == "admin":
        admin_sql(sql)
    else:
        login_sql(role, sql)


def last_events() -> list[tuple[Any, ...]]:
    return admin_sql(
        "SELECT operation, reason, actor_name, row_version FROM voter_event"
        " WHERE regency_code = '3272' ORDER BY id"
    )


NEW = (
    "INSERT INTO {} (regency_code, nik, name, birth_date, marital_status, sex,"
    " kelurahan) VALUES ('3272', '3272010101900001', 'CONTOH', '1990-01-01', 'B', 'L',"
    " '3272011001')"
)
CHANGE = "UPDATE {} SET rt = '009' WHERE regency_code = '3272'"


@pytest.mark.parametrize(
    ("role", "table"),
    [("owner", "voter"), ("admin", "voter"), ("admin", "part.voter_3272")],
)
def test_psql_leaves_events(portal: str, role: str, table: str) -> None:
    psql(role, NEW.format(table))
    psql(role, CHANGE.format(table))
    psql(role, f"COPY (SELECT 1) TO STDOUT; {CHANGE.format(table).replace('9', '8')}")
    name = f"pdpb_{role} (manual)"
    assert last_events() == [
        ("INSERT", "manual", name, 1),
        ("UPDATE", "manual", name, 2),
        ("UPDATE", "manual", name, 3),
    ]


@pytest.mark.parametrize("table", ["voter", "part.voter_3272"])
def test_even_the_administrator_deletes_no_voter(portal: str, table: str) -> None:
    psql("admin", NEW.format("voter"))
    with pytest.raises((subprocess.CalledProcessError, errors.RestrictViolation)):
        psql("admin", f"DELETE FROM {table}")
    assert admin_sql("SELECT count(*) FROM voter") == [(1,)]
