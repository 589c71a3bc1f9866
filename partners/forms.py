"""Forms of the room: one for each kind of record, and one for each list's filter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners import selectors
from partners.codes import InstitutionKind
from partners.models import (
    Activity,
    ActivityKind,
    Agreement,
    Contact,
    DataRequest,
    Institution,
    RequestState,
)

DATE = {"type": "date"}
SELECT = {"class": "form-select"}
ALL = ("", _("Semua"))
LEGAL_BASIS = (
    "Pasal 20 huruf l dan Pasal 204 Undang-Undang Nomor 7 Tahun 2017 tentang Pemilihan "
    "Umum: KPU kabupaten/kota memutakhirkan dan memelihara data pemilih secara "
    "berkelanjutan dengan memperhatikan data kependudukan; data pribadi dilindungi "
    "menurut Undang-Undang Nomor 27 Tahun 2022."
)
"""Offered to every new request: the law is quoted in Indonesian, in both languages."""


class FactsForm(forms.ModelForm):
    """A record's own fields; the service writes the row and says what is wrong."""

    def _post_clean(self) -> None:
        """Nothing is built here: `facts` goes to the service."""

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, by field of the model."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class InstitutionForm(FactsForm):
    """Who an institution is."""

    class Meta:
        model = Institution
        fields = ("kind", "name", "region_code", "address", "invited", "note")
        labels = {
            "kind": _("Jenis"),
            "name": _("Nama instansi"),
            "region_code": _("Wilayah kerja"),
            "address": _("Alamat"),
            "invited": _("Biasa diundang ke rapat pleno"),
            "note": _("Catatan"),
        }

    def __init__(self, *args: Any, regency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region_code"] = forms.ChoiceField(
            label=_("Wilayah kerja"),
            choices=selectors.places(regency),
            initial=regency,
            widget=forms.Select(attrs=SELECT),
        )


class ContactForm(FactsForm):
    """A person to turn to; office data only."""

    class Meta:
        model = Contact
        fields = ("name", "position", "email", "phone")
        labels = {
            "name": _("Nama"),
            "position": _("Jabatan"),
            "email": _("Surel kantor"),
            "phone": _("Telepon kantor"),
        }
        help_texts = {
            "name": _("Hanya data kantor, bukan nomor atau surel pribadi."),
        }


def _standing(form: forms.Form | forms.ModelForm, regency: str, name: str) -> None:
    """Offer the institutions that stand, and the one that was chosen before."""
    field: Any = form.fields[name]
    field.empty_label = _("Pilih instansi")
    rows = Institution.objects.of(regency).standing()
    chosen = getattr(getattr(form, "instance", None), "institution_id", None)
    if chosen:
        rows = rows | Institution.objects.of(regency).filter(pk=chosen)
    field.queryset = rows.order_by("name")


class AgreementForm(FactsForm):
    """A PKS, and its scan."""

    file = forms.FileField(
        label=_("Pindaian (PDF)"),
        required=False,
        help_text=_("Satu berkas PDF, semua halaman. Kosong: yang ada tetap."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    class Meta:
        model = Agreement
        fields = ("institution", "number", "subject", "signed_on", "ends_on")
        labels = {
            "institution": _("Instansi"),
            "number": _("Nomor PKS"),
            "subject": _("Tentang"),
            "signed_on": _("Tanggal"),
            "ends_on": _("Berakhir"),
        }
        help_texts = {"ends_on": _("Diingatkan 60, 30 dan 7 hari sebelumnya.")}
        widgets = {
            name: forms.DateInput(attrs=DATE, format="%Y-%m-%d")
            for name in ("signed_on", "ends_on")
        }

    def __init__(self, *args: Any, regency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _standing(self, regency, "institution")


class RequestForm(FactsForm):
    """A letter that asks for data."""

    class Meta:
        model = DataRequest
        fields = (
            "institution",
            "letter_no",
            "letter_on",
            "due_on",
            "data",
            "legal_basis",
        )
        labels = {
            "institution": _("Kepada instansi"),
            "letter_no": _("Nomor surat"),
            "letter_on": _("Tanggal surat"),
            "due_on": _("Batas waktu"),
            "data": _("Data yang diminta"),
            "legal_basis": _("Dasar hukum"),
        }
        widgets = {
            "letter_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "due_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "data": forms.Textarea(attrs={"rows": 3}),
            "legal_basis": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, regency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _standing(self, regency, "institution")


class ActivityForm(FactsForm):
    """A joint activity: who was invited, who came, what came of it."""

    invited = forms.ModelMultipleChoiceField(
        label=_("Diundang"),
        queryset=Institution.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    came = forms.ModelMultipleChoiceField(
        label=_("Hadir"),
        queryset=Institution.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Activity
        fields = ("kind", "subject", "held_on", "place", "result")
        labels = {
            "kind": _("Jenis"),
            "subject": _("Kegiatan"),
            "held_on": _("Tanggal"),
            "place": _("Tempat"),
            "result": _("Hasil"),
        }
        widgets = {
            "held_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "result": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, regency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Institution.objects.of(regency).standing()
        if self.instance.pk:
            guests = list(self.instance.guests.values_list("institution_id", "came"))
            told = [pk for pk, _came in guests]
            rows = rows | Institution.objects.of(regency).filter(pk__in=told)
            self.fields["invited"].initial = told
            self.fields["came"].initial = [pk for pk, came in guests if came]
        for name in ("invited", "came"):
            field: Any = self.fields[name]
            field.queryset = rows.order_by("name")


ARCHIVE = [("", _("Berlaku")), ("arsip", _("Arsip"))]


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=choices,
        widget=forms.Select(attrs=SELECT),
    )


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


class InstitutionFilter(forms.Form):
    """Filters of the institutions; the names are the words of the URL."""

    jenis = _choice(_("Jenis"), [ALL, *InstitutionKind.choices])
    nama = _text(_("Nama"))
    undangan = _choice(_("Pleno"), [ALL, ("ya", _("Biasa diundang"))])
    catatan = _choice(_("Catatan"), ARCHIVE)


class AgreementFilter(forms.Form):
    """Filters of the agreements."""

    instansi = _text(_("Instansi"))
    keadaan = _choice(
        _("Keadaan"), [ALL, ("berlaku", _("Berlaku")), ("berakhir", _("Berakhir"))]
    )
    catatan = _choice(_("Catatan"), ARCHIVE)


class RequestFilter(forms.Form):
    """Filters of the requests."""

    instansi = _text(_("Instansi"))
    keadaan = _choice(
        _("Keadaan"), [ALL, *RequestState.choices, ("lewat", _("Lewat batas waktu"))]
    )
    catatan = _choice(_("Catatan"), ARCHIVE)


class ActivityFilter(forms.Form):
    """Filters of the joint activities."""

    jenis = _choice(_("Jenis"), [ALL, *ActivityKind.choices])
    instansi = _text(_("Instansi"))
    catatan = _choice(_("Catatan"), ARCHIVE)
