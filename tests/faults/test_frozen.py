"""A worker that was frozen past its lease wakes up and finds the job taken over."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from jobs.models import Job, State
from tests.faults.conftest import begun, picture, roll_locked, waits_for_a_lock
from tests.roles import as_worker
from tests.workers import real_worker, wait_until

pytestmark = pytest.mark.slow


def test_its_write_is_refused_and_two_beats_do_no_harm(
    stocked: str, demo_files: Any, undisturbed: Any, tmp_path: Path, stored: Any
) -> None:
    with as_worker():
        job = begun(demo_files.path("snapshot"))
        stored()

        def now() -> Job:
            return Job.objects.get(pk=job.pk)

        with (
            roll_locked() as unlock,
            real_worker(stocked, tmp_path) as worker,
        ):
            wait_until(waits_for_a_lock)
            frozen, held = worker.pid, now().token
            assert frozen is not None
            os.killpg(frozen, signal.SIGSTOP)
            try:
                unlock()
                # A second worker, with a beat and a sweeper of its own.
                worker.schedule = tmp_path / "second-beat"
                worker.start()
                wait_until(lambda: now().state == State.DONE, 45)
                ended = now()
                os.killpg(frozen, signal.SIGCONT)
                wait_until(lambda: f"token={held} lost its lease" in worker.said())
            finally:
                os.killpg(frozen, signal.SIGKILL)
            found = now()
            said = worker.said()
        assert ended.token > held and ended.attempts == 2
        assert (found.state, found.token, found.result) == (
            State.DONE,
            ended.token,
            ended.result,
        )
        assert said.count(f"job={job.pk} kind=reconcile") == 2
        assert said.count(f"job={job.pk} ends DONE") == 1
    assert picture() == undisturbed
