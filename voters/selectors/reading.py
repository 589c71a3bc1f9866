"""What a person reads of a proposal: element by element, now beside proposed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voters.models import ChangeProposal, Voter
from voters.models.codes import CURRENT_VINTAGE, coded
from voters.rules.partial import DROPPED

ELEMENT_LABELS: dict[str, str | Promise] = {
    "nik": _("NIK"),
    "nkk": _("No. KK"),
    "name": _("Nama"),
    "birth_place": _("Tempat lahir"),
    "birth_date": _("Tanggal lahir"),
    "sex": _("Jenis kelamin"),
    "marital_status": _("Status kawin"),
    "address": _("Alamat"),
    "rt": _("RT"),
    "rw": _("RW"),
    "kelurahan": _("Kelurahan"),
    "tps": _("TPS"),
    "disability": _("Disabilitas"),
    "ektp_status": _("KTP-el"),
    "status": _("Status"),
    "status_reason": _("Sebab"),
    "status_until": _("Sampai"),
    "dpid": _("DPID"),
}
WARNING_LABELS: dict[str, str | Promise] = {
    "NIK_PREFIX": _("Awalan NIK dari kab/kota lain"),
    "NIK_BIRTH_DATE": _("Tanggal di NIK berbeda dari tanggal lahir"),
    "NIK_SEX": _("Jenis kelamin di NIK berbeda"),
    "NIK_REGION_UNKNOWN": _("Kecamatan lama di NIK tidak dikenal"),
    "NKK_MISSING": _("NKK kosong"),
    "NKK_MALFORMED": _("NKK rusak"),
    "PLACE_NUMBER_UNREAD": _(
        "RT, RW, atau TPS tidak terbaca (paling banyak tiga angka)"
    ),
    "LOW_TRUST": _("Dari daftar berkepercayaan rendah; periksa di lapangan"),
    "AGE_OVER_100": _("Umur di atas 100 tahun"),
    "DOUBTFUL": _("NIK-nya ada di baris yang ditolak"),
    "NOT_PAIR": _("Dinyatakan bukan pemilih dengan NIK lain"),
    "COKLIT": _("Hasil coklit terbatas"),
    "DISPUTED": _("Kiriman lain menyebut lain; bandingkan dan lihat buktinya"),
    "NAME_ONLY": _("Hanya mirip orang di kab/kota lain; NIK berbeda"),
}
WARNING_RULES = {
    **dict.fromkeys(("NIK_PREFIX", "NIK_BIRTH_DATE", "NIK_SEX"), "N4"),
    **dict.fromkeys(("NIK_REGION_UNKNOWN", "NKK_MISSING"), "D42"),
    "NKK_MALFORMED": "N9",
    "PLACE_NUMBER_UNREAD": "D66",
    "LOW_TRUST": "D61",
    "AGE_OVER_100": "J2",
    "DOUBTFUL": "D13",
    "NOT_PAIR": "P21",
    "COKLIT": "L7",
    "NAME_ONLY": "G16",
    "DISPUTED": "P45",
}
"""Code of a warning to the number of the rule that made it."""
STATUS_ELEMENTS = ("status", "status_reason", "status_until")
SELDOM = (*STATUS_ELEMENTS, "dpid")
"""Elements that are shown only where a proposal speaks of them."""


@dataclass(frozen=True)
class Row:
    """One element; `state` is SAME, CHANGED, SKIPPED, REFUSED by a partial acceptance,
    or EMPTIED, of a station that stays behind in its kelurahan; `marked` the proposed
    words.

    `other` is what another source says, None where it says nothing.
    """

    name: str
    label: str | Promise
    state: str
    now: str
    new: str
    marked: list[tuple[str, bool]] = field(default_factory=list)
    other: str | None = None

    @property
    def is_disputed(self) -> bool:
        """Whether the other source says what neither the roll nor the proposal says."""
        return self.other is not None and self.other not in (self.now, self.new)


def words(now: str, new: str) -> list[tuple[str, bool]]:
    """The new text in runs of words, each with whether it differs from the old."""
    old_words, new_words = now.split(), new.split()
    runs = []
    matcher = SequenceMatcher(a=old_words, b=new_words, autojunk=False)
    for tag, _a, _b, start, end in matcher.get_opcodes():
        if end > start:
            runs.append((" ".join(new_words[start:end]), tag != "equal"))
    return runs


def comparison(
    proposal: ChangeProposal,
    voter: Voter | None,
    places: dict[str, str],
    other: ChangeProposal | None = None,
) -> list[Row]:
    """Rows of Sekarang | Usulan | Sumber lain; what the source did not send is SKIPPED.

    Elements that only the other source speaks of are rows too.
    """
    said = {} if other is None else other.new
    refused = proposal.new.get(DROPPED, {})
    names: Iterable[str] = [n for n in ELEMENT_LABELS if n not in SELDOM]
    names = [*names, *(n for n in SELDOM if n in {**proposal.new, **said})]
    vintage = voter.disability_vintage if voter else CURRENT_VINTAGE
    rows = []
    for name in names:
        now = as_read(getattr(voter, name), name, places, vintage) if voter else ""
        if name in proposal.new:
            new = as_read(proposal.new[name], name, places)
            # A station of another kelurahan is another, whatever its number.
            is_same = new == now and not (name == "tps" and _leaves(proposal, voter))
            state = "SAME" if is_same else "CHANGED"
        elif name in refused:
            new, state = as_read(refused[name], name, places), "REFUSED"
        elif name == "tps" and now and _leaves(proposal, voter):
            new, state = "", "EMPTIED"
        else:
            new, state = now, "SAME" if voter else "SKIPPED"
        marked = words(now, new) if state == "CHANGED" else [(new, False)]
        third = as_read(said[name], name, places) if name in said else None
        rows.append(Row(name, ELEMENT_LABELS[name], state, now, new, marked, third))
    return rows


def _leaves(proposal: ChangeProposal, voter: Voter | None) -> bool:
    """Whether the voter is to live in another kelurahan than now."""
    place = proposal.new.get("kelurahan")
    return voter is not None and bool(place) and place != voter.kelurahan


def as_read(
    value: Any, name: str, places: dict[str, str], vintage: str = CURRENT_VINTAGE
) -> str:
    """An element's value as a person reads it: names of places, words beside codes."""
    text = "" if value is None else str(value)
    if name == "kelurahan":
        return places.get(text, text)
    return coded(name, text, vintage)
