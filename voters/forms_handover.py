"""What the pages of hand-overs send; the services decide whether it may stand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voters.forms import PICK_REASON, UNTOLD, evidence_or_none
from voters.models import DECLINE_REASONS

PICK_REGENCY = ("", _("Pilih kab/kota"))
DIGITS = {"inputmode": "numeric", "autocomplete": "off", "size": 5}


class ConfirmForm(forms.Form):
    """The own half: evidence; and the new address, where the person comes in.

    `people` are the family's members who can be confirmed at once, all ticked; where
    there is but one nobody is asked about.
    """

    PLACE = ("address", "kelurahan", "rt", "rw", "nkk")

    anggota = forms.MultipleChoiceField(
        label=_("Siapa yang dikonfirmasi"), widget=forms.CheckboxSelectMultiple
    )
    address = forms.CharField(label=_("Alamat baru"), max_length=200)
    kelurahan = forms.ChoiceField(label=_("Kelurahan"))
    rt = forms.CharField(
        label=_("RT"),
        max_length=3,
        required=False,
        widget=forms.TextInput(attrs=DIGITS),
    )
    rw = forms.CharField(
        label=_("RW"),
        max_length=3,
        required=False,
        widget=forms.TextInput(attrs=DIGITS),
    )
    nkk = forms.CharField(
        label=_("No. KK baru"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    evidence_kind = forms.ChoiceField(
        label=_("Jenis bukti"), choices=evidence_or_none, required=False
    )
    evidence_no = forms.CharField(label=_("Nomor bukti"), max_length=80, required=False)
    note = forms.CharField(label=_("Catatan"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        villages: dict[str, str],
        leaves: bool,
        people: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["anggota"]
        who.choices = people
        who.initial = [key for key, _name in people]
        if len(people) < 2:
            del self.fields["anggota"]
        if leaves:
            for name in self.PLACE:
                del self.fields[name]
        else:
            where: Any = self.fields["kelurahan"]
            where.choices = [("", _("Pilih kelurahan")), *villages.items()]

    def place(self) -> dict[str, Any]:
        """The new address; nothing where the person leaves."""
        return {
            name: self.cleaned_data[name]
            for name in self.PLACE
            if name in self.cleaned_data
        }


class DeclineForm(forms.Form):
    """No, and why."""

    alasan = forms.ChoiceField(
        label=_("Alasan penolakan"), choices=PICK_REASON + list(DECLINE_REASONS.items())
    )
    catatan = forms.CharField(label=_("Catatan"), max_length=400, required=False)
    keluarga = forms.BooleanField(label=_("Tolak sekeluarga"), required=False)

    def __init__(self, *args: Any, kin: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kin < 2:
            del self.fields["keluarga"]


class OtherRegencyForm(forms.Form):
    """The other regency of a move, of those of this installation."""

    kabkota = forms.ChoiceField(label=_("Kab/kota lain"))

    def __init__(self, *args: Any, others: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        which: Any = self.fields["kabkota"]
        which.choices = [PICK_REGENCY, *others.items()]


def with_other_regency(form: forms.Form, others: dict[str, str]) -> forms.Form:
    """The form of a removal or newcomer, asking for the other regency of a move.

    Where the installation has no other regency nothing is asked.
    """
    if others:
        form.fields["other_regency"] = forms.ChoiceField(
            label=_("Kab/kota lain, bila pindah"),
            choices=UNTOLD + list(others.items()),
            required=False,
            help_text=_(
                "Kantor itu mendapat serah terimanya; di luar daftar ini tidak."
            ),
        )
    return form
