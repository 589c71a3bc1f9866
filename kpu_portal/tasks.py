"""Celery tasks of the project package."""

from datetime import timedelta

from celery import shared_task

from jobs import periodic
from kpu_portal import retention


@shared_task(name="kpu_portal.tasks.retain")
def retain() -> None:
    """Nightly, once a night: remove what the retention rules say."""
    if periodic.take("retention", timedelta(days=1)):
        retention.apply()
