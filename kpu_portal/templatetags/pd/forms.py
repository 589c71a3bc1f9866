"""Tags for form fields and their errors."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, Form
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kpu_portal.ui import fields

register = template.Library()


@register.inclusion_tag("components/field.html")
def field(
    field: BoundField, label: str = "", help: str = "", wide: bool = False
) -> dict[str, Any]:
    """One form field: label, control, help, its error in the summary's words."""
    return fields.drawn(field, label, help, wide)


@register.simple_tag
def blank_fields(form: Form) -> SafeString:
    """Fields of a form that nobody has filled in, drawn once a language.

    Only for a form that is the same for everybody: made without arguments. Other
    choices (an administrator added a code) draw it anew.
    """
    offered = tuple(
        (name, str(value), str(label))
        for name, field in form.fields.items()
        for value, label in getattr(field, "choices", ())
    )
    return _blank_fields(type(form), get_language() or "", offered)


@register.simple_tag
def filter_fields(cut: Any) -> SafeString:
    """Fields of a list's filter; those of one that chooses nothing, once a place.

    cut: a filter set that names by `same_for` whatever its choices depend on, else its
    fields are drawn each time. One that `is_plain` chooses nothing, and says by `kind`
    which filter it is.
    """
    language, same = get_language() or "", getattr(cut, "same_for", None)
    if same is None or not (getattr(cut, "is_plain", False) or _chooses_nothing(cut)):
        return _drawn_fields(cut.form)
    key = (getattr(cut, "kind", type(cut).__name__), language, same)
    if key not in _blank_filters:
        if len(_blank_filters) >= MOST_FILTERS:
            _blank_filters.clear()
        _blank_filters[key] = _drawn_fields(cut.form)
    return _blank_filters[key]


def _chooses_nothing(cut: Any) -> bool:
    names = tuple(cut.form.fields)
    return not any(key.startswith(names) for key in cut.data)


MOST_FILTERS = 256
_blank_filters: dict[tuple[str, str, Hashable], SafeString] = {}


def _drawn_fields(form: BaseForm) -> SafeString:
    shown = [fields.drawn(bound, "", "", False) for bound in form.visible_fields()]
    parts = [render_to_string("components/field.html", one) for one in shown]
    return SafeString("".join([*parts, *map(str, form.hidden_fields())]))


@lru_cache(maxsize=32)
def _blank_fields(
    kind: type[Form], language: str, offered: tuple[tuple[str, str, str], ...]
) -> SafeString:
    return _drawn_fields(kind())


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Form, title: str = "") -> dict[str, Any]:
    """All errors of one or more forms, linked to their fields; focus moves to it."""
    found = fields.errors_of(*forms)
    return {"found": found, "title": title or _("Ada yang perlu diperbaiki")}
