"""Forms that parse what a person typed; the services decide whether it may stand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fieldwork.models import RESULTS, Reason
from fieldwork.services import Found, Plan
from voters.forms_keeping import KeepingInput

UNSEEN: list[tuple[str, Any]] = [("", _("Kosong"))]
PICK_OFFICER: list[tuple[str, Any]] = [("", _("Pilih petugas"))]


def keyed_results() -> list[tuple[str, Any]]:
    """Results behind their key: typing 1 to 8 chooses one."""
    return UNSEEN + [(v, f"{n} {word}") for n, (v, word) in enumerate(RESULTS, 1)]


def _day(**attrs: str) -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")


class PlanForm(forms.Form):
    """What a batch is drawn by."""

    name = forms.CharField(label=_("Nama kelompok"), max_length=120)
    reasons = forms.MultipleChoiceField(
        label=_("Aturan penarikan"),
        choices=Reason.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Seseorang ditarik sekali saja, untuk aturan yang teratas."),
    )
    place = forms.ChoiceField(label=_("Wilayah"))
    most = forms.IntegerField(
        label=_("Paling banyak"), min_value=1, max_value=50_000, initial=500
    )
    per_day = forms.IntegerField(
        label=_("Beban per hari"), min_value=1, max_value=200, initial=20
    )
    deadline = forms.DateField(label=_("Batas waktu"), widget=_day())
    seed = forms.RegexField(
        r"\A[0-9A-Za-z-]{1,40}\Z",
        label=_("Benih"),
        max_length=40,
        help_text=_("Benih yang sama menarik orang yang sama."),
    )
    with_supervisor = forms.BooleanField(label=_("Bersama Bawaslu"), required=False)
    with_village = forms.BooleanField(label=_("Bersama kelurahan"), required=False)
    companions = forms.CharField(
        label=_("Pendamping lain"), max_length=200, required=False
    )

    def __init__(self, *args: Any, places: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(places.items())  # type: ignore[attr-defined]

    def plan(self) -> Plan:
        """What was asked for, reasons in order of precedence."""
        clean = dict(self.cleaned_data)
        chosen = set(clean.pop("reasons"))
        order = tuple(one for one in Reason.values if one in chosen)
        return Plan(reasons=order, **clean)


class AssignForm(forms.Form):
    """Which tasks go to whom."""

    place = forms.ChoiceField(label=_("Kelurahan"))
    rw = forms.CharField(label=_("RW"), max_length=3, required=False)
    rt = forms.CharField(label=_("RT"), max_length=3, required=False)
    officer = forms.ChoiceField(label=_("Petugas"), required=False)
    name = forms.CharField(
        label=_("Atau nama tanpa akun"), max_length=120, required=False
    )

    def __init__(
        self, *args: Any, places: dict[str, str], officers: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in officers}
        named = [(str(one.pk), f"{one} ({one.get_role_display()})") for one in officers]
        self.fields["place"].choices = list(places.items())  # type: ignore[attr-defined]
        self.fields["officer"].choices = PICK_OFFICER + named  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What the service is told."""
        clean = dict(self.cleaned_data)
        clean["officer"] = self.known.get(clean["officer"])
        return clean


