"""The chair decides a delivery that stopped at the change ceiling.

Passing the ceiling takes a second person: whoever started the run does not open it.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role
from audit.services import record
from jobs.models import OPEN_STATES, Job
from jobs.services import enqueue
from periods.models import Period
from reconciliation.models import CeilingStop, Delivery, DeliveryState
from reconciliation.services.ceiling import late, unfinished_withdrawals
from reconciliation.services.errors import CannotDecide
from reconciliation.services.starting import KIND

WITHDRAW = "WITHDRAW"
SHORTEST, LONGEST = 10, 400
"""Letters of a reason; shorter ones say nothing to whoever reads the ledger."""


@transaction.atomic
def open_for_review(*, actor: Any, delivery: Delivery, reason: str) -> Job:
    """Open the kept proposals, in the background; gives the job. See decide()."""
    decide(actor=actor, delivery=delivery, opens=True, reason=reason)
    return _end_it(actor, delivery)


@transaction.atomic
def withdraw(*, actor: Any, delivery: Delivery, reason: str) -> Job:
    """Reject the delivery whole, in the background; gives the job. See decide().

    Also where it is withdrawn and the job did not end: the first decision stands.
    """
    decide(actor=actor, delivery=delivery, opens=False, reason=reason)
    return _end_it(actor, delivery)


def _end_it(actor: Any, delivery: Delivery) -> Job:
    return enqueue(
        actor=actor,
        kind=KIND,
        regency=delivery.regency_code,
        params={"delivery": delivery.pk},
        weight=delivery.rows if delivery.state == DeliveryState.OPENED else 0,
    )


@transaction.atomic
def decide(*, actor: Any, delivery: Delivery, opens: bool, reason: str) -> Delivery:
    """Record the chair's decision; a job of kind "reconcile" then ends the delivery.

    Raises CannotDecide: not the chair, the same person as started the run (to open),
    no reason, nothing stopped, closed period or a newer list (to open), job running.
    """
    reason = " ".join(reason.split())
    _refuse_person(actor, delivery, opens)
    if not SHORTEST <= len(reason) <= LONGEST:
        raise CannotDecide(
            _("Tuliskan alasan, %(least)s sampai %(most)s huruf.")
            % {"least": SHORTEST, "most": LONGEST}
        )
    stop = _locked(delivery, opens)
    if opens:
        _refuse_late(delivery)
    delivery.state = DeliveryState.OPENED if opens else DeliveryState.WITHDRAWN
    delivery.save(update_fields=["state"])
    if stop.decision != WITHDRAW:
        _write(stop, actor, opens, reason)
    record(
        actor=actor,
        action="delivery.open" if opens else "delivery.withdraw",
        regency_code=delivery.regency_code,
        subject=str(delivery.public_id),
        data={"reason": reason, "outliers": stop.outliers, "held": stop.proposals},
    )
    return delivery


def _write(stop: CeilingStop, actor: Any, opens: bool, reason: str) -> None:
    stop.decision = "OPEN" if opens else WITHDRAW
    stop.reason = reason
    stop.decided_by_id, stop.decided_by_name = actor.pk, str(actor)[:150]
    stop.decided_at = timezone.now()
    stop.save(
        update_fields=[
            "decision",
            "reason",
            "decided_by_id",
            "decided_by_name",
            "decided_at",
        ]
    )


def starters(delivery: Delivery) -> set[int]:
    """Who asked for a run of this delivery before it stopped, or tried one again."""
    stop = CeilingStop.objects.of(delivery.regency_code).get(delivery_id=delivery.pk)
    asked = Job.objects.filter(
        regency_code=delivery.regency_code,
        kind=KIND,
        params__delivery=delivery.pk,
        created_at__lte=stop.stopped_at,
    )
    found = {stop.started_by_id}
    for last, before in asked.values_list("asked_by_id", "asked_before"):
        found |= {last, *before}
    return {number for number in found if number is not None}


def _refuse_person(actor: Any, delivery: Delivery, opens: bool) -> None:
    is_theirs = getattr(actor, "by_name_scope", "") == delivery.regency_code
    if getattr(actor, "role", "") != Role.CHAIR or not is_theirs:
        raise CannotDecide(_("Hanya Ketua kab/kota ini yang memutus plafon."))
    if delivery.is_stopped and opens and actor.pk in starters(delivery):
        raise CannotDecide(
            _("Rekonsiliasi ini Anda mulai sendiri; harus orang kedua yang membukanya.")
        )


def _locked(delivery: Delivery, opens: bool) -> CeilingStop:
    """The stop of a delivery that waits, or whose ending failed; else refused."""
    rows = Delivery.objects.of(delivery.regency_code).filter(pk=delivery.pk)
    state = rows.select_for_update().values_list("state", flat=True).get()
    again = state == DeliveryState.WITHDRAWN and not opens
    if state not in (DeliveryState.WAITING, DeliveryState.OPENED) and not again:
        raise CannotDecide(_("Kiriman ini tidak menunggu putusan plafon."))
    ending = Job.objects.filter(
        regency_code=delivery.regency_code,
        kind=KIND,
        params__delivery=delivery.pk,
        state__in=OPEN_STATES,
    )
    if ending.exists():
        raise CannotDecide(_("Putusan sebelumnya sedang dijalankan."))
    if again and not unfinished_withdrawals().filter(pk=delivery.pk).exists():
        raise CannotDecide(_("Kiriman ini tidak menunggu putusan plafon."))
    stops = CeilingStop.objects.of(delivery.regency_code).select_for_update()
    return stops.get(delivery_id=delivery.pk)


def why_late(delivery: Delivery) -> str:
    """Why a stopped delivery may not be opened; "" where it may."""
    period = Period.objects.of(delivery.regency_code).get(pk=delivery.period_id or 0)
    return late(delivery, period)


def _refuse_late(delivery: Delivery) -> None:
    if why := why_late(delivery):
        raise CannotDecide(why)
