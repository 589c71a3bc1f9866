"""What the rows of a comparison can be cut by; the names are the words of the URL."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from voters.dhs.headers import COMPARED
from voters.filters import PlaceFilterSet
from voters.models import SidalihRow
from voters.models.comparison import OUTCOMES
from voters.selectors import ELEMENT_LABELS


class SidalihRowFilter(PlaceFilterSet):
    """Rows of one comparison."""

    hasil = filters.ChoiceFilter(
        field_name="outcome",
        label=_("Hasil"),
        choices=OUTCOMES,
        empty_label=_("Semua"),
    )
    unsur = filters.ChoiceFilter(
        label=_("Unsur"),
        method="touching",
        choices=[(n, ELEMENT_LABELS[n]) for n in COMPARED if n != "nik"],
        empty_label=_("Semua"),
    )
    usulan = filters.ChoiceFilter(
        label=_("Usulan"),
        method="asked",
        choices=[("belum", _("Belum diminta")), ("sudah", _("Sudah diminta"))],
        empty_label=_("Semua"),
    )

    class Meta:
        model = SidalihRow
        fields: list[str] = []

    def touching(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(elements__contains=[value])

    def asked(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(batch__isnull=value == "belum")
