"""Django's form widgets, with selects written in one go.

Django includes a template for each option, and a filter by kelurahan has dozens on
every list page. What is written is what Django's templates write, but for blank lines
and for Django's dashes: an empty choice says what it means.
"""

from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

SELECT = "django/forms/widgets/select.html"
OPTION = "django/forms/widgets/select_option.html"


class QuickSelects(DjangoTemplates):
    """The renderer of every form (FORM_RENDERER)."""

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: HttpRequest | None = None,
    ) -> str:
        widget = context.get("widget", {})
        if template_name == SELECT and _is_usual(widget):
            return _select(widget)
        return super().render(template_name, context, request)


def _is_usual(widget: dict[str, Any]) -> bool:
    """Whether no option has a template of its own."""
    groups = widget.get("optgroups", ())
    return all(
        one["template_name"] == OPTION for _, group, _ in groups for one in group
    )


def _select(widget: dict[str, Any]) -> SafeString:
    parts: list[str] = []
    for name, options, _at in widget["optgroups"]:
        if name:
            parts.append(format_html('\n  <optgroup label="{}">', name))
        parts += [_option(one, required=widget["required"]) for one in options]
        if name:
            parts.append("\n  </optgroup>")
    opening = f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>'
    return SafeString(f"{opening}{''.join(parts)}\n</select>")


def _option(one: dict[str, Any], *, required: bool) -> str:
    value, label = escape(str(one["value"])), escape(str(one["label"]))
    if not value and not any(letter.isalnum() for letter in label):
        label = escape(_("Pilih salah satu") if required else _("Tidak diisi"))
    return f'\n  <option value="{value}"{_attributes(one["attrs"])}>{label}</option>'


def _attributes(attributes: dict[str, Any]) -> str:
    told = []
    for name, value in attributes.items():
        if value is True:
            told.append(f" {escape(name)}")
        elif value is not False:
            told.append(f' {escape(name)}="{escape(str(value))}"')
    return "".join(told)
