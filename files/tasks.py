"""Celery tasks of files: downloads end by themselves."""

from datetime import timedelta

from celery import shared_task

from files import services
from jobs import periodic


@shared_task(name="files.tasks.remove_expired")
def remove_expired() -> None:
    """Every ten minutes, once: delete what is past its time."""
    if periodic.take("remove-expired-exports", timedelta(minutes=10)):
        services.remove_expired()
