"""Valkey loses everything, and starts anew: jobs end all the same."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from kombu import Connection

from jobs.models import Job, State
from jobs.tasks import run_job
from launcher import valkey
from launcher.home import Home
from tests.faults.conftest import begun, picture, roll_locked, waits_for_a_lock
from tests.roles import as_worker
from tests.workers import real_worker, wait_until

pytestmark = pytest.mark.slow


class Broker:
    """A Valkey of its own, so that nobody else's messages are lost."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.process, self.port = valkey.start(home, None)
        self.url = valkey.url(home, self.port)

    def restart(self) -> None:
        """Stop it and start it with nothing in it, at the same port."""
        valkey.stop(self.process)
        self.process, port = valkey.start(self.home, self.port)
        assert port == self.port

    def client(self) -> Any:
        return redis.Redis.from_url(self.url)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    home = Home(tmp_path / "broker")
    for folder in (home.valkey, home.log):
        folder.mkdir(parents=True)
    made = Broker(home)
    with contextlib.closing(made.client()):
        yield made
    valkey.stop(made.process)


def test_it_loses_everything_while_a_job_waits_and_while_one_runs(
    stocked: str,
    demo_files: Any,
    undisturbed: Any,
    tmp_path: Path,
    broker: Broker,
    stored: Any,
) -> None:
    with as_worker():
        job = begun(demo_files.path("snapshot"))
        stored()

        def state() -> str:
            return Job.objects.get(pk=job.pk).state

        with Connection(broker.url) as connection:
            run_job.apply_async((job.pk,), connection=connection)
        client = broker.client()
        assert client.llen("celery") == 1
        client.flushall()
        assert state() == State.QUEUED
        with (
            roll_locked() as unlock,
            real_worker(stocked, tmp_path, REDIS_URL=broker.url) as worker,
        ):
            wait_until(waits_for_a_lock)
            assert state() == State.RUNNING
            client.flushall()
            broker.restart()
            unlock()
            wait_until(lambda: state() == State.DONE)
            # Its consumer has found the new server: a wake-up is heard again.
            wait_until(lambda: client.pubsub_numsub() is not None)
            waiting = Job.objects.create(
                regency_code="3272", kind="reconcile", params=job.params
            )
            done = wait_until(
                lambda: Job.objects.filter(pk=waiting.pk, state=State.DONE).first(), 45
            )
            said = worker.said()
        assert done.attempts == 1
        assert said.count(f"job={job.pk} kind=reconcile") == 1
    assert picture() == undisturbed
