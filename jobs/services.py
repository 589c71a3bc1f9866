"""Makes, runs, cancels and rescues jobs; the only writer of Job.

A worker takes a lease and a new fencing token. Whatever it commits for good it
commits together with a check of that token, so a worker that slept past its lease
cannot finish what another has taken over.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import psycopg2
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2 import errorcodes

from jobs import fairness, registry
from jobs.models import OPEN_STATES, Job, State

log = logging.getLogger("jobs")
CANCEL_TRIES, CANCEL_PAUSE = 10, 0.1
"""How often, and how many seconds apart, a cancel looks for an unlocked row."""


class JobError(Exception):
    """A failure that was foreseen: its message is for the person who asked."""


class Cancelled(Exception):
    """Somebody asked to stop."""


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must leave without writing."""


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
    _settled: bool = False

    def stage(self, name: str, *, total: int = 0, unit: str = "baris") -> None:
        """Enter a stage: commits with the open transaction, resets done and total."""
        self._close_stage()
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
        After the commit of the `last` one a wish to cancel comes too late: what was
        done would be called undone.
        """
        row = (
            Job.objects.select_for_update()
            .filter(pk=self.job_id, token=self.token, state=State.RUNNING)
            .values_list("cancel_requested", flat=True)
            .first()
        )
        if row is None:
            raise LeaseLost
        if row and not self._settled:
            raise Cancelled
        if last:
            transaction.on_commit(self._settle)

    def _settle(self) -> None:
        self._settled = True

    def _close_stage(self) -> None:
        if self._stage:
            spent = time.monotonic() - self._stage_began
            self.timings[self._stage] = round(
                self.timings.get(self._stage, 0.0) + spent, 3
            )

    def _update(self, **changes: Any) -> None:
        lease = timezone.now() + timedelta(seconds=settings.POLICY.job_lease_seconds)
        mine = Job.objects.filter(pk=self.job_id, token=self.token, state=State.RUNNING)
        if not mine.update(lease_until=lease, heartbeat_at=timezone.now(), **changes):
            raise LeaseLost
        if not self._settled and mine.filter(cancel_requested=True).exists():
            raise Cancelled


def enqueue(
    *,
    actor: Any,
    kind: str,
    regency: str,
    params: dict[str, Any] | None = None,
    weight: int = 0,
) -> Job:
    """Put a job in the queue and wake a worker after the commit; gives its row.

    weight: the rows it will look at, as far as known; large ones leave a worker free
    for small ones (jobs.fairness). When the broker is down the row waits and the
    sweeper wakes a worker later.
    """
    job = _queued(actor, kind, regency, params, weight)
    transaction.on_commit(lambda: wake(job.pk))
    return job


def _queued(
    actor: Any,
    kind: str,
    regency: str,
    params: dict[str, Any] | None,
    weight: int = 0,
) -> Job:
    return Job.objects.create(
        regency_code=regency,
        kind=kind,
        params=params or {},
        writing=registry.get(kind).writing,
        weight=weight,
        asked_by_id=getattr(actor, "pk", None),
        asked_by_name=str(actor or "sistem")[:150],
    )


def wake(job_id: int) -> bool:
    """Send the wake-up; False when the broker does not answer."""
    from jobs.tasks import run_job  # the task module imports this one

    try:
        run_job.delay(job_id)
    except Exception as error:  # any broker failure: the row is the truth
        log.warning("job=%s broker does not answer: %s", job_id, type(error).__name__)
        return False
    return True


def request_cancel(*, actor: Any, job: Job) -> None:
    """Ask a job to stop; one that still waits is cancelled at once.

    The row of a job that makes its effect is locked until the commit (Context.check);
    nobody waits for that. Raises JobError when it is locked for longer than a moment.
    """
    rows = Job.objects.filter(pk=job.pk, state__in=OPEN_STATES)
    for _attempt in range(CANCEL_TRIES):
        with transaction.atomic():
            free = rows.select_for_update(skip_locked=True).values_list("state")
            state = free.first()
            if state == (State.QUEUED,):
                rows.update(
                    state=State.CANCELLED,
                    cancel_requested=True,
                    ended_at=timezone.now(),
                )
            elif state:
                rows.update(cancel_requested=True)
        if state or not rows.exists():
            return
        time.sleep(CANCEL_PAUSE)
    raise JobError(_("Pekerjaan ini sedang menyimpan; tidak dapat dibatalkan lagi."))


def retry(*, actor: Any, job: Job) -> Job:
    """Put a failed job back into the queue, in the name of who asks now.

    Raises JobError when it has not failed (any more).
    """
    again = Job.objects.filter(pk=job.pk, state=State.FAILED).update(
        state=State.QUEUED,
        attempts=0,
        token=F("token") + 1,
        stage="",
        done=0,
        total=0,
        error="",
        cancel_requested=False,
        ended_at=None,
        asked_by_id=getattr(actor, "pk", None),
        asked_by_name=str(actor or "sistem")[:150],
    )
    if not again:
        raise JobError(_("Hanya pekerjaan yang gagal dapat diulang."))
    transaction.on_commit(lambda: wake(job.pk))
    return job


def run_next() -> bool:
    """Do the waiting job whose turn it is; False when none can be taken now.

    A wake-up says that there is work, not which: a small job that came later may go
    first. What cannot be taken now is woken again when a job ends, or by the sweeper.
    """
    return any(run(job_id) for job_id in fairness.turns(timezone.now()))


def run(job_id: int, *, heeding: bool = True) -> bool:
    """Take the lease of a queued job, do it, record its end; False if not taken.

    heeding: a large job waits while as many large ones run as may.
    """
    job = _take(job_id, heeding=heeding)
    if job is None:
        return False
    context = Context(
        job.pk,
        job.token,
        job.regency_code,
        job.params,
        job.asked_by_id,
        job.asked_by_name,
    )
    log.info(
        "job=%s kind=%s regency=%s attempt=%s begins",
        job.pk,
        job.kind,
        job.regency_code,
        job.attempts,
    )
    try:
        with _heartbeat(job.pk, job.token):
            result = registry.get(job.kind).run(context)
    except LeaseLost:
        log.warning("job=%s token=%s lost its lease", job.pk, job.token)
    except Cancelled:
        _end(context, State.CANCELLED, error=_("Dibatalkan; tidak ada yang berubah."))
    except JobError as error:
        _end(context, State.FAILED, error=str(error))
    except Exception as error:
        log.exception("job=%s failed", job.pk)
        if (cause := _of_the_server(error)) is not None:
            _after_a_lost_database(context, cause)
            return True
        _end(
            context,
            State.FAILED,
            error=_("Gagal karena kesalahan sistem (%(kind)s). Tidak ada yang berubah.")
            % {"kind": type(error).__name__},
        )
    else:
        _end(context, State.DONE, result=result)
    return True


def _take(job_id: int, *, heeding: bool = True) -> Job | None:
    now = timezone.now()
    lease = now + timedelta(seconds=settings.POLICY.job_lease_seconds)
    try:
        with transaction.atomic():
            if heeding and not fairness.has_room(job_id):
                log.info("job=%s waits: enough large jobs run already", job_id)
                return None
            taken = Job.objects.filter(pk=job_id, state=State.QUEUED).update(
                state=State.RUNNING,
                attempts=F("attempts") + 1,
                token=F("token") + 1,
                started_at=now,
                heartbeat_at=now,
                lease_until=lease,
                stage="",
                done=0,
                total=0,
                error="",
                worker=f"{socket.gethostname()}:{os.getpid()}",
            )
    except IntegrityError:
        log.info("job=%s waits: the regency has a writing job already", job_id)
        return None
    return Job.objects.get(pk=job_id) if taken else None


def _end(
    context: Context,
    state: State,
    *,
    error: str = "",
    result: dict[str, Any] | None = None,
) -> None:
    context._close_stage()
    Job.objects.filter(
        pk=context.job_id, token=context.token, state=State.RUNNING
    ).update(
        state=state,
        error=error,
        result=result or {},
        timings=context.timings,
        ended_at=timezone.now(),
        lease_until=None,
    )
    log.info("job=%s ends %s", context.job_id, state)
    following = next(iter(fairness.turns(timezone.now())), None)
    if following:
        wake(following)


def _of_the_server(error: BaseException) -> psycopg2.Error | None:
    """The trouble of the database's server behind a failure: full, gone, in the way.

    COPY is not wrapped by Django, and a cut one may show as something else on top.
    """
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, psycopg2.OperationalError | psycopg2.InterfaceError):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None


def _after_a_lost_database(context: Context, error: psycopg2.Error) -> None:
    """The server is full or cut the line: say what it needs, or let it be tried again.

    Whether a COMMIT that was cut off arrived is seen by the next try: every effect
    stands in the transaction that locks the job's row.
    """
    if error.pgcode == errorcodes.DISK_FULL:
        return _end(
            context,
            State.FAILED,
            error=_(
                "Ruang simpan basis data penuh. Tidak ada yang berubah; kosongkan "
                "ruang, lalu ulangi pekerjaan ini."
            ),
        )
    connection.close()
    mine = Job.objects.filter(
        pk=context.job_id, token=context.token, state=State.RUNNING
    )
    if not mine.update(lease_until=timezone.now()):
        return None
    _rescue(timezone.now())
    if Job.objects.filter(pk=context.job_id, state=State.QUEUED).exists():
        wake(context.job_id)
    return None


@contextmanager
def _heartbeat(job_id: int, token: int) -> Iterator[None]:
    """Renew the lease from a thread of its own while a long statement runs."""
    stop = threading.Event()
    seconds = settings.POLICY.job_lease_seconds

    def beat() -> None:
        try:
            while not stop.wait(seconds / 3):
                now = timezone.now()
                Job.objects.filter(pk=job_id, token=token, state=State.RUNNING).update(
                    heartbeat_at=now, lease_until=now + timedelta(seconds=seconds)
                )
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def sweep() -> dict[str, int]:
    """Re-queue jobs whose lease ran out, park what died too often, wake the rest."""
    parked, requeued = _rescue(timezone.now())
    waiting = Job.objects.filter(state=State.QUEUED).order_by("id")
    woken = sum(wake(job_id) for job_id in waiting.values_list("pk", flat=True)[:100])
    if parked or requeued:
        log.warning("sweep parked=%s requeued=%s", parked, requeued)
    return {"parked": parked, "requeued": requeued, "woken": woken}


def _rescue(now: datetime) -> tuple[int, int]:
    """Park or re-queue what lost its lease; gives how many of each.

    A row that is locked belongs to a worker that is committing at this moment, lease
    or no lease: it is left alone.
    """
    with transaction.atomic():
        lost = (
            Job.objects.select_for_update(skip_locked=True)
            .filter(state=State.RUNNING, lease_until__lt=now)
            .values_list("pk", "attempts")
        )
        tried = dict(lost)
        hopeless = [pk for pk, n in tried.items() if n >= settings.POLICY.job_attempts]
        parked = Job.objects.filter(pk__in=hopeless).update(
            state=State.FAILED,
            ended_at=now,
            token=F("token") + 1,
            error=_(
                "Berhenti %(n)s kali sebelum selesai; diparkir. Tidak ada yang berubah."
            )
            % {"n": settings.POLICY.job_attempts},
        )
        requeued = Job.objects.filter(pk__in=tried.keys() - set(hopeless)).update(
            state=State.QUEUED, token=F("token") + 1, lease_until=None
        )
    return parked, requeued


def run_here(
    *, actor: Any, kind: str, regency: str, params: dict[str, Any] | None = None
) -> Job:
    """Run a job in this process (command line, tests) under the same row and lease.

    Raises JobError when it does not end DONE. It takes no worker's place, so it heeds
    no turn.
    """
    with transaction.atomic():
        job = _queued(actor, kind, regency, params)
    if not run(job.pk, heeding=False):
        Job.objects.filter(pk=job.pk, state=State.QUEUED).update(
            state=State.CANCELLED, ended_at=timezone.now()
        )
        raise JobError(_("Ada pekerjaan lain yang sedang menulis daftar kab/kota ini."))
    job.refresh_from_db()
    if job.state != State.DONE:
        raise JobError(job.error)
    return job
