"""Query strings and the filters that live in them.

Every list keeps its state in its address, so a filter is removed by a link, and any
change of filter or sort starts the list anew: the place in the list is dropped.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.forms import BoundField, Form
from django.http import QueryDict

CURSORS = ("sesudah", "sebelum", "page")


class Chip(NamedTuple):
    """One active filter: what it is, its value in words, the address without it."""

    name: str
    label: str
    text: str
    without: str


def with_values(query: QueryDict, changes: dict[str, Any]) -> str:
    """Give the query string with some keys set; None or "" takes a key out."""
    wanted = query.copy() if query else QueryDict(mutable=True)
    if not set(changes) & set(CURSORS):
        changes = {**changes, **dict.fromkeys(CURSORS)}
    for key, value in changes.items():
        if value is None or value == "":
            wanted.pop(key, None)
        elif isinstance(value, list | tuple):
            wanted.setlist(key, [str(item) for item in value])
        else:
            if key in CURSORS:
                for cursor in CURSORS:
                    wanted.pop(cursor, None)
            wanted[key] = str(value)
    return f"?{wanted.urlencode()}"


def without(query: QueryDict, names: Iterable[str], value: str | None = None) -> str:
    """Give the query string without some keys, or without one value of a key."""
    if not query:
        return "?"
    wanted = query.copy()
    for name in [*names, *CURSORS]:
        left = wanted.getlist(name)
        if value is not None and name not in CURSORS and value in left:
            left.remove(value)
            wanted.setlist(name, left)
            if left:
                continue
        wanted.pop(name, None)
    return f"?{wanted.urlencode()}"


def _words(field: BoundField, raw: str) -> str:
    """The word a person chose rather than the code it stands for."""
    choices = getattr(field.field, "choices", ())
    for code, word in choices:
        if isinstance(word, list | tuple):
            for inner_code, inner in word:
                if str(inner_code) == raw:
                    return str(inner)
        elif str(code) == raw:
            return str(word)
    return raw


def chips_of(form: Form, query: QueryDict, hidden: Iterable[str] = ()) -> list[Chip]:
    """List the active filters of a bound GET form, one chip for each value."""
    chips = []
    for field in form:
        name = field.html_name
        chip = str(getattr(field.field, "chip", ""))
        if field.name in hidden or (field.is_hidden and not chip):
            continue
        for raw in query.getlist(name):
            if raw.strip():
                label = str(field.label or field.name)
                text = chip or _words(field, raw)
                chips.append(Chip(name, label, text, without(query, [name], raw)))
    return chips
