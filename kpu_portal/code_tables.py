"""The table of code lists."""

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from files.lists import ListTable
from voters.selectors.codes import Entry


def state_of(entry: Entry, today: dt.date) -> str:
    """Whether an entry may be chosen today, in words."""
    return _("Berlaku") if entry.stands(today) else _("Tidak berlaku")


def guard_of(entry: Entry) -> str:
    """What protects an entry: the program, a rule, or nothing."""
    if entry.is_locked:
        return _("Tetap: aturan dan rekap")
    return _("Dipakai aturan") if entry.is_named else ""


def day(value: dt.date | None) -> str:
    """A date as the portal's lists write it."""
    return value.strftime("%d-%m-%Y") if value else ""


class CodeTable(ListTable):
    """Entries of every list."""

    list_label = tables.Column(lazy("Daftar"))
    vintage = tables.Column(lazy("Angkatan"))
    code = tables.Column(
        lazy("Kode"), attrs={"th": {"data-fixed": True}, "td": {"scope": "row"}}
    )
    word = tables.Column(lazy("Sebutan"))
    valid_from = tables.Column(lazy("Sejak"), orderable=False, default="")
    valid_until = tables.Column(lazy("Sampai"), orderable=False, default="")
    state = tables.Column(
        lazy("Keadaan"), orderable=False, empty_values=(), accessor="vintage"
    )
    guard = tables.Column(
        lazy("Penjagaan"), orderable=False, empty_values=(), accessor="vintage"
    )

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {"caption": lazy("Daftar kode")}

    hidden_at_first = frozenset({"valid_from"})

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def render_code(self, record: Entry) -> SafeString:
        if record.is_locked:
            return format_html("{}", record.code)
        url = reverse("codes:change", args=[record.list, record.vintage, record.code])
        return format_html('<a href="{}">{}</a>', url, record.code)

    def render_valid_from(self, value: dt.date) -> str:
        return day(value)

    def render_valid_until(self, value: dt.date) -> str:
        return day(value)

    def render_state(self, record: Entry) -> str:
        return state_of(record, self.today)

    def render_guard(self, record: Entry) -> str:
        return guard_of(record)
