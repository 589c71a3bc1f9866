"""Forms that parse what a person typed; the services decide whether it may stand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voters.fields import CORRECTABLE
from voters.forms_keeping import KeepingInput
from voters.models import BaruCategory, CodeList, TmsReason, codes
from voters.selectors.codes import offered

MARITAL = list(codes.MARITAL.items())
SEX = list(codes.SEX.items())
EKTP = [("", _("tidak diketahui")), *codes.EKTP.items()]
DISABILITY = list(codes.DISABILITY[codes.CURRENT_VINTAGE].items())
UNTOLD: list[tuple[str, Any]] = [("", _("Tidak diisi"))]
PICK_EVIDENCE: list[tuple[str, Any]] = [("", _("Pilih jenis bukti"))]
PICK_REASON: list[tuple[str, Any]] = [("", _("Pilih alasan"))]


def evidence_kinds() -> list[tuple[str, Any]]:
    """Kinds of evidence that stand today; a form asks when it is drawn."""
    return offered(CodeList.EVIDENCE)


def evidence_or_none() -> list[tuple[str, Any]]:
    """The same, and none."""
    return UNTOLD + evidence_kinds()


def evidence_to_pick() -> list[tuple[str, Any]]:
    """The same, where one has to be named."""
    return PICK_EVIDENCE + evidence_kinds()


def reasons_to_pick() -> list[tuple[str, Any]]:
    """Reasons for refusing that stand today."""
    return PICK_REASON + offered(CodeList.REJECT)


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class GroundsForm(forms.Form):
    """What a proposal rests on."""

    evidence_kind = forms.ChoiceField(
        label=_("Jenis bukti"), choices=evidence_or_none, required=False
    )
    evidence_no = forms.CharField(label=_("Nomor bukti"), max_length=80, required=False)
    event_date = forms.DateField(
        label=_("Tanggal peristiwa"), widget=_day(), required=False
    )
    note = forms.CharField(label=_("Catatan"), max_length=400, required=False)


def require_evidence(form: forms.Form) -> None:
    """The kind of evidence has to be named."""
    kind: Any = form.fields["evidence_kind"]
    kind.required, kind.choices = True, evidence_to_pick


class ElementsForm(GroundsForm):
    """Elements of a voter, for BARU and UBAH by hand."""

    ELEMENTS = (
        "nik nkk name birth_place birth_date sex marital_status address rt rw "
        "kelurahan tps disability ektp_status"
    )
    field_order = ELEMENTS.split()

    nik = forms.CharField(label=_("NIK"), max_length=16)
    nkk = forms.CharField(label=_("No. KK"), max_length=16, required=False)
    name = forms.CharField(label=_("Nama"), max_length=120)
    birth_place = forms.CharField(
        label=_("Tempat lahir"), max_length=80, required=False
    )
    birth_date = forms.DateField(label=_("Tanggal lahir"), widget=_day())
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=SEX)
    marital_status = forms.ChoiceField(label=_("Status kawin"), choices=MARITAL)
    address = forms.CharField(label=_("Alamat"), max_length=200)
    rt = forms.CharField(label=_("RT"), max_length=3, required=False)
    rw = forms.CharField(label=_("RW"), max_length=3, required=False)
    kelurahan = forms.ChoiceField(label=_("Kelurahan"))
    tps = forms.CharField(label=_("TPS"), max_length=3, required=False)
    disability = forms.ChoiceField(label=_("Disabilitas"), choices=DISABILITY)
    ektp_status = forms.ChoiceField(label=_("KTP-el"), choices=EKTP, required=False)

    def __init__(self, *args: Any, villages: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kelurahan"].choices = list(villages.items())  # type: ignore[attr-defined]

    def elements(self) -> dict[str, Any]:
        """The elements as canonical names and values."""
        return {name: self.cleaned_data[name] for name in self.ELEMENTS.split()}


class CorrectionForm(ElementsForm):
    """UBAH by a post officer, who is shown no number in full and corrects none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = set(GroundsForm.base_fields)
        for name in set(self.fields) - set(CORRECTABLE) - grounds:
            del self.fields[name]
        self.fields["address"].required = False

    def elements(self) -> dict[str, Any]:
        """The elements as canonical names and values."""
        return {name: self.cleaned_data[name] for name in CORRECTABLE}


class LookUpForm(forms.Form):
    """One person of a kecamatan, by the whole NIK or the whole name."""

    q = forms.CharField(
        label=_("NIK atau nama lengkap"),
        max_length=120,
        widget=forms.TextInput(
            attrs={"autofocus": True, "data-key": "/", "data-key-label": _("cari")}
        ),
    )


class NewcomerForm(ElementsForm):
    """BARU by hand."""

    category = forms.ChoiceField(label=_("Kategori"), choices=BaruCategory.choices)
    field_order = ["category", *ElementsForm.ELEMENTS.split()]


class RemovalForm(GroundsForm):
    """TMS by hand."""

    category = forms.ChoiceField(label=_("Sebab TMS"), choices=TmsReason.choices)
    field_order = ["category"]


class HoldVoterForm(GroundsForm):
    """TAHAN by hand: the voter counts on, marked until a day, which reminds of it."""

    category = forms.CharField(label=_("Sebab ditahan"), max_length=20)
    status_until = forms.DateField(label=_("Sampai"), widget=_day())
    field_order = ["category", "status_until"]


DECISIONS = (
    *("accept", "reject", "hold", "coklit", "refer", "reopen"),
    *("pair", "part", "rejoin"),
)


class DecisionForm(forms.Form):
    """What the decision bar sends; which parts are needed the service says."""

    keputusan = forms.ChoiceField(choices=[(word, word) for word in DECISIONS])
    seen = forms.CharField(required=False)
    alasan = forms.ChoiceField(choices=reasons_to_pick, required=False)
    sampai = forms.DateField(widget=_day(), required=False)
    catatan = forms.CharField(max_length=400, required=False)
    sebab = forms.ChoiceField(choices=UNTOLD + TmsReason.choices, required=False)
    jenis_bukti = forms.ChoiceField(choices=evidence_or_none, required=False)
    nomor_bukti = forms.CharField(max_length=80, required=False)


class BulkForm(forms.Form):
    """One decision about a whole filter."""

    keputusan = forms.ChoiceField(
        choices=[(word, word) for word in ("accept", "reject", "hold", "coklit")],
        widget=forms.HiddenInput,
    )
    jumlah = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tanda = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    tanda_bukti = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=80
    )
    alasan = forms.ChoiceField(
        label=_("Alasan penolakan"),
        choices=reasons_to_pick,
        required=False,
    )
    sampai = forms.DateField(label=_("Tunda sampai"), widget=_day(), required=False)
    jenis_bukti = forms.ChoiceField(
        label=_("Jenis bukti, untuk TMS yang belum punya"),
        choices=evidence_or_none,
        required=False,
    )
    nomor_bukti = forms.CharField(label=_("Nomor bukti"), max_length=80, required=False)
    catatan = forms.CharField(label=_("Catatan"), max_length=400, required=False)


class EvidenceForm(forms.Form):
    """A paper or a scan beside a proposal."""

    kind = forms.ChoiceField(label=_("Jenis bukti"), choices=evidence_kinds)
    number = forms.CharField(label=_("Nomor"), max_length=80, required=False)
    upload = forms.FileField(
        label=_("Pindaian (PDF, JPG, PNG)"),
        required=False,
        widget=KeepingInput(
            attrs={"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/*"}
        ),
    )
    note = forms.CharField(label=_("Catatan"), max_length=200, required=False)
