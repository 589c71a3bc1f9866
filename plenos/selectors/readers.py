"""What province and Bawaslu read: published totals, and Bawaslu's seven elements."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.models import Count, Max, Min, OuterRef, Subquery, Sum
from django.db.models.functions import TruncDate

from accounts import scope
from accounts.models import User
from audit.models import LedgerEntry
from periods import rules
from periods.models import Period
from plenos.models import AdviceVoter, Plenary, Recap, RecapLine
from plenos.selectors.advice import advice_counts
from plenos.selectors.reopening import reopened_now
from regions.models import Level, Region
from regions.querysets import code_after
from voters.models import Voter

AT_ONCE = 1_000
"""More rows than these one call of `supervisor_list` does not give."""


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


def shown_key(row_key: str) -> UUID:
    """Key under which the ledger keeps a row of Bawaslu's list; it names nobody."""
    return UUID(hex=row_key.ljust(32, "0"))


def shown_keys(regency: str, public_id: UUID) -> list[UUID]:
    """The keys of one voter in Bawaslu's lists, of every period, and in its letters.

    A letter shows whom it names, and nobody is taken off a letter.
    """
    periods = Period.objects.filter(regency_code=regency).values_list("id", flat=True)
    person = Voter.objects.of(regency).filter(public_id=public_id).values("pk")
    named = AdviceVoter.objects.of(regency).filter(voter_id__in=person)
    letters = named.order_by().values_list("advice__public_id")
    texts = [
        *(f"{public_id}/{number}" for number in periods),
        *(f"{public_id}/saran/{letter}" for (letter,) in letters),
    ]
    digests = (hashlib.sha256(text.encode()).hexdigest() for text in texts)
    return [shown_key(digest[:16]) for digest in digests]


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
    return _supervised(
        "SELECT * FROM supervisor_list(%s, %s, %s, %s, %s, %s)",
        [regency, period.pk, kelurahan, tps, skip, most],
    )


def supervisor_place(
    *, regency: str, period: Period, kelurahan: str, tps: str, most: int
) -> tuple[list[dict[str, Any]], int]:
    """All rows of a kelurahan or TPS in the order of `supervisor_rows`, and how many.

    No rows where there are more than `most`.
    """
    place: dict[str, Any] = {"regency": regency, "period": period}
    place |= {"kelurahan": kelurahan, "tps": tps}
    found, total = supervisor_rows(**place, most=AT_ONCE)
    if total > most:
        return [], total
    while len(found) < total:
        more, _same = supervisor_rows(**place, skip=len(found), most=AT_ONCE)
        if not more:
            break
        found += more
    return found, total


def supervisor_sample(
    *, regency: str, period: Period, place: str, seed: str, most: int
) -> tuple[list[dict[str, Any]], int]:
    """`most` people of a region in a published period, chosen by the seed alone.

    The same seed gives the same people in the same order (plenos/sql/sample.sql).
    Gives the rows and out of how many they were drawn.
    """
    return _supervised(
        "SELECT * FROM supervisor_sample(%s, %s, %s, %s, %s)",
        [regency, period.pk, place, seed, most],
    )


def _supervised(statement: str, values: list[Any]) -> tuple[list[dict[str, Any]], int]:
    """Rows of a function over the supervisor's connection, with the token's range."""
    opening, shown = scope.lent()
    with connections["supervisor"].cursor() as cursor:
        cursor.execute(opening + statement, [*shown, *values])
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return rows, rows[0]["jumlah"] if rows else 0


@dataclass(frozen=True)
class Deeds:
    """What accounts of one role did on one day: an action, how often, when."""

    day: date
    action: str
    role: str
    n: int
    first: datetime
    last: datetime


def deeds(regency: str, action: str = "", most: int = 200) -> list[Deeds]:
    """The ledger of a regency without personal data: no subject, name or address."""
    rows = LedgerEntry.objects.filter(regency_code=regency)
    if action:
        rows = rows.filter(action__startswith=action)
    role = Subquery(User.objects.filter(pk=OuterRef("actor_id")).values("role")[:1])
    grouped = (
        rows.order_by()
        .annotate(day=TruncDate("recorded_at"), role=role)
        .values("day", "action", "role")
        .annotate(n=Count("pk"), first=Min("recorded_at"), last=Max("recorded_at"))
        .order_by("-day", "action", "role")[:most]
    )
    found: list[dict[str, Any]] = list(cast(Any, grouped))
    return [Deeds(**{**row, "role": row["role"] or ""}) for row in found]
