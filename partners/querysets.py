"""Vocabulary of partners; `in_scope_of` fails closed, only whole offices open them."""

from datetime import date
from typing import Any, Self

from django.db import models


class PartnerQuerySet(models.QuerySet[Any]):
    """Rows of one regency's office."""

    def of(self, regency: str) -> Self:
        """Rows of one regency."""
        return self.filter(regency_code=regency)

    def in_scope_of(self, user: Any) -> Self:
        """What the office of a user may see; nothing for anybody else."""
        code = getattr(user, "by_name_scope", "")
        if len(code) != 4 or not getattr(user, "is_office", False):
            return self.none()
        return self.filter(regency_code=code)

    def standing(self) -> Self:
        """Those that were not archived."""
        return self.filter(archived_at=None)

    def archived(self) -> Self:
        """Those that were."""
        return self.exclude(archived_at=None)


class InstitutionQuerySet(PartnerQuerySet):
    """Institutions."""

    def invited(self) -> Self:
        """Those whom a plenary usually invites."""
        return self.standing().filter(invited=True)


class AgreementQuerySet(PartnerQuerySet):
    """Agreements."""

    def ended(self, today: date) -> Self:
        """Those that are over."""
        return self.filter(ends_on__lt=today)

    def running(self, today: date) -> Self:
        """Those that hold, with or without an end."""
        return self.exclude(ends_on__lt=today)


class RequestQuerySet(PartnerQuerySet):
    """Requests for data."""

    def open(self) -> Self:
        """Those that wait for an answer, late or not."""
        return self.standing().filter(state="ASKED")

    def late(self, today: date) -> Self:
        """Those that wait and are past their date."""
        return self.open().filter(due_on__lt=today)


class ReminderQuerySet(PartnerQuerySet):
    """Reminders."""

    def waiting(self) -> Self:
        """Those nobody has dealt with."""
        return self.filter(done_at=None)
