"""Who the test is to the database: web by default, and others for a while."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg2
from django.db import connections

from tests import databases


@contextlib.contextmanager
def _as(role: str) -> Iterator[Any]:
    """Let the alias `default` be a connection of its own as pdpb_<role>."""
    handler: Any = connections
    before, settings = handler["default"], handler.settings["default"]
    handler.settings["default"] = databases.settings_for(role, settings)
    handler["default"] = handler.create_connection("default")
    try:
        yield handler["default"]
    finally:
        handler["default"].close()
        handler.settings["default"] = settings
        handler["default"] = before


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
    opened = databases.as_administrator(connections["default"].settings_dict["NAME"])
    try:
        with opened.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []
    finally:
        opened.close()


def login_sql(role: str, sql: str, params: Any = None) -> list[tuple[Any, ...]]:
    """Run SQL as pdpb_<role> over a connection of its own, in one transaction."""
    found = databases.settings_for(role, connections["default"].settings_dict)
    opened = psycopg2.connect(
        host=found["HOST"],
        port=found["PORT"],
        user=found["USER"],
        password=found["PASSWORD"],
        dbname=found["NAME"],
    )
    try:
        with opened, opened.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []
    finally:
        opened.close()
