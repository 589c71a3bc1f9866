"""Words that the room's pages and feeds share."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from posts.models import Bulletin, Post
from posts.rules.hours import grouped
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
