"""Batches and tasks as tables."""

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

from fieldwork.models import Batch, BatchState, Task
from fieldwork.selectors import NOBODY, Figures, Person
from files.exports import mask_number
from files.lists import ListTable

NO_ID = str(UUID(int=0))
"""Stands in an address that is reversed once a page, not once a row."""
NUM = {"th": {"class": "pd-num"}, "td": {"class": "pd-num"}, "look": "figure"}
RIGHT = {"th": {"class": "pd-num"}, "td": {"class": "pd-num"}}
FIXED = {"th": {"data-fixed": True}, "td": {"scope": "row"}}


class BatchFilter(forms.Form):
    """Filters of the list of batches."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[("", _("Semua")), *BatchState.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )


def filtered(
    query: QueryDict, rows: "QuerySet[Batch]"
) -> tuple[BatchFilter, "QuerySet[Batch]"]:
    """Batches that the address asks for, and its form."""
    form = BatchFilter(query)
    if form.is_valid() and form.cleaned_data["keadaan"]:
        rows = rows.filter(state=form.cleaned_data["keadaan"])
    return form, rows


class BatchTable(ListTable):
    """`figures` are the progress by batch; the newest batch stands first."""

    name = tables.Column(_("Kelompok"), orderable=False, attrs=FIXED)
    number = tables.Column(_("Nomor"), orderable=False, attrs=NUM)
    place = tables.Column(_("Wilayah"), orderable=False)
    tasks = tables.Column(_("Tugas"), orderable=False, attrs=NUM)
    ended = tables.Column(_("Selesai"), empty_values=(), orderable=False, attrs=RIGHT)
    left = tables.Column(_("Sisa"), empty_values=(), orderable=False, attrs=RIGHT)
    sheets = tables.Column(_("Lembar"), orderable=False, attrs=NUM)
    deadline = tables.Column(_("Batas waktu"), orderable=False)
    made_at = tables.Column(_("Disusun"), attrs={"look": "moment"})
    made_by_name = tables.Column(_("Penyusun"), orderable=False, default="")
    state = tables.Column(_("Keadaan"), orderable=False, attrs={"look": "badge"})

    hidden_at_first = frozenset({"made_by_name", "sheets"})

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {"caption": _("Kelompok coklit"), "caption_hidden": True}
        row_attrs = {"id": lambda record: f"k-{record.public_id}"}

    def __init__(
        self,
        *args: Any,
        regency: str,
        places: dict[str, str],
        figures: dict[int, Figures],
        **kwargs: Any,
    ) -> None:
        self.places, self.figures = places, figures
        self.address = reverse("fieldwork:batch", args=[regency, NO_ID])
        super().__init__(*args, **kwargs)

    def render_name(self, record: Batch) -> SafeString:
        url = self.address.replace(NO_ID, str(record.public_id))
        return format_html('<a class="pd-link" href="{}">{}</a>', url, record.name)

    def render_place(self, value: str) -> str:
        return self.places.get(value, value)

    def render_ended(self, record: Batch) -> str:
        one = self.figures[record.pk]
        return f"{one.ended} ({one.percent}%)"

    def render_left(self, record: Batch) -> int:
        return self.figures[record.pk].left


class TaskTable(ListTable):
    """`people` are the persons by task; `places` names by code."""

    person = tables.Column(_("Nama"), empty_values=(), attrs=FIXED)
    nik = tables.Column(_("NIK"), empty_values=())
    reason = tables.Column(_("Alasan"))
    kelurahan = tables.Column(_("Kelurahan"))
    rw = tables.Column(_("RW"), default="")
    rt = tables.Column(_("RT"), default="")
    sheet = tables.Column(_("Lembar"))
    day = tables.Column(_("Hari"), attrs=NUM)
    officer_name = tables.Column(_("Petugas"), default="–")
    visits = tables.Column(_("Kunjungan"), attrs=NUM)
    result = tables.Column(_("Hasil"), default="–")
    next_on = tables.Column(_("Berikut"), default="")
    state = tables.Column(_("Keadaan"), attrs={"look": "badge"})

    hidden_at_first = frozenset({"nik", "next_on"})

    class Meta:
        model = Task
        template_name = "django_tables2/pdpb.html"
        orderable = False
        fields = (
            *("person", "nik", "reason", "kelurahan", "rw", "rt", "sheet", "day"),
            *("officer_name", "visits", "result", "next_on", "state"),
        )
        attrs = {"caption": _("Tugas coklit"), "caption_hidden": True}
        row_attrs = {"id": lambda record: f"t-{record.public_id}"}

    def __init__(
        self,
        *args: Any,
        regency: str,
        places: dict[str, str],
        people: dict[int, Person],
        batches: dict[int, UUID],
        **kwargs: Any,
    ) -> None:
        self.places, self.people, self.batches = places, people, batches
        self.address = reverse("fieldwork:task", args=[regency, NO_ID])
        self.sheet_address = reverse("fieldwork:sheet", args=[regency, NO_ID, 0])
        super().__init__(*args, **kwargs)

    def render_person(self, record: Task) -> SafeString:
        url = self.address.replace(NO_ID, str(record.public_id))
        name = self.people.get(record.pk, NOBODY).name or _("Tidak terlihat lagi")
        return format_html('<a class="pd-link" href="{}">{}</a>', url, name)

    def render_nik(self, record: Task) -> str:
        return mask_number(self.people.get(record.pk, NOBODY).nik)

    def render_kelurahan(self, value: str) -> str:
        return self.places.get(value, value)

    def render_sheet(self, record: Task) -> SafeString:
        batch = str(self.batches[record.batch_id])
        url = self.sheet_address.replace(NO_ID, batch).replace(
            "/lembar/0/", f"/lembar/{record.sheet}/"
        )
        return format_html('<a href="{}">{}</a>', url, record.sheet)
