"""Answers whom a row without a usable NIK means: this voter, or not.

A suggestion changes nobody. "Ini orangnya" makes a proposal, which is reviewed and
applied as every other.
"""

from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from audit.services import record
from periods.models import Period
from voters.delivered import DeliveredRow, row_of
from voters.models import (
    UNDECIDED,
    ChangeProposal,
    DuplicatePair,
    Kind,
    PairOrigin,
    PairState,
    ProposalState,
    RejectReason,
    Voter,
)
from voters.models.proposals import LOW_TRUST, EvidenceKind
from voters.selectors.links import differing, links_of
from voters.services.deciding import reject, send_to_coklit
from voters.services.errors import NotDecidable
from voters.services.keeping import LINK_RULE, lock_duplicates
from voters.services.proposing import propose
from voters.services.resolving import (
    open_period,
    take_back,
    waiting_pair,
    write_answer,
)


def same_person(
    *, actor: Any, regency: str, public_id: Any, note: str = ""
) -> ChangeProposal | None:
    """Say that the row means this voter; gives the proposal, None where none is due.

    Elements that differ become an UBAH (or PINDAH DALAM), the row's event a TMS; source
    and evidence are delivery and line. Of a list of low trust the TMS begins in coklit
    terbatas. Raises NotDecidable (no such link, row or voter gone, the row answered for
    another voter), AlreadyDecided, AlreadyProposed, InvalidProposal, ClosedPeriod.
    """
    with transaction.atomic():
        period = open_period(regency)
        lock_duplicates(regency)
        pair = waiting_pair(regency, public_id)
        voter, row = _both(pair)
        made = _proposal(actor, period, pair, voter, row)
        write_answer(pair, actor, PairState.RESOLVED, note)
        _bind(pair, made)
    return made


def _bind(pair: DuplicatePair, made: ChangeProposal | None) -> None:
    pair.proposal_id = made.pk if made else None
    DuplicatePair.objects.of(pair.regency_code).filter(pk=pair.pk).update(
        proposal_id=pair.proposal_id
    )


def _both(pair: DuplicatePair) -> tuple[Voter, DeliveredRow]:
    """Voter and row of a link, as they stand today; raises NotDecidable."""
    regency = pair.regency_code
    if pair.origin != PairOrigin.LINK:
        raise NotDecidable(_("Pasangan ini bukan baris tanpa NIK."))
    answered = links_of(regency, pair.delivery_id).filter(
        line_no=pair.line_no, state=PairState.RESOLVED
    )
    if answered.exists():
        raise NotDecidable(
            _(
                "Baris ini sudah dinyatakan sebagai pemilih lain; urungkan itu dahulu "
                "bila keliru."
            )
        )
    people = Voter.objects.of(regency).counted()
    voter = people.filter(pk=pair.voter_a or 0).first()
    if voter is None:
        raise NotDecidable(_("Pemilih ini tidak aktif lagi."))
    row = row_of(regency, pair.delivery_id, pair.line_no, voter.kelurahan)
    if row is None:
        raise NotDecidable(_("Isi baris ini tidak disimpan lagi."))
    return voter, row


def _proposal(
    actor: Any, period: Period, pair: DuplicatePair, voter: Voter, row: DeliveredRow
) -> ChangeProposal | None:
    said: dict[str, Any] = {
        "actor": actor,
        "regency": pair.regency_code,
        "period": period,
        "nik": voter.nik,
        "voter": voter,
        "source": row.source,
        "rule": LINK_RULE,
        "delivery_id": pair.delivery_id,
        "line_no": pair.line_no,
    }
    if row.removal:
        return _removal(said, row)
    new = differing(voter, row)
    if not new:
        return None
    return propose(
        **said,
        kind=Kind.UBAH,
        new=new,
        evidence_kind=EvidenceKind.BARIS_KIRIMAN.value,
        evidence_no=f"{row.sender}, {row.where}",
        event_date=row.event_date,
    )


