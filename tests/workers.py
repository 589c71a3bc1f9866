"""A real Celery worker with its beat, in a process group of its own, to be killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests import databases

LEASE_SECONDS = 2


class RealWorker:
    """Starts `celery worker -B`; `kill()` is SIGKILL to the whole group."""

    def __init__(self, database: str, folder: Path, app: str = "kpu_portal") -> None:
        self.log = folder / "worker.log"
        self.app = app
        self.schedule = folder / "beat"
        base = databases.server().redis_url.rsplit("/", 1)[0]
        self.environment = {
            **databases.environment(database),
            "PDPB_HOME": str(databases.HOME),
            "REDIS_URL": f"{base}/{1 + os.getpid() % 15}",
            "PDPB_JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            "PDPB_SWEEP_SECONDS": "1",
            "PDPB_JOB_ATTEMPTS": "50",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> RealWorker:
        """Start it; does not wait until it is ready."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "celery", "-A", self.app, "worker", "-B"),
                    *("--concurrency=1", "--loglevel=INFO", "--without-gossip"),
                    *("--without-mingle", f"--schedule={self.schedule}"),
                    f"--hostname=test-{os.getpid()}@%h",
                ],
                cwd=databases.REPOSITORY,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    def kill(self) -> None:
        """SIGKILL to the whole process group, as a power cut would."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
        self.schedule.unlink(missing_ok=True)

    def said(self) -> str:
        """What it has logged so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""


@contextlib.contextmanager
def real_worker(
    database: str, folder: Path, app: str = "kpu_portal"
) -> Iterator[RealWorker]:
    """A started worker, killed at the end."""
    worker = RealWorker(database, folder, app).start()
    try:
        yield worker
    finally:
        worker.kill()


def wait_until(true: Callable[[], Any], seconds: float = 30.0) -> Any:
    """Wait for something true; AssertionError when it does not come."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")
