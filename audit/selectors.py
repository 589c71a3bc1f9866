"""Reads the ledger: the trail of one person, the touches of one account."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from audit.models import LedgerEntry, PersonsShown


def trail(regency: str, keys: Iterable[UUID]) -> QuerySet[LedgerEntry]:
    """Entries that showed the person with these keys, newest first.

    On the web connection the request's scope must reach the regency, else none.
    """
    found = trail_numbers(regency, keys)
    return LedgerEntry.objects.filter(pk__in=found).order_by("-id")


def trail_numbers(regency: str, keys: Iterable[UUID]) -> list[int]:
    """Numbers of the same entries, newest first: a page reads its own only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry_id FROM person_trail(%s, %s::uuid[])",
            [regency, [str(key) for key in keys]],
        )
        return sorted({row[0] for row in cursor.fetchall()}, reverse=True)


def touches(
    actor_id: int, since: datetime, until: datetime
) -> QuerySet[LedgerEntry, LedgerEntry]:
    """Everything an account did in a window, oldest first (`until` is left out)."""
    return LedgerEntry.objects.filter(
        actor_id=actor_id, recorded_at__gte=since, recorded_at__lt=until
    ).order_by("id")


def persons_of(entries: QuerySet[LedgerEntry]) -> QuerySet[PersonsShown]:
    """Whom these entries showed."""
    numbers = entries.order_by().values("id")
    return PersonsShown.objects.filter(entry_id__in=numbers).order_by("id")
