"""Takes recipients away some time after their programme has ended.

The programme and the counts of its lists stay; no person is left in them.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from fieldwork.aid.models import (
    AidList,
    Check,
    Decision,
    Programme,
    Recipient,
    RowIssue,
)


def _ended(now: datetime, days: int) -> list[int]:
    """Programmes that were closed so long ago, and those that nobody closed: their
    last day passed so long ago, and as long no list and no answer has come."""
    before = now - timedelta(days=days)
    in_use = Exists(
        AidList.objects.filter(programme=OuterRef("pk"), received_at__gte=before)
    ) | Exists(
        Check.objects.filter(
            recipient__programme=OuterRef("pk"), entered_at__gte=before
        )
    )
    forgotten = Q(closed_at=None, ends_on__lt=before.date()) & ~in_use
    old = Programme.objects.filter(Q(closed_at__lt=before) | forgotten)
    return list(old.values_list("pk", flat=True))


def _parts(now: datetime, days: int) -> list[Any]:
    """What is due, answers before the recipients they point to."""
    ended = _ended(now, days)
    lists = AidList.objects.filter(programme__in=ended).values("pk")
    return [
        Decision.objects.filter(recipient__programme__in=ended),
        Check.objects.filter(recipient__programme__in=ended),
        Recipient.objects.filter(programme__in=ended),
        RowIssue.objects.filter(list_id__in=lists),
    ]


def _photos(now: datetime, days: int) -> list[str]:
    """Files of photographs beside answers that are due."""
    due = Check.objects.filter(recipient__programme__in=_ended(now, days))
    return list(due.exclude(photo="").values_list("photo", flat=True))


def _files(now: datetime, days: int) -> list[AidList]:
    """Lists whose import never ended and whose file was kept for another try."""
    before = now - timedelta(days=days)
    return list(AidList.objects.filter(received_at__lt=before).exclude(file=""))


def due_recipients(now: datetime, days: int) -> int:
    """How many rows and files are to go."""
    rows: int = sum(part.count() for part in _parts(now, days))
    return rows + len(_files(now, days))


@transaction.atomic
def forget_recipients(now: datetime, days: int) -> int:
    """Remove them; gives how many rows and files went."""
    photos = _photos(now, days)
    gone: int = sum(part.delete()[0] for part in _parts(now, days))
    for photo in photos:
        transaction.on_commit(partial(default_storage.delete, photo))
    for row in _files(now, days):
        default_storage.delete(row.file)
        row.file = ""
        row.save(update_fields=["file"])
        gone += 1
    return gone
