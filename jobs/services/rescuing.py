"""What becomes of jobs whose worker died: another try, or the park."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.models import Job, State
from jobs.services import waking

log = logging.getLogger("jobs")


def sweep() -> dict[str, int]:
    """Re-queue jobs whose lease ran out, park what died too often, wake the rest."""
    parked, requeued = rescue(timezone.now())
    waiting = Job.objects.filter(state=State.QUEUED).order_by("id")
    woken = sum(
        waking.wake(job_id) for job_id in waiting.values_list("pk", flat=True)[:100]
    )
    if parked or requeued:
        log.warning("sweep parked=%s requeued=%s", parked, requeued)
    return {"parked": parked, "requeued": requeued, "woken": woken}


def rescue(now: datetime) -> tuple[int, int]:
    """Park or re-queue what lost its lease; gives how many of each.

    A row that is locked belongs to a worker that is committing at this moment, lease
    or no lease: it is left alone.
    """
    with transaction.atomic():
        lost = (
            Job.objects.select_for_update(skip_locked=True)
            .filter(state=State.RUNNING, lease_until__lt=now)
            .values_list("pk", "attempts")
        )
        tried = dict(lost)
        hopeless = [pk for pk, n in tried.items() if n >= settings.POLICY.job_attempts]
        parked = sum(
            Job.objects.filter(pk__in=hopeless, settled_at__isnull=unsettled).update(
                state=State.FAILED, ended_at=now, token=F("token") + 1, error=words
            )
            for unsettled, words in ((True, _untouched()), (False, _settled()))
        )
        requeued = Job.objects.filter(pk__in=tried.keys() - set(hopeless)).update(
            state=State.QUEUED, token=F("token") + 1, lease_until=None
        )
    return parked, requeued


def _untouched() -> str:
    return _(
        "Berhenti %(n)s kali sebelum selesai; diparkir. Tidak ada yang berubah."
    ) % {"n": settings.POLICY.job_attempts}


def _settled() -> str:
    return _(
        "Berhenti %(n)s kali, lalu diparkir, tetapi sudah menyimpan. Yang sudah "
        "disimpan tetap berlaku."
    ) % {"n": settings.POLICY.job_attempts}
