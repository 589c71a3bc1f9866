"""What a job leaves for another one after its end."""

import time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from jobs import registry, services
from jobs.models import Job, State
from jobs.services import Context, JobError

PAUSE = 0.5
"""Seconds between two looks at a job that a worker does."""


def follow(
    context: Context, *, kind: str, params: dict[str, Any], weight: int = 0
) -> Job:
    """Queue a job behind the one of `context`, in the name of who asked for that.

    Call it in the transaction that makes the first one's effect: both stand, or none.
    It needs no wake-up of its own: the end of a job wakes whose turn is next.
    """
    return Job.objects.create(
        regency_code=context.regency,
        kind=kind,
        params=params,
        writing=registry.get(kind).writing,
        weight=weight,
        asked_by_id=context.actor_id,
        asked_by_name=context.actor_name,
    )


def claim(jobs: QuerySet[Job]) -> Job | None:
    """Lock the one of these that still waits; None where a worker has it or had it.

    Until the transaction ends nobody can take it.
    """
    waiting = jobs.filter(state=State.QUEUED)
    return waiting.select_for_update(skip_locked=True).first()


def settle(job: Job, result: dict[str, Any]) -> None:
    """End a claimed job whose work another one has done, in that transaction."""
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(
        state=State.DONE, result=result, started_at=now, ended_at=now
    )


def see_through(job: Job) -> Job:
    """Do a queued job in this process, or wait for the worker that took it.

    For the command line, where no worker need run. Raises JobError when it does not
    end DONE.
    """
    services.let_go()
    while job.is_open:
        if not services.run(job.pk, heeding=False):
            time.sleep(PAUSE)
            services.sweep()
        job.refresh_from_db()
    if job.state != State.DONE:
        raise JobError(job.error)
    return job
