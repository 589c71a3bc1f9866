"""What people ask of the queue: a new job, the end of one, one more try."""

import time
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs import registry
from jobs.models import ENDED_STATES, OPEN_STATES, Job, State
from jobs.services import waking
from jobs.services.context import JobError

CANCEL_TRIES, CANCEL_PAUSE = 10, 0.1
"""How often, and how many seconds apart, a cancel looks for an unlocked row."""


def enqueue(
    *,
    actor: Any,
    kind: str,
    regency: str,
    params: dict[str, Any] | None = None,
    weight: int = 0,
) -> Job:
    """Put a job in the queue and wake a worker after the commit; gives its row.

    weight: the rows it will look at, as far as known; large ones leave a worker free
    for small ones (jobs.fairness). When the broker is down the row waits and the
    sweeper wakes a worker later.
    """
    job = queued(actor, kind, regency, params, weight)
    transaction.on_commit(lambda: waking.wake(job.pk))
    return job


def queued(
    actor: Any,
    kind: str,
    regency: str,
    params: dict[str, Any] | None,
    weight: int = 0,
) -> Job:
    """A new row of the queue; nobody is woken."""
    return Job.objects.create(
        regency_code=regency,
        kind=kind,
        params=params or {},
        writing=registry.get(kind).writing,
        weight=weight,
        asked_by_id=getattr(actor, "pk", None),
        asked_by_name=str(actor or "sistem")[:150],
    )


def request_cancel(*, actor: Any, job: Job) -> None:
    """Ask a job to stop; one that still waits is cancelled at once.

    The row of a job that makes its effect is locked until the commit (Context.check);
    nobody waits for that. Raises JobError when it is locked for longer than a moment,
    and when the effect is committed: then it waits or runs only to tell its result.
    """
    rows = Job.objects.filter(pk=job.pk, state__in=OPEN_STATES)
    for _attempt in range(CANCEL_TRIES):
        with transaction.atomic():
            free = rows.select_for_update(skip_locked=True).first()
            if free and free.settled_at:
                raise JobError(
                    _("Pekerjaan ini sudah menyimpan; tidak dapat dibatalkan lagi.")
                )
            if free and free.state == State.QUEUED:
                rows.update(
                    state=State.CANCELLED,
                    cancel_requested=True,
                    ended_at=timezone.now(),
                )
            elif free:
                rows.update(cancel_requested=True)
        if free or not rows.exists():
            return
        time.sleep(CANCEL_PAUSE)
    raise JobError(_("Pekerjaan ini sedang menyimpan; tidak dapat dibatalkan lagi."))


def mark_read(
    *, actor: Any, regency: str = "", only: Collection[int] | None = None
) -> int:
    """Let the bell be silent about the account's ended jobs; gives how many.

    regency: "" for every one that the account reaches. only: keys of those that it has
    seen; without them all.
    """
    mine = Job.objects.filter(
        asked_by_id=actor.pk, state__in=ENDED_STATES, seen_at__isnull=True
    )
    if regency:
        mine = mine.filter(regency_code=regency)
    if only is not None:
        mine = mine.filter(pk__in=only)
    return mine.update(seen_at=timezone.now())


def retry(*, actor: Any, job: Job) -> Job:
    """Put a failed job back into the queue, in the name of who asks now.

    One that was given up after its commit stays settled: its new try tells the result,
    and a cancel would deny it. Raises JobError when it has not failed (any more).
    """
    again = Job.objects.filter(pk=job.pk, state=State.FAILED).update(
        state=State.QUEUED,
        attempts=0,
        token=F("token") + 1,
        stage="",
        done=0,
        total=0,
        error="",
        cancel_requested=False,
        ended_at=None,
        seen_at=None,
        asked_by_id=getattr(actor, "pk", None),
        asked_by_name=str(actor or "sistem")[:150],
    )
    if not again:
        raise JobError(_("Hanya pekerjaan yang gagal dapat diulang."))
    transaction.on_commit(lambda: waking.wake(job.pk))
    return job
