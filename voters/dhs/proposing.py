"""What a comparison brings back: chosen rows become proposals, sheets get their ticks.

A list removes nobody: who stands only in the roll is never proposed (UU 7/2017 art. 202
asks for proof of every removal).
"""

import uuid
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit.services import record
from files.lists import mark_of, require_same
from jobs.models import Job
from jobs.services import Context, JobError, enqueue
from periods.models import Period
from regions.querysets import code_after
from voters.dhs import headers, landing
from voters.dhs.landing import Tables
from voters.dhs.selectors import proposable
from voters.migration_sql import ELEMENTS
from voters.models import SidalihComparison, SidalihRow
from voters.rules import sidalih as rules
from voters.selectors.sidalih import events_of
from voters.services.errors import VoterError
from voters.services.proposing import propose_bulk
from voters.services.sidalih import MOST, tick

KIND = "sidalih.propose"
RULE = "Z8"
"""Number of the rule that such a proposal carries."""
OFTEN = ("address", "rt", "rw", "kelurahan", "tps", "marital_status")
"""Elements that a move or a marriage changes; asked for first."""


class NothingChosen(VoterError):
    """None of the rows can become a proposal."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Tidak ada baris yang dapat menjadi usulan. Pilih baris Berbeda atau "
                "Hanya di SIDALIH yang unsurnya lengkap."
            )
        )


def mark_of_rows(rows: Any) -> str:
    """The mark of those of the rows that can become proposals."""
    numbers: Any = proposable(rows).order_by().values_list("pk", flat=True)
    return mark_of(numbers.iterator())


@transaction.atomic
def ask_proposals(
    *, actor: Any, comparison: SidalihComparison, rows: Any, mark: str = ""
) -> Job:
    """Mark the rows that can become proposals and queue the job that makes them.

    rows: SidalihRow of this comparison, cut by the page's filter or choice; mark: of
    those that the person confirmed (mark_of_rows). Raises NothingChosen, VoterError
    without an open period, PickError for other rows than were confirmed.
    """
    regency = comparison.regency_code
    if not Period.objects.open(regency).exists():
        raise VoterError(_("Tidak ada periode yang terbuka."))
    batch = uuid.uuid4()
    fit = proposable(rows.filter(comparison_id=comparison.pk))
    if mark:
        require_same(mark, list(fit.order_by().values_list("pk", flat=True)))
    n = fit.update(batch=batch)
    if not n:
        raise NothingChosen
    job = enqueue(
        actor=actor,
        kind=KIND,
        regency=regency,
        params={"comparison": comparison.pk, "batch": str(batch)},
        weight=n,
    )
    comparison.propose_job_id = job.pk
    comparison.save(update_fields=["propose_job_id"])
    record(
        actor=actor,
        action="sidalih.propose",
        regency_code=regency,
        subject=str(comparison.public_id),
        data={"count": n},
    )
    return job


def run_propose(context: Context) -> dict[str, Any]:
    """The job: the marked rows become proposals, all or none. Raises JobError."""
    if done := context.kept():
        return done
    batch = context.params["batch"]
    comparison = SidalihComparison.objects.of(context.regency).get(
        pk=context.params["comparison"]
    )
    rows = SidalihRow.objects.of(context.regency).filter(comparison_id=comparison.pk)
    asked = rows.filter(batch=batch).count()
    if not asked:
        raise JobError(_("Baris pembandingan ini sudah dibuang; unggah lagi."))
    context.stage("propose", total=asked)
    tables = Tables(context.job_id, context.token, landing.PREFIX)
    with transaction.atomic():
        context.check()
        period = Period.objects.open(context.regency).first()
        if period is None:
            raise JobError(_("Tidak ada periode yang terbuka."))
        made = landing.execute(
            landing.statement("dhs_propose", table=tables["dhspropose"]),
            {
                "regency": context.regency,
                "comparison": comparison.pk,
                "batch": batch,
                "as_of": period.reference_date,
                "source": f"SIDALIH {comparison.pk}",
                "rule": RULE,
                "required": list(rules.REQUIRED),
            },
        )
        counts = propose_bulk(
            context_actor=context,
            regency=context.regency,
            period=period,
            delivery_id=None,
            table=tables.name("dhspropose"),
        )
        landing.drop(tables)
        context.progress(asked)
        result = {"asked": asked, "fit": made, "left": asked - made, "made": counts}
        context.keep(result)
    return result


def entered(user: Any, comparison: SidalihComparison, period: Period) -> Any:
    """Events of the period's sheets that the download shows as entered, not ticked."""
    rows = events_of(user, comparison.regency_code, period.pk)
    return rows.filter(pk__in=entered_ids(comparison, period), done=False)


def entered_ids(comparison: SidalihComparison, period: Period) -> list[int]:
    """Numbers of those events, as far as the connection's scope reaches."""
    if comparison.ended_at is None:
        return []
    outcomes = comparison.result.get("outcomes", {})
    text = landing.statement("dhs_entered")
    area = comparison.area
    with connection.cursor() as cursor:
        query: Any = text
        cursor.execute(
            query,
            {
                "regency": comparison.regency_code,
                "period": period.pk,
                "comparison": comparison.pk,
                "fields": headers.elements_of(comparison.fields),
                "elements": sorted(ELEMENTS, key=lambda name: name not in OFTEN),
                "area": area,
                "area_end": code_after(area) if area else "",
                "whole": not outcomes.get("UNREADABLE"),
            },
        )
        return [pk for (pk,) in cursor.fetchall()]


def tick_entered(*, actor: Any, comparison: SidalihComparison, period: Period) -> int:
    """Tick what the download shows as entered, at most 5,000 rows; gives how many."""
    rows = entered(actor, comparison, period)
    chosen = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST])
    return tick(
        actor=actor,
        regency=comparison.regency_code,
        rows=rows.filter(pk__in=chosen),
        done=True,
    )
