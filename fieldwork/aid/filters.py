"""What the list of recipients can be cut by; the names are the words of the URL."""

import django_filters as filters
from django.db.models import QuerySet
from django.forms import TextInput
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fieldwork.aid.models import ANSWERS, MATCHES, Recipient
from voters.filters import PlaceFilterSet

SHORT = {"inputmode": "numeric", "size": 3}
ORDERS = {
    "tempat": ("kelurahan", "rw", "rt", "id"),
    "nama": ("name", "id"),
    "baru": ("id",),
}


def order_of(query: QueryDict) -> tuple[str, ...]:
    """The order that the address asks for."""
    return ORDERS.get(query.get("urut", ""), ORDERS["tempat"])


class RecipientFilter(PlaceFilterSet):
    """Recipients of a programme."""

    rw = filters.CharFilter(
        label=_("RW"), method="at_number", widget=TextInput(attrs=SHORT)
    )
    rt = filters.CharFilter(
        label=_("RT"), method="at_number", widget=TextInput(attrs=SHORT)
    )
    cocok = filters.ChoiceFilter(
        field_name="match",
        label=_("Kecocokan"),
        choices=MATCHES,
        empty_label=_("Semua"),
    )
    hasil = filters.ChoiceFilter(
        label=_("Hasil"),
        method="found",
        choices=[("BELUM", _("Belum diperiksa")), *ANSWERS],
        empty_label=_("Semua"),
    )

    temuan = filters.ChoiceFilter(
        label=_("Temuan RT/RW"),
        method="waits",
        choices=[("ya", _("Menunggu petugas"))],
        empty_label=_("Semua"),
    )

    class Meta:
        model = Recipient
        fields: list[str] = []

    def at_number(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{name: value.strip().zfill(3)})

    def found(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(answer="" if value == "BELUM" else value)

    def waits(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(pending=True)
