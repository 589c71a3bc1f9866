"""Pairs as people read them: who belongs together, what differs, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Q, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voters.models import (
    UNDECIDED,
    ChangeProposal,
    DuplicatePair,
    PairState,
    ProposalState,
    Voter,
)
from voters.rules.duplicate_weights import WEIGHTS
from voters.selectors.paging import Page, beyond
from voters.selectors.reading import ELEMENT_LABELS, as_read

STANDING = (*UNDECIDED, ProposalState.ACCEPTED)
"""States of a proposal that still may change somebody."""
MOST_MEMBERS = 12
"""More records than this are no cluster that a person could judge on one page."""
MOST_LINKS = 5000
"""Pairs of a cluster that are followed: those of the two first, then the strongest."""
RARE = 300
"""Hundredths of a bit that a name's rarity adds before it is called rare."""
REASON_LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("Nama"),
    "first": gettext_lazy("Kata pertama nama"),
    "birth_date": gettext_lazy("Tanggal lahir"),
    "birth_place": gettext_lazy("Tempat lahir"),
    "nkk": gettext_lazy("No. KK"),
    "nik": gettext_lazy("NIK"),
    "address": gettext_lazy("Alamat"),
    "sex": gettext_lazy("Jenis kelamin"),
    "kelurahan": gettext_lazy("Rumah di"),
}
_SAME = gettext_lazy("sama")
_LIKE = gettext_lazy("mirip")
_OTHER = gettext_lazy("berbeda")
LEVEL_WORDS: dict[str, tuple[str | Promise, ...]] = {
    "name": (
        _SAME,
        gettext_lazy("kata-kata sama, urutan lain"),
        gettext_lazy("ada kata yang hilang"),
        gettext_lazy("satu nama tunggal, satu lebih panjang"),
        gettext_lazy("sangat mirip"),
        gettext_lazy("agak mirip"),
        _OTHER,
    ),
    "first": (_SAME, _LIKE, _OTHER),
    "birth_date": (
        _SAME,
        gettext_lazy("sama, hari bawaan (01-01, 01-07 atau 31-12)"),
        gettext_lazy("hari dan bulan bertukar"),
        gettext_lazy("satu angka berbeda"),
        gettext_lazy("dua bagian sama"),
        _OTHER,
    ),
    "birth_place": (_SAME, _LIKE, _OTHER),
    "nkk": (_SAME, gettext_lazy("sampai dua angka berbeda"), _OTHER),
    "nik": (
        gettext_lazy("satu bagian saja berbeda"),
        gettext_lazy("nomor urut saja berbeda"),
        _OTHER,
    ),
    "address": (_SAME, _LIKE, _OTHER),
    "sex": (_SAME, _OTHER),
    "kelurahan": (
        gettext_lazy("RT dan RW yang sama"),
        gettext_lazy("kelurahan yang sama"),
        gettext_lazy("kecamatan yang sama"),
        gettext_lazy("kecamatan lain"),
    ),
}
RULE_WORDS: dict[str, str | Promise] = {
    "DATE_NAME": gettext_lazy("tanggal lahir dan kata pertama nama"),
    "SWAP_NAME": gettext_lazy("hari dan bulan lahir bertukar, kata pertama nama"),
    "NKK_DATE": gettext_lazy("No. KK dan tanggal lahir"),
    "NKK_NAME": gettext_lazy("No. KK dan kata pertama nama"),
    "NAME_PLACE": gettext_lazy("nama dan kelurahan"),
    "NAME_YEAR": gettext_lazy("nama dan tahun lahir"),
    "NAME_DAY": gettext_lazy("nama, hari dan bulan lahir"),
    "DATE_PLACE": gettext_lazy("tanggal lahir, jenis kelamin, kelurahan, RW, dan RT"),
    "DATE_WORD": gettext_lazy("tanggal lahir dan satu kata nama"),
    "NIK_NAME": gettext_lazy("bagian NIK, tahun lahir dan nama"),
    "DATE_LAST": gettext_lazy("tanggal lahir dan kata terakhir nama"),
}
COMPARED = (
    *("nik", "nkk", "name", "birth_place", "birth_date", "sex", "marital_status"),
    *("address", "rt", "rw", "kelurahan", "tps", "status"),
)
MASKED = frozenset({"nik", "nkk"})


@dataclass(frozen=True)
class Reason:
    """One element of the score: "Nama sama, jarang", and its weight in bits."""

    words: str
    weight: float


@dataclass(frozen=True)
class Line:
    """One element of all records, and whether they say the same.

    unsaid: one of them is a row that says nothing of it.
    """

    name: str
    label: str | Promise
    same: bool
    values: list[str]
    unsaid: bool = False

    @property
    def look(self) -> str:
        """How a value is drawn: masked number, masked birth date, or as it is."""
        if self.name in MASKED:
            return "nik"
        return "birth" if self.name == "birth_date" else ""


def is_free(pair: DuplicatePair) -> bool:
    """Whether the pair waits and no proposal answers it already.

    A pair whose record changed waits again beside the proposal of its old answer.
    """
    if pair.state != PairState.OPEN:
        return False
    rows = ChangeProposal.objects.of(pair.regency_code).filter(state__in=STANDING)
    return pair.proposal_id is None or not rows.filter(pk=pair.proposal_id).exists()


def members_of(pair: DuplicatePair) -> list[Voter]:
    """Those of a pair's cluster who can be judged together, its own two first."""
    return cluster_of(pair)[0]


