"""Celery tasks of the room."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from jobs import periodic
from partners.services import remind


@shared_task(name="partners.tasks.remind_daily")
def remind_daily() -> None:
    """Once a day: make the reminders that have come due."""
    if periodic.take("partners", timedelta(days=1)):
        remind(timezone.localdate())
