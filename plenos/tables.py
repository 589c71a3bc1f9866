"""The letters of Bawaslu as a table, and what its list can be cut by."""

from datetime import date
from typing import Any
from uuid import UUID

import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from files.lists import ListTable
from plenos.models import Advice, AdviceKind, AdviceState

NOBODY = str(UUID(int=0))
"""Stands in an address that is reversed once a page, not once a row."""
NUM = {"th": {"class": "pd-num"}, "td": {"class": "pd-num"}, "look": "figure"}
SELECT = {"class": "form-select"}
ALL = ("", _("Semua"))
LATE = "lewat"


class AdviceFilter(forms.Form):
    """Filters of the list; the names are the words of the URL."""

    jenis = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        choices=[ALL, *AdviceKind.choices],
        widget=forms.Select(attrs=SELECT),
    )
    keadaan = forms.ChoiceField(
        label=_("Tindak lanjut"),
        required=False,
        choices=[ALL, *AdviceState.choices],
        widget=forms.Select(attrs=SELECT),
    )
    batas = forms.ChoiceField(
        label=_("Batas waktu"),
        required=False,
        choices=[ALL, (LATE, _("Lewat"))],
        widget=forms.Select(attrs=SELECT),
    )


def filtered(
    query: QueryDict, rows: "QuerySet[Advice]"
) -> tuple[AdviceFilter, "QuerySet[Advice]"]:
    """Rows that the address asks for, and its form."""
    form = AdviceFilter(query)
    if form.is_valid():
        said = form.cleaned_data
        wanted = {"kind": said["jenis"], "state": said["keadaan"]}
        rows = rows.filter(**{name: value for name, value in wanted.items() if value})
        if said["batas"] == LATE:
            rows = rows.unfinished().filter(due_on__lt=timezone.localdate())  # type: ignore[attr-defined]
    return form, rows


class AdviceTable(ListTable):
    """The view gives each letter `people_count`, which needs no scope to count."""

    letter_no = tables.Column(
        _("Nomor surat"),
        orderable=False,
        attrs={"th": {"data-fixed": True}, "td": {"scope": "row"}},
    )
    kind = tables.Column(_("Jenis"), orderable=False)
    institution = tables.Column(_("Lembaga"), orderable=False)
    letter_on = tables.Column(_("Tanggal surat"), orderable=False)
    due_on = tables.Column(_("Batas waktu"), orderable=False, default="–")
    entered_at = tables.Column(_("Dicatat"), attrs={"look": "moment"})
    entered_by_name = tables.Column(_("Dicatat oleh"), orderable=False)
    answer_no = tables.Column(_("Nomor jawaban"), orderable=False, default="–")
    state = tables.Column(_("Tindak lanjut"), orderable=False)

    hidden_at_first = frozenset({"entered_by_name", "answer_no"})

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {"caption": _("Saran dan hasil uji petik"), "caption_hidden": True}

    def __init__(self, *args: Any, regency: str, **kwargs: Any) -> None:
        self.address = reverse("plenos:advice", args=[regency, NOBODY])
        self.today = timezone.localdate()
        super().__init__(*args, **kwargs)

    def render_letter_no(self, record: Advice) -> SafeString:
        url = self.address.replace(NOBODY, str(record.public_id))
        return format_html('<a class="pd-link" href="{}">{}</a>', url, record.letter_no)

    def render_letter_on(self, value: date) -> str:
        return date_format(value, "SHORT_DATE_FORMAT")

    def render_due_on(self, record: Advice) -> SafeString | str:
        day = f"{record.due_on:%d-%m-%Y}"
        late = (self.today - record.due_on).days if record.due_on else 0
        if late <= 0 or not record.is_unfinished:
            return day
        words = ngettext("lewat %(n)s hari", "lewat %(n)s hari", late) % {"n": late}
        return format_html("{} <b>{}</b>", day, words)
