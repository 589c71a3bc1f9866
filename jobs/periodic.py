"""A periodic work runs once a slot of time, however many beats send its message."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs.models import PeriodicRun

KEEP = timedelta(days=7)
"""How long taken slots are remembered; no message lives as long."""


def take(name: str, every: timedelta, now: datetime | None = None) -> bool:
    """Take the present slot; False when another message took it.

    Slots are stretches of `every` of local time, so that a nightly one is a day. A
    work that dies in its slot is done in the next one.
    """
    local = timezone.localtime(now)
    shift = local.utcoffset() or timedelta()
    slot = int((local.timestamp() + shift.total_seconds()) // every.total_seconds())
    try:
        with transaction.atomic():
            PeriodicRun.objects.create(name=name, slot=slot)
    except IntegrityError:
        return False
    PeriodicRun.objects.filter(name=name, taken_at__lt=local - KEEP).delete()
    return True
