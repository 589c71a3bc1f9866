"""What is due, and how it goes: the rows, files and tables behind the rules."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session as OldSession
from django.db import connection
from django.db.models import QuerySet

from accounts import digests
from accounts.models import Session
from jobs.models import OPEN_STATES, Job
from reconciliation import landing
from reconciliation.models import Delivery, DeliveryRow, RowIssue
from regions.models import RegionFollowed
from voters.models import CitizenReport
from voters.services import due_left


def sessions(now: datetime) -> list[QuerySet]:
    """Sessions that have ended."""
    # Django's own table may hold rows from before the portal kept its sessions itself.
    return [kind.objects.filter(expire_date__lt=now) for kind in (Session, OldSession)]


def attempts(now: datetime) -> list[QuerySet]:
    """Attempts to sign in that are old."""
    before = now - timedelta(days=settings.POLICY.keep_attempts_days)
    kinds = (AccessAttempt, AccessLog, AccessFailureLog)
    return [kind.objects.filter(attempt_time__lt=before) for kind in kinds]


def jobs(now: datetime) -> list[QuerySet]:
    """Jobs that ended long ago."""
    before = now - timedelta(days=settings.POLICY.keep_jobs_days)
    return [Job.objects.filter(created_at__lt=before).exclude(state__in=OPEN_STATES)]


def rows_before(now: datetime) -> datetime:
    """Copies of rows from before this are due."""
    return now - timedelta(days=settings.POLICY.keep_delivery_rows_days)


def delivery_rows(now: datetime) -> list[QuerySet]:
    """Copies of the rows of old deliveries, and what was wrong with them."""
    old = list(
        Delivery.objects.filter(received_at__lt=rows_before(now)).values_list(
            "regency_code", "pk"
        )
    )
    return [
        kind.objects.filter(regency_code=code, delivery_id=pk)
        for code, pk in old
        for kind in (DeliveryRow, RowIssue)
    ]


def digest_sends(now: datetime) -> list[QuerySet]:
    """What became of old letters of work."""
    return [digests.old_sends(now, settings.POLICY.keep_digests_days)]


def places_before(now: datetime) -> datetime:
    """Places and pictures of visits from before this are due."""
    return now - timedelta(days=settings.POLICY.keep_places_days)


def contacts_before(now: datetime) -> datetime:
    """Contacts that were archived before this are due."""
    return now - timedelta(days=settings.POLICY.keep_contacts_days)


def contacts(now: datetime) -> "QuerySet[CitizenReport]":
    """Old reports that still say how to reach their citizen."""
    before = now - timedelta(days=settings.POLICY.keep_report_contacts_days)
    return CitizenReport.objects.filter(taken_at__lt=before).exclude(contact="")


def region_rows(now: datetime) -> list[QuerySet]:
    """What old changes of regions would need to be taken back."""
    return [RegionFollowed.objects.filter(change__applied_at__lt=rows_before(now))]


def left(now: datetime) -> list[QuerySet]:
    """Who waited for their day and was last named long ago as gone."""
    return [due_left(rows_before(now).date())]


def handovers_before(now: datetime) -> datetime:
    """Persons of hand-overs that ended before this are due."""
    return now - timedelta(days=settings.POLICY.keep_handover_days)


def parts_before(now: datetime) -> datetime:
    """Parts of uploads from before this are due."""
    return now - timedelta(hours=settings.POLICY.keep_upload_parts_hours)


def parts(now: datetime) -> list[Path]:
    """Files of uploads that did not end."""
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR or "")
    before = parts_before(now)
    if not settings.FILE_UPLOAD_TEMP_DIR or not folder.is_dir():
        return []
    files = (file for file in folder.iterdir() if file.is_file())
    return [file for file in files if file.stat().st_mtime < before.timestamp()]


def counting(rows: Callable[[datetime], list[QuerySet]]) -> Callable[[datetime], int]:
    """How many of these rows are due, as a rule asks it."""
    return lambda now: sum(one.count() for one in rows(now))


def deleting(rows: Callable[[datetime], list[QuerySet]]) -> Callable[[datetime], int]:
    """Delete these rows, as a rule does it; gives how many."""
    return lambda now: sum(one.delete()[0] for one in rows(now))


def ask(function: str) -> int:
    """What a function of the database answers, a number."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}()")
        return int(cursor.fetchone()[0])


def drop_landing(now: datetime) -> int:
    """Drop landing tables that nobody holds; gives how many."""
    count = len(landing.leftovers())
    landing.drop_leftovers()
    return count


def unlink_parts(now: datetime) -> int:
    """Remove those files; gives how many."""
    found = parts(now)
    for file in found:
        file.unlink(missing_ok=True)
    return len(found)
