"""Reads docs/access.md, the table of who opens which page, for the crawler."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import get_resolver

from tests.databases import REPOSITORY

FILE = REPOSITORY / "docs" / "access.md"
CAST_OF = {
    "operator": "operator_a",
    "anggota": "member_a",
    "ketua": "chair_a",
    "provinsi": "province",
    "Bawaslu kab/kota": "supervisor",
    "Bawaslu provinsi": "supervisor_province",
    "pos": "post",
    "kelurahan": "village",
    "RT/RW": "head",
    "admin": "admin",
}
"""Each column of the table, and who plays it in the tests."""
READ_ONLY = frozenset({"provinsi", "Bawaslu kab/kota", "Bawaslu provinsi", "RT/RW"})
METHODS = {"R": "get", "W": "post"}


class Line(NamedTuple):
    """One page: the methods it answers, and those each role may use."""

    name: str
    answers: frozenset[str]
    may: dict[str, frozenset[str]]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _methods(cell: str) -> frozenset[str]:
    assert cell == "–" or set(cell) <= set(METHODS), cell
    return frozenset(METHODS[letter] for letter in cell if letter in METHODS)


def read() -> tuple[dict[str, Line], frozenset[str]]:
    """The pages by name, and the names of those that need no account."""
    pages: dict[str, Line] = {}
    free: set[str] = set()
    roles: list[str] = []
    for text in FILE.read_text(encoding="utf-8").splitlines():
        cells = _cells(text)
        if text.startswith("| Page"):
            roles = cells[3:]
        elif text.startswith("| `") and roles:
            name = cells[0].strip("`")
            assert name not in pages, name
            may = dict(zip(roles, map(_methods, cells[3:]), strict=True))
            pages[name] = Line(name, _methods(cells[2]), may)
        elif text.startswith("| `"):
            free.add(cells[0].strip("`"))
    return pages, frozenset(free)


def all_urls() -> Iterator[tuple[str, list[str]]]:
    """Every view name of the URL conf and the parameters of its pattern."""

    def walk(patterns: Any, space: str, names: list[str]) -> Iterator[Any]:
        for pattern in patterns:
            found = [*names, *pattern.pattern.regex.groupindex]
            if hasattr(pattern, "url_patterns"):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inner, found)
            else:
                yield f"{space}{pattern.name}", found

    yield from walk(get_resolver().url_patterns, "", [])


@functools.cache
def parameters_of() -> dict[str, list[str]]:
    """The parameters of every view name; of patterns that share one, the last."""
    return dict(all_urls())
