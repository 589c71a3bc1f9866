"""What is due as text for a group chat: counts, dates and links, no names."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from jobs.due import Due
from kpu_portal.ui.formats import day, figure


def share_text(found: Iterable[Due], *, office: str, as_of: date, site: str) -> str:
    """Lines that WhatsApp shows well: *bold* heading, one thing a line, full links."""
    title = _("Yang harus dikerjakan")
    lines = [f"*{title}*", f"{office}, {day(as_of, 'd MMMM y')}", ""]
    items = [_line(one, site) for one in found]
    return "\n".join(lines + (items or [_("Tidak ada yang menunggu")]))


def _line(one: Due, site: str) -> str:
    until = ""
    if one.deadline:
        until = f" ({_('tenggat')} {day(one.deadline, 'd MMM')})"
    return f"• *{figure(one.count)}* {one.text}{until}\n  {site.rstrip('/')}{one.url}"
