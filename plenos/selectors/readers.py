"""What province and Bawaslu read: published totals, and Bawaslu's seven elements."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Sum

from accounts import scope
from periods import rules
from periods.models import Period
from plenos.models import Plenary, Recap, RecapLine
from plenos.selectors.advice import advice_counts
from plenos.selectors.reopening import reopened_now
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
    reopened: str = ""
    reopened_late: int = 0
    advice: int = 0
    advice_late: int = 0

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
    states = dict(
        Plenary.objects.filter(**spans)
        .order_by("version")
        .values_list("period_id", "state")
    )
    done = Plenary.objects.filter(published_at__isnull=False, **spans)
    in_order = done.select_related("period").order_by("period__starts_on", "version")
    for plenary in in_order:
        plenaries[plenary.regency_code] = plenary
    totals = _totals({p.period_id: p.version for p in plenaries.values()})
    again = reopened_now(province)
    advice = advice_counts(province, today)
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
                reopened=again[region.code].period.code if region.code in again else "",
                reopened_late=again[region.code].days_late
                if region.code in again
                else 0,
                advice=advice.get(region.code, (0, 0))[0],
                advice_late=advice.get(region.code, (0, 0))[1],
            )
        )
    return rows


def _totals(versions: dict[int, int]) -> dict[int, dict[str, int]]:
    """L and P by period, of the version that is given for each."""
    newest = {
        period: pk
        for pk, period, version in Recap.objects.filter(
            period_id__in=versions
        ).values_list("pk", "period_id", "version")
        if versions[period] == version
    }
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
