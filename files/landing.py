"""Unlogged tables of one job in schema landing: named, filled by COPY, dropped.

Only the worker reaches them. Their names carry the job and its fencing token, so a
worker that lost its lease and the one that took over never touch the same table, and
what a killed run leaves behind is known by its name.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg2 import sql

from files.readers import Chunk

SCHEMA = "landing"
PIECE = 1 << 20
"""Bytes that COPY is handed at once."""


@dataclass(frozen=True)
class Tables:
    """The landing tables of one run; `prefix` sets those of one room apart."""

    job_id: int
    token: int
    prefix: str = ""

    def name(self, part: str) -> str:
        """Name inside the schema."""
        return f"d{self.job_id}_{self.token}_{part}"

    def __getitem__(self, part: str) -> sql.Identifier:
        return sql.Identifier(SCHEMA, self.name(part))


def execute(statement: sql.Composable, values: dict[str, Any] | None = None) -> int:
    """Run one statement on the worker's connection; gives the rows it touched."""
    query: Any = statement
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.rowcount)


def statement(
    folder: Path, name: str, /, step: str = "", **parts: sql.Composable
) -> sql.Composed:
    """The text of <folder>/<name>.sql, or of one step of it, its parts filled in."""
    text = (folder / f"{name}.sql").read_text(encoding="utf-8")
    if step:
        _before, text = text.split(f"-- step: {step}\n", 1)
        text = text.split("-- step: ", 1)[0]
    lines = [one for one in text.split("\n") if not one.lstrip().startswith("--")]
    return sql.SQL("\n".join(lines)).format(**parts)


def column(at: int) -> sql.Identifier:
    """A cell of the raw table."""
    return sql.Identifier(f"c{at}")


def create(tables: Tables, width: int) -> None:
    """Make the tables that COPY fills: whole rows (raw), and ragged lines (ragged)."""
    cells = [sql.SQL("{} text NOT NULL").format(column(at)) for at in range(width)]
    execute(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} (line bigint NOT NULL, {}) "
            "WITH (autovacuum_enabled = false)"
        ).format(tables[f"{tables.prefix}raw"], sql.SQL(", ").join(cells))
    )
    execute(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} (line bigint NOT NULL, line_text text NOT NULL)"
        ).format(tables[f"{tables.prefix}ragged"])
    )


def copy(tables: Tables, chunk: Chunk, delimiter: str) -> None:
    """COPY one chunk, in the caller's transaction."""
    with connection.cursor() as cursor:
        if chunk.rows:
            query: Any = sql.SQL(
                "COPY {} FROM STDIN WITH (FORMAT text, DELIMITER {})"
            ).format(tables[f"{tables.prefix}raw"], sql.Literal(delimiter))
            cursor.copy_expert(query, io.BytesIO(chunk.data), PIECE)
        if chunk.ragged:
            insert: Any = sql.SQL("INSERT INTO {} VALUES (%s, %s)").format(
                tables[f"{tables.prefix}ragged"]
            )
            told = [(line, text.replace("\0", "")) for line, text in chunk.ragged]
            cursor.executemany(insert, told)
