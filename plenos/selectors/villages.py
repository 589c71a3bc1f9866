"""Reads of the kelurahan recap: its figures now, as locked, and where each stands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from periods.models import Period
from plenos import contributions
from plenos.models import Recap, VillageConfirmation, VillageRecap
from plenos.rules import village as rules
from plenos.rules.village import Row
from plenos.selectors.village_counts import (
    Counts,
    counts_of,
    keep_counts,
    kept_counts,
)
from regions.models import Region

Rows = dict[str, list[Row]]
"""Kelurahan -> its figures."""


@dataclass(frozen=True)
class Line:
    """Where one kelurahan stands; no figure of an RT and no remark."""

    kelurahan: str
    state: str
    sha256: str
    made: int
    applied: int
    refused: int
    still_open: int
    signed_by: str = ""
    confirmed_at: datetime | None = None
    paper_no: str = ""
    paper_on: date | None = None


def work(period: Period, using: str = "default") -> Rows:
    """What the period's work found, of every kelurahan the connection reaches.

    Proposals and applied changes come from plenos/sql/villages.sql, field and post work
    from whoever registered in plenos.contributions.
    """
    regency = period.regency_code
    found: dict[str, list[Row]] = defaultdict(list)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT * FROM village_work(%s, %s)", [regency, period.pk])
        for kelurahan, rw, rt, tps, code, sex, n in cursor.fetchall():
            split = (n if sex == "L" else 0, n if sex == "P" else 0)
            plain = 0 if sex in ("L", "P") else n
            found[kelurahan].append(Row(rw, rt, tps, code, *split, plain))
    for source in contributions.sources():
        for one in source.provider(regency, period):
            code = f"{source.name}.{one.figure}"
            found[one.kelurahan].append(
                Row(one.rw, one.rt, "", code, one.male, one.female, one.plain)
            )
    return {kelurahan: rules.tidy(rows) for kelurahan, rows in found.items()}


def work_of(period: Period, kelurahan: str) -> list[Row]:
    """The figures of one kelurahan now."""
    return work(period).get(kelurahan, [])


def as_rows(stored: list[list[Any]]) -> list[Row]:
    """Figures as a confirmation or a locked recap keeps them."""
    return [Row(*row) for row in stored]


def digest_of(period: Period, kelurahan: str, rows: list[Row]) -> str:
    """The digest of a kelurahan's figures."""
    return rules.digest(period.regency_code, period.code, kelurahan, rows)


def confirmation_of(period: Period, kelurahan: str) -> VillageConfirmation | None:
    """The confirmation that stands, if there is one."""
    found: VillageConfirmation | None = VillageConfirmation.objects.filter(
        regency_code=period.regency_code,
        period=period,
        kelurahan=kelurahan,
        state="VALID",
    ).first()
    return found


def confirmations(
    period: Period, using: str = "default"
) -> dict[str, VillageConfirmation]:
    """The confirmations that stand, by kelurahan, without their figures."""
    rows = VillageConfirmation.objects.using(using).filter(
        regency_code=period.regency_code, period=period, state="VALID"
    )
    return {row.kelurahan: row for row in rows.defer("figures")}


def locked_of(recap: Recap, kelurahan: str) -> VillageRecap | None:
    """A kelurahan's recap as a version locked it; None for one frozen without."""
    found: VillageRecap | None = (
        VillageRecap.objects.filter(
            regency_code=recap.regency_code, recap=recap, kelurahan=kelurahan
        )
        .select_related("confirmation")
        .first()
    )
    return found


def live_lines(period: Period, using: str = "default") -> list[Line]:
    """Where every kelurahan of an open period stands now.

    Counted when the regency's work has moved since it was counted last (ADR 0076).
    """
    # What is kept is right only if it is kept in the transaction that was asked to.
    with transaction.atomic(using=using, savepoint=False):
        counts, may_keep = kept_counts(period, using)
        if counts is None:
            counts = counts_from(period, work(period, using))
            if may_keep:
                keep_counts(period, counts, using)
    return lines_from(period, counts, confirmations(period, using))


def counts_from(period: Period, figures: Rows) -> dict[str, Counts]:
    """Digest and sums of every kelurahan that has figures."""
    return {code: counts_of(period, code, rows) for code, rows in figures.items()}


def lines_from(
    period: Period, counts: dict[str, Counts], said: dict[str, VillageConfirmation]
) -> list[Line]:
    """A line for every kelurahan of the code list, and for any that has figures."""
    there = Region.objects.villages(period.regency_code, period.reference_date)
    places = set(there.values_list("code"))
    codes = {code for (code,) in places} | counts.keys() | said.keys()
    return [
        _line(code, counts.get(code) or counts_of(period, code, []), said.get(code))
        for code in sorted(codes)
    ]


def line_of(
    period: Period, kelurahan: str, rows: list[Row], said: VillageConfirmation | None
) -> Line:
    """Where one kelurahan stands, from its figures and what it confirmed."""
    return _line(kelurahan, counts_of(period, kelurahan, rows), said)


def _line(kelurahan: str, now: Counts, said: VillageConfirmation | None) -> Line:
    return Line(
        kelurahan,
        rules.state(said.sha256 if said else "", now.sha256),
        *now,
        signed_by=said.signed_by if said else "",
        confirmed_at=said.confirmed_at if said else None,
        paper_no=said.paper_no if said else "",
        paper_on=said.paper_on if said else None,
    )


def locked_lines(recap: Recap, using: str = "default") -> list[Line]:
    """Where every kelurahan stood when a version was frozen, whoever asks.

    Empty for a version that was frozen before kelurahan confirmed, and for an opening.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT * FROM village_states(%s)", [recap.pk])
        return [Line(*row) for row in cursor.fetchall()]


def confirmed_on(line: Line) -> date | None:
    """The day of a confirmation: the paper's where there is one."""
    if line.paper_on or line.confirmed_at is None:
        return line.paper_on
    return timezone.localdate(line.confirmed_at)
