"""Sign-ins, second factors, passwords and refusals go into the ledger."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
)
from axes.signals import user_locked_out
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import lockout, scope
from accounts.guards import start_clock
from accounts.sessions import end_sessions
from accounts.sign_in import (
    FACTORS,
    forget_second_factor,
    has_factor,
    mark_second_factor,
    passed_second_factor,
)
from audit.address import client_address
from audit.services import APART, record


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    start_clock(request.session, address=client_address(request))
    request.wants_scope = True  # type: ignore[attr-defined]
    record(
        actor=user,
        action="login",
        regency_code=user.regency_code,
        request=request,
        using=APART,
    )


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        scope.leave()
        record(
            actor=user,
            action="logout",
            regency_code=user.regency_code,
            request=request,
            using=APART,
        )


@receiver(user_login_failed)
def refused(
    credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    lockout.record_failure(request, credentials)


@receiver(user_locked_out)
def locked_out(request: HttpRequest, **kwargs: Any) -> None:
    lockout.record_lock(request)


@receiver(authentication_failed)
def code_refused(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """A wrong code of the second factor, before or after signing in."""
    record(
        actor=user,
        action="login.failed",
        regency_code=user.regency_code,
        data={"step": kwargs["authenticator"].type},
        request=request,
        using=APART,
    )


@receiver(authenticator_added)
def factor_set_up(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Who has just proved a new factor has passed it, and gets a token that opens."""
    kind = kwargs["authenticator"].type
    if kind not in FACTORS:
        return
    if not passed_second_factor(request):
        mark_second_factor(request, user, kind)
    request.wants_scope = True  # type: ignore[attr-defined]


@receiver(authenticator_removed)
def factor_taken_away(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Who has no factor left sets one up before anything else."""
    record(
        actor=user,
        action="mfa.remove",
        regency_code=user.regency_code,
        subject=user.username,
        data={"type": str(kwargs["authenticator"].type)},
        request=request,
        using=APART,
    )
    if not has_factor(user):
        forget_second_factor(request)


@receiver(post_save, sender=Authenticator)
def factor_kept(instance: Any, created: bool, **kwargs: Any) -> None:
    from accounts.models import User

    user = User.objects.filter(pk=instance.user_id).first()
    if created and user is not None:
        record(
            actor=user,
            action="mfa.add",
            regency_code=user.regency_code,
            subject=user.username,
            data={"type": str(instance.type)},
            using=APART,
        )


@receiver(password_changed)
def changed_password(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Every other session of the account ends."""
    end_sessions(user.pk, but=request.session.session_key)
    request.wants_scope = True  # type: ignore[attr-defined]
    record(
        actor=user,
        action="account.password",
        regency_code=user.regency_code,
        subject=user.username,
        request=request,
        using=APART,
    )
