"""Locking out by account and by address, each with its own limit.

An office sits behind one address, so an address may fail more often than an account.
What somebody typed as a name is kept as a keyed digest only: people type their
password, or a NIK, into the wrong field.
"""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from audit.address import client_address
from audit.services import APART, record

__all__ = ["LockoutHandler", "client_address", "username_key"]
SALT = "accounts.lockout"


def username_key(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Digest under which the tries for a name are counted, whether it exists or not."""
    name = (credentials or {}).get("username") or request.POST.get("login", "")
    return salted_hmac(SALT, str(name), algorithm="sha256").hexdigest()


class LockoutHandler(AxesDatabaseHandler):
    """Counts failures of the account and of the address within the cool-off."""

    def get_failures(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        """Failures that count against AXES_FAILURE_LIMIT.

        An address reaches it after AXES_ADDRESS_FAILURE_LIMIT failures.
        """
        since = timezone.now() - settings.AXES_COOLOFF_TIME
        recent = AccessAttempt.objects.filter(attempt_time__gte=since)
        account = _sum(recent.filter(username=username_key(request, credentials)))
        address = _sum(recent.filter(ip_address=client_address(request)))
        limit: int = settings.AXES_FAILURE_LIMIT
        return max(account, address * limit // settings.AXES_ADDRESS_FAILURE_LIMIT)

    def reset_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        """A success forgives the account's failures, never those of its address."""
        key = username_key(request, credentials)
        return int(AccessAttempt.objects.filter(username=key).delete()[0])


def _sum(attempts: Any) -> int:
    total = attempts.aggregate(n=Sum("failures_since_start"))["n"]
    return int(total or 0)


def record_failure(request: HttpRequest | None, credentials: dict[str, Any]) -> None:
    """Into the ledger; the name that was tried only when an account has it."""
    _record("login.failed", request, credentials.get("username"))


def record_lock(request: HttpRequest) -> None:
    """A lock-out, likewise."""
    credentials = getattr(request, "axes_credentials", None) or {}
    name = credentials.get("username") or request.POST.get("login")
    _record("login.locked", request, name)


def _record(action: str, request: HttpRequest | None, name: Any) -> None:
    from accounts.models import User

    user = User.objects.filter(username=name or "").first()
    record(
        actor=user,
        action=action,
        regency_code=user.regency_code if user else "",
        request=request,
        using=APART,
    )
