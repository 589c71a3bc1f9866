""" "Unduhan saya": files that one account asked for, and nobody else sees.

These pages stand here because files is below accounts and knows nobody's rights.
"""

import uuid
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import (
    EXPORTERS,
    PROVINCE,
    SUPERVISOR,
    province_or_404,
    role_required,
)
from accounts.models import User
from files import exports, services
from files.delivering import deliver
from files.exports import sources
from files.exports.fields import list_of, may_take
from files.exports.protect import SHORTEST
from files.lists import PickError, page_by_id, picked_of, wanted_format
from files.lists.listing import FORMATS
from files.models import ExportFile
from jobs.models import Job
from jobs.services import mark_read
from periods.models import Period
from regions.models import Region

PUBLISHED = "recap.export"
"""The list that a province's account asks for, one regency at a time."""


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
@role_required(EXPORTERS)
def downloads(request: HttpRequest, regency: str) -> HttpResponse:
    """Own files, newest first; those in the making stand above with their progress."""
    user = cast(User, request.user)
    askable = [
        (found.label, reverse("downloads:new", args=[regency, found.name]))
        for found in map(sources.get, sources.names())
        if found and may_take(found.name, user.role)
    ]
    return _list(request, _mine(request, regency), askable)


@require_GET
@login_required
def province_downloads(request: HttpRequest, province: str) -> HttpResponse:
    """The same of every regency of a province, for the province's own accounts."""
    province_or_404(request.user, province, PROVINCE | SUPERVISOR)
    mine = ExportFile.objects.asked_by(request.user)
    worked = Period.objects.filter(regency_code__startswith=province)
    codes = worked.values("regency_code")
    askable = [
        (
            _("Rekap terbit, %(name)s") % {"name": one.name},
            reverse("downloads:new", args=[one.code, PUBLISHED]),
        )
        for one in Region.objects.filter(code__in=codes).order_by("code")
    ]
    rows = mine.filter(regency_code__startswith=province)
    return _list(request, rows, askable)


def label_of(asked: ExportFile) -> str:
    """What people call the list of an asked-for file."""
    found = sources.get(asked.source)
    return str(found.label) if found else str(asked.source)


def _list(
    request: HttpRequest, mine: Any, askable: Sequence[tuple[Any, str]]
) -> HttpResponse:
    page = page_by_id(mine, request.GET, size=settings.POLICY.page_rows)
    jobs = Job.objects.in_bulk([one.job_id for one in page.rows if one.job_id])
    for one in page.rows:
        one.label = label_of(one)
        one.job = jobs.get(one.job_id)
    user = cast(User, request.user)
    if seen := [job.pk for job in jobs.values() if job.ended_at and not job.seen_at]:
        mark_read(actor=user, only=seen)
    context = {
        "page": page,
        "running": [one for one in page.rows if one.job and one.job.is_open],
        "hours": settings.POLICY.export_hours,
        "of_office": user.is_office,
        "askable": askable,
    }
    return render(request, "files/list.html", context)


@require_GET
@role_required(EXPORTERS)
def progress(request: HttpRequest, regency: str, public_id: uuid.UUID) -> HttpResponse:
    """How far an own file is, for those who see no other job of the office."""
    asked = _mine_or_404(request, regency, public_id)
    job = Job.objects.filter(pk=asked.job_id or 0).first()
    if job is None:
        raise Http404
    context = {"job": job, "own_file": asked.public_id}
    return render(request, "jobs/progress.html", context)


@sensitive_post_parameters("sandi", "ulang")
@require_http_methods(["GET", "POST"])
@role_required(EXPORTERS)
def ask(request: HttpRequest, regency: str, source: str) -> HttpResponse:
    """Ask for a list, as its address filters it, perhaps with a password."""
    found = sources.get(source)
    if found is None:
        raise Http404
    user = cast(User, request.user)
    list_of(source, user.role)
    form = AskForm(request.POST or None, initial={"bentuk": wanted_format(request.GET)})
    try:
        prepared = found.build(user, regency, request.GET, "default")
    except PickError:
        raise Http404 from None
    if request.method == "POST" and form.is_valid() and _fits(form, prepared):
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


@require_POST
@role_required(EXPORTERS)
def chosen(request: HttpRequest, regency: str, source: str) -> HttpResponse:
    """The picked rows of a list alone, of the filter in the address (ADR 0060)."""
    found = sources.get(source)
    if found is None:
        raise Http404
    list_of(source, cast(User, request.user).role)
    try:
        picked = picked_of(request.POST)
        if not picked.is_named:
            raise PickError(_("Belum ada baris yang dipilih."))
        return deliver(request, regency, source, picked=picked)
    except (PickError, exports.ExportError) as error:
        messages.error(request, str(error))
    return redirect("downloads:list", regency)


def _fits(form: AskForm, prepared: sources.Prepared) -> bool:
    """Whether the list is short enough for the kind of file; else the form says so."""
    most = settings.POLICY.pdf_most_rows
    try:
        exports.require_short(prepared.count(most + 1), form.cleaned_data["bentuk"])
    except exports.ExportError as error:
        form.add_error("bentuk", str(error))
        return False
    return True


@require_GET
@role_required(EXPORTERS)
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
@role_required(EXPORTERS)
def delete(request: HttpRequest, regency: str, public_id: uuid.UUID) -> HttpResponse:
    """Delete an own file before its time."""
    asked = _mine_or_404(request, regency, public_id)
    services.remove(actor=request.user, asked=asked, request=request)
    messages.success(request, _("Unduhan dihapus."))
    return redirect("downloads:list", regency)
