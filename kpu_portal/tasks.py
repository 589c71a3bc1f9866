"""Celery tasks of the project package."""

from celery import shared_task

from kpu_portal import retention


@shared_task(name="kpu_portal.tasks.retain")
def retain() -> None:
    """Nightly: remove what the retention rules say; twice a night does no harm."""
    retention.apply()
