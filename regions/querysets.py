"""Vocabulary of regions."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q


class RegionQuerySet(models.QuerySet[Any]):
    """Regions by level and by code range."""

    def within(self, prefix: str) -> Self:
        """The region `prefix` and everything below it, also what has ended."""
        return self.filter(code__gte=prefix, code__lt=code_after(prefix))

    def valid(self, on: date | None = None) -> Self:
        """Regions that are there on a day; without one, those that have not ended."""
        if on is None:
            return self.filter(valid_to=None)
        begun = Q(valid_from=None) | Q(valid_from__lte=on)
        return self.filter(begun, Q(valid_to=None) | Q(valid_to__gte=on))

    def districts(self, regency: str, on: date | None = None) -> Self:
        """Kecamatan of a regency that are valid, by code."""
        return self.within(regency).filter(level=6).valid(on)

    def villages(self, prefix: str, on: date | None = None) -> Self:
        """Kelurahan of a regency or kecamatan that are valid, by code."""
        return self.within(prefix).filter(level=10).valid(on)


class ChangeQuerySet(models.QuerySet[Any]):
    """Changes of regions by regency."""

    def of(self, regency: str) -> Self:
        """Changes of one regency."""
        return self.filter(regency_code=regency)


def code_after(prefix: str) -> str:
    """First code after every code that starts with `prefix` (C collation)."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)