def _removal(said: dict[str, Any], row: DeliveredRow) -> ChangeProposal:
    said |= {
        "kind": Kind.TMS,
        "category": row.removal,
        "new": {},
        "event_date": row.event_date,
    }
    if not row.is_low:
        paper = {"evidence_kind": row.evidence_kind, "evidence_no": row.evidence_no}
        return propose(**{**said, **paper})
    made = propose(**said, warnings=[LOW_TRUST])
    return send_to_coklit(
        actor=said["actor"], regency=made.regency_code, public_id=made.public_id
    )


def answered_before(regency: str, delivery_id: int) -> int:
    """Answer links of a delivery as last time where row and voter are as they were.

    "Ini orangnya" would else be asked again each month of a row that says nothing new.
    The link shares the proposal of the former, so that a refusal frees both. Call it in
    the transaction that keeps the links; gives how many.
    """
    links = DuplicatePair.objects.of(regency).filter(origin=PairOrigin.LINK)
    former = links.filter(
        state=PairState.RESOLVED,
        voter_a=OuterRef("voter_a"),
        version_a=OuterRef("version_a"),
        print=OuterRef("print"),
    ).exclude(delivery_id=delivery_id)
    asked = links.filter(delivery_id=delivery_id, state=PairState.OPEN).annotate(
        former=Subquery(former.order_by("-id").values("pk")[:1])
    )
    answered = 0
    # A loop: what a row says beyond its print only its room can read, and they are few.
    for pair in asked.filter(former__isnull=False):
        before = links.get(pk=pair.former)
        if _says_the_same(pair, before):
            links.filter(pk=pair.pk).update(
                state=PairState.RESOLVED,
                proposal_id=before.proposal_id,
                note=before.note,
                decided_by_id=before.decided_by_id,
                decided_by_name=before.decided_by_name,
                decided_at=before.decided_at,
            )
            record(
                actor=None,
                action="duplicate.resolved",
                regency_code=regency,
                subject=str(pair.public_id),
                data={"as": str(before.public_id)},
            )
            answered += 1
    return answered


def _says_the_same(pair: DuplicatePair, before: DuplicatePair) -> bool:
    """Whether two rows of different deliveries say the same of their person."""
    told = [
        row_of(one.regency_code, one.delivery_id, one.line_no, one.kelurahan_a)
        for one in (pair, before)
    ]
    if None in told:
        return False
    names = ("sender", "elements", "removal", "event_date", "evidence_no", "changeable")
    now, then = told
    return all(getattr(now, name) == getattr(then, name) for name in names)


def unlink(*, actor: Any, regency: str, public_id: Any) -> DuplicatePair:
    """Undo an answer: the row waits again, and an undecided proposal of it is refused.

    Raises NotDecidable (nothing answered; its proposal was accepted or applied),
    ClosedPeriod.
    """
    with transaction.atomic():
        open_period(regency)
        lock_duplicates(regency)
        rows = DuplicatePair.objects.of(regency).select_for_update()
        pair: DuplicatePair = rows.get(public_id=public_id, origin=PairOrigin.LINK)
        if pair.state == PairState.NOT_DUPLICATE:
            return take_back(actor=actor, regency=regency, public_id=public_id)
        if pair.state != PairState.RESOLVED:
            raise NotDecidable(_("Baris ini belum dijawab."))
        _withdraw(actor, pair)
        write_answer(pair, actor, PairState.OPEN, "")
        _bind(pair, None)
        return pair


def _withdraw(actor: Any, pair: DuplicatePair) -> None:
    rows = ChangeProposal.objects.of(pair.regency_code)
    proposal = rows.filter(pk=pair.proposal_id or 0).first()
    if proposal is None:
        return
    if proposal.state in (ProposalState.ACCEPTED, ProposalState.APPLIED):
        raise NotDecidable(
            _(
                "Usulannya sudah diterima atau diterapkan; buka lagi atau urungkan "
                "usulan itu dahulu."
            )
        )
    if proposal.state in UNDECIDED:
        reject(
            actor=actor,
            regency=pair.regency_code,
            public_id=proposal.public_id,
            reason=RejectReason.BUKAN_ORANG.value,
        )
