"""What comparisons and their rows are cut by; the names are the words of the URL."""

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from voters.dhs.headers import COMPARED
from voters.filters import PlaceFilterSet
from voters.models import SidalihComparison, SidalihRow
from voters.models.comparison import OUTCOMES
from voters.selectors import ELEMENT_LABELS

SELECT = {"class": "form-select"}
RUNS, DIFFERS, EQUAL = "jalan", "beda", "sama"


class ComparisonFilter(filters.FilterSet):
    """Downloads that were compared."""

    cakupan = filters.ChoiceFilter(
        label=_("Cakupan"),
        method="reaching",
        choices=[("lengkap", _("Daftar lengkap")), ("sebagian", _("Sebagian daftar"))],
        empty_label=_("Semua"),
        widget=forms.Select(attrs=SELECT),
    )
    temuan = filters.ChoiceFilter(
        label=_("Hasil"),
        method="ended",
        choices=[
            (DIFFERS, _("Ada yang berbeda")),
            (EQUAL, _("Tidak ada yang berbeda")),
            (RUNS, _("Sedang dibandingkan")),
        ],
        empty_label=_("Semua"),
        widget=forms.Select(attrs=SELECT),
    )

    class Meta:
        model = SidalihComparison
        fields: list[str] = []

    def reaching(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        part = Q(area="")
        return rows.filter(part) if value == "sebagian" else rows.exclude(part)

    def ended(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == RUNS:
            return rows.filter(ended_at=None)
        found = Q(result__outcomes__DIFFERS__gt=0)
        found |= Q(result__outcomes__ONLY_SIDALIH__gt=0)
        if value == DIFFERS:
            return rows.filter(found)
        told = rows.filter(found).values("pk")
        return rows.exclude(ended_at=None).exclude(pk__in=told)


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
