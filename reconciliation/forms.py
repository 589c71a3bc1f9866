"""Forms of the delivery pages."""

import io
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from files.mapping import ColumnsForm
from reconciliation.models import Delivery, DeliveryKind, Sender
from reconciliation.rules import codes

PASTE_MAX = 1_000_000
"""Characters; below what a request may carry beside files."""


def _request_word(one: Any) -> str:
    """A request as the choice names it: institution, letter, due date."""
    return f"{one.institution.name}: {one.letter_no}, {one.due_on:%d-%m-%Y}"


class PastedCells(forms.Textarea):
    """A box that never shows what was sent: cells of persons stay off an error page."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class UploadForm(forms.Form):
    """A file, who sent it, and the letter it came with."""

    file = forms.FileField(
        label=_("Berkas kiriman"),
        help_text=_("csv, txt, xlsx, xls, ods, atau zip, dengan baris judul kolom."),
        allow_empty_file=True,
        required=False,
    )
    pasted = forms.CharField(
        label=_("Atau tempel dari Excel"),
        help_text=_("Salin sel berikut baris judulnya, lalu tempel di sini."),
        required=False,
        strip=False,
        max_length=PASTE_MAX,
        widget=PastedCells(attrs={"class": "form-control", "rows": 4}),
    )
    sender = forms.ChoiceField(
        label=_("Pengirim"),
        choices=[*Sender.choices, ("", _("Menurut templat"))],
        required=False,
        initial=Sender.DUKCAPIL,
    )
    letter_no = forms.CharField(label=_("Nomor surat"), max_length=80, required=False)
    data_request = forms.ChoiceField(
        label=_("Menjawab permintaan data"),
        help_text=_("Permintaan yang menunggu; ia lalu tercatat dijawab hari ini."),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, waiting: Any = (), **kwargs: Any) -> None:
        """waiting: requests of the office that wait for data."""
        super().__init__(*args, **kwargs)
        self.waiting = {str(one.public_id): one for one in waiting}
        field: Any = self.fields["data_request"]
        field.choices = [
            ("", _("Tidak ada")),
            *[(key, _request_word(one)) for key, one in self.waiting.items()],
        ]
        if not self.waiting:
            del self.fields["data_request"]

    def answers(self) -> Any:
        """The request that the delivery answers, None without one."""
        return self.waiting.get(self.cleaned_data.get("data_request", ""))

    def clean(self) -> dict[str, Any]:
        """Exactly one of file and pasted cells; those keep the tabs between them."""
        told = super().clean() or {}
        pasted = told.get("pasted") or ""
        has_file = told.get("file") is not None
        if "file" in self.errors or "pasted" in self.errors:
            return told
        if has_file and pasted.strip():
            self.add_error(
                "pasted", _("Pilih berkas atau tempel sel, jangan keduanya.")
            )
        elif not has_file and not pasted.strip():
            self.add_error("file", _("Pilih berkas, atau tempel sel dari Excel."))
        elif not has_file and "\t" not in pasted:
            self.add_error(
                "pasted",
                _("Tidak ada tab di antara isian; salin selnya langsung dari Excel."),
            )
        return told

    def refuse(self, why: str) -> None:
        """Lay a refusal of a valid form's rows to the field that brought them."""
        pasted = self.cleaned_data["file"] is None
        self.add_error("pasted" if pasted else "file", why)

    def ask_to_paste_again(self) -> None:
        """Say of a form that comes back why its pasted cells do not; last of all."""
        if self.errors and self.data.get("pasted", "").strip():
            self.add_error(
                "pasted",
                _(
                    "Yang ditempel tidak ditampilkan lagi karena dapat memuat NIK. "
                    "Setelah yang salah diperbaiki, salin dan tempel sekali lagi."
                ),
            )

    def given(self) -> tuple[Any, str]:
        """The file to keep, and its name; pasted cells become a text file."""
        uploaded = self.cleaned_data["file"]
        if uploaded is not None:
            return uploaded, uploaded.name
        text = self.cleaned_data["pasted"].replace("\r\n", "\n").strip("\n") + "\n"
        return io.BytesIO(text.encode()), f"tempelan-{timezone.localtime():%Y%m%d}.txt"


