"""One's own digest by e-mail, and the link that ends it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import digests
from accounts.models import DigestChoice, Rhythm
from accounts.rules.digest import next_slot
from kpu_portal.digest import proving
from kpu_portal.digest.stopping import account_of
from kpu_portal.views.accounts import SELECT, TEXT


class DigestForm(forms.Form):
    """When, where to and in which language."""

    rhythm = forms.ChoiceField(
        label=lazy("Kirim"), choices=Rhythm.choices, widget=forms.RadioSelect
    )
    weekday = forms.TypedChoiceField(
        label=lazy("Hari"),
        help_text=lazy("Untuk yang sekali sepekan."),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.Select(attrs=SELECT),
    )
    hour = forms.TypedChoiceField(
        label=lazy("Jam"),
        help_text=lazy("Waktu kantor; dapat terlambat beberapa menit."),
        coerce=int,
        choices=[(n, f"{n:02d}.00") for n in range(24)],
        widget=forms.Select(attrs=SELECT),
    )
    email = forms.EmailField(
        label=lazy("Alamat surel"),
        required=False,
        max_length=254,
        help_text=lazy("Perlu bila surel dikirim; hanya dipakai untuk ini."),
        widget=forms.EmailInput(attrs={**TEXT, "autocomplete": "email"}),
    )
    language = forms.ChoiceField(
        label=lazy("Bahasa surel"),
        choices=settings.LANGUAGES,
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = lazy("boleh kosong bila tidak dikirim")
        self.fields["email"].empty_note = note  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def own_digest(request: HttpRequest) -> HttpResponse:
    """What the account chose and what came of it; a POST chooses anew."""
    user: Any = request.user
    choice = digests.choice_of(user)
    form = DigestForm(request.POST or None, initial=_initial(choice))
    if request.method == "POST" and "tautan" in request.POST:
        _ask_again(request, user)
        return redirect("own-digest")
    if request.method == "POST" and form.is_valid():
        try:
            digests.choose(actor=user, wish=digests.Wish(**form.cleaned_data))
        except digests.DigestError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("Tersimpan."))
            proving.ask(user)
            return redirect("own-digest")
    context = {
        "form": form,
        "mail_on": settings.MAIL_ON,
        "choice": choice,
        "unproved": bool(choice and choice.email and choice.verified_at is None),
        "next": _next(choice) if settings.MAIL_ON else None,
        "last": digests.last_of(user),
    }
    status = 422 if form.errors else 200
    return render(request, "account/digest.html", context, status=status)


def _ask_again(request: HttpRequest, user: Any) -> None:
    if proving.ask(user):
        messages.success(request, _("Tautan dikirim; periksa kotak surel Anda."))
    else:
        messages.warning(request, _("Tautan baru saja dikirim; tunggu dua menit."))


def _initial(choice: DigestChoice | None) -> dict[str, Any]:
    if choice is None:
        language = (get_language() or "id").partition("-")[0]
        return {"rhythm": Rhythm.NONE, "weekday": 0, "hour": 7, "language": language}
    fields = ("rhythm", "weekday", "hour", "email", "language")
    return {name: getattr(choice, name) for name in fields}


def _next(choice: DigestChoice | None) -> Any:
    if choice is None or choice.verified_at is None:
        return None
    now = timezone.localtime()
    return next_slot(choice.rhythm, choice.weekday, choice.hour, now)


# The token says whose digest it is, and a mail program's one click brings no cookie
# (RFC 8058); the page knows nobody else.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop_digest(request: HttpRequest, token: str) -> HttpResponse:
    """Ask first, end the digests on a POST; the address alone ends nothing."""
    account = account_of(token)
    if account is None:
        raise Http404
    stopped = request.method == "POST"
    if stopped:
        digests.stop(account)
    return render(request, "public/stop.html", {"stopped": stopped})


# Whoever reads the mail need not be signed in where it is read; the token is all that
# the page knows, and it opens nothing else.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify_digest(request: HttpRequest, proof: str) -> HttpResponse:
    """Ask first, since mail programs open links by themselves; a POST proves."""
    account = proving.account_of(proof)
    if account is None:
        raise Http404
    proved = request.method == "POST"
    if proved:
        digests.prove(account, digests.address_of_account(account))
    return render(request, "public/verify.html", {"proved": proved})
