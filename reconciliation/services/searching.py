"""The job "duplicates_of": whom a delivery's new people look like, after its report.

The report does not wait for it. What it needs of the file, the new people and the rows
refused for a NIK of no use, is kept in a table that outlives the run until the pairs
are written; a search that failed, was killed or was cancelled starts from it again.
It writes no voter, so nobody waits for it (ADR 0034).
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jobs.following import follow
from jobs.models import OPEN_STATES, Job, State
from jobs.services import Context, JobError, enqueue
from periods.models import Period
from periods.services import PeriodError, current, require_open
from reconciliation import landing
from reconciliation.landing import Tables
from reconciliation.models import Delivery, DeliveryState
from reconciliation.services.errors import CannotStart
from voters.services import (
    Suspects,
    answered_before,
    gather_suspects,
    search_changed,
)

KIND = "duplicates_of"
PEOPLE = "people"
"""The kept table."""


def keep_people(delivery: Delivery, tables: Tables) -> dict[str, int]:
    """Keep whom the search compares; gives what the report says of them.

    Call it in the run's last transaction.
    """
    landing.drop_kept(delivery.pk, PEOPLE)
    rows = gather_suspects(
        tables.name("decided"), landing.kept_name(delivery.pk, PEOPLE)
    )
    if not rows:
        landing.drop_kept(delivery.pk, PEOPLE)
        return {"duplicates": 0}
    return {"to_search": rows}


def report_of(delivery: Delivery) -> dict[str, Any]:
    """What the delivery's run told, without what its search has added since."""
    told = dict(delivery.details)
    if "to_search" in told:
        told.pop("duplicates", None)
    return told


def queue(context: Context, delivery: Delivery, rows: int) -> None:
    """Let the search follow the job of `context`, where there is anybody to search."""
    if landing.is_kept(delivery.pk, PEOPLE):
        follow(context, kind=KIND, params={"delivery": delivery.pk}, weight=rows)


def of_delivery(delivery: Delivery) -> QuerySet[Job]:
    """Its searches, the latest first."""
    return Job.objects.filter(
        regency_code=delivery.regency_code, kind=KIND, params__delivery=delivery.pk
    ).order_by("-id")


def waits(delivery: Delivery) -> bool:
    """Whether a search of it stands in the queue."""
    return of_delivery(delivery).filter(state=State.QUEUED).exists()


@transaction.atomic
def search_again(*, actor: Any, delivery: Delivery) -> Job:
    """Queue a search that did not end, or give the one that waits or runs.

    Raises CannotStart when nothing is left to search.
    """
    rows = Delivery.objects.of(delivery.regency_code).filter(pk=delivery.pk)
    found = rows.select_for_update().get()
    if found.state != DeliveryState.DONE or "duplicates" in found.details:
        raise CannotStart(_("Pencarian ganda kiriman ini tidak perlu diulang."))
    if open_job := of_delivery(found).filter(state__in=OPEN_STATES).first():
        return open_job
    return enqueue(
        actor=actor,
        kind=KIND,
        regency=found.regency_code,
        params={"delivery": found.pk},
        weight=found.rows,
    )


def unended(before: datetime) -> list[int]:
    """Deliveries received before then whose search nobody ended."""
    old = Delivery.objects.filter(
        pk__in=landing.kept_of(PEOPLE), received_at__lt=before
    )
    return list(old.values_list("pk", flat=True))


def forget_unended(before: datetime) -> int:
    """Drop what was kept for these; gives how many there were."""
    found = unended(before)
    for delivery in found:
        landing.drop_kept(delivery, PEOPLE)
    return len(found)


def run(context: Context) -> dict[str, Any]:
    """Search and keep the pairs; gives their count. Raises JobError."""
    delivery = Delivery.objects.of(context.regency).get(pk=context.params["delivery"])
    landing.drop_leftovers()
    if "duplicates" in delivery.details:  # it died between its commit and its end
        return {"pairs": delivery.details["duplicates"]}
    if delivery.state != DeliveryState.DONE:
        return {"pairs": 0}
    if not landing.is_kept(delivery.pk, PEOPLE):
        raise JobError(_("Baris kiriman untuk pencarian ganda tidak ada lagi."))
    period = current(context.regency)
    if period is None:
        raise JobError(_("Tidak ada periode yang terbuka."))
    context.stage("search", total=delivery.details.get("to_search", 0))
    try:
        suspects = search_changed(
            context,
            context.regency,
            period,
            delivery.pk,
            landing.kept_name(delivery.pk, PEOPLE),
        )
        context.stage("keep", total=suspects.pairs, unit="pasangan")
        with transaction.atomic():
            context.check()
            try:
                pairs = keep(delivery, period, suspects)
            except PeriodError as error:
                raise JobError(str(error)) from error
            context.progress(suspects.pairs)
    finally:
        landing.drop(Tables(context.job_id, context.token))
    return {"pairs": pairs}


def keep(delivery: Delivery, period: Period, suspects: Suspects) -> int:
    """Write the pairs of a delivery and their count, and drop its kept rows.

    Call it in the transaction of all that lasts. Raises PeriodError when the period is
    not open any more.
    """
    require_open(period)
    pairs = suspects.keep() - answered_before(delivery.regency_code, delivery.pk)
    _told(delivery, pairs)
    landing.drop_kept(delivery.pk, PEOPLE)
    return pairs


def _told(delivery: Delivery, pairs: int) -> None:
    rows = Delivery.objects.of(delivery.regency_code).filter(pk=delivery.pk)
    now = rows.select_for_update().get()
    rows.update(details={**now.details, "duplicates": pairs})
