"""A real Celery worker with its beat, in a process group of its own, to be killed."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from tests import databases
from tests.roles import admin_sql

LEASE_SECONDS = 1


_nurseries: dict[frozenset[tuple[str, str]], subprocess.Popen[str]] = {}


def nursery(app: str, environment: dict[str, str], log: Path) -> subprocess.Popen[str]:
    """The process that has imported the portal and forks workers; one for each
    environment, for every test of this process."""
    key = frozenset({**environment, "app": app}.items())
    found = _nurseries.get(key)
    if found is not None and found.poll() is None:
        return found
    with log.open("ab") as file:
        _nurseries[key] = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery", app],
            cwd=databases.REPOSITORY,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=file,
            start_new_session=True,
            text=True,
        )
    return _nurseries[key]


@atexit.register
def _close_nurseries() -> None:
    for process in _nurseries.values():
        process.communicate()
    _nurseries.clear()


def broker_number(who: str) -> int:
    """The broker's database of this test process for "worker" or "portal".

    Nobody shares one: a worker that works in another database would take the wake-ups
    of this one, by turns every second message, and its jobs would never begin.
    """
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw6")[2:]) % 7
    return 1 + 2 * process + ("worker", "portal").index(who)


class RealWorker:
    """`start()` is `celery worker -B`; `kill()` is SIGKILL to the whole group.

    Workers are forked from a process that has imported the portal (tests/nursery.py).
    """

    def __init__(
        self, database: str, folder: Path, app: str = "kpu_portal", **more: str
    ) -> None:
        self.log = folder / f"worker-{database}.log"
        self.schedule = folder / "beat"
        self.database = database
        base = databases.server().redis_url.rsplit("/", 1)[0]
        environment = {
            **databases.environment(""),
            "PDPB_HOME": str(databases.HOME),
            "REDIS_URL": f"{base}/{broker_number('worker')}",
            "PDPB_JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            "PDPB_SWEEP_SECONDS": "1",
            "PDPB_JOB_ATTEMPTS": "50",
            **more,
        }
        for name in [name for name in environment if name.startswith("PYTEST_")]:
            del environment[name]
        self.pid: int | None = None
        self._nursery = nursery(app, environment, self.log)

    def start(self) -> RealWorker:
        """Start it; does not wait until it is ready."""
        arguments = [
            *("worker", "-B", "--concurrency=1", "--loglevel=INFO"),
            *("--without-gossip", "--without-mingle"),
            *(f"--schedule={self.schedule}", f"--hostname=test-{os.getpid()}@%h"),
        ]
        to, back = self._nursery.stdin, self._nursery.stdout
        assert to is not None and back is not None
        to.write(f"{self.log}\t{self.database}\t{' '.join(arguments)}\n")
        to.flush()
        self.pid = int(back.readline())
        return self

    def kill(self) -> None:
        """SIGKILL to the whole process group, as a power cut would."""
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            wait_until(lambda: not _lives(self.pid))
            self.pid = None
        self.schedule.unlink(missing_ok=True)

    def said(self) -> str:
        """What it has logged so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""


def _lives(group: int | None) -> bool:
    try:
        os.killpg(group or 0, 0)
    except ProcessLookupError:
        return False
    return True


@contextlib.contextmanager
def real_worker(
    database: str, folder: Path, app: str = "kpu_portal", **more: str
) -> Iterator[RealWorker]:
    """A started worker, killed at the end; `more` goes into its environment."""
    worker = RealWorker(database, folder, app, **more)
    try:
        yield worker.start()
    finally:
        worker.kill()


def wait_until(true: Callable[[], Any], seconds: float = 90.0) -> Any:
    """Wait for something true; AssertionError when it does not come.

    The wait is long only where the test fails, or the machine does much beside it.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def wait_for_its_lock(other: Future[Any]) -> None:
    """Wait until what runs in another thread stands at a lock, or has ended."""
    waiting = (
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
        "AND datname = current_database()"
    )
    wait_until(lambda: other.done() or admin_sql(waiting))
