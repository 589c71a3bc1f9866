"""Icons and badges as HTML: for the tags and for tables that write their own cells."""

from functools import lru_cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kpu_portal.ui import badges


@lru_cache
def _sheet(static_url: str, debug: bool) -> str:
    """Address of the symbols, looked up once: a list page draws hundreds of them."""
    return static("img/icons.svg")


def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw a symbol of static/img/icons.svg; size "s" 14 px, "l" 20 px, else 16 px."""
    return _drawn(_sheet(settings.STATIC_URL, settings.DEBUG), name, size, str(label))


@lru_cache(maxsize=512)
def _drawn(sheet: str, name: str, size: str, label: str) -> SafeString:
    css = f"pd-i pd-i--{size}" if size else "pd-i"
    said = SafeString('aria-hidden="true"')
    if label:
        said = format_html('role="img" aria-label="{}"', label)
    link = f"{sheet}#{name}"
    return format_html('<svg class="{}" {}><use href="{}"/></svg>', css, said, link)


def badge(
    kind: object, word: str = "", group: str = "", icon_name: str = "", tone: str = ""
) -> SafeString:
    """Draw the badge of an outcome, kind or state: icon and word together."""
    look = badges.look_of(kind, group)
    return format_html(
        '<span class="pd-badge k-{}">{}{}</span>',
        tone or look.tone,
        icon(icon_name or look.icon),
        word or look.word,
    )
