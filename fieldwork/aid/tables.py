"""Recipients as a table."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from fieldwork.aid.models import Recipient
from files.exports import mask_number
from files.lists import ListTable
from voters.tables import NOBODY


class RecipientTable(ListTable):
    """`places` are names by code."""

    name = tables.Column(
        _("Nama"), attrs={"th": {"data-fixed": True}, "td": {"scope": "row"}}
    )
    number = tables.Column(_("No Penerima"), default="")
    nik = tables.Column(_("NIK"), default="")
    sex = tables.Column(_("JK"), default="")
    address = tables.Column(_("Alamat"), default="")
    kelurahan = tables.Column(_("Kelurahan"))
    rw = tables.Column(_("RW"), default="")
    rt = tables.Column(_("RT"), default="")
    match = tables.Column(_("Kecocokan"))
    answer = tables.Column(_("Hasil"), default="–")
    answered_on = tables.Column(_("Diperiksa"), default="")

    hidden_at_first = frozenset({"nik", "sex", "number"})

    class Meta:
        model = Recipient
        template_name = "django_tables2/pdpb.html"
        orderable = False
        fields = (
            *("name", "number", "nik", "sex", "address", "kelurahan", "rw", "rt"),
            *("match", "answer", "answered_on"),
        )
        attrs = {"caption": _("Penerima bantuan"), "caption_hidden": True}
        row_attrs = {"id": lambda record: f"p-{record.public_id}"}

    def __init__(
        self, *args: Any, regency: str, places: dict[str, str], **kwargs: Any
    ) -> None:
        self.places = places
        self.address = reverse("fieldwork:aid_person", args=[regency, NOBODY])
        super().__init__(*args, **kwargs)

    def render_name(self, record: Recipient, value: str) -> str:
        address = self.address.replace(NOBODY, str(record.public_id))
        return format_html('<a class="pd-link" href="{}">{}</a>', address, value)

    def render_nik(self, value: str) -> str:
        return mask_number(value)

    def render_kelurahan(self, record: Recipient, value: str) -> str:
        return self.places.get(value, record.place or "–")
