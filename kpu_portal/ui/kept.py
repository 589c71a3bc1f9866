"""Pieces of a list page that say the same to everybody: drawn once a language.

The choice of columns, the export menu and the bar of picked rows know their table, the
address of the list and no person. What differs from request to request (the form's
token, whose choice it is) is put into the drawn piece.
"""

from collections.abc import Hashable
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 512
"""Pieces that are kept; then they are drawn anew."""
_kept: dict[Hashable, SafeString] = {}


def kept(
    template: str, given: dict[str, Any], places: dict[str, str] | None = None
) -> SafeString:
    """The template with what it is given, from the last time that this was the same.

    given: texts, numbers, and lists or dictionaries of them. places: names that the
    template writes as they are, once drawn with a mark of their own, and what stands
    there this time; it is escaped.
    """
    marks = {name: f"pd-kept-{name}" for name in places or {}}
    key = (template, get_language(), frozen(given), tuple(marks))
    if key not in _kept:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = render_to_string(template, {**given, **marks})
    drawn: str = _kept[key]
    for name, mark in marks.items():
        drawn = drawn.replace(mark, escape((places or {})[name]))
    return SafeString(drawn)


def frozen(value: Any) -> Hashable:
    """The same value as part of a key; text that is not escaped is told from other."""
    if isinstance(value, dict):
        return tuple((key, frozen(one)) for key, one in value.items())
    if isinstance(value, list | tuple):
        return tuple(frozen(one) for one in value)
    if isinstance(value, SafeString):
        return "safe", str(value)
    return str(value) if isinstance(value, Promise) else value
