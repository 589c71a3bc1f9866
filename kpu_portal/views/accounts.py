"""Accounts: the list, one account, and what administrators and chairs do with it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import recovery, services
from accounts.models import OFFICE_ROLES, AccountChange, OneTimeCode, Role, User
from accounts.placing import to_place
from accounts.sign_in import has_factor
from files.lists import listed
from kpu_portal.account_tables import AccountTable

View = Callable[..., HttpResponse]
SELECT, TEXT = {"class": "form-select"}, {"class": "form-control"}
DAY = {**TEXT, "type": "date"}
BELOW_CHAIR = (*OFFICE_ROLES, Role.POST, Role.VILLAGE, Role.NEIGHBOURHOOD)


def only(*roles: str) -> Callable[[View], View]:
    """View decorator: signed in with one of the roles, else 403."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user: Any = request.user
            if user.role not in roles:
                raise PermissionDenied(_("Peran Anda tidak membuka halaman ini."))
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def accounts_of(user: Any) -> QuerySet[User]:
    """Accounts that `user` may see: all, the office's, or none."""
    if user.role == Role.ADMIN:
        return User.objects.all()
    if user.role == Role.CHAIR and user.regency_code:
        return User.objects.filter(
            role__in=BELOW_CHAIR, scope_code__startswith=user.regency_code
        )
    return User.objects.none()


class AccountFilter(forms.Form):
    """Filters of the list."""

    peran = forms.ChoiceField(
        label=lazy("Peran"),
        required=False,
        choices=[("", lazy("Semua")), *Role.choices],
        widget=forms.Select(attrs=SELECT),
    )
    wilayah = forms.CharField(
        label=lazy("Kode wilayah"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={**TEXT, "autocomplete": "off"}),
    )
    tempat = forms.ChoiceField(
        label=lazy("Tempat"),
        required=False,
        choices=[("", lazy("Semua")), ("ulang", lazy("Perlu ditempatkan ulang"))],
        widget=forms.Select(attrs=SELECT),
    )
    nama = forms.CharField(
        label=lazy("Nama"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={**TEXT, "autocomplete": "off"}),
    )


class AccountForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=lazy("Nama pengguna"),
        max_length=150,
        widget=forms.TextInput(attrs={**TEXT, "autocomplete": "off"}),
    )
    full_name = forms.CharField(
        label=lazy("Nama lengkap"), max_length=120, widget=forms.TextInput(attrs=TEXT)
    )
    title = forms.CharField(
        label=lazy("Jabatan"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=TEXT),
    )
    role = forms.ChoiceField(
        label=lazy("Peran"), choices=Role.choices, widget=forms.Select(attrs=SELECT)
    )
    scope_code = forms.CharField(
        label=lazy("Kode wilayah"),
        max_length=10,
        required=False,
        help_text=lazy("Tanpa titik: 32, 3272, 327202, 3272021001."),
        widget=forms.TextInput(attrs={**TEXT, "inputmode": "numeric"}),
    )
    rw = forms.CharField(
        label=lazy("RW"),
        max_length=3,
        required=False,
        help_text=lazy("Hanya untuk ketua RT/RW."),
        widget=forms.TextInput(attrs={**TEXT, "inputmode": "numeric"}),
    )
    rt = forms.CharField(
        label=lazy("RT"),
        max_length=3,
        required=False,
        help_text=lazy("Kosong untuk ketua RW."),
        widget=forms.TextInput(attrs={**TEXT, "inputmode": "numeric"}),
    )
    ends_on = forms.DateField(
        label=lazy("Berlaku sampai"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )


class EndForm(forms.Form):
    """Another last day."""

    ends_on = AccountForm.base_fields["ends_on"]


class ChangeForm(forms.Form):
    """Another role or region, and why."""

    role = AccountForm.base_fields["role"]
    scope_code = AccountForm.base_fields["scope_code"]
    rw = AccountForm.base_fields["rw"]
    rt = AccountForm.base_fields["rt"]
    reason = forms.CharField(
        label=lazy("Alasan"), max_length=200, widget=forms.TextInput(attrs=TEXT)
    )


@require_GET
@only(Role.ADMIN, Role.CHAIR)
def account_list(request: HttpRequest) -> HttpResponse:
    """Accounts, newest first, and the requests that wait for a second administrator."""
    user: Any = request.user
    every = accounts_of(user)
    rows = every
    form = AccountFilter(request.GET)
    if form.is_valid():
        data = form.cleaned_data
        rows = rows.filter(scope_code__startswith=data["wilayah"])
        if data["peran"]:
            rows = rows.filter(role=data["peran"])
        if data["tempat"]:
            rows = rows.filter(pk__in=[one.pk for one in to_place(user.regency_code)])
        if name := data["nama"]:
            rows = rows.filter(
                Q(full_name__icontains=name) | Q(username__icontains=name)
            )
    shown = listed(request, rows, AccountTable, by="date_joined")
    waiting = AccountChange.objects.none()
    if user.role == Role.ADMIN:
        waiting = AccountChange.objects.filter(state="ASKED").select_related(
            "user", "proposed_by"
        )
    context = {**shown, "form": form, "waiting": waiting}
    return render(request, "accounts/list.html", context)


@require_http_methods(["GET", "POST"])
@only(Role.ADMIN)
@never_cache
def account_new(request: HttpRequest) -> HttpResponse:
    """One account; its code is shown once, in the answer."""
    actor: Any = request.user
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, code = services.create_account(actor=actor, **form.cleaned_data)
        except services.AccountError as error:
            form.add_error(None, str(error))
        else:
            return show_codes(request, [(user, code)])
    return render(request, "accounts/new.html", {"form": form})


def show_codes(
    request: HttpRequest, codes: list[tuple[User, str]], new: bool = True
) -> HttpResponse:
    """The only page on which one-time codes can be read."""
    return render(request, "accounts/codes.html", {"codes": codes, "is_new": new})


@require_GET
@only(Role.ADMIN, Role.CHAIR)
def account_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One account and what may be done with it."""
    actor: Any = request.user
    user = get_object_or_404(accounts_of(actor), pk=pk)
    is_admin = actor.role == Role.ADMIN and actor.pk != user.pk
    context = {
        "account": user,
        "has_factor": has_factor(user),
        "is_admin": is_admin,
        "may_help": recovery.may_help(actor, user),
        "end_form": EndForm(initial={"ends_on": user.ends_on}),
        "change_form": ChangeForm(
            initial={
                name: getattr(user, name) for name in ("role", "scope_code", "rw", "rt")
            }
        ),
        "to_place": user.pk in {one.pk for one in to_place(user.regency_code)},
        "changes": user.changes.select_related("proposed_by", "decided_by").order_by(
            "-id"
        ),
    }
    return render(request, "accounts/detail.html", context)


@require_POST
@only(Role.ADMIN)
def account_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch off at once, or on again."""
    user, actor = _asked(request, pk)
    active = request.POST.get("aktif") == "1"
    return _do(
        request, pk, services.switch_account, actor=actor, user=user, active=active
    )


@require_POST
@only(Role.ADMIN)
def account_ends(request: HttpRequest, pk: int) -> HttpResponse:
    """Another end date."""
    user, actor = _asked(request, pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tanggal tidak terbaca."))
        return redirect("accounts:detail", pk)
    day = form.cleaned_data["ends_on"]
    return _do(request, pk, services.set_end_date, actor=actor, user=user, ends_on=day)


@require_POST
@only(Role.ADMIN)
def account_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another role or region."""
    user, actor = _asked(request, pk)
    form = ChangeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis peran, kode wilayah, dan alasannya."))
        return redirect("accounts:detail", pk)
    asked = form.cleaned_data
    return _do(request, pk, services.ask_change, actor=actor, user=user, **asked)


@require_POST
@only(Role.ADMIN)
def account_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide a request of another administrator."""
    change = get_object_or_404(AccountChange.objects.select_related("user"), pk=pk)
    approve = request.POST.get("setuju") == "1"
    return _do(
        request,
        change.user_id,
        services.decide_change,
        actor=request.user,
        change=change,
        approve=approve,
    )


@require_POST
@only(Role.ADMIN, Role.CHAIR)
@never_cache
def account_code(request: HttpRequest, pk: int) -> HttpResponse:
    """A one-time code for a new password or a new second factor, shown once."""
    user, actor = _asked(request, pk)
    purpose = request.POST.get("guna", "")
    known = {OneTimeCode.Purpose.PASSWORD, OneTimeCode.Purpose.FACTOR}
    if not user.has_usable_password():
        purpose, known = OneTimeCode.Purpose.NEW, {OneTimeCode.Purpose.NEW}
    if purpose not in known:
        raise PermissionDenied
    try:
        code = recovery.give_code(actor=actor, user=user, purpose=purpose)
    except recovery.RecoveryError as error:
        messages.error(request, str(error))
        return redirect("accounts:detail", pk)
    return show_codes(request, [(user, code)], new=purpose == OneTimeCode.Purpose.NEW)


def _asked(request: HttpRequest, pk: int) -> tuple[User, Any]:
    return get_object_or_404(accounts_of(request.user), pk=pk), request.user


def _do(
    request: HttpRequest, pk: int, service: Callable[..., Any], **asked: Any
) -> HttpResponse:
    try:
        service(**asked)
    except services.AccountError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Tersimpan."))
    return redirect("accounts:detail", pk)
