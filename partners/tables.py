"""The room's lists as tables."""

from datetime import date
from typing import Any
from uuid import UUID

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from files.lists import ListTable
from partners.models import Activity, Agreement, DataRequest, Institution

NOBODY = str(UUID(int=0))
"""Stands in an address that is reversed once a page, not once a row."""
FIXED: dict[str, Any] = {"th": {"data-fixed": True}, "td": {"scope": "row"}}
NUM = {"th": {"class": "pd-num"}, "td": {"class": "pd-num"}, "look": "figure"}


def day(value: date | None) -> str:
    """A date as the portal's lists write it."""
    return f"{value:%d-%m-%Y}" if value else "–"


class PartnerTable(ListTable):
    """A list whose rows open a page; the view says which day it is."""

    opens = ""

    def __init__(
        self,
        *args: Any,
        regency: str,
        today: date,
        names: dict[str, str] | None = None,
        waiting: dict[int, int] | None = None,
        **kwargs: Any,
    ) -> None:
        self.address = reverse(self.opens, args=[regency, NOBODY])
        self.today = today
        self.places = names or {}
        self.waiting = waiting or {}
        super().__init__(*args, **kwargs)

    def link(self, record: Any, text: str) -> SafeString:
        """The text as a link to the record's page."""
        url = self.address.replace(NOBODY, str(record.public_id))
        return format_html('<a class="pd-link" href="{}">{}</a>', url, text)


class InstitutionTable(PartnerTable):
    """`names` are the regions' by code, `waiting` how many requests wait, by id."""

    opens = "partners:detail"
    name = tables.Column(_("Instansi"), orderable=False, attrs=FIXED)
    kind = tables.Column(_("Jenis"), orderable=False)
    region_code = tables.Column(_("Wilayah kerja"), orderable=False)
    invited = tables.Column(_("Pleno"), orderable=False)
    requests_open = tables.Column(
        _("Permintaan menunggu"), accessor="pk", orderable=False, attrs=NUM
    )
    address_line = tables.Column(
        _("Alamat"), accessor="address", orderable=False, default=""
    )
    entered_at = tables.Column(_("Dicatat"), attrs={"look": "moment"})
    hidden_at_first = frozenset({"address_line"})

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {"caption": _("Instansi mitra"), "caption_hidden": True}

    def render_name(self, record: Institution) -> SafeString:
        return self.link(record, record.name)

    def render_region_code(self, record: Institution) -> str:
        return self.places.get(record.region_code, record.region_code)

    def render_requests_open(self, record: Institution) -> str:
        return str(self.waiting.get(record.pk, "")) or "–"

    def render_invited(self, record: Institution) -> Any:
        return _("diundang") if record.invited else "–"


class AgreementTable(PartnerTable):
    """Agreements."""

    opens = "partners:agreement"
    number = tables.Column(_("Nomor PKS"), orderable=False, attrs=FIXED)
    institution = tables.Column(_("Instansi"), orderable=False)
    subject = tables.Column(_("Tentang"), orderable=False)
    signed_on = tables.Column(_("Tanggal"), orderable=False)
    ends_on = tables.Column(_("Berakhir"), orderable=False, empty_values=())
    scan = tables.Column(_("Pindaian"), orderable=False, empty_values=())
    entered_at = tables.Column(_("Dicatat"), attrs={"look": "moment"})
    hidden_at_first = frozenset({"entered_at"})

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {"caption": _("Perjanjian (PKS)"), "caption_hidden": True}

    def render_number(self, record: Agreement) -> SafeString:
        return self.link(record, record.number)

    def render_signed_on(self, record: Agreement) -> str:
        return day(record.signed_on)

    def render_ends_on(self, record: Agreement) -> SafeString | str:
        if record.ends_on is None or record.ends_on >= self.today:
            return day(record.ends_on)
        return format_html("{} <b>{}</b>", day(record.ends_on), _("berakhir"))

    def render_scan(self, record: Agreement) -> Any:
        return _("ada") if record.scan else "–"


class RequestTable(PartnerTable):
    """Requests for data."""

    opens = "partners:request"
    letter_no = tables.Column(_("Nomor surat"), orderable=False, attrs=FIXED)
    institution = tables.Column(_("Instansi"), orderable=False)
    letter_on = tables.Column(_("Tanggal surat"), orderable=False)
    due_on = tables.Column(_("Batas waktu"), orderable=False)
    answered_on = tables.Column(_("Dijawab"), orderable=False, empty_values=())
    state = tables.Column(_("Keadaan"), orderable=False)
    entered_at = tables.Column(_("Dicatat"), attrs={"look": "moment"})
    hidden_at_first = frozenset({"entered_at"})

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {"caption": _("Permintaan data"), "caption_hidden": True}

    def render_letter_no(self, record: DataRequest) -> SafeString:
        return self.link(record, record.letter_no)

    def render_letter_on(self, record: DataRequest) -> str:
        return day(record.letter_on)

    def render_due_on(self, record: DataRequest) -> SafeString | str:
        late = record.days_late(self.today)
        if not late:
            return day(record.due_on)
        words = ngettext("lewat %(n)s hari", "lewat %(n)s hari", late) % {"n": late}
        return format_html("{} <b>{}</b>", day(record.due_on), words)

    def render_answered_on(self, record: DataRequest) -> str:
        return day(record.answered_on)


class ActivityTable(PartnerTable):
    """The view gives each activity `invited_count` and `came_count`."""

    opens = "partners:activity"
    subject = tables.Column(_("Kegiatan"), orderable=False, attrs=FIXED)
    kind = tables.Column(_("Jenis"), orderable=False)
    held_on = tables.Column(_("Tanggal"), orderable=False)
    place = tables.Column(_("Tempat"), orderable=False)
    invited_count = tables.Column(_("Diundang"), orderable=False, attrs=NUM)
    came_count = tables.Column(_("Hadir"), orderable=False, attrs=NUM)
    entered_at = tables.Column(_("Dicatat"), attrs={"look": "moment"})
    hidden_at_first = frozenset({"entered_at"})

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {"caption": _("Kegiatan bersama"), "caption_hidden": True}

    def render_subject(self, record: Activity) -> SafeString:
        return self.link(record, record.subject)

    def render_held_on(self, record: Activity) -> str:
        return day(record.held_on)
