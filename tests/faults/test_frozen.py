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
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
    with as_worker():
        job = begun(demo_files.path("snapshot"))
        stored()

        def now() -> Job:
            return Job.objects.get(pk=job.pk)

        with (
            roll_locked() as unlock,
            real_worker(stocked, folders[0]) as first,
        ):
            wait_until(waits_for_a_lock)
            held = now().token
            assert first.pid is not None
            os.killpg(first.pid, signal.SIGSTOP)
            unlock()
            # Both workers have a beat and a sweeper of their own.
            with real_worker(stocked, folders[1]) as second:
                wait_until(lambda: now().state == State.DONE, 45)
                ended = now()
                os.killpg(first.pid, signal.SIGCONT)
                wait_until(lambda: f"token={held} lost its lease" in first.said())
                said = second.said()
            found = now()
        assert ended.token > held and ended.attempts == 2
        assert (found.state, found.token, found.result) == (
            State.DONE,
            ended.token,
            ended.result,
        )
        assert said.count(f"job={job.pk} kind=reconcile") == 1
    assert picture() == undisturbed
