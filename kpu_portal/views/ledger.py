"""The ledger of an office: who touched what, and when."""

from typing import cast

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, role_required
from audit.models import LedgerEntry
from files import exports
from files.delivering import or_back
from files.exports import Column
from files.lists import export_items, listed, wanted_format
from kpu_portal.tables import LedgerTable, details
from kpu_portal.ui.actions import action_word
from kpu_portal.ui.formats import moment

GROUPS = [
    ("", _("Semua")),
    ("login", _("Masuk dan keluar")),
    ("voter", _("Pemilih")),
    ("proposal", _("Usulan")),
    ("delivery", _("Kiriman")),
    ("export", _("Berkas keluar")),
    ("plenary", _("Pleno")),
    ("period", _("Periode")),
    ("job", _("Pekerjaan")),
    ("account", _("Akun")),
    ("refused", _("Penolakan")),
]


class LedgerFilter(forms.Form):
    """Filters of the list."""

    tindakan = forms.ChoiceField(
        label=_("Tindakan"),
        required=False,
        choices=GROUPS,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    pelaku = forms.CharField(
        label=_("Pelaku"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


def _filtered(
    request: HttpRequest, regency: str
) -> tuple[LedgerFilter, QuerySet[LedgerEntry]]:
    rows = LedgerEntry.objects.filter(regency_code=regency)
    form = LedgerFilter(request.GET)
    if form.is_valid():
        if group := form.cleaned_data["tindakan"]:
            rows = rows.filter(action__startswith=group)
        if who := form.cleaned_data["pelaku"]:
            rows = rows.filter(actor_name__icontains=who)
    return form, rows


@require_GET
@role_required(OFFICE)
def ledger(request: HttpRequest, regency: str) -> HttpResponse:
    """Entries of the regency, newest first."""
    form, rows = _filtered(request, regency)
    shown = listed(request, rows, LedgerTable, by="recorded_at")
    every = LedgerEntry.objects.filter(regency_code=regency)
    context = {
        "regency": regency,
        **shown,
        "form": form,
        "empty": not shown["page"].rows and not every.exists(),
        "export_items": export_items(reverse("audit:export", args=[regency])),
    }
    return render(request, "audit/list.html", context)


COLUMNS = [
    Column("Waktu", 24),
    Column("Pelaku", 28),
    Column("Tindakan", 28),
    Column("Kode tindakan", 20),
    Column("Objek", 40),
    Column("Rincian", 60),
    Column("Alamat jaringan", 18),
]


@require_GET
@role_required(OFFICE)
@or_back("audit:list")
def ledger_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The entries of the present filter as a file."""
    _, rows = _filtered(request, regency)
    entries = rows.order_by("-id").iterator(chunk_size=2_000)
    exported = exports.export(
        actor=request.user,
        regency=regency,
        name=f"jejak-{regency}",
        columns=COLUMNS,
        rows=(_line(entry) for entry in entries),
        format=wanted_format(request.GET),
        action="ledger.export",
        request=request,
    )
    return cast(HttpResponse, exports.response(exported))


def _line(entry: LedgerEntry) -> tuple[str, ...]:
    return (
        moment(entry.recorded_at),
        entry.actor_name,
        action_word(entry.action),
        entry.action,
        entry.subject,
        details(entry),
        entry.address or "",
    )
