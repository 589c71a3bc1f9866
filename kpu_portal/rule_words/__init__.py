"""The numbered rules in words: the one source of /aturan/ and of what names a rule.

docs/rules.md says beside each number where the rule lives and which test proves it; a
test holds the two lists together.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kpu_portal.rule_words import (
    aid,
    by_hand,
    deliveries,
    desk,
    fieldwork,
    figures,
    moves,
    partners,
    people,
    posts,
    regions,
    sidalih,
    stations,
    telling,
    work,
)


class Group(NamedTuple):
    """Rules that share a letter."""

    letter: str
    title: str | Promise
    rules: Mapping[str, str | Promise]


GROUPS = (
    Group("D", _("Kiriman"), deliveries.DELIVERIES),
    Group("N", _("NIK dan NKK"), people.NUMBERS),
    Group("E", _("Syarat memilih"), people.ELIGIBILITY),
    Group("P", _("Usulan dan keputusan"), people.PROPOSALS),
    Group("J", _("Usulan tangan, keluarga, bulan tanpa kiriman"), by_hand.BY_HAND),
    Group("G", _("Dugaan ganda"), people.DUPLICATES),
    Group("C", _("Plafon, giliran, dan gangguan"), work.CEILING),
    Group("R", _("Rekap dan bukti jumlah"), figures.RECAP),
    Group("F", _("Periode dan pembekuan"), figures.FREEZE),
    Group("K", _("Lokasi khusus, daftar kode, setelan"), work.LISTS),
    Group("M", _("Instansi mitra"), partners.PARTNERS),
    Group("V", _("Daftar kelurahan"), partners.VILLAGE_LISTS),
    Group("S", _("Folder bersama"), partners.FOLDERS),
    Group("H", _("Penerima bantuan"), aid.AID),
    Group("Z", _("Pembandingan SIDALIH"), sidalih.SIDALIH),
    Group("L", _("Coklit terbatas"), fieldwork.DOOR),
    Group("W", _("Pos dan laporan warga"), posts.POSTS),
    Group("A", _("Sapa warga"), posts.OUTREACH),
    Group("T", _("Surel pekerjaan dan penyebaran"), telling.TELLING),
    Group("Q", _("Antrean meja kantor"), desk.QUEUE),
    Group("X", _("TPS"), stations.STATIONS),
    Group("O", _("Serah terima antar kab/kota"), moves.HANDOVERS),
    Group("Y", _("Perubahan wilayah"), regions.REGIONS),
    Group("B", _("Masukan yang keliru"), work.BAD_INPUT),
)
"""In the order of the page."""

WORDS: dict[str, str | Promise] = {
    number: text for group in GROUPS for number, text in group.rules.items()
}
"""Number to text."""

BY_NAME = {"NOT_YET": "E6", "GANDA": "P40"}
"""What older proposals carry in place of a number."""
BY_HAND, BY_UNDO = "P60", "P15"


def number_of(rule: str, kind: str = "", *, of_delivery: bool = False) -> str:
    """Number of the rule that made a proposal; "" where nothing tells it.

    rule: what the proposal carries; without it an undo and a proposal of a person are
    known, a row of a delivery is not.
    """
    if rule:
        return BY_NAME.get(rule, rule)
    if of_delivery:
        return ""
    return BY_UNDO if kind == "UNDO" else BY_HAND
