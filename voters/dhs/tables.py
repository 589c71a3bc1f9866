"""Comparisons, and the rows of one, as tables."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from files.exports import mask_number
from files.lists import ListTable, linked
from voters.dhs import words
from voters.models import SidalihComparison, SidalihRow
from voters.tables import FIXED, NOBODY


class ComparisonTable(ListTable):
    """Downloads that were compared; they name nobody."""

    filename = tables.Column(verbose_name=_("Berkas"), orderable=False, attrs=FIXED)
    area = tables.Column(
        verbose_name=_("Cakupan"), orderable=False, accessor="pk", empty_values=()
    )
    rows = tables.Column(
        verbose_name=_("Baris"), orderable=False, accessor="pk", empty_values=()
    )
    state = tables.Column(
        verbose_name=_("Hasil"), orderable=False, accessor="pk", empty_values=()
    )
    received_by_name = tables.Column(verbose_name=_("Pengunggah"), orderable=False)
    received_at = tables.Column(verbose_name=_("Diunggah"), attrs={"look": "moment"})

    class Meta:
        model = SidalihComparison
        template_name = "django_tables2/pdpb.html"
        fields = (
            *("filename", "area", "rows", "state", "received_by_name"),
            "received_at",
        )
        attrs = {"caption": _("Pembandingan SIDALIH"), "caption_hidden": True}

    def __init__(
        self, *args: Any, regency: str, places: dict[str, str], **kwargs: Any
    ) -> None:
        self.places, self.regency = places, regency
        super().__init__(*args, **kwargs)

    def render_filename(self, record: SidalihComparison) -> SafeString:
        url = reverse("voters:comparison", args=[self.regency, record.public_id])
        return format_html('<a href="{}">{}</a>', url, record.filename)

    def render_area(self, record: SidalihComparison) -> str:
        return words.area_word(record.area, self.places)

    def render_rows(self, record: SidalihComparison) -> str:
        return f"{record.result.get('rows', 0):,}".replace(",", ".")

    def render_state(self, record: SidalihComparison) -> str:
        return words.found(record)


class SidalihRowTable(ListTable):
    """`places` names the kelurahan, `keys` the voters; numbers are masked always."""

    name = tables.Column(verbose_name=_("Nama"), attrs=FIXED, empty_values=())
    nik = tables.Column(verbose_name=_("NIK"), default="")
    dpid = tables.Column(verbose_name=_("DPID"), default="")
    kelurahan = tables.Column(verbose_name=_("Kelurahan"))
    outcome = tables.Column(verbose_name=_("Hasil"))
    roll = tables.Column(verbose_name=_("Portal"), accessor="pk", empty_values=())
    told = tables.Column(verbose_name=_("SIDALIH"), accessor="pk", empty_values=())
    why = tables.Column(
        verbose_name=_("Keterangan"),
        accessor="pk",
        empty_values=(),
        attrs={"td": {"class": "pd-brief"}},
    )
    line_no = tables.Column(verbose_name=_("Baris"), default="–")
    batch = tables.Column(verbose_name=_("Usulan"), default="–")

    hidden_at_first = frozenset({"line_no", "dpid"})

    class Meta:
        model = SidalihRow
        template_name = "django_tables2/pdpb.html"
        orderable = False
        fields = (
            *("name", "nik", "dpid", "kelurahan", "outcome", "roll", "told"),
            *("why", "line_no", "batch"),
        )
        attrs = {"caption": _("Baris pembandingan"), "caption_hidden": True}
        row_attrs = {"id": lambda record: f"r-{record.public_id}"}

    def __init__(
        self,
        *args: Any,
        regency: str,
        places: dict[str, str],
        keys: dict[int, Any],
        **kwargs: Any,
    ) -> None:
        self.places, self.keys = places, keys
        self.address = reverse("voters:detail", args=[regency, NOBODY])
        super().__init__(*args, **kwargs)

    def render_name(self, record: SidalihRow) -> SafeString | str:
        key = self.keys.get(record.voter_id or 0)
        if key is None:
            return record.name or "–"
        url = self.address.replace(NOBODY, str(key))
        return linked(url, record.name or "–")

    def render_nik(self, value: str) -> str:
        return mask_number(value)

    def render_kelurahan(self, value: str) -> str:
        return self.places.get(value, "–")

    def render_roll(self, record: SidalihRow) -> SafeString:
        return _lines(words.side(record, False, self.places))

    def render_told(self, record: SidalihRow) -> SafeString:
        return _lines(words.side(record, True, self.places))

    def render_why(self, record: SidalihRow) -> str:
        return words.reason(record)

    def render_batch(self, record: SidalihRow) -> str:
        return _text("Diminta")


def _lines(values: list[tuple[str, str]]) -> SafeString:
    if not values:
        return SafeString("–")
    return format_html_join(
        SafeString("<br>"), '<span class="pd-mute">{}</span> {}', values
    )
