"""Unlogged tables of one job in schema landing: made, filled by COPY, dropped.

Only the worker reaches them. Their names carry the job and its fencing token, so a
worker that lost its lease and the one that took over never touch the same table.
"""

import re
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction
from psycopg2 import sql

from files import landing
from files.landing import SCHEMA, Tables, copy, create, execute
from jobs.models import Job, State

__all__ = ["SCHEMA", "Tables", "copy", "create", "execute"]

FOLDER = Path(__file__).parent / "sql"
_NAME = re.compile(r"d([0-9]+)_([0-9]+)_[a-z]+")


def kept_name(delivery_id: int, part: str) -> str:
    """Name of a table that outlives its run; no run takes it for a leftover."""
    return f"kept_{delivery_id}_{part}"


def kept(delivery_id: int, part: str) -> sql.Identifier:
    """Such a table."""
    return sql.Identifier(SCHEMA, kept_name(delivery_id, part))


def drop_kept(delivery_id: int, *parts: str) -> None:
    """Drop tables that were kept of a delivery, in the caller's transaction."""
    for part in parts:
        execute(sql.SQL("DROP TABLE IF EXISTS {}").format(kept(delivery_id, part)))


def is_kept(delivery_id: int, part: str) -> bool:
    """Whether a table is kept of a delivery."""
    return kept_name(delivery_id, part) in _present()


def kept_of(part: str) -> list[int]:
    """Deliveries of which such a table is kept."""
    names = [re.fullmatch(rf"kept_([0-9]+)_{part}", table) for table in _present()]
    return [int(found[1]) for found in names if found]


def fetch(
    statement: sql.Composable, values: dict[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    """Run one statement and give its rows."""
    query: Any = statement
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def statement(name: str, **parts: sql.Composable) -> sql.Composed:
    """The text of sql/<name>.sql with its parts filled in."""
    return landing.statement(FOLDER, name, **parts)


def lightly() -> None:
    """Let this transaction's commit not wait for the disk.

    Only for landed chunks: a run that a power cut ends starts again from the file.
    """
    execute(sql.SQL("SET LOCAL synchronous_commit = off"))


def drop(tables: Tables) -> None:
    """Drop what this run made."""
    _drop([table for table in _present() if table.startswith(tables.name(""))])


def leftovers() -> list[str]:
    """Tables of runs that no worker holds any more (a killed process)."""
    present = _present()  # first: a run that begins now must not look lost
    held = set(Job.objects.filter(state=State.RUNNING).values_list("pk", "token"))
    lost = []
    for table in present:
        found = _NAME.fullmatch(table)
        if found and (int(found[1]), int(found[2])) not in held:
            lost.append(table)
    return lost


def drop_leftovers() -> None:
    """Drop what killed runs left behind."""
    _drop(leftovers())


def _present() -> list[str]:
    return [
        name
        for (name,) in fetch(
            sql.SQL("SELECT tablename FROM pg_tables WHERE schemaname = 'landing'")
        )
    ]


def _drop(names: list[str]) -> None:
    """All at once; one by one where a dying worker still holds one of them."""
    if names and not _dropped(names):
        for name in names:
            _dropped([name])  # what is still held is left to the next run


def _dropped(names: list[str]) -> bool:
    tables = sql.SQL(", ").join(sql.Identifier(SCHEMA, name) for name in names)
    try:
        with transaction.atomic():
            execute(sql.SQL("SET LOCAL lock_timeout = '2s'"))
            execute(sql.SQL("DROP TABLE IF EXISTS {}").format(tables))
    except DatabaseError:
        return False
    return True
