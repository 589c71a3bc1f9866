"""Forms of aid; the services decide whether what was typed may stand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fieldwork.aid.models import ANSWERS, ELEMENTS
from fieldwork.aid.services import Told
from voters.forms_keeping import KeepingInput


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ProgrammeForm(forms.Form):
    """A new programme."""

    name = forms.CharField(label=_("Nama program"), max_length=120)
    institution: Any = forms.ModelChoiceField(
        label=_("Instansi"), queryset=None, required=False, empty_label=_("Tidak diisi")
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


MARITAL = [
    ("", _("Tidak diisi")),
    ("B", _("Belum kawin")),
    ("S", _("Sudah kawin")),
    ("P", _("Pernah kawin")),
]


class LineForm(forms.Form):
    """One line of a sheet: typing 1 to 5 chooses the answer."""

    answer = forms.ChoiceField(
        label=_("Hasil"),
        required=False,
        # Asked for when it is drawn: in the language of who reads.
        choices=lambda: [
            ("", _("Belum diisi")),
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


class PersonForm(forms.Form):
    """One recipient: what was found, a photo, and what of the voter's data differs."""

    on = forms.DateField(label=_("Tanggal pemeriksaan"), widget=_day())
    answer = forms.ChoiceField(
        label=_("Hasil"), choices=[("", _("Pilih hasil")), *ANSWERS]
    )
    document_no = forms.CharField(
        label=_("Nomor dokumen"),
        max_length=80,
        required=False,
        help_text=_("Akta kematian atau surat pindah."),
    )
    photo = forms.FileField(
        label=_("Foto"),
        required=False,
        help_text=_("JPG, PNG, atau PDF; tempat dan waktu di dalam foto dibuang."),
        widget=KeepingInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
    note = forms.CharField(label=_("Catatan"), max_length=200, required=False)
    address = forms.CharField(label=_("Alamat"), max_length=200, required=False)
    rw = forms.CharField(label=_("RW"), max_length=3, required=False)
    rt = forms.CharField(label=_("RT"), max_length=3, required=False)
    marital_status = forms.ChoiceField(
        label=_("Status kawin"), choices=MARITAL, required=False
    )

    def __init__(self, *args: Any, on_the_roll: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on_the_roll = on_the_roll
        if not on_the_roll:
            for name in ELEMENTS:
                del self.fields[name]

    def found(self) -> list[Any]:
        """The fields of the answer."""
        return [one for one in self if one.name not in ELEMENTS]

    def differing(self) -> list[Any]:
        """The fields of the voter's data."""
        return [one for one in self if one.name in ELEMENTS]

    def told(self) -> Told:
        """What was entered."""
        said = self.cleaned_data
        return Told(
            on=said["on"],
            answer=said["answer"],
            document_no=said["document_no"],
            note=said["note"],
            differs={name: said.get(name, "") for name in ELEMENTS},
            photo=said["photo"],
        )
