"""Asks for files, keeps, hands out and removes them; the only writer of ExportFile."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from files import secrets
from files.exports import Exported
from files.exports.fields import list_of, role_of
from files.exports.sources import get
from files.exports.writers import WRITERS
from files.models import ExportFile
from files.places import unnamed
from jobs.models import OPEN_STATES, Job
from jobs.services import enqueue

JOB_KIND = "export"
FOLDER = "exports"
ROW_DAYS = 30
"""How long the row of an expired or deleted file stays, to say what became of it."""
ORPHAN_HOURS = 24
_NOT_PART_OF_LIST = ("format", "sesudah", "sebelum", "page")
log = logging.getLogger("files")


class FileError(Exception):
    """The file cannot be asked for or handed out; the message is for people."""


class FileExpired(FileError):
    """Its time is over."""


@transaction.atomic
def ask(
    *,
    actor: Any,
    regency: str,
    source: str,
    query: QueryDict,
    format: str,
    password: str = "",
) -> ExportFile:
    """Put a list that is to become a file into the queue, as its page shows it now.

    The worker reads it later with the asker's own scope. Raises FileError for an
    unknown list or format, ExportRefused (403) for a role without the right.
    """
    if get(source) is None or format not in WRITERS:
        raise FileError(_("Daftar ini tidak dapat diunduh."))
    list_of(source, role_of(actor))
    kept = query.copy()
    for name in _NOT_PART_OF_LIST:
        kept.pop(name, None)
    asked = ExportFile.objects.create(
        regency_code=regency,
        source=source,
        query=kept.urlencode(),
        format=format,
        actor_id=actor.pk,
        actor_name=str(actor)[:150],
        protected=bool(password),
        secret=secrets.wrap(password),
    )
    job = enqueue(
        actor=actor,
        kind=JOB_KIND,
        regency=regency,
        params={"file": str(asked.public_id)},
    )
    asked.job_id = job.pk
    asked.save(update_fields=["job_id"])
    return asked


def keep(
    asked: ExportFile,
    made: Exported,
    *,
    token: int,
    within: Callable[[], None],
) -> None:
    """Store a written file, then in one transaction run `within` and make it ready.

    What `within` raises leaves nothing behind: neither the row nor the bytes.
    """
    ending = made.name.split(".", 1)[-1]
    wanted = f"{FOLDER}/{asked.regency_code}/{asked.public_id}-{token}.{ending}"
    path = default_storage.save(wanted, File(made.handle))
    try:
        with transaction.atomic():
            within()
            now = timezone.now()
            asked.name, asked.path, asked.sha256 = made.name, path, made.sha256
            asked.rows, asked.size, asked.secret = made.rows, _size(path), ""
            asked.ready_at = now
            asked.expires_at = now + timedelta(hours=settings.POLICY.export_hours)
            asked.save()
    except BaseException:
        default_storage.delete(path)
        raise


def forget_secret(asked: ExportFile) -> None:
    """Erase the password that waited; whatever came of the job."""
    ExportFile.objects.filter(pk=asked.pk).update(secret="")


def hand_out(*, actor: Any, asked: ExportFile, request: HttpRequest) -> IO[bytes]:
    """Open the stored file and record the download. Raises FileError, FileExpired."""
    if asked.is_expired:
        raise FileExpired(_("Unduhan ini sudah kedaluwarsa."))
    if not asked.is_ready or not default_storage.exists(asked.path):
        raise FileError(_("Berkas ini belum ada."))
    record(
        actor=actor,
        action="export.download",
        regency_code=asked.regency_code,
        subject=asked.name,
        data={"file": str(asked.public_id), "sha256": asked.sha256},
        request=request,
    )
    mine = ExportFile.objects.filter(pk=asked.pk)
    mine.update(downloads=F("downloads") + 1)
    handle: IO[bytes] = default_storage.open(asked.path)
    return handle


def remove(
    *, actor: Any, asked: ExportFile, request: HttpRequest | None = None
) -> None:
    """Delete a file before its time; the row stays a while without it."""
    mine = ExportFile.objects.filter(pk=asked.pk, removed_at=None)
    if not mine.update(removed_at=timezone.now(), secret=""):
        return
    path = asked.path
    if path:
        transaction.on_commit(lambda: default_storage.delete(path))
    record(
        actor=actor,
        action="export.delete",
        regency_code=asked.regency_code,
        subject=str(asked.public_id),
        request=request,
    )


def remove_expired() -> dict[str, int]:
    """Delete bytes past their time, passwords of ended jobs, old rows, lost files.

    For the worker; harmless when several run at once. Gives how many of each.
    """
    now = timezone.now()
    over, stale, rows_over = _over(now)
    expired = [_drop_bytes(one) for one in over]
    # A file asked for in a transaction that has not ended is not seen here at all.
    secrets_gone = stale.update(secret="")
    rows, _each = rows_over.delete()
    lost = _lost(now - timedelta(hours=ORPHAN_HOURS))
    for path in lost:
        default_storage.delete(path)
    return {
        "expired": sum(expired),
        "secrets": secrets_gone,
        "rows": rows,
        "lost": len(lost),
    }


def due_expired(now: datetime) -> int:
    """How much `remove_expired` would take away by now."""
    lost = _lost(now - timedelta(hours=ORPHAN_HOURS))
    return sum(rows.count() for rows in _over(now)) + len(lost)


def _over(now: datetime) -> tuple[QuerySet[ExportFile], ...]:
    """Files whose bytes, whose password and whose row is past its time."""
    open_jobs = Job.objects.filter(kind=JOB_KIND, state__in=OPEN_STATES)
    stale = ExportFile.objects.filter(secret__gt="")
    return (
        ExportFile.objects.filter(path__gt="", expires_at__lte=now),
        stale.exclude(job_id__in=open_jobs.values("pk")),
        ExportFile.objects.filter(path="", asked_at__lt=now - timedelta(days=ROW_DAYS)),
    )


def _drop_bytes(one: ExportFile) -> int:
    default_storage.delete(one.path)
    return ExportFile.objects.filter(pk=one.pk, path=one.path).update(path="")


def _lost(before: datetime) -> list[str]:
    """Files that no row knows: of a worker that died, of a deleted row."""
    known = set(
        ExportFile.objects.filter(path__gt="", removed_at=None).values_list(
            "path", flat=True
        )
    )
    return unnamed(FOLDER, known, before)


def _size(path: str) -> int:
    return int(default_storage.size(path))
