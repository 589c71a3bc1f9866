"""Vocabulary of deliveries; `in_scope_of` fails closed."""

from typing import Any, Self

from django.db import models

INBOX = "kotak masuk"
"""Receiver of a file of the inbox folder; no account stands behind it."""
FROM_INBOX = models.Q(received_by_id=None, received_by_name=INBOX)
"""Deliveries that no person uploaded."""


class DeliveryQuerySet(models.QuerySet[Any]):
    """Deliveries and their rows; they are opened by whole offices only."""

    def of(self, regency: str) -> Self:
        """Rows of one regency."""
        return self.filter(regency_code=regency)

    def standing(self) -> Self:
        """Deliveries that were not withdrawn."""
        return self.exclude(state="WITHDRAWN")

    def from_inbox(self) -> Self:
        """Those that lay in the inbox folder."""
        return self.filter(FROM_INBOX)

    def in_scope_of(self, user: Any) -> Self:
        """What the office of a user may see; nothing for anybody else."""
        code = getattr(user, "by_name_scope", "")
        if len(code) != 4:
            return self.none()
        return self.filter(regency_code=code)
