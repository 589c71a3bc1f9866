"""A worker takes a lease and a new fencing token, does the job, records its end."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs import fairness, registry
from jobs.models import Job, State
from jobs.services.asking import queued
from jobs.services.context import Cancelled, Context, JobError, LeaseLost
from jobs.services.ending import after_a_lost_database, crashed, end, of_the_server

log = logging.getLogger("jobs")


def run_next() -> bool:
    """Do the waiting job whose turn it is; False when none can be taken now.

    A wake-up says that there is work, not which: a small job that came later may go
    first. What cannot be taken now is woken again when a job ends, or by the sweeper.
    """
    return any(run(job_id) for job_id in fairness.turns(timezone.now()))


def let_go() -> None:
    """End this process's connection: the next job begins with a new one.

    A process of the server keeps the memory that its largest statement took.
    """
    if not connection.in_atomic_block:
        connection.close()


def run(job_id: int, *, heeding: bool = True) -> bool:
    """Take the lease of a queued job, do it, record its end; False if not taken.

    heeding: a large job waits while as many large ones run as may.
    """
    job = take(job_id, heeding=heeding)
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
        end(context, State.CANCELLED, error=_("Dibatalkan; tidak ada yang berubah."))
    except JobError as error:
        # Of an effect that an earlier try has committed these words say nothing.
        is_new = job.settled_at is None
        end(context, State.FAILED, error=str(error), unsettle=is_new)
    except Exception as error:
        log.exception("job=%s failed", job.pk)
        if (cause := of_the_server(error)) is not None:
            after_a_lost_database(context, cause)
            return True
        end(context, State.FAILED, error=crashed(context, error))
    else:
        end(context, State.DONE, result=result)
    return True


def take(job_id: int, *, heeding: bool = True) -> Job | None:
    """The job with its lease and a new token; None when it is not to be had now."""
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


def run_here(
    *, actor: Any, kind: str, regency: str, params: dict[str, Any] | None = None
) -> Job:
    """Run a job in this process (command line, tests) under the same row and lease.

    Raises JobError when it does not end DONE, also when its lease was lost and a worker
    goes on with it. It takes no worker's place, so it heeds no turn.
    """
    with transaction.atomic():
        job = queued(actor, kind, regency, params)
    if not run(job.pk, heeding=False):
        Job.objects.filter(pk=job.pk, state=State.QUEUED).update(
            state=State.CANCELLED, ended_at=timezone.now()
        )
        raise JobError(_("Ada pekerjaan lain yang sedang menulis daftar kab/kota ini."))
    job.refresh_from_db()
    if job.is_open:
        raise JobError(
            _("Sewanya hilang; pekerja lain melanjutkannya. Lihat halaman Pekerjaan.")
        )
    if job.state != State.DONE:
        raise JobError(job.error)
    return job
