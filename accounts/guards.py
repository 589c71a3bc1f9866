"""What stands between a session and every page: its age, and the second factor.

Both run inside the request's transaction, after the scope has been entered and before
any view; a page that nobody thought of is closed.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from accounts import recovery
from accounts.sessions import ADDRESS, SEEN_AT, SIGNED_IN_AT
from accounts.sign_in import has_factor, passed_second_factor
from audit.services import APART, record

WRITE_EVERY = 60
"""The last touch is written at most once a minute: no UPDATE with every request."""
PASSIVE = frozenset(
    {
        *("jobs:progress", "jobs:bell", "own-bell"),
        *("downloads:progress", "reconciliation:search"),
    }
)
"""What a page asks for by itself (GET) keeps nobody signed in."""
BEFORE_FACTOR = frozenset(
    {
        *("login", "account_login", "logout", "account_logout"),
        *("set_language", "health", "one-time-code"),
        *("mfa_activate_totp", "mfa_add_webauthn"),
        *("account_reauthenticate", "mfa_reauthenticate"),
    }
)
"""What somebody without a second factor may open: setting one up, and leaving."""

Handler = Callable[[HttpRequest], HttpResponse]


def start_clock(session: Any, *, address: str = "") -> None:
    """Begin the life of a session; signing in calls it."""
    session[SIGNED_IN_AT] = session[SEEN_AT] = int(time.time())
    session[ADDRESS] = address


class SessionLimitsMiddleware:
    """Ends a session that nobody used for a while, and any after a day's work."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        session = request.session
        seen = session.get(SEEN_AT, 0)
        if now - session.get(SIGNED_IN_AT, 0) >= settings.SESSION_ABSOLUTE_SECONDS:
            return self._end(request, "absolute")
        if now - seen >= settings.SESSION_IDLE_SECONDS:
            return self._end(request, "idle")
        # Finding the name of an address costs as much as a query: once a minute.
        if now - seen >= WRITE_EVERY and _is_own_act(request):
            session[SEEN_AT] = now
        return self.get_response(request)

    @staticmethod
    def _end(request: HttpRequest, why: str) -> HttpResponse:
        user: Any = request.user
        record(
            actor=user,
            action="login.expired",
            regency_code=user.regency_code,
            data={"why": why},
            request=request,
            using=APART,
        )
        logout(request)
        messages.warning(request, _("Sesi Anda berakhir. Masuk lagi."))
        return away(request, settings.LOGIN_URL)


class SecondFactorMiddleware:
    """Every account has a second factor and has given it in this session."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let through, send to the set-up, or sign out."""
        if not request.user.is_authenticated or passed_second_factor(request):
            return None
        match = request.resolver_match
        name = match.view_name if match else ""
        if has_factor(request.user):
            if name in {"logout", "account_logout", "set_language", "health"}:
                return None
            logout(request)
            return away(request, settings.LOGIN_URL)
        if name not in BEFORE_FACTOR:
            return away(request, "mfa_activate_totp", back=False)
        if name.startswith("mfa_") and recovery.awaits_code(request.user):
            return away(request, "one-time-code", back=False)
        return None


def away(request: HttpRequest, to: str, *, back: bool = True) -> HttpResponse:
    """Send the visitor elsewhere; a fragment's page goes as a whole."""
    fragment = request.headers.get("HX-Request") == "true"
    target = resolve_url(to)
    if fragment:
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = target
        return response
    if back and request.method == "GET":
        return redirect_to_login(request.get_full_path(), target)
    return HttpResponseRedirect(target)


def _is_own_act(request: HttpRequest) -> bool:
    return request.method != "GET" or _name(request) not in PASSIVE


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
