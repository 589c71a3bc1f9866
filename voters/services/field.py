"""What verification at the door brings into the queue (coklit terbatas).

It answers a doubt, or proposes; it never decides a removal. Whatever it proposes about
a person's place on the roll carries FIELD and waits for two people, so that the living
namesake is struck by no single account (domain section 5, Pekalongan 2022).
"""

from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from audit.services import record
from periods.models import Period
from voters.models import (
    UNDECIDED,
    Answer,
    ChangeProposal,
    DuplicatePair,
    EvidenceKind,
    ExchangeSide,
    Kind,
    ProposalState,
    RejectReason,
    Voter,
)
from voters.selectors.pairing import PAIR, partners
from voters.services.deciding import FIELD, hold, locked, reject
from voters.services.errors import AlreadyProposed
from voters.services.evidence import add_evidence
from voters.services.proposing import propose
from voters.services.standing import hold_open

RT = ("kelurahan", "rw", "rt")
"""What says which RT somebody lives in, and with it the station."""
PLACED = (Kind.PINDAH_DALAM, Kind.UBAH)
"""What a change of place becomes: the second where the station stays."""


class Removal(NamedTuple):
    """What the door proposed or proved, a removal or a move, and the paper it added."""

    proposal: ChangeProposal | None
    paper: int | None = None


def standing(regency: str, proposal_id: int | None) -> ChangeProposal | None:
    """An undecided proposal by its number, None when it was decided or is not seen."""
    found: ChangeProposal | None = (
        ChangeProposal.objects.of(regency)
        .filter(pk=proposal_id or 0, state__in=UNDECIDED)
        .first()
    )
    return found


def answer(*, actor: Any, regency: str, proposal_id: int | None, note: str) -> bool:
    """Close a doubt that the door has answered; whether it was closed.

    Only the office closes: entered by a kelurahan or a post it is a note to the office,
    which alone sees whether the question is half of a corrected NIK. That half stays
    undecided too: closed alone, the other would make two people of one. Raises
    ClosedPeriod.
    """
    proposal = standing(regency, proposal_id)
    if proposal is None:
        return False
    half = PAIR in proposal.new or bool(partners(proposal))
    if half or not actor.is_office:
        remark(actor=actor, regency=regency, proposal_id=proposal.pk, note=note)
        return False
    reject(
        actor=actor,
        regency=regency,
        public_id=proposal.public_id,
        reason=RejectReason.LAPANGAN,
        note=note,
    )
    return True


@transaction.atomic
def remark(*, actor: Any, regency: str, proposal_id: int | None, note: str) -> None:
    """Tell whoever decides what was heard; the proposal stays as it is.

    Raises ClosedPeriod: what follows of a visit may propose, and a period is held
    before any row is.
    """
    hold_open(regency)
    proposal = standing(regency, proposal_id)
    if proposal is None:
        return
    ChangeProposal.objects.of(regency).filter(pk=proposal.pk).update(note=note[:400])
    record(
        actor=actor,
        action="proposal.field",
        regency_code=regency,
        subject=str(proposal.public_id),
        data={"kind": proposal.kind},
    )


@transaction.atomic
def remark_pair(
    *, actor: Any, regency: str, pair_id: int | None, voter_id: int | None, note: str
) -> None:
    """Tell whoever decides a suspected duplicate what was found of one record.

    A pair names nobody: the record is A or B. Nothing happens to a pair that was
    decided, or that lies partly outside the actor's region.
    """
    rows = DuplicatePair.objects.of(regency).waiting().filter(pk=pair_id or 0)
    pair = rows.select_for_update().first()
    if pair is None:
        return
    record_of = "A" if pair.voter_a == voter_id else "B"
    told = f"{record_of}: {note}"
    both = f"{pair.note}; {told}" if pair.note else told
    rows.update(note=both[-400:])
    record(
        actor=actor,
        action="proposal.field",
        regency_code=regency,
        subject=str(pair.public_id),
        data={"kind": "GANDA"},
    )


@transaction.atomic
def remark_side(*, actor: Any, regency: str, side_id: int | None, note: str) -> None:
    """Tell whoever answers a pair with another regency what was found here.

    Nothing happens to one that was answered or is found no more; the other regency
    learns nothing of it.
    """
    side = _unanswered(regency, side_id).select_for_update().first()
    if side is None:
        return
    both = f"{side.note}; {note}" if side.note else note
    _unanswered(regency, side_id).update(note=both[-400:])
    record(
        actor=actor,
        action="proposal.field",
        regency_code=regency,
        subject=str(side.public_id),
        data={"kind": "GANDA"},
    )


def _unanswered(regency: str, side_id: int | None) -> "QuerySet[ExchangeSide]":
    rows = ExchangeSide.objects.of(regency)
    found: QuerySet[ExchangeSide] = rows.filter(
        pk=side_id or 0, answer=Answer.WAITING, gone=False
    )
    return found


