"""What a job's function gets: the facts of its row, its progress, and how it may end.

Whatever a worker commits for good it commits together with a check of its fencing
token, so one that slept past its lease cannot finish what another has taken over.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from jobs.models import Job, State

log = logging.getLogger("jobs")


class JobError(Exception):
    """A failure that was foreseen: its message is for the person who asked."""


class Cancelled(Exception):
    """Somebody asked to stop."""


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must leave without writing."""


@dataclass(frozen=True)
class Asker:
    """Who asked for a job, as services want their actor: a key and a name."""

    pk: int | None
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass
class Context:
    """What a job's function gets: its row's facts and its progress."""

    job_id: int
    token: int
    regency: str
    params: dict[str, Any]
    actor_id: int | None
    actor_name: str
    timings: dict[str, float] = field(default_factory=dict)
    _stage: str = ""
    _stage_began: float = 0.0

    @property
    def asker(self) -> Asker:
        """Who asked, to be the actor of what the job calls."""
        return Asker(self.actor_id, self.actor_name)

    def stage(self, name: str, *, total: int = 0, unit: str = "baris") -> None:
        """Enter a stage: commits with the open transaction, resets done and total."""
        self.close_stage()
        self._stage, self._stage_began = name, time.monotonic()
        log.info("job=%s stage=%s token=%s", self.job_id, name, self.token)
        self._update(
            stage=name,
            done=0,
            total=total,
            unit=unit,
            stage_started_at=timezone.now(),
            timings=self.timings,
        )

    def progress(self, done: int, total: int | None = None) -> None:
        """Record how far it is; call it in the transaction that commits those rows."""
        log.info("job=%s stage=%s done=%s", self.job_id, self._stage, done)
        changes: dict[str, Any] = {"done": done}
        if total is not None:
            changes["total"] = total
        self._update(**changes)

    def check(self, *, last: bool = True) -> None:
        """Lock the job row and make sure this worker still owns it.

        Call it in the transaction that makes the effect; raises LeaseLost or Cancelled.
        The `last` one marks the row as settled in that transaction: after its commit a
        wish to cancel comes too late for this worker and for any that takes over, as
        what was done would be called undone.
        """
        mine = self._mine()
        held = mine.select_for_update()
        row = held.values_list("cancel_requested", "settled_at").first()
        if row is None:
            raise LeaseLost
        cancel_requested, settled_at = row
        if settled_at is not None:
            return
        if cancel_requested:
            raise Cancelled
        if last:
            mine.update(settled_at=timezone.now())

    def keep(self, result: dict[str, Any]) -> None:
        """Record the result with the effect, in its transaction: see kept()."""
        self._update(result=result)

    def kept(self) -> dict[str, Any]:
        """What an earlier try of this job has committed, and died before its end; {}
        when none did."""
        rows = Job.objects.filter(pk=self.job_id).values_list("result", flat=True)
        found: dict[str, Any] = rows.get()
        return found

    def is_settled(self) -> bool:
        """Whether this job has committed an effect, in this try or an earlier one."""
        return Job.objects.filter(pk=self.job_id, settled_at__isnull=False).exists()

    def close_stage(self) -> None:
        """Add the time since the stage began to its sum."""
        if self._stage:
            spent = time.monotonic() - self._stage_began
            self.timings[self._stage] = round(
                self.timings.get(self._stage, 0.0) + spent, 3
            )

    def _update(self, **changes: Any) -> None:
        lease = timezone.now() + timedelta(seconds=settings.POLICY.job_lease_seconds)
        mine = self._mine()
        if not mine.update(lease_until=lease, heartbeat_at=timezone.now(), **changes):
            raise LeaseLost
        if mine.filter(cancel_requested=True, settled_at__isnull=True).exists():
            raise Cancelled

    def _mine(self) -> QuerySet[Job]:
        """The job's row, while this worker owns it."""
        return Job.objects.filter(pk=self.job_id, token=self.token, state=State.RUNNING)
