"""Celery tasks of the room."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from jobs import periodic
from voters.services.handover import end_overdue


@shared_task(name="voters.tasks.end_handovers")
def end_handovers() -> None:
    """Once a day: hand-overs that nobody answered in time are late."""
    if periodic.take("handovers", timedelta(days=1)):
        end_overdue(timezone.localdate())
