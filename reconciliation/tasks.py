"""Celery tasks of deliveries: the inbox folder is looked at by itself."""

from datetime import timedelta

from celery import shared_task

from jobs import periodic
from reconciliation.services import inbox


@shared_task(name="reconciliation.tasks.look_into_inbox")
def look_into_inbox() -> None:
    """Every minute, once: what is complete becomes a delivery that waits."""
    if periodic.take("inbox", timedelta(minutes=1)):
        inbox.look()
