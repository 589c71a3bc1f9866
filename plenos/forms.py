"""The record of a plenary: its facts, and three lists that grow as they are saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from plenos.models import Advice, Finding, Plenary
from plenos.services.advice import FACTS, FOLLOW_UPS
from voters.models import Kind, TmsReason

ATTENDANTS = (
    "Bawaslu",
    "KPU Provinsi",
    "Dinas Kependudukan dan Pencatatan Sipil",
    "Kodim",
    "Polres",
    "Badan Kesatuan Bangsa dan Politik",
    "Partai politik",
)
NEEDED_AT_FREEZE = ("number", "held_on", "hour", "place", "decision")
"""Facts without which why_not_ready() refuses the freeze."""
ELEMENTS = (
    ("name", _("Nama")),
    ("birth_place", _("Tempat lahir")),
    ("birth_date", _("Tanggal lahir")),
    ("sex", _("Jenis kelamin")),
    ("marital_status", _("Status kawin")),
    ("address", _("Alamat")),
    ("rt", _("RT")),
    ("rw", _("RW")),
    ("kelurahan", _("Kelurahan")),
    ("tps", _("TPS")),
)
NEEDED = _("wajib sebelum dibekukan")
UNTOLD = ("", _("Tidak diisi"))
OFFERED = "instansi"
"""Id of the list of institutions that the page offers beside free text."""


class PlenaryForm(forms.ModelForm):
    """When, where, what was decided; it may be saved before it is complete."""

    class Meta:
        model = Plenary
        fields = (
            "number",
            "held_on",
            "hour",
            "place",
            "copies",
            "agenda",
            "decision",
        )
        labels = {
            "number": _("Nomor Berita Acara"),
            "held_on": _("Tanggal"),
            "hour": _("Jam mulai"),
            "place": _("Tempat"),
            "copies": _("Rangkap"),
            "agenda": _("Acara"),
            "decision": _("Keputusan"),
        }
        widgets = {
            "held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "hour": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "agenda": forms.Textarea(attrs={"rows": 2}),
            "decision": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NEEDED_AT_FREEZE:
            field: Any = self.fields[name]
            field.required = False
            field.empty_note = NEEDED


class DeadlineForm(forms.Form):
    """Until when data is taken, and the day of the plenary, of an open period."""

    cutoff_on = forms.DateField(
        label=_("Batas data"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    plenary_on = forms.DateField(
        label=_("Rencana pleno"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class RowForm(forms.Form):
    """A row of a table: its fields carry their label for those who do not see heads."""

    key = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            check = isinstance(field, forms.BooleanField)
            field.widget.attrs["class"] = (
                "form-check-input" if check else "form-control"
            )
            field.widget.attrs["aria-label"] = str(field.label)


def _institution() -> forms.CharField:
    """Free text, with the office's institutions offered while one types."""
    return forms.CharField(
        label=_("Instansi"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": OFFERED}),
    )


class SignatoryForm(RowForm):
    """Who signs."""

    name = forms.CharField(label=_("Nama"), max_length=120, required=False)
    title = forms.CharField(label=_("Jabatan"), max_length=80, required=False)
    key = "name"


class AttendanceForm(RowForm):
    """Who was invited and who came."""

    institution = _institution()
    name = forms.CharField(label=_("Nama"), max_length=120, required=False)
    title = forms.CharField(label=_("Jabatan"), max_length=80, required=False)
    present = forms.BooleanField(label=_("Hadir"), required=False)
    key = "institution"


class InputForm(RowForm):
    """What was asked or advised, and what was done about it."""

    institution = _institution()
    input = forms.CharField(
        label=_("Masukan"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    follow_up = forms.CharField(
        label=_("Tindak lanjut"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(label=_("Keterangan"), max_length=200, required=False)
    key = "institution"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("input") and not cleaned.get("institution"):
            self.add_error("institution", _("Tulis instansi yang memberi masukan."))
        return cleaned


SignatorySet = formset_factory(SignatoryForm, extra=2, max_num=20)
AttendanceSet = formset_factory(AttendanceForm, extra=2, max_num=100)
InputSet = formset_factory(InputForm, extra=2, max_num=100)


def filled(formset: Any) -> list[dict[str, Any]]:
    """Rows whose key field says something; an emptied row is a removed row."""
    key = formset.form.key
    rows = [form.cleaned_data for form in formset if form.is_valid()]
    return [row for row in rows if row.get(key, "").strip()]


class ScanForm(forms.Form):
    """The signed minutes."""

    scan = forms.FileField(
        label=_("Pindaian Berita Acara (PDF)"),
        help_text=_("Satu berkas PDF, semua halaman, sudah ditandatangani."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )


DATE = {"type": "date"}


def _date(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
    )


class ReopenForm(forms.Form):
    """Why, on whose advice and until when a closed period is opened once more."""

    advice = forms.ModelChoiceField(
        label=_("Saran yang dicatat"), queryset=Advice.objects.none(), required=False
    )
    institution = forms.CharField(label=_("Atas saran lembaga"), max_length=120)
    letter_no = forms.CharField(label=_("Nomor surat"), max_length=80)
    letter_on = _date(_("Tanggal surat"))
    until = _date(_("Dibuka sampai"))
    reason = forms.CharField(
        label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, regency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["advice"]
        field.queryset = Advice.objects.of(regency)


class AdviceForm(forms.ModelForm):
    """A letter of Bawaslu and the office's answer."""

    class Meta:
        model = Advice
        fields = FACTS
        labels = {
            "kind": _("Jenis"),
            "institution": _("Lembaga"),
            "letter_no": _("Nomor surat"),
            "letter_on": _("Tanggal surat"),
            "received_on": _("Diterima"),
            "due_on": _("Batas waktu"),
            "subject": _("Isi saran"),
            "answer": _("Jawaban"),
            "answer_no": _("Nomor jawaban"),
            "answered_on": _("Tanggal jawaban"),
            "state": _("Tindak lanjut"),
        }
        widgets = {
            name: forms.DateInput(attrs=DATE, format="%Y-%m-%d")
            for name in ("letter_on", "received_on", "due_on", "answered_on")
        } | {
            "subject": forms.Textarea(attrs={"rows": 2}),
            "answer": forms.Textarea(attrs={"rows": 2}),
        }

    def _post_clean(self) -> None:
        """The service writes the row and says what is wrong with it."""


class NamedForm(forms.Form):
    """One person of a letter; the NIK is in the body and is not kept."""

    nik = forms.CharField(
        label=_("NIK"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        max_length=16,
    )
    finding = forms.ChoiceField(
        label=_("Hasil"), required=False, choices=[UNTOLD, *Finding.choices]
    )
    note = forms.CharField(label=_("Keterangan"), required=False, max_length=200)


class SheetForm(forms.Form):
    """Results of an uji petik as our sheet."""

    sheet = forms.FileField(
        label=_("Lembar hasil (xlsx)"),
        help_text=_("Kolom NIK, Hasil, Keterangan; NIK tersimpan sebagai teks."),
    )


class FollowUpForm(forms.Form):
    """What is proposed for one person of a letter."""

    link = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Usulan"),
        choices=[(kind.value, kind.label) for kind in FOLLOW_UPS],
    )
    category = forms.ChoiceField(
        label=_("Sebab TMS"), required=False, choices=[UNTOLD, *TmsReason.choices]
    )
    element = forms.ChoiceField(
        label=_("Unsur yang diubah"), required=False, choices=[UNTOLD, *ELEMENTS]
    )
    value = forms.CharField(label=_("Isi atau sebab"), required=False, max_length=200)

    def asked(self) -> dict[str, Any]:
        """Arguments of propose_from."""
        said = self.cleaned_data
        if said["kind"] == Kind.UBAH:
            new = {said["element"]: said["value"]} if said["element"] else {}
            return {"kind": Kind.UBAH, "new": new}
        if said["kind"] == Kind.TAHAN:
            return {"kind": Kind.TAHAN, "category": said["value"][:20]}
        return {"kind": said["kind"], "category": said["category"]}


class PaperForm(forms.Form):
    """A confirmation of a kelurahan; the officer fills the remark only."""

    paper_no = forms.CharField(label=_("Nomor surat"), max_length=80, required=False)
    paper_on = _date(_("Tanggal surat"), required=False)
    signed_by = forms.CharField(
        label=_("Ditandatangani oleh"), max_length=150, required=False
    )
    remark = forms.CharField(label=_("Catatan"), max_length=400, required=False)
