"""What the frame of every page says of jobs: how many run, how many of one's own ended.

One statement, because every page asks it.
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from jobs.models import ENDED_STATES, Job

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


def last_ended(user: Any, regency: str) -> QuerySet[Job]:
    """The account's own jobs that ended last, newest first."""
    rows = Job.objects.filter(
        regency_code=regency, asked_by_id=user.pk, state__in=ENDED_STATES
    )
    return rows.defer("params", "timings", "result").order_by("-ended_at", "-id")[:LAST]


def place_of(job: Job) -> int | None:
    """Which turn a waiting job has among those of every office; None unless it waits.

    The database counts: who asks sees no other office's jobs (sql/place.sql).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT job_place(%s, %s, %s)", [job.public_id, *_policy()])
        found = cursor.fetchone()[0]
    return int(found) if found is not None else None


def _policy() -> tuple[int, int]:
    return settings.POLICY.large_job_rows, settings.POLICY.job_patience_seconds


def writer_of(regency: str) -> Job | None:
    """The job of an office that writes now; other writers of the office wait for it."""
    rows = Job.objects.filter(regency_code=regency, state="RUNNING", writing=True)
    return rows.first()
