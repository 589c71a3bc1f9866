"""What the frame of every page says of jobs: how many run, how many of one's own ended.

One statement, because every page asks it.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from jobs.models import ENDED_STATES, OPEN_STATES, Job, State

LAST = 8
"""Ended jobs that the bell lists."""
_COUNTS = """
SELECT
  (SELECT count(*) FROM jobs_job
   WHERE regency_code = %(regency)s AND state IN ('QUEUED', 'RUNNING')),
  (SELECT count(*) FROM jobs_job
   WHERE regency_code = %(regency)s AND asked_by_id = %(user)s AND seen_at IS NULL
     AND state IN ('DONE', 'FAILED', 'CANCELLED'))
"""


class Counts(NamedTuple):
    """Jobs of an office that are open; ended ones that this account has not seen."""

    running: int
    unread: int


def counts(user: Any, regency: str) -> Counts:
    """Both figures, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"regency": regency, "user": user.pk})
        running, unread = cursor.fetchone()
    return Counts(running, unread)


def unread(user: Any) -> int:
    """Ended jobs of the account that it has not seen."""
    rows = Job.objects.filter(asked_by_id=user.pk, seen_at__isnull=True)
    return int(rows.filter(state__in=ENDED_STATES).count())


def last_ended(user: Any, regency: str = "") -> QuerySet[Job]:
    """The account's own jobs that ended last, newest first; in one regency or all."""
    rows = Job.objects.filter(asked_by_id=user.pk, state__in=ENDED_STATES)
    if regency:
        rows = rows.filter(regency_code=regency)
    return rows.defer("params", "timings", "result").order_by("-ended_at", "-id")[:LAST]


def tell(waiting: Iterable[Job]) -> list[Job]:
    """Jobs that are open, each waiting one with `turn` and `writer`.

    The turn is among the waiting jobs of every office; the database counts it, for who
    asks sees no other office's (sql/bell.sql). The writer is the job of the own office
    that another writer waits for: it must be among those given. At most one query.
    """
    jobs = list(waiting)
    queued = [job for job in jobs if job.state == State.QUEUED]
    turns = _turns([job.public_id for job in queued]) if queued else {}
    writing = (job for job in jobs if job.state == State.RUNNING and job.writing)
    writer = next(writing, None)
    for job in queued:
        job.turn = turns.get(job.public_id)
        job.writer = writer if job.writing else None
    return jobs


def _turns(numbers: list[UUID]) -> dict[UUID, int]:
    policy = settings.POLICY
    given = (numbers, policy.large_job_rows, policy.job_patience_seconds)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM job_places(%s::uuid[], %s, %s)", given)
        return dict(cursor.fetchall())


def open_jobs(regency: str) -> QuerySet[Job]:
    """What waits or runs in an office, the oldest first."""
    return Job.objects.filter(regency_code=regency, state__in=OPEN_STATES).order_by(
        "id"
    )
