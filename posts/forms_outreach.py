"""Forms of outreach; the services decide whether what was typed may stand."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from posts.models import EventKind, Frequency, OutreachEvent
from posts.rules.recurrence import Rule, rule_from
from posts.services.outreach import FACTS

ONCE, MONTHLY_LAST = "", "LAST"
REPEATS = [
    (ONCE, gettext_lazy("Sekali saja")),
    (Frequency.WEEKLY, gettext_lazy("Tiap minggu pada hari itu")),
    (Frequency.MONTHLY, gettext_lazy("Tiap bulan pada urutan hari itu")),
    (MONTHLY_LAST, gettext_lazy("Tiap bulan pada hari itu yang terakhir")),
]


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _time() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class EventForm(forms.Form):
    """An event, and for a new one whether it comes back.

    The rule of a series is read off its first day: "Jumat ke-2" is not typed.
    """

    kecamatan = forms.ChoiceField(label=gettext_lazy("Kecamatan"))
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=EventKind.choices)
    title = forms.CharField(label=gettext_lazy("Kegiatan"), max_length=80)
    place = forms.CharField(label=gettext_lazy("Tempat dan alamat"), max_length=200)
    day = forms.DateField(label=gettext_lazy("Tanggal"), widget=_date())
    starts = forms.TimeField(label=gettext_lazy("Mulai"), widget=_time())
    till = forms.TimeField(label=gettext_lazy("Sampai"), widget=_time())
    repeats = forms.ChoiceField(
        label=gettext_lazy("Berulang"), choices=REPEATS, required=False
    )
    until = forms.DateField(
        label=gettext_lazy("Berulang sampai tanggal"), required=False, widget=_date()
    )
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
    is_public = forms.BooleanField(
        label=gettext_lazy("Umumkan di halaman umum"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Kegiatan di sekolah biasanya tidak diumumkan."),
    )
    onwards = forms.BooleanField(
        label=gettext_lazy("Ubah juga tanggal berikutnya dalam rangkaian"),
        required=False,
        help_text=gettext_lazy(
            "Tempat, jam dan nama; tanggal masing-masing tidak bergeser."
        ),
    )

    def __init__(
        self,
        *args: Any,
        names: dict[str, str],
        event: OutreachEvent | None = None,
        **kwargs: Any,
    ) -> None:
        if event is not None:
            kwargs["initial"] = {name: getattr(event, name) for name in (*FACTS, "day")}
        super().__init__(*args, **kwargs)
        if event is not None:
            for name in ("kecamatan", "repeats", "until"):
                del self.fields[name]
        else:
            places: Any = self.fields["kecamatan"]
            places.choices = list(names.items())
        if event is None or event.series_id is None:
            del self.fields["onwards"]

    def clean(self) -> dict[str, Any]:
        """A series needs a last day."""
        said: dict[str, Any] = self.cleaned_data
        if said.get("repeats") and not said.get("until"):
            self.add_error("until", _("Isi tanggal terakhir rangkaian."))
        return said

    def facts(self) -> dict[str, Any]:
        """What an event is, without its day."""
        return {name: self.cleaned_data[name] for name in FACTS}

    def rule(self) -> Rule | None:
        """The rule of a series; None for a single event."""
        said = self.cleaned_data
        repeats = said.get("repeats", ONCE)
        if repeats == ONCE:
            return None
        last = repeats == MONTHLY_LAST
        freq = Frequency.MONTHLY.value if last else repeats
        return rule_from(freq, said["day"], said["until"], last=last)


class EventOfficerForm(forms.Form):
    """An account of the office or of the kecamatan's post."""

    account = forms.TypedChoiceField(label=gettext_lazy("Akun petugas"), coerce=int)
    is_substitute = forms.BooleanField(label=gettext_lazy("Pengganti"), required=False)
    onwards = forms.BooleanField(
        label=gettext_lazy("Juga tanggal berikutnya"), required=False
    )

    def __init__(
        self,
        *args: Any,
        accounts: list[tuple[int, str]],
        repeated: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["account"]
        choices.choices = accounts
        if not repeated:
            del self.fields["onwards"]


class EventPartnerForm(forms.Form):
    """An institution that took part, and what was done together."""

    institution = forms.TypedChoiceField(label=gettext_lazy("Instansi"), coerce=int)
    note = forms.CharField(
        label=gettext_lazy("Yang dikerjakan bersama"), max_length=200, required=False
    )

    def __init__(
        self, *args: Any, institutions: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["institution"]
        choices.choices = institutions


class SeriesForm(forms.Form):
    """On which day a series ends."""

    until = forms.DateField(
        label=gettext_lazy("Rangkaian berakhir tanggal"), widget=_date()
    )
