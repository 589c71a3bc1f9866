"""Sign-ins, sign-outs and refusals go into the ledger."""

from datetime import timedelta
from typing import Any

from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import scope
from audit.services import record


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    lifetime = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    request.minted_scope = scope.mint(user, lifetime=lifetime)  # type: ignore[attr-defined]
    record(actor=user, action="login", regency_code=user.regency_code, request=request)


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        scope.leave()
        record(
            actor=user, action="logout", regency_code=user.regency_code, request=request
        )


@receiver(user_login_failed)
def refused(
    credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """The name that was tried goes into the ledger only when an account has it.

    People type their password, or a NIK, into the wrong field.
    """
    from accounts.models import User

    user = User.objects.filter(username=credentials.get("username") or "").first()
    record(
        actor=user,
        action="login.failed",
        regency_code=user.regency_code if user else "",
        request=request,
    )


@receiver(user_locked_out)
def locked_out(request: HttpRequest, username: str, **kwargs: Any) -> None:
    from accounts.models import User

    user = User.objects.filter(username=username or "").first()
    record(
        actor=user,
        action="login.locked",
        regency_code=user.regency_code if user else "",
        request=request,
    )
