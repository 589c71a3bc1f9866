"""One-time codes: how an account begins, and how a second person helps it back in."""

import datetime as dt
import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import OneTimeCode, Role, User
from accounts.scope import GATE
from accounts.sessions import end_sessions
from audit.services import record

Purpose = OneTimeCode.Purpose
SALT = "accounts.recovery"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUPS, GROUP = 4, 4
LIFE = {
    Purpose.NEW: dt.timedelta(days=7),
    Purpose.PASSWORD: dt.timedelta(hours=24),
    Purpose.FACTOR: dt.timedelta(hours=24),
}
APART = dt.timedelta(hours=24)


class RecoveryError(Exception):
    """A code cannot be given or used; the message is for people."""


def may_help(actor: User, user: User) -> bool:
    """An administrator helps everybody, a chair the office's people; nobody oneself."""
    if actor.pk == user.pk or not actor.is_active:
        return False
    if actor.role == Role.ADMIN:
        return True
    return (
        actor.role == Role.CHAIR
        and user.role not in {Role.ADMIN, Role.SUPERVISOR, Role.PROVINCE}
        and bool(user.regency_code)
        and user.regency_code == actor.regency_code
    )


@transaction.atomic(using=GATE)
def give_code(*, actor: User | None, user: User, purpose: str) -> str:
    """Make a code for `user` and give it as text, once; only its digest is kept.

    A code for the second factor takes the standing factors away and ends the account's
    sessions; so does one for the password. Raises RecoveryError when `actor` may not
    help, or has given this account a code of the other kind within a day or since its
    owner last used a factor: password and factor never come from the same hand. None is
    the system (a command).
    """
    if actor is not None and not may_help(actor, user):
        raise RecoveryError(_("Akun ini tidak dapat Anda pulihkan."))
    user = User.objects.select_for_update().get(pk=user.pk)
    now = timezone.now()
    if actor is not None and _gave_other(actor, user, purpose, now):
        raise RecoveryError(
            _(
                "Anda baru saja memberi akun ini kode lain. Kata sandi dan langkah "
                "kedua dipulihkan oleh dua orang yang berbeda."
            )
        )
    user.codes.filter(purpose=purpose, used_at=None).update(expires_at=now)
    text = _new_text()
    OneTimeCode.objects.create(
        user=user,
        purpose=purpose,
        digest=_digest(text),
        made_by=actor,
        expires_at=now + LIFE[Purpose(purpose)],
    )
    if purpose == Purpose.FACTOR:
        for factor in Authenticator.objects.filter(user=user):
            factor.delete()
    end_sessions(user.pk)
    record(
        actor=actor,
        action=f"account.code.{purpose.lower()}",
        regency_code=user.regency_code,
        subject=user.username,
        using=GATE,
    )
    return text


def _gave_other(actor: User, user: User, purpose: str, now: dt.datetime) -> bool:
    """Whether `actor` may still hold what a code of the other kind opened.

    A day alone would not do: a helper who used the first code would only have to wait.
    The owner has to have set up or used a factor since, which no helper can.
    """
    last = (
        OneTimeCode.objects.filter(user=user, made_by=actor)
        .exclude(purpose=purpose)
        .order_by("-made_at")
        .first()
    )
    if last is None:
        return False
    if last.made_at > now - APART:
        return True
    since = last.used_at or last.made_at
    return not Authenticator.objects.filter(
        Q(created_at__gt=since) | Q(last_used_at__gt=since), user=user
    ).exists()


def awaits_code(user: Any) -> bool:
    """Whether a new second factor needs the code of a second person first."""
    last = (
        OneTimeCode.objects.filter(user_id=user.pk, purpose=Purpose.FACTOR)
        .order_by("-id")
        .first()
    )
    return last is not None and last.used_at is None


@transaction.atomic(using=GATE)
def use_factor_code(*, actor: User, text: str) -> None:
    """The person signed in by password gives the code: a new factor may be set up.

    Raises RecoveryError for a wrong, used or expired code.
    """
    code = _open_code(text, [Purpose.FACTOR])
    if code is None or code.user_id != actor.pk:
        raise RecoveryError(_("Kode tidak cocok, sudah dipakai, atau tidak berlaku."))
    _use(code, actor)


@transaction.atomic(using=GATE)
def use_password_code(*, username: str, text: str, password: str) -> User:
    """Whoever holds the code of an account chooses its password.

    Raises RecoveryError for a wrong, used or expired code and for an account that is
    not in force; django's ValidationError for a password that is too weak.
    """
    code = _open_code(text, [Purpose.NEW, Purpose.PASSWORD])
    if code is None or code.user.username != username or not _in_force(code.user):
        raise RecoveryError(_("Kode tidak cocok, sudah dipakai, atau tidak berlaku."))
    user = code.user
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user.pk)
    _use(code, user)
    return user


def _open_code(text: str, purposes: list[Purpose]) -> OneTimeCode | None:
    return (
        OneTimeCode.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(
            digest=_digest(text),
            purpose__in=purposes,
            used_at=None,
            expires_at__gt=timezone.now(),
        )
        .first()
    )


def _use(code: OneTimeCode, actor: User) -> None:
    code.used_at = timezone.now()
    code.save(update_fields=["used_at"])
    record(
        actor=actor,
        action="account.code.used",
        regency_code=actor.regency_code,
        subject=actor.username,
        data={"purpose": code.purpose},
        using=GATE,
    )


def _in_force(user: User) -> bool:
    ended = user.ends_on is not None and user.ends_on < timezone.localdate()
    return user.is_active and not ended


def _new_text() -> str:
    letters = [secrets.choice(LETTERS) for _n in range(GROUPS * GROUP)]
    return "-".join(
        "".join(letters[start : start + GROUP])
        for start in range(0, len(letters), GROUP)
    )


def _digest(text: str) -> str:
    plain = "".join(ch for ch in text.upper() if ch in LETTERS)
    return salted_hmac(SALT, plain, algorithm="sha256").hexdigest()
