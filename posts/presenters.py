"""Words that the room's pages and feeds share."""

from collections.abc import Iterable
from datetime import date

from babel.dates import format_date
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from posts.models import Bulletin, OutreachEvent, OutreachSeries, Post
from posts.rules.hours import grouped
from posts.rules.recurrence import LAST, WEEKLY
from posts.rules.text import plain

SHARED = 400


def hours_words(post: Post) -> list[tuple[str, str]]:
    """ "Senin sampai Kamis", "08.00 sampai 15.00": one line for each run of days."""
    lines = []
    for first, last, opens, closes in grouped(post.hours):
        days = str(WEEKDAYS[first])
        if last > first:
            days = _("%(first)s sampai %(last)s") % {
                "first": days,
                "last": WEEKDAYS[last],
            }
        times = _("%(first)s sampai %(last)s") % {
            "first": opens.replace(":", "."),
            "last": closes.replace(":", "."),
        }
        lines.append((days, times))
    return lines


def share_text(bulletin: Bulletin, url: str) -> str:
    """A bulletin as a message: title in bold of chats, some words, the address."""
    return f"*{bulletin.title}*\n\n{plain(bulletin.body, SHARED)}\n\n{url}"


def day_words(day: date) -> str:
    """ "Jumat, 4 Des 2026": in the language of the page."""
    return format_date(day, "EEEE, d MMM y", locale=get_language() or "id")


def hours_of_event(event: OutreachEvent) -> str:
    """ "07.00 sampai 09.00"."""
    return _("%(first)s sampai %(last)s") % {
        "first": f"{event.starts:%H.%M}",
        "last": f"{event.till:%H.%M}",
    }


def rule_words(series: OutreachSeries) -> str:
    """How a series comes back: "Tiap Jumat sampai Jumat, 25 Des 2026"."""
    words = {"day": WEEKDAYS[series.weekday], "until": day_words(series.until)}
    if series.freq == WEEKLY:
        return _("Tiap %(day)s sampai %(until)s") % words
    if series.nth == LAST:
        return _("%(day)s terakhir tiap bulan sampai %(until)s") % words
    words["nth"] = str(series.nth)
    return _("%(day)s ke-%(nth)s tiap bulan sampai %(until)s") % words


def events_text(events: Iterable[OutreachEvent], place: str, url: str) -> str:
    """Coming events as a message: heading in bold of chats, a line each, the address;
    no officer is in it."""
    title = _("Temui kami di Kecamatan %(name)s") % {"name": place}
    lines = [f"*{title}*", ""]
    for one in events:
        lines.append(f"• {day_words(one.day)}, {hours_of_event(one)}")
        lines.append(f"  {one.title}, {one.place}")
    return "\n".join([*lines, "", url])
