"""What the sheets of SIDALIH can be cut by."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from regions.querysets import code_after
from voters.filters import PlaceFilterSet
from voters.models import VoterEvent

SHEET_WORDS = {
    "BARU": _("Baru"),
    "UBAH": _("Ubah"),
    "TMS": _("TMS"),
    "TPS": _("Pindah TPS"),
    "TARIK": _("Ditarik"),
}


class SidalihFilter(PlaceFilterSet):
    """Events of a period by place, sheet, and whether they were entered."""

    lembar = filters.ChoiceFilter(
        field_name="sheet",
        label=_("Lembar"),
        choices=list(SHEET_WORDS.items()),
        empty_label=_("Semua"),
    )
    dientri = filters.ChoiceFilter(
        label=_("Dientri"),
        method="entered",
        choices=[("belum", _("Belum dientri")), ("sudah", _("Sudah dientri"))],
        empty_label=_("Semua"),
    )

    class Meta:
        model = VoterEvent
        fields: list[str] = []

    def below(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(place__gte=value, place__lt=code_after(value))

    def entered(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(done=value == "sudah")