def wait(
    *, actor: Any, regency: str, proposal_id: int | None, until: date, note: str
) -> None:
    """Put the proposal off until a document can be there (domain rule 12).

    Half accepted, or entered by somebody outside the office: it only gets the note.
    """
    proposal = standing(regency, proposal_id)
    if proposal is None:
        return
    half = PAIR in proposal.new or proposal.state == ProposalState.SECOND
    if half or not actor.is_office:
        remark(actor=actor, regency=regency, proposal_id=proposal.pk, note=note)
        return
    hold(
        actor=actor,
        regency=regency,
        public_id=proposal.public_id,
        until=until,
        note=note,
    )


@transaction.atomic
def remove(
    *,
    actor: Any,
    regency: str,
    period: Period,
    voter: Voter,
    category: str,
    evidence_kind: str,
    number: str,
    upload: Any,
    source: str,
    note: str,
) -> Removal:
    """Propose a removal with its document, for two people to accept.

    An undecided removal of the same person gets the document as further evidence and
    then needs two people as well; one that was accepted already stays as it is and
    no proposal is given. Raises InvalidProposal, BadEvidence, ClosedPeriod.
    """
    made = _proposed(
        actor,
        regency,
        period,
        voter,
        kind=Kind.TMS,
        category=category,
        source=source,
        evidence_kind=evidence_kind,
        evidence_no=number,
        note=note,
    )
    stood = made is None
    if made is None:
        made = _undecided_removal(regency, voter)
        if made is None:
            return Removal(None)
        remark(actor=actor, regency=regency, proposal_id=made.pk, note=note)
    paper = None
    if stood or upload:
        told: dict[str, Any] = {"actor": actor, "public_id": made.public_id}
        told |= {"kind": evidence_kind, "number": number, "upload": upload}
        paper = add_evidence(regency=regency, **told).pk
    return Removal(_marked(regency, made), paper)


@transaction.atomic
def relocate(
    *,
    actor: Any,
    regency: str,
    period: Period,
    voter: Voter,
    place: dict[str, str],
    evidence_kind: str,
    number: str,
    upload: Any,
    source: str,
    note: str,
) -> Removal:
    """Propose that somebody lives elsewhere in the regency (domain rule 4).

    `place` has the kelurahan, and RW, RT and address where they are known; what is
    empty stays until somebody tells it. Whoever leaves an RT leaves its station, and
    gets the one nearest the new RT as everybody without one (X1). Where a change of
    place stands already it gets the note. Raises InvalidProposal, BadEvidence,
    ClosedPeriod.
    """
    new = {name: value for name, value in place.items() if value}
    if any(value != getattr(voter, name) for name, value in new.items() if name in RT):
        new["tps"] = ""
    made = _proposed(
        actor,
        regency,
        period,
        voter,
        kind=Kind.UBAH,
        new=new,
        source=source,
        evidence_kind=evidence_kind,
        evidence_no=number,
        note=note,
    )
    if made is None:
        rows = ChangeProposal.objects.of(regency).filter(
            nik=voter.nik, kind__in=PLACED, state__in=UNDECIDED
        )
        for stands in list(rows.values_list("pk", flat=True)):
            remark(actor=actor, regency=regency, proposal_id=stands, note=note)
        return Removal(None)
    paper = None
    if upload:
        told: dict[str, Any] = {"actor": actor, "public_id": made.public_id}
        told |= {"kind": evidence_kind, "number": number, "upload": upload}
        paper = add_evidence(regency=regency, **told).pk
    return Removal(made, paper)


def _proposed(
    actor: Any,
    regency: str,
    period: Period,
    voter: Voter,
    *,
    kind: Kind,
    new: dict[str, Any] | None = None,
    **said: Any,
) -> ChangeProposal | None:
    """A new proposal about the voter; None when one of the kind stands."""
    try:
        return propose(
            actor=actor,
            regency=regency,
            period=period,
            kind=kind,
            nik=voter.nik,
            voter=voter,
            new=new or {},
            **said,
        )
    except AlreadyProposed:
        return None


def _undecided_removal(regency: str, voter: Voter) -> ChangeProposal | None:
    rows = ChangeProposal.objects.of(regency).filter(
        nik=voter.nik, kind=Kind.TMS, state__in=UNDECIDED
    )
    found: ChangeProposal | None = rows.first()
    return found


@transaction.atomic
def reinstate(
    *,
    actor: Any,
    regency: str,
    period: Period,
    voter: Voter,
    source: str,
    note: str,
) -> ChangeProposal | None:
    """Propose the pemulihan of somebody struck who was met; None when one stands.

    Raises InvalidProposal, ClosedPeriod.
    """
    made = _proposed(
        actor,
        regency,
        period,
        voter,
        kind=Kind.PEMULIHAN,
        source=source,
        evidence_kind=EvidenceKind.BERITA_COKLIT,
        evidence_no=source,
        note=note,
    )
    return None if made is None else _marked(regency, made)


def _marked(regency: str, proposal: ChangeProposal) -> ChangeProposal:
    """The proposal as one that needs two people, whoever brought it first."""
    again = locked(regency, proposal.public_id)
    if FIELD not in again.warnings:
        again.warnings = [*again.warnings, FIELD]
        rows = ChangeProposal.objects.of(regency).filter(pk=again.pk)
        rows.update(warnings=again.warnings)
    return again
