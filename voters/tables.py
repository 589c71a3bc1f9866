"""The roll as a table: which columns, how they read, which may be hidden."""

from typing import Any
from uuid import UUID

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from files.lists import ListTable
from voters.models import ChangeProposal, Voter
from voters.models.codes import word_of

FIXED = {"th": {"data-fixed": True}, "td": {"scope": "row"}}
NUMBER = {"look": "nik"}
NOBODY = str(UUID(int=0))
"""Stands in an address that is reversed once a page, not once a row."""
HIDDEN_AT_FIRST = frozenset({"nkk", "address", "marital_status", "disability"})


class VoterTable(ListTable):
    """`places` names the kelurahan; numbers of persons are masked here always."""

    name = tables.Column(verbose_name=_("Nama"), attrs=FIXED)
    nik = tables.Column(verbose_name=_("NIK"), default="", attrs=NUMBER)
    nkk = tables.Column(verbose_name=_("No. KK"), default="", attrs=NUMBER)
    sex = tables.Column(verbose_name=_("JK"))
    birth_date = tables.Column(
        verbose_name=_("Lahir"), default="", attrs={"look": "birth"}
    )
    marital_status = tables.Column(verbose_name=_("Kawin"))
    kelurahan = tables.Column(verbose_name=_("Kelurahan"))
    tps = tables.Column(verbose_name=_("TPS"))
    rt = tables.Column(verbose_name=_("RT / RW"), default="")
    address = tables.Column(verbose_name=_("Alamat"))
    disability = tables.Column(verbose_name=_("Disabilitas"))
    status = tables.Column(verbose_name=_("Status"), attrs={"look": "badge"})

    hidden_at_first = HIDDEN_AT_FIRST

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

    def __init__(
        self, *args: Any, regency: str, places: dict[str, str], **kwargs: Any
    ) -> None:
        self.places = places
        self.address = reverse("voters:detail", args=[regency, NOBODY])
        super().__init__(*args, **kwargs)

    def render_name(self, record: Voter) -> SafeString:
        url = self.address.replace(NOBODY, str(record.public_id))
        return format_html('<a href="{}">{}</a>', url, record.name)

    def render_rt(self, record: Voter) -> str:
        return f"{record.rt} / {record.rw}"

    def render_kelurahan(self, value: str) -> str:
        return self.places.get(value, value)

    def render_marital_status(self, value: str) -> str:
        return word_of("marital_status", value)

    def render_disability(self, value: str, record: Voter) -> str:
        return word_of("disability", value, record.disability_vintage)


class QueueTable(ListTable):
    """What an item of the review queue says; the queue draws it (kpu_portal.ui)."""

    name = tables.Column(verbose_name=_("Nama"), attrs=FIXED)
    kind = tables.Column(verbose_name=_("Jenis"), attrs=FIXED)
    created_at = tables.Column(verbose_name=_("Umur usulan"))
    kelurahan = tables.Column(verbose_name=_("Kelurahan"))
    about = tables.Column(verbose_name=_("Kategori atau unsur"), accessor="category")
    state = tables.Column(verbose_name=_("Keadaan"))
    source = tables.Column(verbose_name=_("Sumber"))
    event_date = tables.Column(verbose_name=_("Tanggal peristiwa"))
    evidence = tables.Column(verbose_name=_("Bukti"), accessor="evidence_kind")
    rule = tables.Column(verbose_name=_("Aturan"))

    hidden_at_first = frozenset({"source", "event_date", "evidence", "rule"})

    class Meta:
        model = ChangeProposal
        orderable = False
        fields: tuple[str, ...] = ()
