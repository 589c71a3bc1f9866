"""Signing in through allauth: no sign-up, a sealed second factor, our own words.

A session has passed the second factor when allauth has recorded one in it for this
person; `passed_second_factor` is the one question, `mark_second_factor` the one answer.
"""

import io
import time
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.backends import AccountBackend
from accounts.lockout import client_address
from accounts.scope import TOKEN_COOKIE, mint
from accounts.vault import seal, unseal

BACKEND = "accounts.backends.AccountBackend"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor(user: Any) -> bool:
    """Whether the account has a second factor; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def passed_second_factor(request: HttpRequest) -> bool:
    """Whether this session has passed the second factor of the person signed in."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def mark_second_factor(request: HttpRequest, user: Any, kind: str) -> None:
    """Record in the session that the second factor was passed just now."""
    record_authentication(request, user, "mfa", type=kind)


def forget_second_factor(request: HttpRequest) -> None:
    """The factor is gone: the session has to set one up before anything else."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    kept = [record for record in records if record.get("method") != "mfa"]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


def open_session(client: Any, user: Any) -> None:
    """Sign a test client in as the forms do: session begun, second factor recorded."""
    client.force_login(user, backend=BACKEND)
    request = HttpRequest()
    request.session = client.session
    mark_second_factor(request, user, "totp")
    request.session.save()
    client.cookies[TOKEN_COOKIE] = mint(user, lifetime=timedelta(hours=12))


class AccountAdapter(DefaultAccountAdapter):
    """allauth's account rules, as this portal wants them."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "Nama pengguna dan kata sandi tidak cocok, atau akun tidak berlaku."
        ),
        "too_many_login_attempts": _("Terlalu banyak percobaan. Coba lagi nanti."),
        "rate_limited": _("Terlalu banyak percobaan. Coba lagi nanti."),
        "enter_current_password": _("Tulis kata sandi Anda yang sekarang."),
        "incorrect_password": _("Kata sandi salah."),
        "incorrect_code": _("Kode salah."),
        "password_mismatch": _("Kata sandi baru ditulis berbeda."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: administrators make accounts."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: axes counts wrong passwords, by account and by address."""

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing was counted."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that lock-outs use too."""
        return client_address(request)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only plain messages; allauth's templates say what the page says anyway."""
        if message is not None:
            super().add_message(request, level, message=message, extra_tags=extra_tags)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No account of the portal has an e-mail address."""

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in; an account that ended since its password was checked stays out."""
        if not AccountBackend().user_can_authenticate(user):
            raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))
        login(request, user, backend=BACKEND)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again unless the password or a code was given a few minutes ago."""
        request = context.request
        records = get_authentication_records(request, request.user)
        since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > since for record in records)


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's second factors, sealed in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Kode salah. Tunggu kode berikutnya, lalu coba lagi."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a TOTP secret or the seed of recovery codes."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        return unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """The QR code, as an image that the content policy allows."""
        import segno

        out = io.BytesIO()
        segno.make(url, error="m").save(
            out, kind="svg", scale=5, border=2, xmldecl=False, light="#fff"
        )
        return out.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A first name for a security key."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("Kunci %(n)s")) % {"n": held + 1}

    def _get_site_name(self) -> str:
        return "PDPB"
