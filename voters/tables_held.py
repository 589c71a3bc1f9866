"""What waits with a date as a table."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from files.lists import ListTable, linked
from voters.models import HeldItem, Kind
from voters.tables import FIXED, NOBODY, NUMBER


class HeldTable(ListTable):
    """Each row leads to its ways out; one past its day says so in words."""

    name = tables.Column(verbose_name=_("Nama"), attrs=FIXED)
    what = tables.Column(verbose_name=_("Yang menunggu"))
    kind = tables.Column(verbose_name=_("Usulan"))
    nik = tables.Column(verbose_name=_("NIK"), default="", attrs=NUMBER)
    kelurahan = tables.Column(verbose_name=_("Kelurahan"))
    reason = tables.Column(verbose_name=_("Sebab"), default="")
    until = tables.Column(verbose_name=_("Tenggat"), default="", empty_values=())
    since = tables.Column(verbose_name=_("Sejak"), default="", attrs={"look": "moment"})
    by_name = tables.Column(verbose_name=_("Oleh"), default="")

    hidden_at_first = frozenset({"nik", "since"})

    class Meta:
        template_name = "django_tables2/pdpb.html"
        orderable = False
        attrs = {"caption": _("Ditunda dan ditahan"), "caption_hidden": True}
        row_attrs = {"id": lambda record: f"h-{record.public_id}"}

    def __init__(
        self, *args: Any, regency: str, places: dict[str, str], **kwargs: Any
    ) -> None:
        self.places, self.today = places, timezone.localdate()
        self.address = {
            what: reverse("voters:held_item", args=[regency, what, NOBODY])
            for what in HeldItem.What.values
        }
        super().__init__(*args, **kwargs)

    def render_name(self, record: HeldItem) -> SafeString:
        url = self.address[record.what].replace(NOBODY, str(record.public_id))
        return linked(url, record.name)

    def render_kind(self, record: HeldItem) -> str:
        return str(Kind(record.kind).label) if not record.is_voter else ""

    def render_kelurahan(self, value: str) -> str:
        return self.places.get(value, value)

    def render_until(self, record: HeldItem) -> SafeString:
        if record.until is None:
            return format_html(
                '<span class="pd-mute">{}</span>', gettext("tanpa tenggat")
            )
        day = f"{record.until:%d-%m-%Y}"
        if record.until > self.today:
            return SafeString(day)
        late = '<b>{}</b> <span class="k-bad pd-mark">{}</span>'
        return format_html(late, day, gettext("jatuh tempo"))
