"""The roll as a table: which columns, how they read, which may be hidden."""

from functools import cache
from typing import Any

import django_tables2 as tables
from django.http import HttpRequest
from django.template import Context, Template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from voters.models import Voter

FIXED = {"th": {"data-fixed": True}, "td": {"scope": "row"}}
HIDDEN_AT_FIRST = frozenset({"nkk", "address", "marital_status", "disability"})


class CellColumn(tables.TemplateColumn):
    """A TemplateColumn whose template is compiled once, not once a cell."""

    def render(self, record: Any, **kwargs: Any) -> SafeString:
        return _compiled(self.template_code).render(Context({"record": record}))


@cache
def _compiled(code: str) -> Template:
    return Template(code)


class VoterTable(tables.Table):
    """`places` names the kelurahan; numbers of persons are masked here always."""

    name = tables.Column(verbose_name=_("Nama"), attrs=FIXED)
    nik = CellColumn("{{ record.nik|nik }}", verbose_name=_("NIK"))
    nkk = CellColumn("{{ record.nkk|nik }}", verbose_name=_("No. KK"))
    sex = tables.Column(verbose_name=_("JK"))
    birth_date = CellColumn(
        "{{ record.birth_date|lahir_samar }}", verbose_name=_("Lahir")
    )
    marital_status = tables.Column(verbose_name=_("Kawin"))
    kelurahan = tables.Column(verbose_name=_("Kelurahan"))
    tps = tables.Column(verbose_name=_("TPS"))
    rt = CellColumn(
        "{% if record.rt %}{{ record.rt }} / {{ record.rw }}{% endif %}",
        verbose_name=_("RT / RW"),
    )
    address = tables.Column(verbose_name=_("Alamat"))
    disability = tables.Column(verbose_name=_("Disabilitas"))
    status = CellColumn("{% badge record.status %}", verbose_name=_("Status"))

    class Meta:
        model = Voter
        template_name = "django_tables2/pdpb.html"
        orderable = False
        fields = (
            "name",
            "nik",
            "nkk",
            "sex",
            "birth_date",
            "marital_status",
            "kelurahan",
            "tps",
            "rt",
            "address",
            "disability",
            "status",
        )
        attrs = {"caption": _("Daftar pemilih"), "caption_hidden": True}
        row_attrs = {"id": lambda record: f"v-{record.public_id}"}

    def __init__(self, *args: Any, places: dict[str, str], **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def render_name(self, record: Voter) -> SafeString:
        url = reverse("voters:detail", args=[record.regency_code, record.public_id])
        return format_html('<a href="{}">{}</a>', url, record.name)

    def render_kelurahan(self, value: str) -> str:
        return self.places.get(value, value)

    def before_render(self, request: HttpRequest) -> None:
        chosen = request.GET.getlist("kolom")
        for column in list(self.columns.iterall()):
            fixed = "data-fixed" in column.attrs.get("th", {})
            wanted = column.name in chosen if chosen else self._usual(column.name)
            if not fixed and not wanted:
                self.columns.hide(column.name)

    @staticmethod
    def _usual(name: str) -> bool:
        return name not in HIDDEN_AT_FIRST