class PickedForm(forms.Form):
    """Who gets the picked tasks."""

    officer = forms.ChoiceField(label=_("Petugas"), required=False)
    name = forms.CharField(
        label=_("Atau nama tanpa akun"), max_length=120, required=False
    )

    def __init__(self, *args: Any, officers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in officers}
        named = [(str(one.pk), f"{one} ({one.get_role_display()})") for one in officers]
        self.fields["officer"].choices = PICK_OFFICER + named  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What the service is told."""
        clean = dict(self.cleaned_data)
        clean["officer"] = self.known.get(clean["officer"])
        return clean


SMALL = "form-control form-control-sm"
THERE = ("moved_rw", "moved_rt", "moved_address")
"""Where in the other kelurahan, as far as somebody knows it."""


class PlaceForm(forms.Form):
    """Where the device was: on a tap, or not at all."""

    latitude = forms.DecimalField(
        label=_("Lintang"),
        required=False,
        min_value=-90,
        max_value=90,
        max_digits=9,
        decimal_places=6,
        widget=forms.HiddenInput(attrs={"data-place-lat": True}),
    )
    longitude = forms.DecimalField(
        label=_("Bujur"),
        required=False,
        min_value=-180,
        max_value=180,
        max_digits=9,
        decimal_places=6,
        widget=forms.HiddenInput(attrs={"data-place-lon": True}),
    )
    accuracy = forms.IntegerField(
        label=_("Ketelitian (m)"),
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.HiddenInput(attrs={"data-place-acc": True}),
    )


def _number(label: Any) -> forms.RegexField:
    """RT or RW there, as digits; the form fills it up to three."""
    return forms.RegexField(
        r"\A[0-9]{1,3}\Z",
        label=label,
        max_length=3,
        required=False,
        error_messages={"invalid": _("RT dan RW adalah angka, seperti 003.")},
        widget=forms.TextInput(
            attrs={"class": SMALL, "inputmode": "numeric", "size": "4"}
        ),
    )


class VisitForm(PlaceForm):
    """One line of a sheet: what was found, by which paper, when again, and where."""

    result = forms.ChoiceField(
        label=_("Hasil"),
        choices=keyed_results,
        required=False,
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )
    document_no = forms.CharField(
        label=_("Nomor dokumen"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": SMALL}),
    )
    scan = forms.FileField(
        label=_("Pindaian atau foto"),
        required=False,
        widget=KeepingInput(
            attrs={"class": SMALL, "accept": "image/*,application/pdf"}
        ),
    )
    next_on = forms.DateField(
        label=_("Kunjungan berikut"),
        widget=_day(**{"class": SMALL}),
        required=False,
    )
    moved_to = forms.CharField(
        label=_("Pindah ke kelurahan"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": SMALL, "list": "kelurahan-tujuan"}),
        help_text=_("Nama atau kodenya; kosong bila ke luar kab/kota."),
    )
    moved_rw = _number(_("RW baru"))
    moved_rt = _number(_("RT baru"))
    moved_address = forms.CharField(
        label=_("Alamat baru"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": SMALL}),
    )
    note = forms.CharField(
        label=_("Catatan"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": SMALL}),
    )

    def __init__(self, *args: Any, villages: dict[str, str], **kwargs: Any) -> None:
        self.villages = villages
        super().__init__(*args, **kwargs)

    def clean_moved_to(self) -> str:
        """The code of a kelurahan of the regency, "" where none was named."""
        told = self.cleaned_data["moved_to"].strip()
        if not told or told in self.villages:
            return str(told)
        named = [c for c, n in self.villages.items() if n.casefold() == told.casefold()]
        if len(named) != 1:
            raise forms.ValidationError(
                _("Bukan kelurahan kab/kota ini, atau ada dua yang senama: isi kode.")
            )
        return named[0]

    def clean(self) -> dict[str, Any]:
        """RW and RT of three digits."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("moved_rw", "moved_rt"):
            if said.get(name):
                said[name] = said[name].zfill(3)
        return said

    def cells(self) -> list[list[Any]]:
        """The fields as the columns of a sheet; the new place shares one."""
        every = [[one] for one in self.visible_fields() if one.name not in THERE]
        at = next(n for n, cell in enumerate(every) if cell[0].name == "moved_to")
        every[at] += [self[name] for name in THERE]
        return every

    def tells_where(self) -> bool:
        """Whether RW, RT or address of the new place were typed."""
        return any(self[name].value() or self[name].errors for name in THERE)

    @property
    def is_filled(self) -> bool:
        """Whether a result was chosen; lines without one wait."""
        return bool(self.cleaned_data.get("result"))


class SheetForm(forms.Form):
    """What holds for every line of a sheet."""

    on = forms.DateField(label=_("Tanggal kunjungan"), widget=_day())
    with_supervisor = forms.BooleanField(label=_("Didampingi Bawaslu"), required=False)
    with_village = forms.BooleanField(label=_("Didampingi kelurahan"), required=False)


class PaperForm(SheetForm):
    """The head of a sheet that was brought back, with a picture of it."""

    photo = forms.FileField(
        label=_("Foto lembar bertanda tangan"),
        required=False,
        help_text=_("Disimpan pada kunjungan yang dicatat sekarang."),
        widget=KeepingInput(attrs={"accept": "image/*,application/pdf"}),
    )


class TaskForm(SheetForm, VisitForm):
    """One visit of one task, with its scan and where it was."""

    field_order = (
        *("on", "result", "document_no", "scan", "moved_to", *THERE, "next_on"),
        "note",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].required = True
        self.fields["scan"].help_text = _("PDF, JPG, atau PNG; boleh foto kunjungan.")
        for name in ("latitude", "longitude"):
            field = self.fields[name]
            # A number to type: the page works without JavaScript.
            field.widget = forms.NumberInput(
                attrs={"step": "any", **field.widget.attrs}
            )

    def places(self) -> list[Any]:
        """The fields of where it was."""
        return [self[name] for name in PlaceForm.base_fields]

    def others(self) -> list[Any]:
        """The fields of what was found."""
        return [one for one in self if one.name not in PlaceForm.base_fields]

    def found(self) -> Found:
        """The visit as it was entered."""
        clean = dict(self.cleaned_data)
        return Found(**clean)


class SpotForm(forms.Form):
    """A sample of finished tasks to be visited again."""

    most = forms.IntegerField(label=_("Jumlah"), min_value=1, max_value=200, initial=10)
    seed = forms.RegexField(r"\A[0-9A-Za-z-]{1,40}\Z", label=_("Benih"), max_length=40)


class CheckForm(forms.Form):
    """What the second look found."""

    agrees = forms.ChoiceField(
        label=_("Sesuai?"), choices=[("ya", _("Sesuai")), ("tidak", _("Tidak sesuai"))]
    )
    found = forms.ChoiceField(
        label=_("Yang ditemukan"), choices=keyed_results, required=False
    )
    note = forms.CharField(label=_("Catatan"), max_length=200, required=False)
    with_supervisor = forms.BooleanField(label=_("Bersama Bawaslu"), required=False)
