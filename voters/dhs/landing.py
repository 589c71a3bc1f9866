"""Landing tables of one comparison with a download, beside those of a delivery."""

from psycopg2 import sql

from files import landing
from files.landing import Tables, column, copy, create, execute
from voters.migration_sql import FOLDER

__all__ = ["Tables", "column", "copy", "create", "drop", "execute", "statement"]

PREFIX = "dhs"
PARTS = ("dhsraw", "dhsragged", "dhsread", "dhsjudged", "dhspropose")


def statement(name: str, /, step: str = "", **parts: sql.Composable) -> sql.Composed:
    """The text of sql/<name>.sql (or of one step of it), its parts filled in."""
    return landing.statement(FOLDER, name, step, **parts)


def drop(tables: Tables) -> None:
    """Drop what this run made."""
    for part in PARTS:
        execute(sql.SQL("DROP TABLE IF EXISTS {}").format(tables[part]))
