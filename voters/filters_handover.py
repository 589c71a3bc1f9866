"""What the list of hand-overs can be cut by."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from voters.models import Handover, HandoverState

WAITS, ELSEWHERE, BOTH = "saya", "lain", "dua"


class HandoverFilter(filters.FilterSet):
    """Hand-overs of an office; without a state those that have not ended."""

    arah = filters.ChoiceFilter(
        label=_("Arah"),
        method="towards",
        choices=[("keluar", _("Keluar")), ("masuk", _("Masuk"))],
        empty_label=_("Semua"),
    )
    kabkota = filters.ChoiceFilter(
        label=_("Kab/kota lain"), method="with_other", empty_label=_("Semua")
    )
    keadaan = filters.ChoiceFilter(
        label=_("Keadaan"),
        method="in_state",
        choices=[
            (WAITS, _("Menunggu kantor ini")),
            (ELSEWHERE, _("Menunggu kab/kota lain")),
            (BOTH, _("Masuk di tujuan, belum keluar di asal")),
            *HandoverState.choices,
            ("semua", _("Semua")),
        ],
        empty_label=_("Belum berakhir"),
    )

    class Meta:
        model = Handover
        fields: list[str] = []

    def __init__(
        self, *args: Any, regency: str, others: dict[str, str], **kwargs: Any
    ) -> None:
        self.regency = regency
        super().__init__(*args, **kwargs)
        self.filters["kabkota"].extra["choices"] = list(others.items())

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        if not self.form.cleaned_data.get("keadaan"):
            rows = rows.filter(ended_at__isnull=True)
        return rows

    def towards(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        side = "from_regency" if value == "keluar" else "to_regency"
        return rows.filter(**{side: self.regency})

    def with_other(self, rows: Any, name: str, value: str) -> Any:
        return rows.of(value)

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        named = {
            WAITS: lambda: rows.waits_for(self.regency),
            ELSEWHERE: lambda: rows.waits_elsewhere(self.regency),
            BOTH: rows.in_both,
            "semua": lambda: rows,
        }
        return named[value]() if value in named else rows.filter(state=value)
