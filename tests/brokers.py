"""Brokers for the wake-up of a test: one that is down, one that is silent, a real one.

Plain tests send no wake-up at all (tests/conftest.py); inside `waking_at` this process
sends them as the portal does.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from kombu import pools

from jobs import services
from jobs.tasks import run_job
from tests import databases
from tests.workers import broker_number

REAL_WAKE = services.wake


@contextlib.contextmanager
def waking_at(url: str) -> Iterator[None]:
    """Send this process's wake-ups to the broker at `url`."""
    amqp = run_job.app.amqp
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services.waking, "wake", REAL_WAKE)
        patch.setenv("CELERY_BROKER_WRITE_URL", url)
        amqp._producer_pool = None  # it remembers the address of before
        try:
            yield
        finally:
            amqp._producer_pool = None
            pools.reset()


@contextlib.contextmanager
def _bound(*, listens: bool) -> Iterator[str]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        if listens:
            holder.listen()
        yield f"redis://127.0.0.1:{holder.getsockname()[1]}/0"


@contextlib.contextmanager
def broker_down() -> Iterator[None]:
    """Nothing listens: the port is held, so that nobody else takes it meanwhile."""
    with _bound(listens=False) as url, waking_at(url):
        yield


@contextlib.contextmanager
def broker_silent() -> Iterator[None]:
    """Whoever connects is never answered, as by a server that hangs."""
    with _bound(listens=True) as url, waking_at(url):
        yield


@contextlib.contextmanager
def broker_up() -> Iterator[Any]:
    """The suite's Valkey, in a database of this process; gives a client of it."""
    base = databases.server().redis_url.rsplit("/", 1)[0]
    url = f"{base}/{broker_number('worker')}"
    with redis.Redis.from_url(url) as client, waking_at(url):
        client.flushdb()
        yield client
        client.flushdb()
