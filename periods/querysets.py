"""Vocabulary of periods."""

from typing import Any, Self

from django.db import models


class PeriodQuerySet(models.QuerySet[Any]):
    """Periods of a regency."""

    def of(self, regency: str) -> Self:
        """Every period of a regency, newest first."""
        return self.filter(regency_code=regency).order_by("-starts_on")

    def open(self, regency: str) -> Self:
        """The open one, at most one."""
        return self.filter(regency_code=regency, state="OPEN")
