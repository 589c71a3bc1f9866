"""Tables of one import in schema landing: made, filled by COPY, dropped.

Named like those of a delivery (job and fencing token), so that what a killed run leaves
behind is cleared away with theirs.
"""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg2 import sql

from files.readers import Chunk

SCHEMA = "landing"
FOLDER = Path(__file__).parents[1] / "sql"
PARTS = ("aidraw", "aidragged", "aidread", "aidmatched")


@dataclass(frozen=True)
class Tables:
    """The landing tables of one run."""

    job_id: int
    token: int

    def __getitem__(self, part: str) -> sql.Identifier:
        return sql.Identifier(SCHEMA, f"d{self.job_id}_{self.token}_{part}")


def execute(statement: sql.Composable, values: dict[str, Any] | None = None) -> int:
    """Run one statement; gives the rows it touched."""
    query: Any = statement
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.rowcount)


def statement(name: str, /, **parts: sql.Composable) -> sql.Composed:
    """The text of sql/<name>.sql without its header, its parts filled in."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    lines = [one for one in text.split("\n") if not one.lstrip().startswith("--")]
    return sql.SQL("\n".join(lines)).format(**parts)


def column(at: int) -> sql.Identifier:
    """A cell of the raw table."""
    return sql.Identifier(f"c{at}")


def cells(fields: Mapping[str, int], known: Iterable[str]) -> dict[str, sql.Composable]:
    """The cell of every known field, '' for one that the list lacks."""
    return {
        field: column(fields[field]) if field in fields else sql.Literal("")
        for field in known
    }


def create(tables: Tables, width: int) -> None:
    """Make the tables that COPY fills: whole rows, and ragged lines."""
    cells = [sql.SQL("{} text NOT NULL").format(column(at)) for at in range(width)]
    execute(
        sql.SQL("CREATE UNLOGGED TABLE {} (line bigint NOT NULL, {})").format(
            tables["aidraw"], sql.SQL(", ").join(cells)
        )
    )
    execute(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} (line bigint NOT NULL, line_text text NOT NULL)"
        ).format(tables["aidragged"])
    )


def copy(tables: Tables, chunk: Chunk, delimiter: str) -> None:
    """COPY one chunk, in the caller's transaction."""
    with connection.cursor() as cursor:
        if chunk.rows:
            query: Any = sql.SQL(
                "COPY {} FROM STDIN WITH (FORMAT text, DELIMITER {})"
            ).format(tables["aidraw"], sql.Literal(delimiter))
            cursor.copy_expert(query, io.BytesIO(chunk.data))
        if chunk.ragged:
            insert: Any = sql.SQL("INSERT INTO {} VALUES (%s, %s)").format(
                tables["aidragged"]
            )
            told = [(line, text.replace("\0", "")) for line, text in chunk.ragged]
            cursor.executemany(insert, told)


def drop(tables: Tables) -> None:
    """Drop what this run made."""
    for part in PARTS:
        execute(sql.SQL("DROP TABLE IF EXISTS {}").format(tables[part]))
