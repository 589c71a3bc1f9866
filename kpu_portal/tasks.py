"""Celery tasks of the project package."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from jobs import periodic
from kpu_portal import retention
from kpu_portal.digest import proving
from kpu_portal.digest.queueing import queue


@shared_task(name="kpu_portal.tasks.retain")
def retain() -> None:
    """Nightly, once a night: remove what the retention rules say."""
    if periodic.take("retention", timedelta(days=1)):
        retention.apply()


@shared_task(name="kpu_portal.tasks.send_digests")
def send_digests() -> None:
    """Every five minutes, once: a job for each office whose digests are due."""
    if periodic.take("digests", timedelta(minutes=5)):
        queue(timezone.now())
        proving.queue()


@shared_task(name="kpu_portal.tasks.prove_addresses")
def prove_addresses() -> None:
    """As soon as a link is asked for: a job that sends it."""
    proving.queue()
