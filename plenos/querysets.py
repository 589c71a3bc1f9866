"""Vocabulary of recaps and plenaries."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.access import reach_of


class RegencyQuerySet(models.QuerySet[Any]):
    """Rows of one regency; totals and minutes name nobody, so no range of kelurahan."""

    def of(self, regency: str) -> Self:
        """Rows of one regency."""
        return self.filter(regency_code=regency)

    def in_scope_of(self, user: Any) -> Self:
        """Rows of the regencies the account reaches into; none without a scope."""
        code = reach_of(user)
        if not code:
            return self.none()
        if len(code) >= 4:
            return self.filter(regency_code=code[:4])
        return self.filter(regency_code__startswith=code)


class PlenaryQuerySet(RegencyQuerySet):
    """Plenaries."""

    def published(self) -> Self:
        """What province and Bawaslu may read."""
        return self.filter(state="PUBLISHED")

    def in_force(self) -> Self:
        """The newest published one of each period, also while a later version is made:
        its totals and papers stay open until that is published (ADR 0007)."""
        later = self.model._default_manager.filter(
            period=OuterRef("period"),
            version__gt=OuterRef("version"),
            published_at__isnull=False,
        )
        return self.filter(~Exists(later), published_at__isnull=False)


class AdviceQuerySet(RegencyQuerySet):
    """Letters of Bawaslu."""

    def unfinished(self) -> Self:
        """Those somebody still has to do something about."""
        return self.filter(state__in=["OPEN", "WORKING"])

    def overdue(self, today: date) -> Self:
        """Unfinished ones whose deadline has passed."""
        return self.unfinished().filter(due_on__lt=today)


class AdviceVoterQuerySet(RegencyQuerySet):
    """People whom letters name."""

    def in_scope_of(self, user: Any) -> Self:
        """People of the kelurahan the account reaches into; the office's alone."""
        code = getattr(user, "by_name_scope", "")
        if not code or not getattr(user, "is_office", False):
            return self.none()
        return self.filter(regency_code=code[:4], kelurahan__startswith=code)
