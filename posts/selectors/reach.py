"""Reads of what makes the posts known: links, papers' facts, visits by month."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse

from posts.models import Post
from posts.models.reach import Channel, ReachDay, ShortLink

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """Visits of a month by channel, in the order of Channel."""

    month: date
    hits: Counter[str] = field(default_factory=Counter)

    @property
    def cells(self) -> list[int]:
        """One figure a channel."""
        return [self.hits[channel] for channel in Channel.values]

    @property
    def total(self) -> int:
        """All channels together."""
        return self.hits.total()


def open_post(kecamatan: str) -> Post | None:
    """The open post of a kecamatan that its papers name; the first by name of several.

    A row of posts without a map cannot say what is nearest to whom; the kecamatan's
    own is.
    """
    rows = Post.objects.opened().filter(kecamatan=kecamatan)
    found: Post | None = rows.order_by("name", "id").first()
    return found


def open_posts(codes: Any) -> dict[str, Post]:
    """The same for several kecamatan in one query."""
    rows = Post.objects.opened().filter(kecamatan__in=list(codes))
    found: dict[str, Post] = {}
    for row in rows.order_by("kecamatan", "name", "id"):
        found.setdefault(row.kecamatan, row)
    return found


def links_of(user: Any, regency: str) -> dict[str, list[ShortLink]]:
    """Short links that the account sees, by kecamatan, in the order of Channel."""
    found: dict[str, list[ShortLink]] = {}
    order = {channel: at for at, channel in enumerate(Channel.values)}
    for row in ShortLink.objects.in_scope_of(user).of(regency):
        found.setdefault(row.kecamatan, []).append(row)
    for rows in found.values():
        rows.sort(key=lambda one: order[one.channel])
    return found


def url_of(short: str, *, to_post: bool = False) -> str:
    """The whole address of a short link; to_post leads to the kecamatan's post."""
    name = "public-reach-post" if to_post else "public-reach"
    return settings.PUBLIC_URL + reverse(name, args=[short])


def hits_since(user: Any, regency: str, first: date) -> Counter[str]:
    """Visits by kecamatan from a day on."""
    rows = ReachDay.objects.in_scope_of(user).of(regency).filter(day__gte=first)
    sums = rows.order_by().values_list("kecamatan").annotate(n=Sum("hits"))
    return Counter(dict(sums))


def months_of(rows: Any, last: date) -> list[Month]:
    """Visits of `rows` in the twelve months up to `last`, oldest first; gaps are 0."""
    shown = [_before(last.replace(day=1), ago) for ago in range(MONTHS - 1, -1, -1)]
    found = {month: Month(month) for month in shown}
    sums = (
        rows.filter(day__gte=shown[0])
        .order_by()
        .annotate(month=TruncMonth("day"))
        .values_list("month", "channel")
        .annotate(n=Sum("hits"))
    )
    for month, channel, hits in sums:
        if month in found:
            found[month].hits[channel] += hits
    return list(found.values())


def _before(first: date, ago: int) -> date:
    """The first day of the month that lies `ago` months back."""
    months = first.year * 12 + first.month - 1 - ago
    return date(months // 12, months % 12 + 1, 1)
