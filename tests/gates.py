"""Gates in a database, at which a transaction stands still until the test opens them.

A trigger of the test calls at_gate(number), which asks for a shared lock; a test that
holds the gate shut holds the lock. So a worker is killed, or its session ended, at the
very point that the test names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from jobs.models import Job, State
from jobs.services import run
from jobs.services.rescuing import rescue
from tests import databases
from tests.roles import admin_sql, as_worker
from tests.workers import LEASE_SECONDS, wait_until

AT_GATE = """
CREATE FUNCTION public.at_gate() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
  PERFORM pg_advisory_xact_lock_shared(TG_ARGV[0]::bigint);
  RETURN new;
END$$;
"""
AFTER_COMMIT = """
CREATE TRIGGER zz_after BEFORE UPDATE ON jobs_job FOR EACH ROW
  WHEN (new.done > old.done) EXECUTE FUNCTION public.at_gate({0});
"""
"""Between the job's commit and its end: it tells how far it came."""


class Gate:
    """Shut while its block runs, or until it is opened."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.keeper = databases.as_administrator(connection.settings_dict["NAME"])
        self.keeper.cursor().execute("SELECT pg_advisory_lock(%s)", [number])

    def open(self) -> None:
        self.keeper.close()

    def waiting(self) -> int:
        """The session that stands at it now; 0 for none."""
        found = admin_sql(
            "SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
            "WHERE d.datname = current_database() AND l.locktype = 'advisory' "
            "AND l.objid = %s AND NOT l.granted",
            [self.number],
        )
        return int(found[0][0]) if found else 0

    def hit(self) -> int:
        """Wait until a session stands at it."""
        return int(wait_until(self.waiting))


@contextmanager
def shut(number: int) -> Iterator[Gate]:
    """The gate, shut for the block."""
    gate = Gate(number)
    try:
        yield gate
    finally:
        gate.open()


def gone(pid: int) -> Callable[[], bool]:
    """Whether a session has ended, to be waited for."""
    return lambda: not admin_sql("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid])


def done(job: int) -> bool:
    """Whether a job has ended well."""
    with as_worker():
        return bool(Job.objects.get(pk=job).state == State.DONE)


def again(job: int) -> None:
    """The lease runs out at once, and whoever is first ends the job."""
    with as_worker():
        rescue(timezone.now() + timedelta(seconds=LEASE_SECONDS + 1))
        run(job, heeding=False)
    wait_until(lambda: done(job))
