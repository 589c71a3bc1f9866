"""The deliveries of a regency as a table, and what its list can be cut by."""

from typing import Any
from uuid import UUID

import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from files.lists import ListTable
from periods.models import Period
from reconciliation.models import Delivery, DeliveryKind, DeliveryState, Sender

NOBODY = str(UUID(int=0))
"""Stands in an address that is reversed once a page, not once a row."""
NUM = {"th": {"class": "pd-num"}, "td": {"class": "pd-num"}, "look": "figure"}
SELECT = {"class": "form-select"}
ALL = ("", _("Semua"))


class DeliveryFilter(forms.Form):
    """Filters of the list; the names are the words of the URL."""

    pengirim = forms.ChoiceField(
        label=_("Pengirim"),
        required=False,
        choices=[ALL, *Sender.choices],
        widget=forms.Select(attrs=SELECT),
    )
    jenis = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        choices=[ALL, *DeliveryKind.choices],
        widget=forms.Select(attrs=SELECT),
    )
    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[ALL, *DeliveryState.choices],
        widget=forms.Select(attrs=SELECT),
    )
    periode = forms.CharField(
        label=_("Periode"),
        required=False,
        max_length=7,
        widget=forms.TextInput(
            attrs={"class": "form-control", "size": 8, "autocomplete": "off"}
        ),
    )


def filtered(
    query: QueryDict, rows: "QuerySet[Delivery]"
) -> tuple[DeliveryFilter, "QuerySet[Delivery]"]:
    """Rows that the address asks for, and its form."""
    form = DeliveryFilter(query)
    if form.is_valid():
        fields = {
            "pengirim": "sender",
            "jenis": "kind",
            "keadaan": "state",
            "periode": "period_code",
        }
        wanted = {
            field: form.cleaned_data[name]
            for name, field in fields.items()
            if form.cleaned_data[name]
        }
        rows = rows.filter(**wanted)
    return form, rows


class DeliveryTable(ListTable):
    """The view gives each delivery `shown_state` (its job's) and `refused`."""

    filename = tables.Column(
        _("Berkas"),
        orderable=False,
        attrs={"th": {"data-fixed": True}, "td": {"scope": "row"}},
    )
    sender = tables.Column(_("Pengirim"), orderable=False)
    period_code = tables.Column(_("Periode"), orderable=False, default="")
    kind = tables.Column(_("Jenis"), orderable=False, default="–")
    rows_read = tables.Column(
        _("Baris"), accessor="rows", orderable=False, attrs=NUM, default=""
    )
    refused = tables.Column(_("Ditolak"), orderable=False, attrs=NUM, default="")
    received_at = tables.Column(_("Diterima"), attrs={"look": "moment"})
    received_by_name = tables.Column(_("Penerima"), orderable=False, default="")
    letter_no = tables.Column(_("Nomor surat"), orderable=False, default="")
    state = tables.Column(
        _("Keadaan"), accessor="shown_state", orderable=False, attrs={"look": "badge"}
    )

    hidden_at_first = frozenset({"letter_no"})

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {"caption": _("Kiriman, terbaru di atas"), "caption_hidden": True}
        row_attrs = {"id": lambda record: f"d-{record.public_id}"}

    def __init__(self, *args: Any, regency: str, **kwargs: Any) -> None:
        self.address = reverse("reconciliation:detail", args=[regency, NOBODY])
        super().__init__(*args, **kwargs)

    def render_filename(self, record: Delivery) -> SafeString:
        url = self.address.replace(NOBODY, str(record.public_id))
        return format_html('<a class="pd-link" href="{}">{}</a>', url, record.filename)

    def render_period_code(self, value: str) -> str:
        return Period(code=value).title