FIELD_LABELS = {
    "nkk": _("No. KK"),
    "nik": _("NIK"),
    "name": _("Nama"),
    "birth_place": _("Tempat lahir"),
    "birth_date": _("Tanggal lahir"),
    "birth": _("Tempat dan tanggal lahir"),
    "marital_status": _("Status kawin"),
    "sex": _("Jenis kelamin"),
    "address": _("Alamat"),
    "rt": _("RT"),
    "rw": _("RW"),
    "rt_rw": _("RT dan RW"),
    "kelurahan": _("Kelurahan (kode atau nama)"),
    "province_no": _("Nomor provinsi"),
    "regency_no": _("Nomor kab/kota"),
    "district_no": _("Nomor kecamatan"),
    "village_no": _("Nomor kelurahan"),
    "kecamatan": _("Kecamatan"),
    "disability": _("Disabilitas"),
    "ektp_status": _("KTP-el"),
    "tps": _("TPS"),
    "occupation": pgettext_lazy("unsur orang", "Pekerjaan"),
    "nationality": _("Kewarganegaraan"),
    "event": _("Peristiwa atau keterangan"),
    "event_date": _("Tanggal peristiwa"),
    "evidence_no": _("Nomor akta atau surat"),
    "destination": _("Kab/kota tujuan, bila pindah"),
    "dpid": _("DPID"),
    "source": _("Sumber"),
}


class MappingForm(ColumnsForm):
    """One choice for every column of the file, and the code list of bare numbers."""

    vintage = forms.ChoiceField(
        label=_("Daftar kode keterangan dan disabilitas"),
        required=False,
        choices=[
            ("", _("Kata; disabilitas menurut daftar 2024")),
            *[
                (name, format_lazy(_("Kode angka {name}"), name=name))
                for name in codes.vintages()
            ],
        ],
    )

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(
            *args,
            header=delivery.recognised["header"],
            present=delivery.fields,
            labels=FIELD_LABELS.items(),
            **kwargs,
        )
        self.fields["vintage"].initial = delivery.vintage


OF_MAPPING = {"form": "peta"}
"""One form with the mapping, in another card: starting sends unsaved choices too."""


class StartForm(forms.Form):
    """Snapshot or events: a person says which, the guess is only shown."""

    kind = forms.ChoiceField(
        label=_("Jenis kiriman"),
        choices=DeliveryKind.choices,
        widget=forms.RadioSelect(attrs=OF_MAPPING),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Pilih potret lengkap atau peristiwa.")
        ),
    )

    def __init__(self, *args: Any, villages: Any = (), **kwargs: Any) -> None:
        """villages: (code, name) of each, where the sender's list is of one."""
        super().__init__(*args, **kwargs)
        if villages:
            self.fields["village"] = forms.ChoiceField(
                label=_("Kelurahan yang mengirim"),
                choices=[("", _("Pilih kelurahan")), *villages],
                help_text=_(
                    "Hanya pemilih kelurahan ini yang ditanyakan bila tidak disebut; "
                    "baris kelurahan lain diabaikan."
                ),
                widget=forms.Select(attrs={"class": "form-select", **OF_MAPPING}),
                error_messages=dict.fromkeys(
                    ("required", "invalid_choice"),
                    _("Pilih kelurahan yang mengirim daftar ini."),
                ),
            )


class CeilingForm(forms.Form):
    """What the chair decides about a delivery above the ceiling, and why."""

    decision = forms.ChoiceField(
        label=_("Putusan"),
        choices=[
            ("OPEN", _("Buka untuk ditinjau")),
            ("WITHDRAW", _("Tarik seluruh kiriman")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Tercatat di buku besar bersama nama Anda."),
        min_length=10,
        max_length=400,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )
