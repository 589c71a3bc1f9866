"""Rooms say here which of their lists can be asked for as a file; files knows none.

A list is asked for by name and by the words of its address, so that the page, the small
file and the job all cut the rows with the same filter, in the same order, to the same
columns, and to the rows that were picked.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from files.exports.columns import Column
from files.lists.listing import ListTable, chosen_columns
from files.lists.picking import picked_of


@dataclass(frozen=True)
class Prepared:
    """A list cut and ordered, not yet read: `lines` reads it.

    `title` and `notes` stand above the rows; where a PDF is printed, each new value in
    the columns `parts` (names, in order) begins a page of its own.
    """

    name: str
    columns: Sequence[Column]
    rows: "QuerySet[Any]"
    lines: Callable[["QuerySet[Any]"], Iterator[Sequence[Any]]]
    persons: Any = None
    title: str = "Data"
    notes: Sequence[str] = ()
    parts: Sequence[str] = ()

    def count(self, most: int | None = None) -> int:
        """How many rows, counted up to `most`."""
        rows = self.rows.order_by().values("pk")
        return (rows if most is None else rows[:most]).count()


Build = Callable[[Any, str, QueryDict, str], Prepared]
"""(asker, regency, words of the address, database alias): only what the asker sees."""


@dataclass(frozen=True)
class Source:
    """A list; `name` is the ledger's action and the kind in files.exports.fields.

    table: the list as its page draws it, whose chosen columns the file has. by: the
    column of the moment, where the list is one that `files.lists.listed` draws.
    """

    name: str
    label: str | Promise
    make: Build
    table: type[ListTable] | None = None
    by: str = ""

    def build(self, asker: Any, regency: str, query: QueryDict, using: str) -> Prepared:
        """The list as its page shows it now. Raises PickError for too many picks."""
        made = self.make(asker, regency, query, using)
        picked, rows = picked_of(query), made.rows
        if picked.is_named:
            rows = picked.cut(rows)
        if self.by and query.get("sort") == self.by:
            rows = rows.order_by("id")
        if self.table is None:
            return replace(made, rows=rows)
        columns = columns_shown(self.table, made.columns, query)
        return replace(made, rows=rows, columns=columns)


def columns_shown(
    table: type[ListTable], columns: Sequence[Column], query: QueryDict
) -> Sequence[Column]:
    """Columns of a file, those off that the page of the list does not show.

    A column is that of the table with the same heading, or the one that `shown` names.
    """
    wanted = chosen_columns(table, query)
    if wanted is None:
        return columns
    names, headings = wanted
    return [
        replace(
            one, off=one.shown not in names if one.shown else one.label not in headings
        )
        for one in columns
    ]


_sources: dict[str, Source] = {}


def register(
    name: str,
    build: Build,
    *,
    label: str | Promise,
    table: type[ListTable] | None = None,
    by: str = "",
) -> None:
    """Let a list be asked for (in AppConfig.ready)."""
    _sources[name] = Source(name, label, build, table, by)


def get(name: str) -> Source | None:
    """The list of this name, None when no room registered it."""
    return _sources.get(name)


def names() -> list[str]:
    """Every list that can be asked for."""
    return sorted(_sources)
