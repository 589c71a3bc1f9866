"""How long proposals wait: days, and periods that have closed since (rule J10)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from periods.models import Period
from periods.selectors import SHOWN


def opened_at(regency: str) -> list[datetime]:
    """When each period of a regency was opened, the first first."""
    rows = Period.objects.of(regency).order_by("opened_at")
    return list(rows.values_list("opened_at", flat=True))


def periods_old(opened: list[datetime], made: datetime) -> int:
    """How many periods were opened after a proposal was made: 0 for this one's own."""
    return len(opened) - bisect_right(opened, made)


def say_ages(regency: str, rows: Iterable[Any], periods: Sequence[Period] = ()) -> None:
    """Write `periods_old` on each proposal.

    periods: the recent ones, where the page has read them; fewer than could be are all
    there are, and else all are asked for (one query).
    """
    opened = sorted(one.opened_at for one in periods)
    if not 0 < len(opened) < SHOWN:
        opened = opened_at(regency)
    for row in rows:
        row.periods_old = periods_old(opened, row.created_at)


def at_least(rows: QuerySet[Any], regency: str, periods: int) -> QuerySet[Any]:
    """Of these proposals those that were carried over at least so often; 0 the new."""
    opened = opened_at(regency)
    if periods == 0:
        return rows.filter(created_at__gte=opened[-1]) if opened else rows
    if len(opened) < periods:
        return rows.none()
    return rows.filter(created_at__lt=opened[-periods])
