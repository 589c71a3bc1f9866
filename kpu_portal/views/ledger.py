"""The ledger of an office: who touched what, and when."""

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, role_required
from audit.models import LedgerEntry
from files.delivering import deliver, or_back
from files.lists import export_items, listed
from kpu_portal.tables import LedgerTable

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


def filtered(
    query: QueryDict, rows: "QuerySet[LedgerEntry]"
) -> "tuple[LedgerFilter, QuerySet[LedgerEntry]]":
    """Entries that the address asks for, and its form."""
    form = LedgerFilter(query)
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
    every = LedgerEntry.objects.filter(regency_code=regency)
    form, rows = filtered(request.GET, every)
    shown = listed(request, rows, LedgerTable, by="recorded_at")
    context = {
        "regency": regency,
        **shown,
        "form": form,
        "empty": not shown["page"].rows and not every.exists(),
        "export_items": export_items(
            reverse("audit:export", args=[regency]),
            protected=reverse("downloads:new", args=[regency, "ledger.export"]),
        ),
    }
    return render(request, "audit/list.html", context)


@require_GET
@role_required(OFFICE)
@or_back("audit:list")
def ledger_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The entries of the present filter as a file."""
    return deliver(request, regency, "ledger.export")
