"""Vocabulary of coklit terbatas; `in_scope_of` fails closed."""

from typing import Any, Self

from django.db import models

from accounts.access import reach_of
from accounts.models import Role
from regions.querysets import code_after

OFFICERS = frozenset({Role.POST, Role.VILLAGE})
READERS = frozenset({Role.SUPERVISOR})


class BatchQuerySet(models.QuerySet[Any]):
    """Batches; they name nobody, so that officers and Bawaslu see them too."""

    def of(self, regency: str) -> Self:
        """Batches of one regency."""
        return self.filter(regency_code=regency)

    def in_scope_of(self, user: Any) -> Self:
        """Batches of the regency or province that a role of the field reaches."""
        code = reach_of(user)
        role = getattr(user, "role", "")
        if role in READERS and len(code) >= 2:
            return self.filter(regency_code__startswith=code[:4])
        if len(getattr(user, "by_name_scope", "")) < 4:
            return self.none()
        return self.filter(regency_code=code[:4])


class TaskQuerySet(models.QuerySet[Any]):
    """Tasks, visits and spot checks, cut to a person's place."""

    def of(self, regency: str) -> Self:
        """Rows of one regency."""
        return self.filter(regency_code=regency)

    def in_scope_of(self, user: Any) -> Self:
        """Rows of the own region, down to the RW and RT; nobody else's."""
        code = getattr(user, "by_name_scope", "")
        if not code:
            return self.none()
        rows = self.filter(regency_code=code[:4])
        if len(code) > 4:
            rows = rows.below(code)
        if rw := getattr(user, "rw", ""):
            rows = rows.filter(rw=rw)
            if rt := getattr(user, "rt", ""):
                rows = rows.filter(rt=rt)
        return rows

    def below(self, code: str) -> Self:
        """Rows of a kecamatan or kelurahan."""
        return self.filter(kelurahan__gte=code, kelurahan__lt=code_after(code))

    def unfinished(self) -> Self:
        """Tasks that still need a visit or a document."""
        return self.filter(state__in=("TODO", "AGAIN", "PAPER"))

    def standing(self) -> Self:
        """Visits that nobody undid."""
        return self.filter(undone_at__isnull=True)
