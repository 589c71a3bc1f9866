"""Forms of the desk for proposing by hand: one person, a corrected NIK, a family."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from files.exports import mask_birth, mask_number
from voters.forms import (
    DISABILITY,
    MARITAL,
    SEX,
    ElementsForm,
    GroundsForm,
    HoldVoterForm,
    NewcomerForm,
    RemovalForm,
    require_evidence,
)
from voters.forms_keeping import ManyFiles
from voters.forms_reporting import DocumentsField
from voters.models import BaruCategory, Kind, Voter
from voters.services.families import ADD, LEAVE, MOVE, SPLIT

NIK = "NIK"
"""Word of the URL for a corrected NIK; the proposal is an UBAH."""
KIND_WORDS = {NIK: _("Koreksi NIK")}
ACT_WORDS = [
    (MOVE, _("Pindah di dalam kab/kota: alamat baru")),
    (LEAVE, _("Pindah keluar kab/kota: TMS pindah, perlu bukti")),
    (SPLIT, _("Pisah ke kartu keluarga lain")),
    (ADD, _("Hanya menambah anggota baru")),
]
MASKS = {"nkk": mask_number, "birth_date": mask_birth}
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


def _digits(most: int, **more: Any) -> forms.TextInput:
    return forms.TextInput(attrs={**DIGITS, "size": most + 2, **more})


class DocumentsForm(forms.Form):
    """The file field of every form of the desk; what it brings is kept at once."""

    documents = DocumentsField(
        label=_("Foto atau pindaian (JPG, PNG atau PDF)"),
        required=False,
        widget=ManyFiles(attrs={"accept": "image/jpeg,image/png,.pdf,application/pdf"}),
    )


class ByHandNewcomer(NewcomerForm):
    """A new voter."""


class ByHandChange(ElementsForm):
    """Changed elements of a voter; the NIK is corrected by a form of its own.

    voter: whose number and birth date stand masked beside fields left empty, which stay
    as they are unless something is typed; None where the form shows them in full.
    """

    HIDDEN = ("nkk", "birth_date")

    def __init__(self, *args: Any, voter: Voter | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hidden = {name: getattr(voter, name) for name in self.HIDDEN if voter}
        del self.fields["nik"]
        self.fields["address"].required = False
        for name, value in self.hidden.items():
            field = self.fields[name]
            field.required = False
            known = MASKS[name](str(value or ""))
            field.help_text = (
                _("Tercatat %(known)s. Kosong berarti tidak diubah.") % {"known": known}
                if known
                else _("Belum tercatat.")
            )

    def clean(self) -> dict[str, Any]:
        """What is left empty is what is known."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in self.hidden.items():
            if name in clean and not clean[name]:
                clean[name] = value
        return clean

    def elements(self) -> dict[str, Any]:
        """The elements as canonical names and values."""
        return {
            name: self.cleaned_data[name]
            for name in self.ELEMENTS.split()
            if name in self.cleaned_data
        }


class NikForm(GroundsForm):
    """A corrected NIK: the number of the KTP-el, and why."""

    nik = forms.CharField(label=_("NIK yang benar"), max_length=16, widget=_digits(16))
    field_order = ["nik"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Sebab koreksi")
        self.fields["note"].required = True
        require_evidence(self)

    def elements(self) -> dict[str, Any]:
        """Only the number."""
        return {"nik": self.cleaned_data["nik"]}


class ByHandRemoval(RemovalForm):
    """A removal; its evidence may be a number or a document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        require_evidence(self)


FORMS: dict[str, type[forms.Form]] = {
    Kind.UBAH.value: ByHandChange,
    NIK: NikForm,
    Kind.TMS.value: ByHandRemoval,
    Kind.TAHAN.value: HoldVoterForm,
    Kind.PEMULIHAN.value: GroundsForm,
}
"""The form about one voter, by the word of the URL."""


class CardForm(forms.Form):
    """Looks a family up by the number of its card."""

    nkk = forms.CharField(
        label=_("No. KK"),
        max_length=16,
        widget=_digits(16, autofocus=True),
    )

    def clean_nkk(self) -> str:
        """Sixteen digits; spaces and dots that people write are left out."""
        digits = str(self.cleaned_data["nkk"]).replace(" ", "").replace(".", "")
        if len(digits) != 16 or not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(_("No. KK harus 16 angka."))
        return digits


class FamilyForm(GroundsForm):
    """One act about a family: who, what, and the new address or card."""

    PLACE = ("kelurahan", "address", "rt", "rw", "tps")
    field_order = ["anggota", "act", *PLACE, "nkk_baru"]

    anggota = forms.MultipleChoiceField(
        label=_("Anggota"), required=False, widget=forms.CheckboxSelectMultiple
    )
    act = forms.ChoiceField(
        label=_("Yang terjadi"), choices=ACT_WORDS, widget=forms.RadioSelect
    )
    kelurahan = forms.ChoiceField(label=_("Kelurahan"), required=False)
    address = forms.CharField(label=_("Alamat baru"), max_length=200, required=False)
    rt = forms.CharField(label=_("RT"), max_length=3, required=False, widget=_digits(3))
    rw = forms.CharField(label=_("RW"), max_length=3, required=False, widget=_digits(3))
    tps = forms.CharField(
        label=_("TPS"), max_length=3, required=False, widget=_digits(3)
    )
    nkk_baru = forms.CharField(
        label=_("No. KK baru, bila pisah"),
        max_length=16,
        required=False,
        widget=_digits(16),
    )

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        villages: dict[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["anggota"]
        who.choices = people
        where: Any = self.fields["kelurahan"]
        where.choices = list(villages.items())

    def clean(self) -> dict[str, Any]:
        """The new card where the family is split."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("act") == SPLIT and len(said.get("nkk_baru", "")) != 16:
            self.add_error("nkk_baru", _("No. KK harus 16 angka."))
        return said

    def place(self) -> dict[str, Any]:
        """The new address; nothing where none was typed."""
        said = self.cleaned_data
        if said["act"] == MOVE or said["address"]:
            return {name: said[name] for name in self.PLACE if said[name]}
        return {}


class NewMemberForm(forms.Form):
    """One row: somebody of the card who is not on the roll; an empty row is nobody."""

    nik = forms.CharField(label=_("NIK"), max_length=16, widget=_digits(16))
    name = forms.CharField(label=_("Nama"), max_length=120)
    birth_place = forms.CharField(
        label=_("Tempat lahir"), max_length=80, required=False
    )
    birth_date = forms.DateField(
        label=_("Tanggal lahir"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=[("", _("Pilih")), *SEX])
    marital_status = forms.ChoiceField(
        label=_("Status kawin"), choices=MARITAL, initial="B"
    )
    category = forms.ChoiceField(
        label=_("Kategori"), choices=BaruCategory.choices, initial="GENAP_17"
    )
    disability = forms.ChoiceField(
        label=_("Disabilitas"), choices=DISABILITY, initial="0"
    )

    def elements(self) -> dict[str, Any]:
        """The elements as canonical names and values, without NIK and category."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("nik", "category")
        }


NewMembers = forms.formset_factory(NewMemberForm, extra=3, max_num=10)
