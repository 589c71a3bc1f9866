"""Landing tables of one import of recipients, beside those of a delivery."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from psycopg2 import sql

from files import landing
from files.landing import Tables, column, copy, create, execute

__all__ = ["Tables", "cells", "column", "copy", "create", "drop", "execute"]

PREFIX = "aid"
FOLDER = Path(__file__).parents[1] / "sql"
PARTS = ("aidraw", "aidragged", "aidread", "aidmatched")


def statement(name: str, /, **parts: sql.Composable) -> sql.Composed:
    """The text of sql/<name>.sql without its header, its parts filled in."""
    return landing.statement(FOLDER, name, **parts)


def cells(fields: Mapping[str, int], known: Iterable[str]) -> dict[str, sql.Composable]:
    """The cell of every known field, '' for one that the list lacks."""
    return {
        field: column(fields[field]) if field in fields else sql.Literal("")
        for field in known
    }


def drop(tables: Tables) -> None:
    """Drop what this run made."""
    for part in PARTS:
        execute(sql.SQL("DROP TABLE IF EXISTS {}").format(tables[part]))
