"""UPDATE and INSERT by hand leave events, aimed at a partition too.

A statement aimed at a partition fires no trigger of the parent: those of the partition
must do it, for the owner of the tables and for the server's administrator.
"""

from __future__ import annotations

from typing import Any

import psycopg2
import pytest

from tests.roles import admin_sql, login_sql

INSERT = """INSERT INTO {} (regency_code, nik, name, birth_date, marital_status, sex,
  kelurahan) VALUES ('3272', '3272010101900077', 'TANGAN', '1990-01-01', 'B', 'L',
  '3272011001')"""
UPDATE = """UPDATE {} SET name = 'TANGAN DUA' WHERE regency_code = '3272'
  AND nik = '3272010101900077'"""


def partition() -> str:
    rows = admin_sql(
        "SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class c"
        " ON c.oid = inhrelid WHERE inhparent = 'voter'::regclass"
        " AND pg_get_expr(c.relpartbound, c.oid) LIKE '%%3272%%'"
    )
    return str(rows[0][0])


def events() -> list[tuple[Any, ...]]:
    return admin_sql(
        "SELECT operation, actor_name, after ->> 'name' FROM voter_event"
        " WHERE regency_code = '3272' ORDER BY id"
    )


@pytest.mark.parametrize("aimed_at", ["voter", "partition"])
def test_the_administrators_hand_leaves_events(portal: str, aimed_at: str) -> None:
    table = "voter" if aimed_at == "voter" else partition()
    before = len(events())
    admin_sql(INSERT.format(table))
    admin_sql(UPDATE.format(table))
    made = events()[before:]
    assert [row[0] for row in made] == ["INSERT", "UPDATE"]
    assert made[-1][2] == "TANGAN DUA"
    assert all(row[1] for row in made)
    assert admin_sql("SELECT row_version FROM voter WHERE name = 'TANGAN DUA'") == [
        (2,)
    ]


def test_the_owners_hand_leaves_events(portal: str) -> None:
    before = len(events())
    login_sql("owner", INSERT.format("voter"))
    login_sql("owner", UPDATE.format("voter"))
    made = events()[before:]
    assert [row[0] for row in made] == ["INSERT", "UPDATE"]
    assert {row[1] for row in made} == {"pdpb_owner (manual)"}


def test_the_owner_aimed_at_a_partition_is_refused(portal: str) -> None:
    """FORCE stands on the partition, whose policies name the worker and the web."""
    login_sql("owner", INSERT.format("voter"))
    before = len(events())
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        login_sql("owner", INSERT.format(partition()))
    login_sql("owner", UPDATE.format(partition()))
    assert admin_sql("SELECT 1 FROM voter WHERE name = 'TANGAN DUA'") == []
    assert len(events()) == before
