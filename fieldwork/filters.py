"""What the list of tasks can be cut by; the names are the words of the URL."""

import django_filters as filters
from django.db.models import QuerySet
from django.forms import TextInput
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fieldwork.models import RESULTS, Reason, Task, TaskState
from voters.filters import PlaceFilterSet

SHORT = {"inputmode": "numeric", "size": 3}
ORDERS = {
    "lembar": ("batch_id", "sheet", "line", "id"),
    "tempat": ("kelurahan", "rw", "rt", "id"),
    "hari": ("day", "sheet", "line", "id"),
    "baru": ("id",),
}
"""Orders of the list and of its file; the first without a word."""


def order_of(query: QueryDict) -> tuple[str, ...]:
    """The order that the address asks for."""
    return ORDERS.get(query.get("urut", ""), ORDERS["lembar"])


class TaskFilter(PlaceFilterSet):
    """Tasks; without a state it shows what is unfinished."""

    rw = filters.CharFilter(
        label=_("RW"), method="at_number", widget=TextInput(attrs=SHORT)
    )
    rt = filters.CharFilter(
        label=_("RT"), method="at_number", widget=TextInput(attrs=SHORT)
    )
    kelompok = filters.NumberFilter(field_name="batch__number", label=_("Kelompok"))
    lembar = filters.NumberFilter(field_name="sheet", label=_("Lembar"))
    alasan = filters.ChoiceFilter(
        field_name="reason",
        label=_("Alasan"),
        choices=Reason.choices,
        empty_label=_("Semua"),
    )
    keadaan = filters.ChoiceFilter(
        field_name="state",
        label=_("Keadaan"),
        choices=TaskState.choices,
        empty_label=_("Belum selesai"),
    )
    hasil = filters.ChoiceFilter(
        field_name="result",
        label=_("Hasil"),
        choices=RESULTS,
        empty_label=_("Semua"),
    )
    petugas = filters.CharFilter(
        field_name="officer_name", lookup_expr="icontains", label=_("Petugas")
    )

    class Meta:
        model = Task
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        if not self.form.cleaned_data.get("keadaan"):
            rows = rows.unfinished()
        return rows

    def at_number(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{name: value.strip().zfill(3)})
