"""Tags and filters for notices, dialogs and messages."""

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kpu_portal.ui.marks import icon

register = template.Library()

NOTE_ICONS = {
    "bad": "ban",
    "ask": "alert-triangle",
    "edit": "info-circle",
    "new": "check",
    "mute": "info-circle",
    "tms": "alert-triangle",
    "dup": "copy",
    "move": "arrows-exchange",
}


@register.simple_block_tag
def note(
    content: str, tone: str = "edit", title: str = "", role: str = ""
) -> SafeString:
    """A notice with its icon: {% note "bad" "Berkas ditolak." %}…{% endnote %}."""
    said = role or ("alert" if tone == "bad" else "")
    return format_html(
        '<div class="pd-note k-{}"{}>{}<div>{}{}</div></div>',
        tone,
        format_html(' role="{}"', said) if said else "",
        icon(NOTE_ICONS.get(tone, "info-circle")),
        format_html("<b>{}</b> ", title) if title else "",
        SafeString(content),
    )


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    name: str,
    title: str,
    action: str,
    button: str,
    danger: bool = False,
    icon_name: str = "check",
    form_id: str = "",
) -> str:
    """A dialog with a POST form; `data-open="<name>"` on a button opens it.

    `form_id` sends a form of the page instead (a selection in a table, say).
    """
    return render_to_string(
        "components/confirm.html",
        {
            "body": SafeString(content),
            "name": name,
            "title": title,
            "action": action,
            "button": button,
            "danger": danger,
            "icon_name": icon_name,
            "form_id": form_id,
            "csrf_token": context.get("csrf_token"),
        },
    )


UNDO_PREFIX = "urungkan:"


@register.filter
def undo_url(message: Any) -> str:
    """The address behind a message's "Urungkan" (extra_tags "urungkan:/…")."""
    for word in str(message.extra_tags or "").split():
        if word.startswith(UNDO_PREFIX):
            return word.removeprefix(UNDO_PREFIX)
    return ""


@register.filter
def message_tone(message: Any) -> str:
    """Tone of a message's notice."""
    tones = {"error": "bad", "warning": "ask", "success": "new", "info": "edit"}
    return tones.get(message.level_tag, "mute")


@register.filter
def message_icon(message: Any) -> str:
    """Icon of a message's notice."""
    return NOTE_ICONS[message_tone(message)]
