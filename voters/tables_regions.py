"""Changes of regions as a table and as a file; no person is in them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from files.exports import Column
from files.exports.sources import Prepared
from files.lists import ListTable
from regions.models import RegionChange
from voters.forms_regions import RegionFilter
from voters.tables import FIXED, NOBODY

COLUMNS = [
    *(Column("Jenis", 18), Column("Dasar hukum", 30), Column("Tanggal", 12)),
    *(Column("Berlaku sejak", 14), Column("Keadaan", 22), Column("Periode", 10)),
    *(Column("Pemilih", 10), Column("Disusun oleh", 26), Column("Orang kedua", 26)),
]


class RegionChangeTable(ListTable):
    """Each row leads to its map, its preview or its result."""

    basis_no = tables.Column(_("Dasar hukum"), orderable=False, attrs=FIXED)
    kind = tables.Column(_("Jenis"), orderable=False)
    effective_on = tables.Column(_("Berlaku sejak"), orderable=False)
    state = tables.Column(_("Keadaan"), orderable=False)
    period_code = tables.Column(_("Periode"), orderable=False, default="–")
    voters = tables.Column(
        _("Pemilih"),
        orderable=False,
        empty_values=(),
        attrs={"th": {"class": "pd-num"}, "td": {"class": "pd-num"}, "look": "figure"},
    )
    prepared_at = tables.Column(_("Disusun"), attrs={"look": "moment"})
    prepared_by_name = tables.Column(_("Disusun oleh"), orderable=False)
    decided_by_name = tables.Column(_("Orang kedua"), orderable=False, default="–")

    hidden_at_first = frozenset({"prepared_by_name"})

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {"caption": _("Perubahan wilayah"), "caption_hidden": True}

    def __init__(self, *args: Any, regency: str, **kwargs: Any) -> None:
        self.address = reverse("voters:region", args=[regency, NOBODY])
        super().__init__(*args, **kwargs)

    def render_basis_no(self, record: RegionChange) -> SafeString:
        url = self.address.replace(NOBODY, str(record.public_id))
        return format_html('<a class="pd-link" href="{}">{}</a>', url, record.basis_no)

    def render_effective_on(self, value: date) -> str:
        return date_format(value, "SHORT_DATE_FORMAT")

    def render_voters(self, record: RegionChange) -> int | str:
        return record.counts.get("voters", "–")


def region_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The changes of a regency, cut by the words of the list's address."""
    every = RegionChange.objects.using(using).of(regency)
    return Prepared(
        name=f"perubahan-wilayah-{regency}",
        columns=COLUMNS,
        rows=RegionFilter(query).cut(every).order_by("-id"),
        lines=_lines,
    )


def _lines(rows: Iterable[RegionChange]) -> Iterator[tuple[Any, ...]]:
    for one in rows:
        yield (
            one.get_kind_display(),
            one.basis_no,
            one.basis_on,
            one.effective_on,
            one.get_state_display(),
            one.period_code,
            one.counts.get("voters", ""),
            one.prepared_by_name,
            one.decided_by_name,
        )
