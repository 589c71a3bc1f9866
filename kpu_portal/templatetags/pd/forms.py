"""Tags for form fields and their errors."""

from typing import Any

from django import template
from django.forms import BoundField, Form
from django.utils.translation import gettext as _

from kpu_portal.ui import fields

register = template.Library()


@register.inclusion_tag("components/field.html")
def field(
    field: BoundField, label: str = "", help: str = "", wide: bool = False
) -> dict[str, Any]:
    """One form field: label, control, help, its error in the summary's words."""
    return fields.drawn(field, label, help, wide)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Form, title: str = "") -> dict[str, Any]:
    """All errors of one or more forms, linked to their fields; focus moves to it."""
    found = fields.errors_of(*forms)
    return {"found": found, "title": title or _("Ada yang perlu diperbaiki")}
