"""The ledger of an office: who touched what, and when."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from accounts.access import OFFICE, role_required
from audit.models import LedgerEntry
from kpu_portal.tables import LedgerTable
from kpu_portal.ui.keyset import page_by_id

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


@require_GET
@role_required(OFFICE)
def ledger(request: HttpRequest, regency: str) -> HttpResponse:
    """Entries of the regency, newest first."""
    every = LedgerEntry.objects.filter(regency_code=regency)
    rows = every
    form = LedgerFilter(request.GET)
    if form.is_valid():
        if group := form.cleaned_data["tindakan"]:
            rows = rows.filter(action__startswith=group)
        if who := form.cleaned_data["pelaku"]:
            rows = rows.filter(actor_name__icontains=who)
    ascending = request.GET.get("sort") == "recorded_at"
    page = page_by_id(
        rows, request.GET, size=settings.POLICY.page_rows, ascending=ascending
    )
    table = LedgerTable(
        page.rows, order_by="recorded_at" if ascending else "-recorded_at"
    )
    RequestConfig(request, paginate=False).configure(table)
    context = {
        "regency": regency,
        "table": table,
        "page": page,
        "form": form,
        "empty": not page.rows and not every.exists(),
    }
    return render(request, "audit/list.html", context)
