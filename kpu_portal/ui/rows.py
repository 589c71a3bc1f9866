"""The body of a django-tables2 table, with what a cell needs worked out once a page.

django-tables2 asks for every cell anew which field it shows, whether it has choices and
which arguments its renderer takes: nine tenths of a list page. Here each column becomes
one function of a record. A column may name a look, so that a room below this one says
what a cell is and the portal how it is drawn: `attrs={"look": "nik"}`. A column that is
more than an attribute (a template, a link, a path) is left to django-tables2.
"""

import inspect
import re
from collections.abc import Callable
from html import escape
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_tables2 import Column

from files.lists import key_of
from kpu_portal.ui import formats
from kpu_portal.ui.marks import badge

Draw = Callable[[Any], Any]
_TAG = re.compile("<[^>]*>")
"""Of a drawn cell, whose texts and attributes are escaped: no other < stands there."""

LOOKS: dict[str, Draw] = {
    "nik": formats.masked,
    "birth": formats.masked_birth,
    "moment": formats.moment,
    "figure": formats.figure,
    "badge": badge,
}
REPEATED = frozenset({"badge"})
"""Looks of a few values: each is drawn once a page."""


def body(table: Any) -> SafeString:
    """Rows of the table, every text escaped that is not marked as safe."""
    columns = list(table.columns)
    draws = [(column.name, _cell(table, column)) for column in columns]
    opening, tick = _opening_of(table), _tick_of(table)
    line = "".join(_shell(column) for column in columns)
    rows = []
    for row in table.paginated_rows:
        record = row.record
        cells = [
            _escaped(draw(record) if draw else row.get_cell(name))
            for name, draw in draws
        ]
        ticked = tick(record, cells) if tick else ""
        rows.append(f"{opening(row)}{ticked}{line.format(*cells)}</tr>\n")
    return SafeString("".join(rows))


def _escaped(value: Any) -> str:
    """What conditional_escape does, without its detour for lazy arguments."""
    if type(value) is str:
        return escape(value)
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape(str(value))


def _tick_of(table: Any) -> Callable[[Any, list[str]], str] | None:
    """The tick of a row, named by the row's header; None where nothing is picked."""
    form = getattr(table, "picks", "")
    if not form:
        return None
    headers = [column.attrs["td"].get("scope") == "row" for column in table.columns]
    at = headers.index(True) if True in headers else 0
    said = escape(_("Pilih %(name)s"))

    def tick(record: Any, cells: list[str]) -> str:
        label = said % {"name": _TAG.sub("", cells[at]) if at < len(cells) else ""}
        return (
            '<td class="pd-picks"><label class="pd-pick"><input type="checkbox" '
            f'class="form-check-input" name="pilih" value="{escape(key_of(record))}" '
            f'form="{form}" data-pick aria-label="{label}"></label></td>'
        )

    return tick


def _opening_of(table: Any) -> Draw:
    """How a row opens: most have no attribute but an id made of the record."""
    make = table.row_attrs.get("id")
    if set(table.row_attrs) == {"id"} and callable(make):
        return lambda row: f'<tr id="{_escaped(make(row.record))}" data-row>'
    if not table.row_attrs:
        return lambda row: "<tr data-row>"
    return lambda row: format_html("<tr {} data-row>", row.attrs.as_html())


def _shell(column: Any) -> str:
    """A cell of the column round the place of its text; it knows no record."""
    attributes = column.attrs["td"]
    tag = "th" if attributes.get("scope") == "row" else "td"
    opened = format_html("<{} {}>", tag, attributes.as_html())
    return opened.replace("{", "{{").replace("}", "}}") + f"{{}}</{tag}>"


def _cell(table: Any, bound: Any) -> Draw | None:
    """The column as a function of a record; None when it is more than an attribute."""
    accessor = str(bound.accessor)
    own = getattr(table, f"render_{bound.name}", None)
    simple = type(bound.column).render is Column.render
    if not simple or bound.link or "." in accessor or "__" in accessor:
        return None
    wants = list(inspect.signature(own).parameters) if own else []
    if not set(wants) <= {"value", "record"}:
        return None
    value = _value_of(table, accessor, words="look" not in bound.column.attrs)
    finish = _finish(bound, own, wants)
    empty, default = bound.column.empty_values, bound.default

    def plain(record: Any) -> Any:
        found = value(record)
        return default if found in empty else found

    if finish is None:
        return plain
    made = finish

    def draw(record: Any) -> Any:
        found = value(record)
        return default if found in empty else made(found, record)

    return draw


def _finish(bound: Any, own: Any, wants: list[str]) -> Callable[[Any, Any], Any] | None:
    """What is made of a value: by the table or the column's look; None: nothing."""
    name = bound.column.attrs.get("look", "")
    if own and wants == ["record"]:
        return lambda value, record: own(record)
    if own and wants == ["value"]:
        return _once(own)
    if own:
        return lambda value, record: own(value=value, record=record)
    if not name:
        return None
    look = LOOKS[name]
    return _once(look) if name in REPEATED else lambda value, record: look(value)


def _once(make: Draw) -> Callable[[Any, Any], Any]:
    """Make each value once a page: what depends on nothing else stays the same."""
    made: dict[Any, Any] = {}

    def once(value: Any, record: Any) -> Any:
        if value not in made:
            made[value] = make(value)
        return made[value]

    return once


def _value_of(table: Any, name: str, *, words: bool) -> Draw:
    """How a record answers for a column; a field with choices by its word if wanted."""
    model = table.data.model or _model_of(table.data)
    known = _words(model, name) if words and model is not None else {}
    if known:
        return lambda record: known.get(getattr(record, name), getattr(record, name))

    def value(record: Any) -> Any:
        if isinstance(record, dict):
            return record.get(name)
        found = getattr(record, name, None)
        return found() if callable(found) else found

    return value


def _words(model: type[models.Model], name: str) -> dict[Any, str]:
    """The words of a field's choices, in the language of the page."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return {}
    return {code: str(word) for code, word in getattr(field, "flatchoices", None) or ()}


def _model_of(data: Any) -> type[models.Model] | None:
    first = next(iter(data), None)
    return type(first) if isinstance(first, models.Model) else None
