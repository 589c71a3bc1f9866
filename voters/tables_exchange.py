"""Duplicates between regencies, and NIK of two people, as tables."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from files.lists import ListTable, linked
from voters.models import ChangeProposal, ExchangeSide, LetterAnswer
from voters.selectors.exchange import in_common, numbers, state_of
from voters.tables import FIXED, NOBODY, NUMBER

STATES = {
    "NOT_SENT": _("Belum dikirim"),
    "SENT": _("Dikirim"),
    "ANSWERED": _("Dijawab"),
}


class ExchangeTable(ListTable):
    """The own record by name; of the other office nothing but its region."""

    voter_id = tables.Column(verbose_name=_("Pemilih di sini"), attrs=FIXED)
    other_regency = tables.Column(verbose_name=_("Kab/kota lain"))
    same_number = tables.Column(verbose_name=_("Persamaan"))
    same_person = tables.Column(verbose_name=_("Aturan"))
    kelurahan = tables.Column(verbose_name=_("Kelurahan"))
    answer = tables.Column(verbose_name=_("Jawaban"), empty_values=())
    other_answer = tables.Column(verbose_name=_("Jawaban lain"), empty_values=())
    answered_by_name = tables.Column(verbose_name=_("Penjawab"), default="")
    found_at = tables.Column(
        verbose_name=_("Ditemukan"), default="", attrs={"look": "moment"}
    )

    hidden_at_first = frozenset({"answered_by_name", "found_at"})

    class Meta:
        model = ExchangeSide
        template_name = "django_tables2/pdpb.html"
        orderable = False
        fields = (
            *("voter_id", "other_regency", "same_number", "same_person", "kelurahan"),
            *("answer", "other_answer", "answered_by_name", "found_at"),
        )
        attrs = {"caption": _("Ganda antar kab/kota"), "caption_hidden": True}
        row_attrs = {"id": lambda record: f"x-{record.public_id}"}

    def __init__(
        self,
        *args: Any,
        regency: str,
        places: dict[str, str],
        others: dict[str, str],
        people: dict[int, str],
        query: str = "",
        **kwargs: Any,
    ) -> None:
        self.places, self.others, self.people = places, others, people
        self.query = query
        self.address = reverse("voters:exchange_side", args=[regency, NOBODY])
        super().__init__(*args, **kwargs)

    def render_voter_id(self, record: ExchangeSide) -> SafeString:
        url = self.address.replace(NOBODY, str(record.public_id)) + self.query
        name = self.people.get(record.voter_id) or str(_("Sudah tidak ada"))
        return linked(url, name)

    def render_other_regency(self, value: str) -> str:
        return self.others.get(value, value)

    def render_same_number(self, record: ExchangeSide) -> str:
        return in_common(record)

    def render_same_person(self, record: ExchangeSide) -> str:
        return numbers(record)

    def render_kelurahan(self, value: str) -> str:
        return self.places.get(value, value)


class DukcapilTable(ListTable):
    """One line a NIK: the person of the roll, and the one whom the data names."""

    nik = tables.Column(verbose_name=_("NIK"), default="", attrs=NUMBER)
    old = tables.Column(verbose_name=_("Nama dalam daftar"), empty_values=())
    name = tables.Column(verbose_name=_("Nama dalam data"), attrs=FIXED)
    kelurahan = tables.Column(verbose_name=_("Kelurahan"), default="")
    state = tables.Column(verbose_name=_("Keadaan"))
    letter_no = tables.Column(verbose_name=_("Nomor surat"), default="")
    letter_on = tables.Column(verbose_name=_("Tanggal surat"), default="")
    answer = tables.Column(verbose_name=_("Jawaban"), default="")
    answer_no = tables.Column(verbose_name=_("Nomor jawaban"), default="")
    source = tables.Column(verbose_name=_("Sumber"))

    hidden_at_first = frozenset({"answer_no", "source"})

    class Meta:
        model = ChangeProposal
        template_name = "django_tables2/pdpb.html"
        orderable = False
        fields = (
            *("nik", "old", "name", "kelurahan", "state", "letter_no"),
            *("letter_on", "answer", "answer_no", "source"),
        )
        attrs = {"caption": _("NIK ganda orang"), "caption_hidden": True}
        row_attrs = {"id": lambda record: f"d-{record.public_id}"}

    def __init__(
        self, *args: Any, regency: str, places: dict[str, str], **kwargs: Any
    ) -> None:
        self.places = places
        self.address = reverse("voters:dukcapil_answer", args=[regency, NOBODY])
        super().__init__(*args, **kwargs)

    def render_old(self, record: ChangeProposal) -> str:
        return str(record.old.get("name", ""))

    def render_name(self, record: ChangeProposal) -> SafeString:
        url = self.address.replace(NOBODY, str(record.public_id))
        return linked(url, record.name)

    def render_kelurahan(self, value: str) -> str:
        return self.places.get(value, value)

    def render_state(self, record: ChangeProposal) -> str:
        return str(STATES[state_of(record)])

    def render_letter_on(self, value: date) -> str:
        return date_format(value, "j M Y")

    def render_answer(self, value: str) -> str:
        known = value in LetterAnswer.values
        return str(LetterAnswer(value).label) if known else ""
