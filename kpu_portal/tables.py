"""Tables of jobs and of the ledger."""

from typing import Any
from uuid import UUID

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from audit.models import LedgerEntry
from files.lists import ListTable
from jobs.models import Job
from kpu_portal.ui.actions import action_word
from kpu_portal.ui.formats import figure
from kpu_portal.ui.jobs import title_of

DIGEST_LENGTH = 64
NOBODY = str(UUID(int=0))
"""Stands in an address that is reversed once a page, not once a row."""
MOMENT = {"look": "moment"}
NUM = {"th": {"class": "pd-num"}, "td": {"class": "pd-num"}}


class JobTable(ListTable):
    """Jobs of a regency."""

    kind = tables.Column(
        _("Pekerjaan"),
        orderable=False,
        attrs={"th": {"data-fixed": True}, "td": {"scope": "row"}},
    )
    state = tables.Column(_("Keadaan"), orderable=False, attrs={"look": "badge"})
    done = tables.Column(_("Kemajuan"), orderable=False, attrs=NUM)
    asked_by_name = tables.Column(_("Peminta"), orderable=False)
    created_at = tables.Column(_("Dibuat"), attrs=MOMENT)
    ended_at = tables.Column(_("Berakhir"), orderable=False, default="", attrs=MOMENT)
    error = tables.Column(_("Keterangan"), orderable=False, default="")

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {"caption": _("Pekerjaan kantor ini")}
        row_attrs = {"id": lambda record: f"j-{record.public_id}"}

    def __init__(self, *args: Any, regency: str, **kwargs: Any) -> None:
        self.address = reverse("jobs:progress", args=[regency, NOBODY])
        super().__init__(*args, **kwargs)

    def render_kind(self, record: Job) -> SafeString:
        url = self.address.replace(NOBODY, str(record.public_id))
        return format_html('<a href="{}">{}</a>', url, title_of(record))

    def render_done(self, record: Job) -> str:
        if not record.total:
            return ""
        return f"{figure(record.done)} / {figure(record.total)}"


class LedgerTable(ListTable):
    """Entries of the ledger."""

    recorded_at = tables.Column(_("Waktu"), attrs=MOMENT)
    actor_name = tables.Column(
        _("Pelaku"),
        orderable=False,
        attrs={"th": {"data-fixed": True}, "td": {"scope": "row"}},
    )
    action = tables.Column(_("Tindakan"), orderable=False)
    subject = tables.Column(_("Objek"), orderable=False, default="")
    data = tables.Column(_("Rincian"), orderable=False, default="")
    address = tables.Column(_("Alamat jaringan"), orderable=False, default="")

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {"caption": _("Jejak kantor ini")}

    def render_action(self, value: str) -> str:
        return action_word(value)

    def render_data(self, record: LedgerEntry) -> str:
        return details(record)


def details(entry: LedgerEntry) -> str:
    """What an entry knows besides its columns; a digest by its beginning."""
    return ", ".join(f"{key}: {_plain(value)}" for key, value in entry.data.items())


def _plain(value: Any) -> str:
    if isinstance(value, str) and len(value) == DIGEST_LENGTH:
        return f"{value[:12]}…"
    if isinstance(value, list | tuple):
        return " ".join(str(one) for one in value)
    return str(value)
