"""Celery tasks of files: downloads end by themselves."""

from celery import shared_task

from files import services


@shared_task(name="files.tasks.remove_expired")
def remove_expired() -> None:
    """Delete what is past its time."""
    services.remove_expired()
