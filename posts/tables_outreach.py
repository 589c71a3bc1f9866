"""Events as a table, and what the list, its calendar and its file are cut by."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django import forms
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from posts.models import EventKind, EventState, OutreachEvent
from posts.presenters import day_words, hours_of_event
from posts.rules.seventeen import half_year
from posts.tables import ALL, PlaceFilter, PlaceTable, day_input, select

NUM = {"th": {"class": "pd-num"}, "td": {"class": "pd-num"}, "look": "figure"}


class EventFilter(PlaceFilter):
    """Filters of the events."""

    jenis = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        choices=[ALL, *EventKind.choices],
        widget=select(),
    )
    status = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[ALL, *EventState.choices],
        widget=select(),
    )
    hasil = forms.ChoiceField(
        label=_("Hasil"),
        required=False,
        choices=[ALL, ("belum", _("Lewat, belum ada hasil"))],
        widget=select(),
    )
    dari = forms.DateField(label=_("Dari"), required=False, widget=day_input())
    sampai = forms.DateField(label=_("Sampai"), required=False, widget=day_input())
    EXACT = {
        "kecamatan": "kecamatan",
        "jenis": "kind",
        "status": "state",
        "dari": "day__gte",
        "sampai": "day__lte",
    }

    def cut(self, rows: Any) -> Any:
        """Events that the address asks for."""
        found = super().cut(rows)
        if self.cleaned_data.get("hasil"):
            found = found.silent(timezone.localdate())
        return found


class EventTable(PlaceTable):
    """Events by day."""

    leads_to = "posts:event"
    day = tables.Column(
        _("Tanggal"),
        attrs={"th": {"data-fixed": True}},
    )
    starts = tables.Column(_("Jam"), orderable=False)
    title = tables.Column(
        _("Kegiatan"),
        orderable=False,
        attrs={"th": {"data-fixed": True}, "td": {"scope": "row"}},
    )
    kind = tables.Column(_("Jenis"), orderable=False)
    kecamatan = tables.Column(_("Kecamatan"), orderable=False)
    place = tables.Column(_("Tempat"), orderable=False)
    state = tables.Column(_("Keadaan"), orderable=False)
    met = tables.Column(_("Orang ditemui"), orderable=False, attrs=NUM)
    taken = tables.Column(_("Laporan"), orderable=False, attrs=NUM)
    updated_by_name = tables.Column(_("Diubah oleh"), orderable=False)
    hidden_at_first = frozenset({"updated_by_name"})

    class Meta(PlaceTable.Meta):
        attrs = {"caption": _("Kegiatan sapa warga"), "caption_hidden": True}

    def render_day(self, value: date) -> str:
        return day_words(value)

    def render_title(self, record: OutreachEvent) -> SafeString:
        return self.linked(record, record.title)

    def render_starts(self, record: OutreachEvent) -> str:
        return hours_of_event(record)


class WindowForm(forms.Form):
    """A window of days and a kecamatan, for who turns 17."""

    kecamatan = forms.ChoiceField(label=_("Kecamatan"), required=False, widget=select())
    dari = forms.DateField(label=_("Dari"), required=False, widget=day_input())
    sampai = forms.DateField(label=_("Sampai"), required=False, widget=day_input())

    def __init__(self, query: Any, *, names: dict[str, str]) -> None:
        super().__init__(query)
        places: Any = self.fields["kecamatan"]
        places.choices = [ALL, *names.items()]
        self.is_valid()

    def said(self, name: str) -> Any:
        """What the address says of a field; None for nothing and for nonsense."""
        return self.cleaned_data.get(name) or None

    def window(self) -> tuple[date, date]:
        """The days asked for; half a year from the first, or today, without a last."""
        first = self.said("dari") or timezone.localdate()
        last = self.said("sampai")
        return (first, last) if last else half_year(first)
