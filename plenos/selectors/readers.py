"""What province and Bawaslu read: published totals, and Bawaslu's seven elements."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Sum

from accounts import scope
from periods import rules
from periods.models import Period
from plenos.models import Plenary, PlenaryState, Recap, RecapLine
from regions.models import Level, Region
from regions.querysets import code_after


@dataclass(frozen=True)
class Overview:
    """One regency in the province's overview; totals are of published recaps only."""

    code: str
    name: str
    period: str
    state: str
    cutoff: date
    deadline: date
    published: str
    male: int
    female: int

    late: int

    @property
    def both(self) -> int:
        """L+P."""
        return self.male + self.female


def province_overview(province: str, today: date) -> list[Overview]:
    """Every regency of a province, enrolled or not, with its dates.

    One that is not enrolled has the dates of the rule for the period of today. `late`
    says by how many days a plenary that was planned has not frozen yet.
    """
    usual = rules.dates(rules.code_at(today, settings.POLICY.period_kind))
    low, high = province, code_after(province)
    regencies = Region.objects.within(province).filter(level=Level.REGENCY)
    newest: dict[str, Period] = {}
    spans = {"regency_code__gte": low, "regency_code__lt": high}
    for period in Period.objects.filter(**spans).order_by("starts_on"):
        newest[period.regency_code] = period
    plenaries: dict[str, Plenary] = {}
    states = dict(Plenary.objects.filter(**spans).values_list("period_id", "state"))
    done = Plenary.objects.filter(state=PlenaryState.PUBLISHED, **spans)
    for plenary in done.select_related("period").order_by("period__starts_on"):
        plenaries[plenary.regency_code] = plenary
    totals = _totals([plenary.period_id for plenary in plenaries.values()])
    rows = []
    for region in regencies:
        at, shown = newest.get(region.code), plenaries.get(region.code)
        due = (at.plenary_on if at else None) or usual.plenary_on
        sums = totals.get(shown.period_id, {}) if shown else {}
        rows.append(
            Overview(
                code=region.code,
                name=region.name,
                period=at.code if at else "",
                state=states.get(at.pk, at.state) if at else "",
                cutoff=at.cutoff_on if at else usual.cutoff_on,
                deadline=due,
                late=max(0, (today - due).days) if at else 0,
                published=shown.period.code if shown else "",
                male=sums.get("L", 0),
                female=sums.get("P", 0),
            )
        )
    return rows


def shown_key(row_key: str) -> UUID:
    """Key under which the ledger keeps a row of Bawaslu's list; it names nobody."""
    return UUID(hex=row_key.ljust(32, "0"))


def shown_keys(regency: str, public_id: UUID) -> list[UUID]:
    """The keys under which one voter stood in Bawaslu's lists, of every period."""
    periods = Period.objects.filter(regency_code=regency).values_list("id", flat=True)
    texts = (f"{public_id}/{number}" for number in periods)
    digests = (hashlib.sha256(text.encode()).hexdigest() for text in texts)
    return [shown_key(digest[:16]) for digest in digests]


def _totals(period_ids: list[int]) -> dict[int, dict[str, int]]:
    newest = dict(
        Recap.objects.filter(period_id__in=period_ids)
        .order_by("version")
        .values_list("period_id", "pk")
    )
    sums = (
        RecapLine.objects.filter(recap_id__in=newest.values(), column="SEKARANG")
        .values_list("recap__period_id", "sex")
        .annotate(total=Sum("n"))
    )
    out: dict[int, dict[str, int]] = {}
    for period_id, sex, total in sums:
        out.setdefault(period_id, {})[sex] = total
    return out


def supervisor_rows(
    *,
    regency: str,
    period: Period,
    kelurahan: str,
    tps: str = "",
    skip: int = 0,
    most: int = 50,
) -> tuple[list[dict[str, Any]], int]:
    """Bawaslu's seven elements of one kelurahan or TPS of a published period.

    Reads over the supervisor's own connection, which can run this function and nothing
    else. Gives the rows and how many there are in all.
    """
    with transaction.atomic(using="supervisor"):
        scope.lend("supervisor")
        with connections["supervisor"].cursor() as cursor:
            cursor.execute(
                "SELECT * FROM supervisor_list(%s, %s, %s, %s, %s, %s)",
                [regency, period.pk, kelurahan, tps, skip, most],
            )
            names = [column.name for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return rows, rows[0]["jumlah"] if rows else 0
