"""The record of a plenary: its facts, and three lists that grow as they are saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from plenos.models import Plenary

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
NEEDED = _("wajib sebelum dibekukan")


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


class SignatoryForm(RowForm):
    """Who signs."""

    name = forms.CharField(label=_("Nama"), max_length=120, required=False)
    title = forms.CharField(label=_("Jabatan"), max_length=80, required=False)
    key = "name"


class AttendanceForm(RowForm):
    """Who was invited and who came."""

    institution = forms.CharField(label=_("Instansi"), max_length=120, required=False)
    name = forms.CharField(label=_("Nama"), max_length=120, required=False)
    title = forms.CharField(label=_("Jabatan"), max_length=80, required=False)
    present = forms.BooleanField(label=_("Hadir"), required=False)
    key = "institution"


class InputForm(RowForm):
    """What was asked or advised, and what was done about it."""

    institution = forms.CharField(label=_("Instansi"), max_length=120, required=False)
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
