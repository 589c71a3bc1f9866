"""A real worker is killed at random moments; the job ends by itself, once."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session

from jobs import services
from jobs.models import Job, State
from tests.jobs.kinds import kind, slow_count
from tests.roles import as_worker
from tests.workers import real_worker, wait_until

KILLS = 5


@pytest.mark.slow
def test_a_killed_worker_leaves_before_or_after(portal: str, tmp_path: Path) -> None:
    chance = random.Random(20261124)
    with (
        as_worker(),
        kind("slow_count", slow_count),
        real_worker(portal, tmp_path, "tests.jobs.worker_app") as worker,
    ):
        job = services.enqueue(actor=None, kind="slow_count", regency="3272")

        def now() -> Job:
            return Job.objects.get(pk=job.pk)

        kills = 0
        while kills < KILLS:
            attempt = now().attempts
            try:
                wait_until(
                    lambda before=attempt: (
                        now().attempts > before or now().state == State.DONE
                    )
                )
            except AssertionError:
                raise AssertionError(worker.said()[-3000:]) from None
            time.sleep(chance.uniform(0.0, 1.4))
            worker.kill()
            kills += 1
            assert Session.objects.count() in (0, 2)
            worker.start()
            if now().state == State.DONE:
                break
        wait_until(lambda: now().state == State.DONE, 60)
        done = now()
    assert Session.objects.count() in (0, 2)
    with as_worker():
        assert Session.objects.count() == 2
    assert done.attempts >= 2
    assert done.result == {"rows": 2}
    said = worker.said()
    assert f"job={job.pk} stage=hitung done=" in said
    assert "pid=" in said


@pytest.mark.slow
def test_without_a_wake_up_the_sweeper_starts_the_job(
    portal: str, tmp_path: Path
) -> None:
    """The broker was down when the job was asked for."""
    with (
        as_worker(),
        kind("slow_count", slow_count),
        real_worker(portal, tmp_path, "tests.jobs.worker_app"),
    ):
        job = services.enqueue(actor=None, kind="slow_count", regency="3272")
        samples = set()

        def ended() -> bool:
            row = Job.objects.get(pk=job.pk)
            if row.state == State.RUNNING and row.stage == "hitung":
                samples.add((row.done, row.total))
            return row.state == State.DONE

        wait_until(ended, 60)
    assert len(samples) >= 3
    assert all(done % 5 == 0 and total == 40 for done, total in samples)
