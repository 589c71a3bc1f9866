"""Unlogged tables of one job in schema landing: made, filled by COPY, dropped.

Only the worker reaches them. Their names carry the job and its fencing token, so a
worker that lost its lease and the one that took over never touch the same table.
"""

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction
from psycopg2 import sql

from files.readers import Chunk
from jobs.models import Job, State

SCHEMA = "landing"
FOLDER = Path(__file__).parent / "sql"
PIECE = 1 << 20
"""Bytes that COPY is handed at once."""
_NAME = re.compile(r"d([0-9]+)_([0-9]+)_[a-z]+")


@dataclass(frozen=True)
class Tables:
    """The landing tables of one run."""

    job_id: int
    token: int

    def name(self, part: str) -> str:
        """Name inside the schema."""
        return f"d{self.job_id}_{self.token}_{part}"

    def __getitem__(self, part: str) -> sql.Identifier:
        return sql.Identifier(SCHEMA, self.name(part))


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


def execute(statement: sql.Composable, values: dict[str, Any] | None = None) -> int:
    """Run one statement on the worker's connection; gives the rows it touched."""
    query: Any = statement
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.rowcount)


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
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    body = "\n".join(
        line for line in text.split("\n") if not line.lstrip().startswith("--")
    )
    return sql.SQL(body).format(**parts)


def create(tables: Tables, width: int) -> None:
    """Make the tables that COPY fills: whole rows, and ragged lines."""
    cells = sql.SQL(", ").join(
        sql.SQL("{} text NOT NULL").format(sql.Identifier(f"c{at}"))
        for at in range(width)
    )
    execute(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} (line bigint NOT NULL, {}) "
            "WITH (autovacuum_enabled = false)"
        ).format(tables["raw"], cells)
    )
    execute(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} (line bigint NOT NULL, line_text text NOT NULL)"
        ).format(tables["ragged"])
    )


def lightly() -> None:
    """Let this transaction's commit not wait for the disk.

    Only for landed chunks: a run that a power cut ends starts again from the file.
    """
    execute(sql.SQL("SET LOCAL synchronous_commit = off"))


def copy(tables: Tables, chunk: Chunk, delimiter: str) -> None:
    """COPY one chunk; in the caller's transaction."""
    command = sql.SQL("COPY {} FROM STDIN WITH (FORMAT text, DELIMITER {})")
    with connection.cursor() as cursor:
        if chunk.rows:
            query: Any = command.format(tables["raw"], sql.Literal(delimiter))
            cursor.copy_expert(query, io.BytesIO(chunk.data), PIECE)
        if chunk.ragged:
            insert: Any = sql.SQL("INSERT INTO {} VALUES (%s, %s)").format(
                tables["ragged"]
            )
            told = [(line, text.replace("\0", "")) for line, text in chunk.ragged]
            cursor.executemany(insert, told)


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