def cluster_of(pair: DuplicatePair, rows: Any = None) -> tuple[list[Voter], int]:
    """members_of, and how many more there are; `rows` cuts the scope (two queries).

    Only pairs that wait link people: who was called another person belongs no more.
    """
    regency = pair.regency_code
    own = [number for number in (pair.voter_a, pair.voter_b) if number]
    numbers = own
    if pair.cluster is not None and pair.state in (PairState.OPEN, PairState.SECOND):
        linked = DuplicatePair.objects.of(regency).filter(voter_b__isnull=False)
        touches = Q(voter_a__in=own) | Q(voter_b__in=own)
        ends = linked.waiting().filter(cluster=pair.cluster)
        ends = ends.order_by(Case(When(touches, then=0), default=1), "-score", "id")
        numbers = _nearest(own, ends.values_list("voter_a", "voter_b")[:MOST_LINKS])
    if rows is None:
        rows = Voter.objects.of(regency)
    near = numbers[:MOST_MEMBERS]
    found = {one.pk: one for one in rows.filter(pk__in=near)}
    return [found[n] for n in near if n in found], len(numbers) - len(near)


def _nearest(start: list[int], edges: Iterable[tuple[Any, Any]]) -> list[int]:
    """Everybody whom a chain of pairs links to the start, the shortest first."""
    beside: dict[int, list[int]] = {}
    for a, b in edges:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    found = dict.fromkeys(start)
    reached = list(found)
    for one in reached:
        for other in beside.get(one, ()):
            if other not in found:
                found[other] = None
                reached.append(other)
    return reached


def pairs_among(regency: str, voters: Iterable[int]) -> list[DuplicatePair]:
    """Waiting pairs whose two ends are among these voters."""
    numbers = list(voters)
    rows = DuplicatePair.objects.of(regency).waiting()
    return list(rows.filter(voter_a__in=numbers, voter_b__in=numbers).order_by("id"))


def reasons_of(pair: DuplicatePair) -> list[Reason]:
    """Why the two were brought together, the heaviest first."""
    found = []
    for one in pair.reasons:
        element, level, weight = one["element"], one["level"], one["weight"]
        steps = LEVEL_WORDS.get(element, ())
        said = str(steps[level - 1]) if 0 < level <= len(steps) else ""
        text = f"{REASON_LABELS.get(element, element)} {said}"
        usual = WEIGHTS.get(element, ())
        if element == "name" and level < len(usual) and weight - usual[level] >= RARE:
            text += ", " + _("jarang")
        found.append(Reason(text, weight / 100))
    return sorted(found, key=lambda one: -abs(one.weight))


def starting_point(pair: DuplicatePair) -> Reason:
    """What the score began from: chance alone, longer lists bring more of it."""
    rest = pair.score - sum(one["weight"] for one in pair.reasons)
    return Reason(_("Titik awal, sebelum unsur dibandingkan"), rest / 100)


def rules_of(pair: DuplicatePair) -> list[str]:
    """Words of the blocking rules that brought the two together."""
    return [str(RULE_WORDS.get(name, name)) for name in pair.rules]


def side_by_side(
    members: list[Voter], places: dict[str, str], names: Iterable[str] = COMPARED
) -> list[Line]:
    """Every compared element of two or more records; sameness is of the whole value."""
    lines = []
    for name in names:
        raw = [getattr(one, name) for one in members]
        shown = [
            value if name == "birth_date" else as_read(value, name, places)
            for value in raw
        ]
        lines.append(Line(name, ELEMENT_LABELS[name], len(set(raw)) == 1, shown))
    return lines


def proposals_of_members(
    members: list[Voter], rows: Any, states: Iterable[str]
) -> dict[int, ChangeProposal]:
    """The standing proposal TMS of each record, by the voter's number (one query)."""
    found = rows.filter(
        voter_id__in=[one.pk for one in members], kind="TMS", state__in=list(states)
    )
    return {one.voter_id: one for one in found}


def households(members: list[Voter], rows: Any) -> dict[int, list[Voter]]:
    """Others in each record's family card, a few of them, by the voter's number."""
    cards = {one.nkk for one in members if one.nkk}
    kin = rows.counted().filter(nkk__in=cards).order_by("birth_date", "id")[:60]
    by_card: dict[str, list[Voter]] = {}
    for one in kin:
        by_card.setdefault(one.nkk, []).append(one)
    return {
        one.pk: [kin for kin in by_card.get(one.nkk, []) if kin.pk != one.pk][:8]
        for one in members
    }


def ranked_page(rows: Any, columns: tuple[str, ...], after: str, before: str) -> Page:
    """A page from the highest on, by public id of the row it follows or precedes."""
    size = settings.POLICY.page_rows
    cursor = before or after
    key = None
    if cursor and cursor != "akhir":
        known = rows.filter(Q(public_id=cursor)) if _is_uuid(cursor) else rows.none()
        key = known.values_list(*columns).first()
    upwards = bool(before) and (key is not None or before == "akhir")
    if key is not None:
        rows = beyond(rows, columns, key, below=not upwards)
    order = [column if upwards else f"-{column}" for column in columns]
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if upwards:
        found.reverse()
    page = Page(found)
    if found:
        if more if upwards else key is not None:
            page.before = str(found[0].public_id)
        if (before != "akhir") if upwards else more:
            page.after = str(found[-1].public_id)
    return page


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
