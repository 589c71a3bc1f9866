"""A whole family by its NKK in one act: moved, let go, split, taken in.

Every person gets a proposal of their own, as the law counts persons; they share one
key and one set of documents, so that review may decide them together (ADR 0050).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from periods.models import Period
from voters.models import ChangeProposal, Kind, TmsReason, Voter
from voters.services.by_hand import SOURCE, Grounds, require_grounds
from voters.services.drafts import take_over
from voters.services.errors import InvalidProposal, VoterError
from voters.services.handover import may_name, name_other
from voters.services.handover_sides import take_turn
from voters.services.proposing import propose, require_open

MOVE, LEAVE, SPLIT, ADD = "dalam", "luar", "pisah", "tambah"
ACTS = (MOVE, LEAVE, SPLIT, ADD)
MOST_PEOPLE = 30
"""No family card is longer; a number that stands on more records is no family."""
PLACE = ("kelurahan", "address", "rt", "rw", "tps")


@dataclass(frozen=True)
class Newcomer:
    """Somebody of the same card who is not on the roll yet."""

    nik: str
    category: str
    elements: dict[str, Any]


@dataclass(frozen=True)
class FamilyAct:
    """What happens to a family: who, what, and to which place or card.

    `place` holds canonical elements of the new address for MOVE and, where given, for
    SPLIT; `home` the present one, where newcomers live unless a new one is given.
    `nkk` is the card they all stand on afterwards for SPLIT, else the one of now.
    `other` is the regency of this installation that LEAVE goes to, or that newcomers
    with a pindah masuk come from; "" names none.
    """

    act: str
    nkk: str
    members: Sequence[Voter] = ()
    newcomers: Sequence[Newcomer] = ()
    place: dict[str, Any] = field(default_factory=dict)
    home: dict[str, Any] = field(default_factory=dict)
    other: str = ""


@dataclass(frozen=True)
class Proposed:
    """The key of an act and its proposals, in the order of the form."""

    key: uuid.UUID
    proposals: list[ChangeProposal]


def propose_family(
    *, actor: Any, regency: str, period: Period, act: FamilyAct, grounds: Grounds
) -> Proposed:
    """Propose one act about a whole family, with one set of documents, or nothing.

    A refusal names the person it is about. Raises ClosedPeriod, InvalidProposal,
    AlreadyProposed, NeedsEvidence, BadEvidence.
    """
    _check(act)
    with transaction.atomic():
        require_open(period)
        take_turn((regency, act.other))
        made = [
            *(
                _of_member(actor, regency, period, act, grounds, one)
                for one in act.members
            ),
            *(
                _of_newcomer(actor, regency, period, act, grounds, one)
                for one in act.newcomers
            ),
        ]
        key = uuid.uuid4()
        numbers = [one.pk for one in made]
        rows = ChangeProposal.objects.of(regency).filter(pk__in=numbers)
        rows.update(group_key=key)
        take_over(
            actor=actor,
            regency=regency,
            proposals=made,
            drafts=grounds.drafts,
            kind=grounds.evidence_kind or "LAIN",
            number=grounds.evidence_no.strip(),
        )
        record(
            actor=actor,
            action="proposal.family",
            regency_code=regency,
            subject=str(key),
            persons=[one.public_id for one in act.members],
            data={"act": act.act, "proposals": len(made)},
        )
        # After the key: a hand-over takes it from the proposal that opens it.
        _name(actor, regency, act.other, made)
    return Proposed(key, made)


def _name(actor: Any, regency: str, other: str, made: Sequence[ChangeProposal]) -> None:
    """Name the other regency on every move of the act."""
    moves = [one for one in made if other and may_name(one)]
    if other and not moves:
        raise InvalidProposal(
            _("Kab/kota lain hanya untuk keluarga yang pindah keluar atau masuk.")
        )
    for one in moves:
        name_other(actor=actor, regency=regency, public_id=one.public_id, other=other)


def _check(act: FamilyAct) -> None:
    """Raise InvalidProposal where the act does not say who or whereto."""
    if act.act not in ACTS:
        raise InvalidProposal(_("Pilih apa yang terjadi dengan keluarga ini."))
    if not (act.members if act.act != ADD else act.newcomers):
        raise InvalidProposal(
            _("Isi paling sedikit satu anggota baru.")
            if act.act == ADD
            else _("Pilih paling sedikit satu anggota keluarga.")
        )
    if len(act.members) + len(act.newcomers) > MOST_PEOPLE:
        raise InvalidProposal(
            _("Satu keluarga paling banyak %(n)s orang.") % {"n": MOST_PEOPLE}
        )
    if act.act == LEAVE and act.newcomers:
        raise InvalidProposal(
            _("Keluarga yang pindah keluar tidak menerima anggota baru.")
        )
    if act.act == MOVE and not (act.place.get("kelurahan") and act.place["address"]):
        raise InvalidProposal(_("Isi kelurahan dan alamat yang baru."))
    if act.act == SPLIT and any(one.nkk == act.nkk for one in act.members):
        raise InvalidProposal(_("No. KK yang baru sama dengan yang sekarang."))
    if len({one.nkk for one in act.members}) > 1:
        raise InvalidProposal(_("Anggota yang dipilih bukan dari satu kartu keluarga."))


def _of_member(
    actor: Any,
    regency: str,
    period: Period,
    act: FamilyAct,
    grounds: Grounds,
    voter: Voter,
) -> ChangeProposal:
    """The proposal of one member; a refusal names the member."""
    leaves = act.act == LEAVE
    new = {} if leaves else moved(voter, act)
    kind = Kind.TMS if leaves else Kind.UBAH
    try:
        require_grounds(kind, voter, new, grounds)
        return propose(
            actor=actor,
            regency=regency,
            period=period,
            kind=kind,
            nik=voter.nik,
            voter=voter,
            category=TmsReason.PINDAH if leaves else "",
            new=new,
            source=SOURCE,
            **grounds.said(),
        )
    except VoterError as error:
        raise named(error, voter.name) from None


def moved(voter: Voter, act: FamilyAct) -> dict[str, Any]:
    """Elements that MOVE, SPLIT or ADD changes of a member.

    Whoever goes to another kelurahan leaves the station of the old one behind.
    """
    new = {name: value for name, value in act.place.items() if value}
    village = new.get("kelurahan", voter.kelurahan)
    if village != voter.kelurahan:
        new.setdefault("tps", "")
    if act.act == SPLIT:
        new["nkk"] = act.nkk
    return new


def _of_newcomer(
    actor: Any,
    regency: str,
    period: Period,
    act: FamilyAct,
    grounds: Grounds,
    one: Newcomer,
) -> ChangeProposal:
    where = act.place if act.place.get("address") else act.home
    place = {name: where.get(name, "") for name in PLACE}
    try:
        return propose(
            actor=actor,
            regency=regency,
            period=period,
            kind=Kind.BARU,
            nik=one.nik,
            category=one.category,
            new={**place, "nkk": act.nkk, **one.elements},
            source=SOURCE,
            **grounds.said(),
        )
    except VoterError as error:
        raise named(error, str(one.elements.get("name") or one.category)) from None


def named(error: VoterError, name: str) -> VoterError:
    """The same refusal, with the name of whom it is about before it."""
    error.args = (f"{name}: {error}",)
    return error
