"""Signing out, one-time codes, and the list of one's own sessions."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import recovery
from accounts.forms import FactorCodeForm, PasswordCodeForm
from accounts.sessions import end_own_session, end_sessions, own_sessions
from audit.services import APART, record


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and a sign-in that waits for its second factor."""
    logout(request, show_message=False)
    request.session.flush()
    return redirect("login")


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def one_time_code(request: HttpRequest) -> HttpResponse:
    """Who is signed in by password gives a factor's code; a visitor a password's."""
    if request.user.is_authenticated:
        return _factor(request)
    form = PasswordCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            recovery.use_password_code(
                username=data["nama"], text=data["kode"], password=data["sandi"]
            )
        except recovery.RecoveryError as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error("sandi", error)
        else:
            messages.success(request, _("Kata sandi disimpan. Silakan masuk."))
            return redirect("login")
    return _page(request, form)


def _factor(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not recovery.awaits_code(user):
        return redirect("home")
    form = FactorCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recovery.use_factor_code(actor=user, text=form.cleaned_data["kode"])
        except recovery.RecoveryError as error:
            form.add_error(None, str(error))
        else:
            return redirect("mfa_activate_totp")
    return _page(request, form)


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
@reauthentication_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; one other session, or all others, are ended."""
    user: Any = request.user
    this = str(request.session.session_key)
    if request.method == "POST":
        mark = request.POST.get("sesi", "")
        if mark:
            ended = int(end_own_session(user.pk, mark=mark, this=this))
        else:
            ended = end_sessions(user.pk, but=this)
            request.wants_scope = True  # type: ignore[attr-defined]
        record(
            actor=user,
            action="login.ended",
            regency_code=user.regency_code,
            data={"sessions": ended},
            request=request,
            using=APART,
        )
        messages.success(request, _("Sesi lain diakhiri."))
        return redirect("own-sessions")
    found = own_sessions(user.pk, this=this)
    return render(request, "account/sessions.html", {"sessions": found})


def _page(request: HttpRequest, form: Any) -> HttpResponse:
    return render(request, "account/one_time_code.html", {"form": form})
