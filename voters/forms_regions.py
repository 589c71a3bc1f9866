"""Forms of a change of regions: its facts, and its map line by line."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from regions.models import RegionChange
from regions.rules.change import COLUMNS
from voters.wording_regions import LABELS

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
SELECT = {"class": "form-select"}
ALL = ("", _("Semua"))


class RegionFactsForm(forms.ModelForm):
    """Kind, legal basis and day, and the map as a file."""

    map = forms.FileField(
        label=_("Peta dari templat (xlsx)"),
        required=False,
        help_text=_("Bila diisi, berkas ini menggantikan baris di bawah."),
    )

    class Meta:
        model = RegionChange
        fields = ("kind", "basis_no", "basis_on", "effective_on", "note")
        labels = {
            "kind": _("Jenis perubahan"),
            "basis_no": _("Nomor Perda atau Permendagri"),
            "basis_on": _("Tanggal dasar hukum"),
            "effective_on": _("Berlaku sejak"),
            "note": _("Catatan"),
        }
        widgets = {"basis_on": DATE, "effective_on": DATE}


class LineForm(forms.Form):
    """One line of the map; an empty one is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in COLUMNS:
            short = name in ("rw", "rt", "rw_baru", "rt_baru")
            attrs = {"class": "form-control", "aria-label": str(LABELS[name])}
            attrs |= {"size": "6" if short else "13"}
            self.fields[name] = forms.CharField(
                label=LABELS[name],
                required=False,
                max_length=40 if short else 120,
                widget=forms.TextInput(attrs=attrs),
            )


LineFormSet = formset_factory(LineForm, extra=5, max_num=5_000)


class RegionFilter(forms.Form):
    """Filters of the list; the names are the words of the URL."""

    jenis = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        choices=[ALL, *RegionChange.Kind.choices],
        widget=forms.Select(attrs=SELECT),
    )
    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[ALL, *RegionChange.State.choices],
        widget=forms.Select(attrs=SELECT),
    )

    def cut(self, rows: Any) -> Any:
        """The rows that the address asks for."""
        if not self.is_valid():
            return rows
        said = self.cleaned_data
        wanted = {"kind": said["jenis"], "state": said["keadaan"]}
        return rows.filter(**{name: value for name, value in wanted.items() if value})
