"""One transaction round each request, rendering included, with the person's scope."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from accounts import scope
from accounts.models import User
from audit.services import record

READ_ONLY_POSTS = frozenset(
    {"login", "logout", "set_language", "voters:search", "plenos:sample"}
)
TOKEN_COOKIE = "pdpb_scope"  # noqa: S105 - a name
"""Only the browser keeps the token; the database keeps its digest."""
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
                record(actor=user, action="refused.write", subject=request.path)
                response = self._refuse(request)
            else:
                response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            if user:
                response.headers.setdefault("Cache-Control", "no-store")
            self._keep_token(request, response)
        return response

    @staticmethod
    def _enter(request: HttpRequest) -> User | None:
        """Show the browser's token; without a living one the session is over."""
        user = request.user if request.user.is_authenticated else None
        if not isinstance(user, User):
            scope.enter("")
            return None
        if scope.enter_as(request.COOKIES.get(TOKEN_COOKIE, ""), user):
            return user
        scope.enter("")
        logout(request)
        return None

    @staticmethod
    def _keep_token(request: HttpRequest, response: HttpResponse) -> None:
        """Give the browser the token minted by a sign-in, take it at a sign-out."""
        minted = getattr(request, "minted_scope", None)
        if minted:
            response.set_cookie(
                TOKEN_COOKIE,
                minted,
                max_age=settings.SESSION_COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        elif not request.user.is_authenticated and TOKEN_COOKIE in request.COOKIES:
            response.delete_cookie(TOKEN_COOKIE, samesite="Lax")

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
