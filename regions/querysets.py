"""Vocabulary of regions."""

from typing import Any, Self

from django.db import models


class RegionQuerySet(models.QuerySet[Any]):
    """Regions by level and by code range."""

    def within(self, prefix: str) -> Self:
        """The region `prefix` and everything below it."""
        return self.filter(code__gte=prefix, code__lt=code_after(prefix))

    def districts(self, regency: str) -> Self:
        """Kecamatan of a regency, by code."""
        return self.within(regency).filter(level=6)

    def villages(self, prefix: str) -> Self:
        """Kelurahan of a regency or kecamatan, by code."""
        return self.within(prefix).filter(level=10)


def code_after(prefix: str) -> str:
    """First code after every code that starts with `prefix` (C collation)."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)
