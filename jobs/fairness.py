"""Whose turn it is among waiting jobs, so that no small office waits for large ones.

Large jobs never hold every worker, small ones overtake large ones that wait, and one
that has waited for long is overtaken no more (ADR 0028).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from jobs.models import Job, State

LOOK_AT = 100
"""Waiting jobs that are weighed against one another at a time."""
LOCK = 772_028
"""Advisory lock of those who take a large job, so that two do not both take the last
place."""


def turns(now: datetime) -> list[int]:
    """Jobs that could be taken now, whose turn it is first.

    Small or long-waiting before large; of these the office with the fewest running
    jobs; then the oldest. Left out: writers of an office that writes already, and
    large ones while as many run as may.
    """
    policy = settings.POLICY
    patient_since = now - timedelta(seconds=policy.job_patience_seconds)
    yields = Q(weight__gt=policy.large_job_rows, created_at__gt=patient_since)
    running = Job.objects.filter(
        regency_code=OuterRef("regency_code"), state=State.RUNNING
    )
    busy = running.order_by().values("regency_code").annotate(n=Count("pk")).values("n")
    waiting = Job.objects.filter(state=State.QUEUED).exclude(
        Q(Exists(running.filter(writing=True))), writing=True
    )
    if not _room():
        waiting = waiting.filter(weight__lte=policy.large_job_rows)
    ordered = waiting.annotate(
        yields=Case(
            When(yields, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
        busy=Coalesce(Subquery(busy, output_field=IntegerField()), 0),
    ).order_by("yields", "busy", "id")
    return list(ordered.values_list("pk", flat=True)[:LOOK_AT])


def has_room(job_id: int) -> bool:
    """Whether this job may be taken; locks out others that take a large one.

    Call it in the transaction that takes the job.
    """
    if not _large().filter(pk=job_id).exists():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return _room()


def _room() -> bool:
    running = _large().filter(state=State.RUNNING)
    return running.count() < settings.POLICY.large_jobs_at_once


def _large() -> QuerySet[Job]:
    return Job.objects.filter(weight__gt=settings.POLICY.large_job_rows)
