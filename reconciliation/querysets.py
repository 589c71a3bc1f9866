"""Vocabulary of deliveries; `in_scope_of` fails closed."""

from typing import Any, Self

from django.db import models


class DeliveryQuerySet(models.QuerySet[Any]):
    """Deliveries and their rows; they are opened by whole offices only."""

    def of(self, regency: str) -> Self:
        """Rows of one regency."""
        return self.filter(regency_code=regency)

    def standing(self) -> Self:
        """Deliveries that were not withdrawn."""
        return self.exclude(state="WITHDRAWN")

    def in_scope_of(self, user: Any) -> Self:
        """What the office of a user may see; nothing for anybody else."""
        code = getattr(user, "by_name_scope", "")
        if len(code) != 4:
            return self.none()
        return self.filter(regency_code=code)
