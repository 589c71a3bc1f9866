"""Vocabulary of what stands in a kecamatan; `in_scope_of` fails closed."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

KECAMATAN, REGENCY = 6, 4


class KecamatanQuerySet(models.QuerySet[Any]):
    """Rows with a regency and a kecamatan."""

    def of(self, regency: str) -> Self:
        """Rows of one regency."""
        return self.filter(regency_code=regency)

    def in_scope_of(self, user: Any) -> Self:
        """Rows of the account's office or kecamatan; nobody else sees any."""
        code = getattr(user, "by_name_scope", "")
        if len(code) not in (REGENCY, KECAMATAN):
            return self.none()
        rows = self.filter(regency_code=code[:REGENCY])
        return rows.filter(kecamatan=code) if len(code) == KECAMATAN else rows


class PostQuerySet(KecamatanQuerySet):
    """Posts."""

    def opened(self) -> Self:
        """Posts that the public is told of."""
        return self.filter(state="OPEN")


class BulletinQuerySet(KecamatanQuerySet):
    """Bulletins."""

    def published(self) -> Self:
        """What everybody reads, pinned ones first."""
        return self.filter(state="PUBLISHED").order_by("-pinned", "-published_at")


class EventQuerySet(KecamatanQuerySet):
    """Outreach events."""

    def announced(self, today: date) -> Self:
        """What the public is told of: planned from today on, and what is held today.

        An event is held from the first person on who is met there, and goes on.
        """
        coming = Q(state="PLANNED", day__gte=today) | Q(state="HELD", day=today)
        return self.filter(coming, is_public=True)

    def silent(self, today: date) -> Self:
        """Past, not cancelled, and nobody told what came of them."""
        past = self.filter(day__lt=today, note="").exclude(state="CANCELLED")
        return past.filter(visits=None)
