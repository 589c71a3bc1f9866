""" "Unduhan saya": files that one account asked for, and nobody else sees.

These pages stand here because files is below accounts and knows nobody's rights.
"""

import uuid
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from accounts.models import User
from files import exports, services
from files.exports import sources
from files.exports.fields import list_of
from files.exports.protect import SHORTEST
from files.lists import page_by_id
from files.lists.listing import FORMATS
from files.models import ExportFile
from jobs.models import Job


class AskForm(forms.Form):
    """The kind of file, and the password that opens it."""

    bentuk = forms.ChoiceField(
        label=_("Bentuk berkas"), choices=list(FORMATS.items()), initial="xlsx"
    )
    sandi = forms.CharField(
        label=_("Kata sandi berkas"),
        min_length=SHORTEST,
        max_length=128,
        strip=False,
        required=False,
        help_text=_(
            "Paling sedikit 10 huruf atau angka. Kosongkan untuk berkas tanpa sandi. "
            "Portal tidak menyimpannya: bila lupa, mintalah berkas baru."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    ulang = forms.CharField(
        label=_("Ulangi kata sandi"),
        max_length=128,
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "sandi" in cleaned and cleaned["sandi"] != cleaned.get("ulang"):
            self.add_error("ulang", _("Kedua kata sandi tidak sama."))
        return cleaned


def _mine(request: HttpRequest, regency: str) -> Any:
    return ExportFile.objects.of(regency).asked_by(request.user)


def _mine_or_404(
    request: HttpRequest, regency: str, public_id: uuid.UUID
) -> ExportFile:
    asked = _mine(request, regency).filter(public_id=public_id).first()
    if asked is None:
        raise Http404
    return cast(ExportFile, asked)


@require_GET
@role_required(OFFICE)
def downloads(request: HttpRequest, regency: str) -> HttpResponse:
    """Own files, newest first; those in the making stand above with their progress."""
    page = page_by_id(
        _mine(request, regency), request.GET, size=settings.POLICY.page_rows
    )
    jobs = Job.objects.in_bulk([one.job_id for one in page.rows if one.job_id])
    running = []
    for one in page.rows:
        found = sources.get(one.source)
        one.label = found.label if found else one.source
        one.job = jobs.get(one.job_id)
        if one.job and one.job.is_open:
            running.append(one.job)
    context = {
        "regency": regency,
        "page": page,
        "running": running,
        "hours": settings.POLICY.export_hours,
    }
    return render(request, "files/list.html", context)


@sensitive_post_parameters("sandi", "ulang")
@require_http_methods(["GET", "POST"])
@role_required(OFFICE)
def ask(request: HttpRequest, regency: str, source: str) -> HttpResponse:
    """Ask for a list, as its address filters it, perhaps with a password."""
    found = sources.get(source)
    if found is None:
        raise Http404
    user = cast(User, request.user)
    list_of(source, user.role)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask(
            actor=user,
            regency=regency,
            source=source,
            query=request.GET,
            format=form.cleaned_data["bentuk"],
            password=form.cleaned_data["sandi"],
        )
        messages.success(request, _("Berkas sedang disusun; ambil di sini."))
        return redirect("downloads:list", regency)
    prepared = found.build(user, regency, request.GET, "default")
    most = settings.POLICY.count_cap
    count = prepared.count(most + 1)
    context = {
        "regency": regency,
        "form": form,
        "label": found.label,
        "count": min(count, most),
        "more": count > most,
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
    }
    status = 422 if form.errors else 200
    return render(request, "files/ask.html", context, status=status)


@require_GET
@role_required(OFFICE)
def fetch(request: HttpRequest, regency: str, public_id: uuid.UUID) -> HttpResponse:
    """The bytes of an own file; 410 when its time is over."""
    asked = _mine_or_404(request, regency, public_id)
    user = cast(User, request.user)
    list_of(asked.source, user.role)
    try:
        handle = services.hand_out(actor=user, asked=asked, request=request)
    except services.FileExpired:
        context = {"regency": regency, "asked": asked}
        return render(request, "files/gone.html", context, status=410)
    except services.FileError:
        raise Http404 from None
    return cast(HttpResponse, exports.download(handle, asked.name, asked.sha256))


@require_POST
@role_required(OFFICE)
def delete(request: HttpRequest, regency: str, public_id: uuid.UUID) -> HttpResponse:
    """Delete an own file before its time."""
    asked = _mine_or_404(request, regency, public_id)
    services.remove(actor=request.user, asked=asked, request=request)
    messages.success(request, _("Unduhan dihapus."))
    return redirect("downloads:list", regency)
