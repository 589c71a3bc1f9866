"""What the list of kelurahan and their stations is cut and ordered by."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voters.selectors.tps import Village

ALL = ("", _("Semua"))
SELECT = {"class": "form-select"}
STATES: dict[str, tuple[Any, Callable[[Village], int]]] = {
    "tanpa": (_("Ada pemilih tanpa TPS"), lambda one: one.without),
    "lebih": (_("Ada TPS di atas kapasitas"), lambda one: one.over),
    "khusus": (_("Ada lokasi khusus"), lambda one: one.sites),
}
ORDERS = frozenset({"code", "stations", "total", "without", "over"})
"""Columns that the list can be ordered by, up and down."""


class StationsFilter(forms.Form):
    """Filters of the list; the names are the words of the URL.

    Who reads one kecamatan or less is not asked which (`districts` is empty).
    """

    kecamatan = forms.ChoiceField(
        label=_("Kecamatan"), required=False, widget=forms.Select(attrs=SELECT)
    )
    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[ALL, *((name, word) for name, (word, _n) in STATES.items())],
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, *args: Any, districts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kecamatan"]
        field.choices = [ALL, *districts.items()]
        if not districts:
            del self.fields["kecamatan"]

    def cut(self, lines: Iterable[Village]) -> list[Village]:
        """The lines that the address asks for."""
        said = self.cleaned_data if self.is_valid() else {}
        _word, has = STATES.get(said.get("keadaan", ""), ("", lambda one: 1))
        place = said.get("kecamatan", "")
        return [one for one in lines if has(one) and one.code.startswith(place)]


def order_of(sort: str) -> str:
    """The order that the address asks for; by code unless it knows the column."""
    return sort if sort.removeprefix("-") in ORDERS else "code"


def in_order(lines: Iterable[Village], order: str) -> list[Village]:
    """The lines by one figure and their code, downwards with "-" before it."""
    name = order.removeprefix("-")
    return sorted(
        lines,
        key=lambda one: (getattr(one, name), one.code),
        reverse=order.startswith("-"),
    )
