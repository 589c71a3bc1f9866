"""What is to be entered into SIDALIH, as a table with a tick a row."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from files.exports import mask_number
from files.lists import ListTable, linked
from voters.exporting_sidalih import cell
from voters.filters_sidalih import SHEET_WORDS
from voters.models import VoterEvent
from voters.models.codes import category_word
from voters.tables import FIXED, NOBODY, NUMBER


class SidalihTable(ListTable):
    """One line an event of the roll; numbers are masked here always."""

    voter_id = tables.Column(verbose_name=_("Nama"), attrs=FIXED)
    nik = tables.Column(
        verbose_name=_("NIK"), accessor="pk", empty_values=(), attrs=NUMBER
    )
    sheet = tables.Column(verbose_name=_("Lembar"))
    what = tables.Column(verbose_name=_("Yang dientri"), accessor="pk", empty_values=())
    place = tables.Column(verbose_name=_("Kelurahan"))
    tps = tables.Column(verbose_name=_("TPS"), accessor="pk", empty_values=())
    recorded_at = tables.Column(
        verbose_name=_("Diterapkan"),
        default="",
        orderable=True,
        attrs={"look": "moment"},
    )
    done_by = tables.Column(verbose_name=_("Dientri oleh"), default="")
    done_at = tables.Column(
        verbose_name=_("Dientri"), default="", attrs={"look": "moment"}
    )

    hidden_at_first = frozenset({"recorded_at", "done_at"})

    class Meta:
        model = VoterEvent
        template_name = "django_tables2/pdpb.html"
        orderable = False
        fields = (
            *("voter_id", "nik", "sheet", "what", "place", "tps"),
            *("recorded_at", "done_by", "done_at"),
        )
        attrs = {"caption": _("Serah ke SIDALIH"), "caption_hidden": True}
        row_attrs = {"id": lambda record: f"e-{record.pk}"}

    def __init__(
        self, *args: Any, regency: str, places: dict[str, str], **kwargs: Any
    ) -> None:
        self.places = places
        self.address = reverse("voters:detail", args=[regency, NOBODY])
        super().__init__(*args, **kwargs)

    def render_nik(self, record: VoterEvent) -> str:
        """Masked here: a renderer of the table goes before the look of its column."""
        return mask_number(self._facts(record).get("nik") or "")

    @staticmethod
    def _facts(record: VoterEvent) -> dict[str, Any]:
        return record.after or record.before or {}

    def render_voter_id(self, record: VoterEvent) -> SafeString:
        facts = self._facts(record)
        url = self.address.replace(NOBODY, str(facts.get("public_id", NOBODY)))
        return linked(url, facts.get("name", ""))

    def render_sheet(self, value: str) -> str:
        return str(SHEET_WORDS[value])

    def render_what(self, record: VoterEvent) -> str:
        """In a line what has to be typed."""
        sheet = getattr(record, "sheet", "")
        if sheet in ("BARU", "TMS"):
            return category_word(record.category) if record.category else ""
        if sheet == "TARIK":
            return str(_("Sudah dientri, lalu diurungkan di sini"))
        if sheet == "TPS":
            before = cell(record, "@tps_before", self.places)
            return f"TPS {before or '-'} \N{RIGHTWARDS ARROW} {self.render_tps(record)}"
        return cell(record, "@elements", self.places)

    def render_place(self, value: str) -> str:
        return self.places.get(value, value)

    def render_tps(self, record: VoterEvent) -> str:
        return str(self._facts(record).get("tps") or "-")
