"""Deliveries that their period has outlived: never run, and never to be run.

A period that has closed takes no run. Its file may be received again, then for the
open period; the earlier delivery gives way, because bytes stand once.
"""

from typing import Any

from django.db.models import QuerySet

from audit.services import record
from jobs.models import OPEN_STATES, Job
from periods.models import Period
from periods.models import State as PeriodState
from reconciliation.models import Delivery, DeliveryState

RUN = "reconcile"
"""Kind of the job that runs a delivery."""
NEVER_RUN = (DeliveryState.RECEIVED, DeliveryState.STARTED)


def outlived(regency: str) -> QuerySet[Delivery]:
    """Deliveries that were not run before their period closed, and no job is to."""
    closed = Period.objects.of(regency).filter(state=PeriodState.CLOSED)
    running = Job.objects.filter(
        regency_code=regency, kind=RUN, state__in=OPEN_STATES
    ).values_list("params__delivery", flat=True)
    found: QuerySet[Delivery] = Delivery.objects.of(regency).filter(
        state__in=NEVER_RUN, period_id__in=closed.values("pk")
    )
    return found.exclude(pk__in=[*running])


def is_outlived(delivery: Delivery) -> bool:
    """Whether this is one of them, as the database has it now."""
    return outlived(delivery.regency_code).filter(pk=delivery.pk).exists()


def give_way(regency: str, sha256: str) -> Delivery | None:
    """Withdraw the outlived delivery of these bytes; None where there is none.

    Call it in the transaction that enters the new one.
    """
    rows = outlived(regency).filter(sha256=sha256).select_for_update(of=("self",))
    first = rows.first()
    if first is not None:
        first.state = DeliveryState.WITHDRAWN
        first.save(update_fields=["state"])
    return first


def told(actor: Any, first: Delivery, now: Delivery) -> None:
    """Write down that a delivery gave way to a later one of the same bytes."""
    record(
        actor=actor,
        action="delivery.outlived",
        regency_code=first.regency_code,
        subject=str(first.public_id),
        data={"period": first.period_code, "again": str(now.public_id)},
    )
