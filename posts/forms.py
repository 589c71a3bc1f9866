"""Forms of the room; the services decide whether what was typed may stand."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from posts.models import Post
from posts.rules.hours import BadHours, hours_of
from posts.services.places import FACTS
from voters.forms_keeping import KeepingInput

PICTURES = ".jpg,.jpeg,.png,image/jpeg,image/png"


def _time(**attrs: str) -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time", **attrs}, format="%H:%M")


class PostForm(forms.Form):
    """A post: place, map point, hours of each weekday, the office's contact."""

    kecamatan = forms.ChoiceField(label=gettext_lazy("Kecamatan"))
    name = forms.CharField(label=gettext_lazy("Nama pos"), max_length=80)
    place = forms.CharField(label=gettext_lazy("Tempat dan alamat"), max_length=200)
    latitude = forms.DecimalField(
        label=gettext_lazy("Lintang"),
        max_digits=8,
        decimal_places=6,
        min_value=-90,
        max_value=90,
        required=False,
    )
    longitude = forms.DecimalField(
        label=gettext_lazy("Bujur"),
        max_digits=9,
        decimal_places=6,
        min_value=-180,
        max_value=180,
        required=False,
    )
    contact = forms.CharField(
        label=gettext_lazy("Kontak kantor"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Telepon atau surel kantor, bukan milik pribadi."),
    )
    bring = forms.CharField(
        label=gettext_lazy("Yang perlu dibawa"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        initial=gettext_lazy("KTP-el atau Kartu Keluarga"),
    )
    photo = forms.FileField(
        label=gettext_lazy("Foto pos (JPG atau PNG)"),
        required=False,
        widget=KeepingInput(attrs={"accept": PICTURES}),
    )

    def __init__(
        self, *args: Any, names: dict[str, str], post: Post | None = None, **kwargs: Any
    ) -> None:
        if post is not None:
            kwargs["initial"] = {name: getattr(post, name) for name in FACTS}
        super().__init__(*args, **kwargs)
        if post is not None:
            del self.fields["kecamatan"]
        else:
            places: Any = self.fields["kecamatan"]
            places.choices = list(names.items())
        hours = post.hours if post is not None else {}
        for day, word in WEEKDAYS.items():
            for at, end in enumerate(("buka", "tutup")):
                self.fields[f"{end}_{day}"] = forms.TimeField(
                    label=_("%(day)s tutup") % {"day": word}
                    if at
                    else _("%(day)s buka") % {"day": word},
                    required=False,
                    widget=_time(**{"class": "form-control"}),
                    initial=hours.get(str(day), ("", ""))[at] or None,
                )

    def days(self) -> list[tuple[str, Any, Any]]:
        """Weekday, and the fields of its hours, for the page."""
        return [
            (str(word), self[f"buka_{day}"], self[f"tutup_{day}"])
            for day, word in WEEKDAYS.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Hours as the model keeps them, in `hours`."""
        said: dict[str, Any] = self.cleaned_data
        given = {}
        for day in WEEKDAYS:
            pair = said.pop(f"buka_{day}", None), said.pop(f"tutup_{day}", None)
            opens, closes = (f"{at:%H:%M}" if at else "" for at in pair)
            given[day] = (opens, closes)
        try:
            said["hours"] = hours_of(given)
        except BadHours as error:
            self.add_error(
                f"tutup_{error.day}",
                _("%(day)s: isi jam buka dan jam tutup, yang buka lebih dahulu.")
                % {"day": WEEKDAYS[error.day]},
            )
        return said


class OfficerForm(forms.Form):
    """An account of the kecamatan, or somebody who stands in."""

    account = forms.TypedChoiceField(
        label=gettext_lazy("Akun petugas pos"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Nama pengganti"), max_length=120, required=False
    )
    is_substitute = forms.BooleanField(label=gettext_lazy("Pengganti"), required=False)

    def __init__(
        self, *args: Any, accounts: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["account"]
        choices.choices = [("", _("Tanpa akun")), *accounts]


class TurnForm(forms.Form):
    """One turn of duty."""

    officer = forms.TypedChoiceField(label=gettext_lazy("Petugas"), coerce=int)
    day = forms.DateField(
        label=gettext_lazy("Tanggal"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    starts = forms.TimeField(label=gettext_lazy("Mulai"), widget=_time())
    till = forms.TimeField(label=gettext_lazy("Sampai"), widget=_time())

    def __init__(
        self, *args: Any, officers: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["officer"]
        choices.choices = officers


class BulletinForm(forms.Form):
    """What a kecamatan tells its people."""

    kecamatan = forms.ChoiceField(label=gettext_lazy("Kecamatan"))
    title = forms.CharField(label=gettext_lazy("Judul"), max_length=120)
    body = forms.CharField(
        label=gettext_lazy("Isi"),
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "Paragraf dipisah baris kosong. **tebal**, baris “- ” untuk daftar, "
            "baris “# ” untuk subjudul; alamat https menjadi tautan."
        ),
    )

    def __init__(
        self, *args: Any, names: dict[str, str], fixed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["kecamatan"]
            return
        places: Any = self.fields["kecamatan"]
        places.choices = list(names.items())


class PictureForm(forms.Form):
    """A picture of a bulletin."""

    upload = forms.FileField(
        label=gettext_lazy("Gambar (JPG atau PNG)"),
        widget=KeepingInput(attrs={"accept": PICTURES}),
    )
    words = forms.CharField(
        label=gettext_lazy("Keterangan gambar"),
        max_length=160,
        help_text=gettext_lazy("Dibacakan kepada yang tidak melihat gambarnya."),
    )
