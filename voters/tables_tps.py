"""The stations of every kelurahan as a table; it names nobody."""

from collections.abc import Callable, Iterable
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from files.lists import ListTable
from voters.filters import NO_STATION
from voters.selectors.tps import Village
from voters.tables import FIXED

_RIGHT = {"class": "pd-num"}
NUM = {"th": _RIGHT, "td": _RIGHT, "tf": _RIGHT, "look": "figure"}
NOWHERE = "0000000000"
"""Stands in an address that is reversed once a page, not once a row."""


def _sum(name: str) -> Callable[[Any], str]:
    """Footer of a column: its sum over all that the filter shows, not the page."""
    return lambda table: f"{table.sums[name]:,}".replace(",", ".")


class StationsTable(ListTable):
    """`districts` and `villages` name the places, `lines` is all the filter shows."""

    code = tables.Column(_("Kelurahan"), attrs=FIXED)
    district = tables.Column(
        _("Kecamatan"), orderable=False, accessor="pk", empty_values=()
    )
    stations = tables.Column("TPS", attrs=NUM, footer=_sum("stations"))
    sites = tables.Column(
        _("Lokasi khusus"), orderable=False, attrs=NUM, footer=_sum("sites")
    )
    male = tables.Column("L", orderable=False, attrs=NUM, footer=_sum("male"))
    female = tables.Column("P", orderable=False, attrs=NUM, footer=_sum("female"))
    total = tables.Column("L+P", attrs=NUM, footer=_sum("total"))
    without = tables.Column(_("Tanpa TPS"), attrs=NUM, footer=_sum("without"))
    over = tables.Column(_("Di atas kapasitas"), attrs=NUM, footer=_sum("over"))

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {
            "caption": _("TPS per kelurahan"),
            "caption_note": _(
                "aktif dan ditahan; pilih kelurahan untuk TPS-nya satu per satu"
            ),
        }
        row_attrs = {"id": lambda record: f"k-{record.code}"}

    def __init__(
        self,
        *args: Any,
        regency: str,
        districts: dict[str, str],
        villages: dict[str, str],
        lines: Iterable[Village],
        opens_people: bool,
        **kwargs: Any,
    ) -> None:
        self.districts, self.villages = districts, villages
        self.sums = sums_of(lines)
        self.address = reverse("voters:tps_village", args=[regency, NOWHERE])
        people = reverse("voters:list", args=[regency])
        self.people = people if opens_people else ""
        super().__init__(*args, **kwargs)

    def render_code(self, value: str) -> SafeString:
        name = self.villages.get(value, value)
        url = self.address.replace(NOWHERE, value)
        return format_html('<a href="{}">{}</a>', url, name)

    def render_district(self, value: str) -> str:
        return self.districts.get(value[:6], value[:6])

    def render_without(self, record: Village) -> SafeString | str:
        n = f"{record.without:,}".replace(",", ".")
        if not record.without or not self.people:
            return n
        return format_html(
            '<a href="{}?kelurahan={}&amp;tps={}">{}</a>',
            *(self.people, record.code, NO_STATION, n),
        )

    def render_over(self, value: int) -> SafeString | int:
        if not value:
            return value
        return format_html('<span class="pd-mark k-ask">{} TPS</span>', value)


SUMMED = ("stations", "sites", "male", "female", "total", "without", "over")


def sums_of(lines: Iterable[Village]) -> dict[str, int]:
    """Each figure over all lines."""
    every = list(lines)
    return {name: sum(getattr(one, name) for one in every) for name in SUMMED}
