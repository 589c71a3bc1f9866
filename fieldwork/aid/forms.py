"""Forms of aid; the services decide whether what was typed may stand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fieldwork.aid.models import ANSWERS
from fieldwork.aid.services import Told


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ProgrammeForm(forms.Form):
    """A new programme."""

    name = forms.CharField(label=_("Nama program"), max_length=120)
    institution: Any = forms.ModelChoiceField(
        label=_("Instansi"), queryset=None, required=False, empty_label="–"
    )
    starts_on = forms.DateField(label=_("Mulai"), widget=_day())
    ends_on = forms.DateField(label=_("Berakhir"), widget=_day())

    def __init__(self, *args: Any, institutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions  # type: ignore[attr-defined]  # a ModelChoiceField


class ListForm(forms.Form):
    """A list of recipients."""

    file = forms.FileField(label=_("Berkas (xlsx atau csv)"))


class DayForm(forms.Form):
    """The day of a sheet."""

    on = forms.DateField(label=_("Tanggal pemeriksaan"), widget=_day())


class LineForm(forms.Form):
    """One line of a sheet: typing 1 to 5 chooses the answer."""

    answer = forms.ChoiceField(
        label=_("Hasil"),
        required=False,
        # Asked for when it is drawn: in the language of who reads.
        choices=lambda: [
            ("", "–"),
            *((value, f"{n} {word}") for n, (value, word) in enumerate(ANSWERS, 1)),
        ],
    )
    document_no = forms.CharField(
        label=_("Nomor dokumen"), max_length=80, required=False
    )
    note = forms.CharField(label=_("Catatan"), max_length=200, required=False)

    def told(self, on: Any) -> Told:
        """What was entered for this line."""
        said = self.cleaned_data
        return Told(on, said["answer"], said["document_no"], said["note"])
