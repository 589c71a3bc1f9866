"""Tables of one comparison in schema landing: made, filled by COPY, dropped.

Named like those of a delivery (job and fencing token), so that what a killed run leaves
behind is cleared away with theirs.
"""

import io
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg2 import sql

from files.readers import Chunk
from voters.migration_sql import FOLDER

SCHEMA = "landing"
PARTS = ("dhsraw", "dhsragged", "dhsread", "dhsjudged", "dhspropose")


@dataclass(frozen=True)
class Tables:
    """The landing tables of one run."""

    job_id: int
    token: int

    def name(self, part: str) -> str:
        """Name of a table, without its schema."""
        return f"d{self.job_id}_{self.token}_{part}"

    def __getitem__(self, part: str) -> sql.Identifier:
        return sql.Identifier(SCHEMA, self.name(part))


def execute(statement: sql.Composable, values: dict[str, Any] | None = None) -> int:
    """Run one statement; gives the rows it touched."""
    query: Any = statement
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.rowcount)


def statement(name: str, /, step: str = "", **parts: sql.Composable) -> sql.Composed:
    """The text of sql/<name>.sql (or of one step of it), its parts filled in."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    if step:
        _before, text = text.split(f"-- step: {step}\n", 1)
        text = text.split("-- step: ", 1)[0]
    lines = [one for one in text.split("\n") if not one.lstrip().startswith("--")]
    return sql.SQL("\n".join(lines)).format(**parts)


def column(at: int) -> sql.Identifier:
    """A cell of the raw table."""
    return sql.Identifier(f"c{at}")


def create(tables: Tables, width: int) -> None:
    """Make the tables that COPY fills: whole rows, and ragged lines."""
    cells = [sql.SQL("{} text NOT NULL").format(column(at)) for at in range(width)]
    execute(
        sql.SQL("CREATE UNLOGGED TABLE {} (line bigint NOT NULL, {})").format(
            tables["dhsraw"], sql.SQL(", ").join(cells)
        )
    )
    execute(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} (line bigint NOT NULL, line_text text NOT NULL)"
        ).format(tables["dhsragged"])
    )


def copy(tables: Tables, chunk: Chunk, delimiter: str) -> None:
    """COPY one chunk, in the caller's transaction."""
    with connection.cursor() as cursor:
        if chunk.rows:
            query: Any = sql.SQL(
                "COPY {} FROM STDIN WITH (FORMAT text, DELIMITER {})"
            ).format(tables["dhsraw"], sql.Literal(delimiter))
            cursor.copy_expert(query, io.BytesIO(chunk.data))
        if chunk.ragged:
            insert: Any = sql.SQL("INSERT INTO {} VALUES (%s, %s)").format(
                tables["dhsragged"]
            )
            told = [(line, text.replace("\0", "")) for line, text in chunk.ragged]
            cursor.executemany(insert, told)


def drop(tables: Tables) -> None:
    """Drop what this run made."""
    for part in PARTS:
        execute(sql.SQL("DROP TABLE IF EXISTS {}").format(tables[part]))
