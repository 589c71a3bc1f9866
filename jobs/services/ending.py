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
    unsettle: bool = False,
) -> None:
    """Record the end, unless another has taken over, and wake who is next.

    unsettle: the job has judged itself what its commit left, mostly nothing.
    """
    context.close_stage()
    mark = {"settled_at": None} if unsettle else {}
    Job.objects.filter(
        pk=context.job_id, token=context.token, state=State.RUNNING
    ).update(
        state=state,
        error=error,
        result=result or {},
        timings=context.timings,
        ended_at=timezone.now(),
        lease_until=None,
        **mark,
    )
    log.info("job=%s ends %s", context.job_id, state)
    following = next(iter(fairness.turns(timezone.now())), None)
    if following:
        waking.wake(following)


def crashed(context: Context, error: BaseException) -> str:
    """The words for a failure that nobody foresaw; they tell no data."""
    words = (
        _(
            "Gagal karena kesalahan sistem (%(kind)s) sesudah menyimpan. Yang sudah "
            "disimpan tetap berlaku."
        )
        if context.is_settled()
        else _("Gagal karena kesalahan sistem (%(kind)s). Tidak ada yang berubah.")
    )
    return words % {"kind": type(error).__name__}


def _full(context: Context) -> str:
    if context.is_settled():
        return _(
            "Ruang simpan basis data penuh sesudah pekerjaan ini menyimpan. Yang sudah "
            "disimpan tetap berlaku; kosongkan ruang, lalu ulangi."
        )
    return _(
        "Ruang simpan basis data penuh. Tidak ada yang berubah; kosongkan "
        "ruang, lalu ulangi pekerjaan ini."
    )


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
        end(context, State.FAILED, error=_full(context))
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
