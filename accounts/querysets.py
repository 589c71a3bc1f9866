"""Vocabulary of the digests by e-mail."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.rules import digest as rules

OFFICE = 4


class DigestChoiceQuerySet(models.QuerySet[Any]):
    """Choices of accounts that may still come in."""

    def at(self, slot: datetime) -> Self:
        """Choices that mean this hour and were made before it.

        The twin of rules.digest.falls_on, for accounts that are active that day and
        whose address is proved.
        """
        wall = timezone.localtime(slot)
        return self.filter(
            Q(rhythm=rules.DAILY) | Q(rhythm=rules.WEEKLY, weekday=wall.weekday()),
            Q(user__ends_on=None) | Q(user__ends_on__gte=wall.date()),
            hour=wall.hour,
            changed_at__lte=slot,
            verified_at__isnull=False,
            user__is_active=True,
        )

    def of_office(self, office: str) -> Self:
        """Of a kabupaten/kota and below, of a province alone, or of the nation ("")."""
        if len(office) < OFFICE:
            return self.filter(user__scope_code=office)
        return self.filter(user__scope_code__startswith=office)

    def unanswered(self, slot: datetime, sends: models.QuerySet[Any]) -> Self:
        """Those of whom `sends` says nothing yet for this hour, or that it failed."""
        mine = sends.filter(user_id=OuterRef("user_id"), slot=slot)
        return self.filter(~Exists(mine.exclude(state="FAILED")))


class DigestSendQuerySet(models.QuerySet[Any]):
    """Digests that were tried."""

    def of_slot(self, office: str, slot: datetime) -> Self:
        """Of one office and hour."""
        return self.filter(office=office, slot=slot)
