"""The room's lists as tables, and what each can be cut by."""

from typing import Any
from uuid import UUID

import django_tables2 as tables
from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from files.lists import ListTable
from posts.models import Bulletin, BulletinState, Post, PostState, Visit, VisitKind

NOBODY = str(UUID(int=0))
"""Stands in an address that is reversed once a page, not once a row."""
ALL = ("", _("Semua"))


def select() -> forms.Select:
    return forms.Select(attrs={"class": "form-select"})


def day_input() -> forms.DateInput:
    return forms.DateInput(
        attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"
    )


class PlaceFilter(forms.Form):
    """Kecamatan of one regency; the names are the words of the URL."""

    kecamatan = forms.ChoiceField(label=_("Kecamatan"), required=False, widget=select())
    EXACT: dict[str, str] = {"kecamatan": "kecamatan"}

    def __init__(self, query: QueryDict, *, names: dict[str, str]) -> None:
        super().__init__(query)
        places: Any = self.fields["kecamatan"]
        places.choices = [ALL, *names.items()]

    def cut(self, rows: Any) -> Any:
        """Rows that the address asks for; what it says wrongly is not asked."""
        self.is_valid()
        said = self.cleaned_data
        wanted = {column: said.get(word) for word, column in self.EXACT.items()}
        return rows.filter(**{name: value for name, value in wanted.items() if value})


class PostFilter(PlaceFilter):
    """Filters of the posts."""

    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[ALL, *PostState.choices],
        widget=select(),
    )
    EXACT = {"kecamatan": "kecamatan", "status": "state"}


class BulletinFilter(PlaceFilter):
    """Filters of the bulletins."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[ALL, *BulletinState.choices],
        widget=select(),
    )
    EXACT = {"kecamatan": "kecamatan", "keadaan": "state"}


class VisitFilter(PlaceFilter):
    """Filters of the visit log."""

    jenis = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        choices=[ALL, *VisitKind.choices],
        widget=select(),
    )
    dari = forms.DateField(label=_("Dari"), required=False, widget=day_input())
    sampai = forms.DateField(label=_("Sampai"), required=False, widget=day_input())
    EXACT = {
        "kecamatan": "kecamatan",
        "jenis": "kind",
        "dari": "at__date__gte",
        "sampai": "at__date__lte",
    }


class PlaceTable(ListTable):
    """A list that names kecamatan; `address` leads to a row's own page."""

    leads_to = ""

    class Meta:
        template_name = "django_tables2/pdpb.html"

    def __init__(
        self, *args: Any, regency: str, names: dict[str, str], **kwargs: Any
    ) -> None:
        self.names = names
        self.address = (
            reverse(self.leads_to, args=[regency, NOBODY]) if self.leads_to else ""
        )
        super().__init__(*args, **kwargs)

    def render_kecamatan(self, value: str) -> str:
        return self.names.get(value, value)

    def linked(self, record: Any, words: str) -> SafeString:
        """The words as a link to the row's page."""
        url = self.address.replace(NOBODY, str(record.public_id))
        return format_html('<a class="pd-link" href="{}">{}</a>', url, words)


class PostTable(PlaceTable):
    """Posts."""

    leads_to = "posts:detail"
    name = tables.Column(
        _("Nama"),
        orderable=False,
        attrs={"th": {"data-fixed": True}, "td": {"scope": "row"}},
    )
    kecamatan = tables.Column(_("Kecamatan"), orderable=False)
    place = tables.Column(_("Tempat"), orderable=False)
    contact = tables.Column(_("Kontak"), orderable=False, default="–")
    state = tables.Column(_("Status"), orderable=False)
    made_at = tables.Column(_("Dibuat"), attrs={"look": "moment"})
    updated_by_name = tables.Column(_("Diubah oleh"), orderable=False)
    hidden_at_first = frozenset({"updated_by_name"})

    class Meta(PlaceTable.Meta):
        attrs = {"caption": _("Pos kecamatan"), "caption_hidden": True}

    def render_name(self, record: Post) -> SafeString:
        return self.linked(record, record.name)


class VisitTable(PlaceTable):
    """The visit log."""

    at = tables.Column(
        _("Waktu"),
        attrs={
            "th": {"data-fixed": True},
            "td": {"scope": "row"},
            "look": "moment",
        },
    )
    post = tables.Column(_("Pos atau kegiatan"), orderable=False, empty_values=())
    kecamatan = tables.Column(_("Kecamatan"), orderable=False)
    kind = tables.Column(_("Jenis"), orderable=False)
    report_number = tables.Column(_("Nomor laporan"), orderable=False, default="–")
    taken_by_name = tables.Column(_("Petugas"), orderable=False)

    class Meta(PlaceTable.Meta):
        attrs = {"caption": _("Kunjungan pos"), "caption_hidden": True}

    def render_post(self, record: Visit) -> str:
        return record.where


class BulletinTable(PlaceTable):
    """Bulletins."""

    leads_to = "posts:bulletin"
    title = tables.Column(
        _("Judul"),
        orderable=False,
        attrs={"th": {"data-fixed": True}, "td": {"scope": "row"}},
    )
    kecamatan = tables.Column(_("Kecamatan"), orderable=False)
    state = tables.Column(_("Keadaan"), orderable=False)
    pinned = tables.Column(_("Disematkan"), orderable=False)
    author_name = tables.Column(_("Penulis"), orderable=False)
    period_code = tables.Column(_("Periode"), orderable=False, default="–")
    made_at = tables.Column(_("Ditulis"), attrs={"look": "moment"})
    hidden_at_first = frozenset({"period_code"})

    class Meta(PlaceTable.Meta):
        attrs = {"caption": _("Kabar kecamatan"), "caption_hidden": True}

    def render_title(self, record: Bulletin) -> SafeString:
        return self.linked(record, record.title)

    def render_pinned(self, value: bool) -> str:
        return str(_("Ya") if value else _("Tidak"))
