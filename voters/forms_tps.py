"""Whom a re-mapping is about, and where they go."""

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voters.filters import NO_STATION

NO_TPS = "000"


class RemapForm(forms.Form):
    """RTs, the present station, a family: each cuts further; one of them is needed.

    `by_filter`: the words of the roll's address say whom, and nothing else has to.
    """

    tujuan = forms.CharField(
        label=_("TPS tujuan"),
        max_length=3,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "size": 3, "autocomplete": "off"}
        ),
    )
    dari = forms.ChoiceField(label=_("Hanya dari TPS"), required=False)
    nkk = forms.CharField(
        label=_("Hanya keluarga (No. KK)"),
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "size": 18, "autocomplete": "off"}
        ),
    )
    rt = forms.MultipleChoiceField(label=_("RT"), required=False)
    catatan = forms.CharField(label=_("Catatan"), required=False, max_length=400)

    def __init__(
        self,
        *args: Any,
        stations: list[str],
        corners: list[str],
        by_filter: bool = False,
        **kwargs: Any,
    ) -> None:
        self.by_filter = by_filter
        super().__init__(*args, **kwargs)
        named = [(tps, f"TPS {tps}") for tps in stations if tps]
        without = [(NO_STATION, _("tanpa TPS"))] if "" in stations else []
        self._offer("dari", [("", _("semua")), *without, *named])
        self._offer("rt", [(key, key) for key in corners])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101 - for the type checker
        found.choices = choices

    def clean_tujuan(self) -> str:
        word = str(self.cleaned_data["tujuan"]).strip()
        if not re.fullmatch(r"[0-9]{1,3}", word) or word.zfill(3) == NO_TPS:
            raise forms.ValidationError(
                _("TPS tujuan berisi satu sampai tiga angka, misalnya 004.")
            )
        return word.zfill(3)

    def clean_nkk(self) -> str:
        digits = re.sub(r"[\s.]", "", str(self.cleaned_data["nkk"]))
        if digits and not re.fullmatch(r"[0-9]{16}", digits):
            raise forms.ValidationError(_("No. KK harus 16 angka."))
        return digits

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        chosen = any(said.get(name) for name in ("rt", "dari", "nkk"))
        if not self.errors and not chosen and not self.by_filter:
            raise forms.ValidationError(
                _("Pilih siapa yang pindah: RT, TPS asal, atau satu keluarga.")
            )
        return said

    def narrowed(self, rows: Any) -> Any:
        """The voters of `rows` that the form means."""
        said = self.cleaned_data
        if said["nkk"]:
            rows = rows.filter(nkk=said["nkk"])
        if said["dari"]:
            rows = rows.filter(tps="" if said["dari"] == NO_STATION else said["dari"])
        if said["rt"]:
            chosen = Q(pk__in=[])
            for key in said["rt"]:
                rw, rt = key.split("-", 1)
                chosen |= Q(rw=rw, rt=rt)
            rows = rows.filter(chosen)
        return rows
