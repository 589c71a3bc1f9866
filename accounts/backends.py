"""Sign-in by password for accounts that are active and not past their end date."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone


class AccountBackend(ModelBackend):
    """Django's own check and the end date: an expired account is out at once."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Active, and today is not past `ends_on`."""
        ended = user.ends_on is not None and user.ends_on < timezone.localdate()
        return super().user_can_authenticate(user) and not ended
