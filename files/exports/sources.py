"""Rooms say here which of their lists can be asked for as a file; files knows none.

A list is asked for by name and by the words of its address, so that the page, the small
file and the job all cut the rows with the same filter.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from files.exports.columns import Column


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
    """A list; `name` is the ledger's action and the kind in files.exports.fields."""

    name: str
    label: str | Promise
    build: Build


_sources: dict[str, Source] = {}


def register(name: str, build: Build, *, label: str | Promise) -> None:
    """Let a list be asked for (in AppConfig.ready)."""
    _sources[name] = Source(name, label, build)


def get(name: str) -> Source | None:
    """The list of this name, None when no room registered it."""
    return _sources.get(name)


def names() -> list[str]:
    """Every list that can be asked for."""
    return sorted(_sources)
