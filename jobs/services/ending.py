"""How a job's end is recorded, also when the database was what ended it."""

import logging
from typing import Any

import psycopg2
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2 import errorcodes

from jobs import fairness
from jobs.models import Job, State
from jobs.services import waking
from jobs.services.context import Context
from jobs.services.rescuing import rescue

log = logging.getLogger("jobs")


def end(
    context: Context,
    state: State,
    *,
    error: str = "",
    result: dict[str, Any] | None = None,
) -> None:
    """Record the end, unless another has taken over, and wake who is next."""
    context.close_stage()
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
        waking.wake(following)


def of_the_server(error: BaseException) -> psycopg2.Error | None:
    """The trouble of the database's server behind a failure: full, gone, in the way.

    COPY is not wrapped by Django, and a cut one may show as something else on top.
    """
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, psycopg2.OperationalError | psycopg2.InterfaceError):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None


def after_a_lost_database(context: Context, error: psycopg2.Error) -> None:
    """The server is full or cut the line: say what it needs, or let it be tried again.

    Whether a COMMIT that was cut off arrived is seen by the next try: every effect
    stands in the transaction that locks the job's row.
    """
    if error.pgcode == errorcodes.DISK_FULL:
        end(
            context,
            State.FAILED,
            error=_(
                "Ruang simpan basis data penuh. Tidak ada yang berubah; kosongkan "
                "ruang, lalu ulangi pekerjaan ini."
            ),
        )
        return
    connection.close()
    mine = Job.objects.filter(
        pk=context.job_id, token=context.token, state=State.RUNNING
    )
    if not mine.update(lease_until=timezone.now()):
        return
    rescue(timezone.now())
    if Job.objects.filter(pk=context.job_id, state=State.QUEUED).exists():
        waking.wake(context.job_id)
