"""One transaction round each request, rendering included, with the person's scope."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from accounts import scope
from accounts.models import User
from accounts.sign_in import passed_second_factor
from audit.middleware import record_refusal

READ_ONLY_POSTS = frozenset(
    {
        *("login", "logout", "set_language"),
        *("mfa_authenticate", "one-time-code", "account_change_password"),
        *("account_reauthenticate", "mfa_reauthenticate"),
        *("mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_deactivate_totp"),
        *("mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
        *("mfa_generate_recovery_codes", "plenos:sample"),
        *("own-sessions", "own-keys", "own-bell"),
        *("downloads:new", "downloads:chosen", "downloads:delete"),
        *("report-check", "report-status"),
        *("own-digest", "digest-stop", "digest-verify"),
        *("fieldwork:aid_sheet", "fieldwork:aid_person"),
    }
)
"""Signing in and out, own second factor and password, language, samples; and what
docs/access.md gives a reason for, name by name: a name without one fails its test."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ScopeMiddleware:
    """Opens the transaction, sets the scope, refuses writes of read-only roles.

    ATOMIC_REQUESTS would end before a TemplateResponse is rendered; this one does not.
    A response of 500 or above rolls the transaction back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            user = self._enter(request)
            if user and not user.may_change and not self._may_post(request):
                record_refusal(request, "refused.write")
                response = self._refuse(request)
            else:
                response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            if user:
                response.headers.setdefault("Cache-Control", "no-store")
        # After the commit: only then is a new second factor announced.
        if response.status_code < 500:
            self._keep_token(request, response)
        return response

    @staticmethod
    def _enter(request: HttpRequest) -> User | None:
        """Show the browser's token; without a living one the session is over."""
        user = request.user if request.user.is_authenticated else None
        if not isinstance(user, User):
            scope.enter("")
            return None
        if scope.enter_as(request.COOKIES.get(scope.TOKEN_COOKIE, ""), user):
            return user
        scope.enter("")
        logout(request)
        return None

    @staticmethod
    def _keep_token(request: HttpRequest, response: HttpResponse) -> None:
        """Mint the browser a token at a sign-in, take it away at a sign-out.

        It opens nobody by name before the second factor has been passed.
        """
        if getattr(request, "wants_scope", False) and request.user.is_authenticated:
            lifetime = timedelta(seconds=settings.SESSION_COOKIE_AGE)
            names = passed_second_factor(request)
            response.set_cookie(
                scope.TOKEN_COOKIE,
                scope.mint(request.user, lifetime=lifetime, names=names),
                max_age=settings.SESSION_COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        elif (
            not request.user.is_authenticated and scope.TOKEN_COOKIE in request.COOKIES
        ):
            response.delete_cookie(scope.TOKEN_COOKIE, samesite="Lax")

    @staticmethod
    def _may_post(request: HttpRequest) -> bool:
        if request.method in SAFE:
            return True
        try:
            return resolve(request.path_info).view_name in READ_ONLY_POSTS
        except Resolver404:
            return False

    @staticmethod
    def _refuse(request: HttpRequest) -> HttpResponse:
        from django.views.defaults import permission_denied  # render with our template

        reason = PermissionDenied(_("Akun ini hanya dapat melihat."))
        return permission_denied(request, reason)
