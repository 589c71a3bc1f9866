"""Who the test is to the database: web by default, and others for a while."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg2
from django.db import DatabaseError, connections

from tests import databases

ADMINISTRATOR = "administrator"


@contextlib.contextmanager
def _as(role: str) -> Iterator[Any]:
    """Let the alias `default` be a connection of its own as pdpb_<role>."""
    handler: Any = connections
    before, settings = handler["default"], handler.settings["default"]
    wanted = databases.settings_for(role, settings)
    handler.settings["default"] = wanted
    opened = databases.idle.take(wanted["NAME"], role)
    opened = opened or handler.create_connection("default")
    handler["default"] = opened
    try:
        yield opened
    finally:
        if _as_new(opened):
            databases.idle.give(wanted["NAME"], role, opened)
        else:
            opened.close()
        handler.settings["default"] = settings
        handler["default"] = before


def _as_new(opened: Any) -> bool:
    """Whether a connection is as it was when it was opened, or could be made so."""
    if opened.connection is None or opened.in_atomic_block or not opened.autocommit:
        return False
    try:
        with opened.cursor() as cursor:
            cursor.execute("RESET ROLE; RESET ALL; CLOSE ALL; DISCARD TEMP")
            cursor.execute("SELECT pg_advisory_unlock_all()")
        opened.init_connection_state()
    except DatabaseError:
        return False
    return True


def as_worker() -> contextlib.AbstractContextManager[Any]:
    """Be pdpb_worker: sees everybody, writes the roll."""
    return _as("worker")


def as_web() -> contextlib.AbstractContextManager[Any]:
    """Be pdpb_web: sees nobody until a scope is entered."""
    return _as("web")


def as_owner() -> contextlib.AbstractContextManager[Any]:
    """Be pdpb_owner: the role of migrations."""
    return _as("owner")


def as_supervisor() -> contextlib.AbstractContextManager[Any]:
    """Be pdpb_supervisor: reads one view."""
    return _as("supervisor")


def admin_sql(sql: str, params: Any = None) -> list[tuple[Any, ...]]:
    """Run SQL in the test's database as the server's administrator, give the rows."""
    name = connections["default"].settings_dict["NAME"]
    opened = _administrator(name)
    try:
        with opened.cursor() as cursor:
            cursor.execute(sql, params)
            rows = cursor.fetchall() if cursor.description else []
    except BaseException:
        opened.close()
        raise
    databases.idle.give(name, ADMINISTRATOR, opened)
    return rows


def _administrator(name: str) -> Any:
    """A session as after connecting: the last one, unless somebody has ended it."""
    opened = databases.idle.take(name, ADMINISTRATOR)
    if opened is not None:
        try:
            opened.cursor().execute("DISCARD ALL")
            return opened
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            opened.close()
    return databases.as_administrator(name)


@contextlib.contextmanager
def another(role: str) -> Iterator[Any]:
    """A connection of pdpb_<role> beside the test's own; its transaction stays open."""
    found = databases.settings_for(role, connections["default"].settings_dict)
    opened = psycopg2.connect(
        host=found["HOST"],
        port=found["PORT"],
        user=found["USER"],
        password=found["PASSWORD"],
        dbname=found["NAME"],
    )
    try:
        yield opened
    finally:
        opened.close()


def login_sql(role: str, sql: str, params: Any = None) -> list[tuple[Any, ...]]:
    """Run SQL as pdpb_<role> over a connection of its own, in one transaction."""
    with another(role) as opened, opened, opened.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []
