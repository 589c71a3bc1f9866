"""Figures of posts and outreach: what came of the visits, by place and month."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from posts.migration_sql import read


@dataclass(frozen=True)
class PostFigures:
    """One post, or one series of outreach, in a month; `applied` counts proposals that
    stand on the roll. `post_id` is None for outreach."""

    post_id: int | None
    name: str
    kecamatan: str
    month: str
    visits: int
    baru: int
    pindah: int
    meninggal: int
    perbaikan: int
    tetap: int
    bertanya: int
    proposed: int
    applied: int

    def as_kept(self) -> dict[str, Any]:
        """As JSON, for the annex of a frozen recap."""
        return asdict(self)


FIGURES = (
    *("visits", "baru", "pindah", "meninggal", "perbaikan", "tetap", "bertanya"),
    *("proposed", "applied"),
)


def post_figures(
    regency: str, *, period_id: int | None = None, month: date | None = None
) -> list[PostFigures]:
    """Figures of a period's visits, of a calendar month's, or of all; posts first."""
    first = _start(month) if month else None
    after = _start(_next(month)) if month else None
    with connection.cursor() as cursor:
        cursor.execute(
            read("figures"),
            {
                "regency": regency,
                "period": period_id,
                "first": first,
                "after": after,
                "zone": settings.TIME_ZONE,
            },
        )
        return [PostFigures(*row) for row in cursor.fetchall()]


def totals(rows: list[PostFigures]) -> dict[str, int]:
    """The sum of each figure."""
    return {name: sum(getattr(row, name) for row in rows) for name in FIGURES}


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day.replace(day=1), time.min))


def _next(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
