"""Celery tasks of the room."""

from datetime import timedelta

from celery import shared_task

from jobs import periodic
from plenos.services.outgoing import catch_up


@shared_task(name="plenos.tasks.copy_out")
def copy_out() -> None:
    """Every quarter of an hour: queue copies of publications that have none."""
    if periodic.take("outgoing", timedelta(minutes=15)):
        catch_up()
