"""What the lists of duplicates between regencies and of letters can be cut by."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from voters.filters import PlaceFilterSet
from voters.models import Answer, ChangeProposal, ExchangeSide

ANSWERS = [(code, label) for code, label in Answer.choices if code]
LETTER_STATES = [
    ("belum", _("Belum dikirim")),
    ("dikirim", _("Dikirim")),
    ("dijawab", _("Dijawab")),
]


class ExchangeFilter(PlaceFilterSet):
    """Sides of this office; without a state it shows what nobody answered."""

    kabkota = filters.ChoiceFilter(
        field_name="other_regency", label=_("Kab/kota lain"), empty_label=_("Semua")
    )
    persamaan = filters.ChoiceFilter(
        label=_("Persamaan"),
        method="sharing",
        choices=[("nik", _("NIK")), ("orang", _("Nama, tanggal lahir, JK"))],
        empty_label=_("Semua"),
    )
    keadaan = filters.ChoiceFilter(
        label=_("Keadaan"),
        method="in_state",
        choices=[
            ("dijawab", _("Sudah dijawab")),
            ("hilang", _("Tidak ditemukan lagi")),
            ("semua", _("Semua")),
        ],
        empty_label=_("Belum dijawab"),
    )
    jawaban = filters.ChoiceFilter(
        field_name="answer", label=_("Jawaban"), choices=ANSWERS, empty_label=_("Semua")
    )
    lawan = filters.ChoiceFilter(
        field_name="other_answer",
        label=_("Jawaban lain"),
        choices=ANSWERS,
        empty_label=_("Semua"),
    )

    class Meta:
        model = ExchangeSide
        fields: list[str] = []

    def __init__(self, *args: Any, others: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["kabkota"].extra["choices"] = [
            (code, name) for code, name in others.items() if code != self.regency
        ]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        said = self.form.cleaned_data
        if not said.get("keadaan") and not said.get("jawaban"):
            rows = rows.waiting()
        return rows

    def sharing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        wanted = {"same_number": True} if value == "nik" else {"same_person": True}
        return rows.filter(**wanted)

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "dijawab":
            return rows.exclude(answer="").filter(gone=False)
        return rows.filter(gone=True) if value == "hilang" else rows


class DukcapilFilter(PlaceFilterSet):
    """NIK of two people, by what became of the letter."""

    keadaan = filters.ChoiceFilter(
        label=_("Keadaan"),
        method="in_state",
        choices=LETTER_STATES,
        empty_label=_("Semua"),
    )
    surat = filters.CharFilter(field_name="letter_no", label=_("Nomor surat"))

    class Meta:
        model = ChangeProposal
        fields: list[str] = []

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "belum":
            return rows.filter(is_sent=False)
        sent = rows.filter(is_sent=True)
        return sent.filter(answer="") if value == "dikirim" else sent.exclude(answer="")
