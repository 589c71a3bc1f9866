"""What an office says about its own record of a pair between regencies."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from periods.models import Period
from voters.models import (
    LEAVING,
    UNDECIDED,
    Answer,
    ChangeProposal,
    ExchangeSide,
    Kind,
    ProposalState,
    RejectReason,
    TmsReason,
    Voter,
)
from voters.models.proposals import NAME_ONLY
from voters.rules.proof import is_number
from voters.services.deciding import accept, reject
from voters.services.errors import NeedsEvidence, NotDecidable
from voters.services.exchange_sides import EXCHANGE, lock_exchange, said
from voters.services.keeping import lock_duplicates
from voters.services.proposing import propose
from voters.services.standing import hold_open

SOURCE = "Ganda antar kab/kota"
REASONS = {Answer.STRIKE: TmsReason.GANDA, Answer.MOVED: TmsReason.PINDAH}


def answer_side(
    *,
    actor: Any,
    regency: str,
    public_id: Any,
    answer: str,
    evidence_kind: str = "",
    evidence_no: str = "",
    note: str = "",
) -> ExchangeSide:
    """Answer for the own record; MOVED and STRIKE propose it as TMS.

    GANDA waits for a second account, PINDAH needs its paper, and a second account too
    where the two records share no NIK (G16). Raises NotDecidable (no
    such answer, answered before, found no more, "bukan ganda" without a note, nobody
    else keeps the person), NeedsEvidence, AlreadyProposed, ClosedPeriod.
    """
    if answer not in Answer.values or not answer:
        raise NotDecidable(_("Pilih jawaban."))
    wanted = Answer(answer)
    if wanted == Answer.OTHER and not note.strip():
        raise NotDecidable(
            _("Tulis di catatan mengapa keduanya bukan orang yang sama.")
        )
    if wanted in LEAVING and not (evidence_kind and is_number(evidence_no)):
        raise NeedsEvidence(_("Perlu bukti: pilih jenisnya, lalu isi nomornya."))
    with transaction.atomic():
        period = _begin(regency)
        side = _free(regency, public_id)
        said(side, actor, wanted, note)
        if wanted in LEAVING:
            paper = {"evidence_kind": evidence_kind, "evidence_no": evidence_no}
            _let_go(side, actor, period, REASONS[wanted], {**paper, "note": note})
        _record(side, actor, "answer")
    return side


def withdraw_answer(*, actor: Any, regency: str, public_id: Any) -> ExchangeSide:
    """Take an answer back; its proposal is rejected while nobody accepted it in full.

    Raises NotDecidable (no answer, its proposal is accepted or applied), ClosedPeriod.
    """
    with transaction.atomic():
        _begin(regency)
        side = _locked(regency, public_id)
        if not side.answer:
            raise NotDecidable(_("Belum ada jawaban yang dapat ditarik."))
        _reject_proposal(side, actor)
        said(side, actor, Answer.WAITING, "")
        _record(side, actor, "withdraw")
    return side


def _begin(regency: str) -> Period:
    period = hold_open(regency)
    lock_duplicates(regency)
    lock_exchange()
    return period


def _locked(regency: str, public_id: Any) -> ExchangeSide:
    rows = ExchangeSide.objects.of(regency).select_for_update()
    side: ExchangeSide = rows.get(public_id=public_id)
    return side


def _free(regency: str, public_id: Any) -> ExchangeSide:
    """The side, locked, found and without an answer of the own record."""
    side = _locked(regency, public_id)
    if side.answer:
        raise NotDecidable(
            _("Sudah dijawab %(who)s: %(answer)s. Tarik jawaban itu dahulu.")
            % {"who": side.answered_by_name, "answer": Answer(side.answer).label}
        )
    if side.gone:
        raise NotDecidable(
            _("Pasangan ini tidak ditemukan lagi; salah satu catatan berubah.")
        )
    others = ExchangeSide.objects.of(regency).filter(ref=side.ref, answer__in=LEAVING)
    if others.exists():
        raise NotDecidable(
            _("Catatan ini sudah diusulkan keluar dalam pasangan yang lain.")
        )
    return side


def _let_go(
    side: ExchangeSide,
    actor: Any,
    period: Period,
    reason: TmsReason,
    paper: dict[str, Any],
) -> None:
    """Propose the own record as TMS and accept it as the first account."""
    regency = side.regency_code
    voter = Voter.objects.of(regency).counted().filter(pk=side.voter_id).first()
    if voter is None:
        raise NotDecidable(_("Pemilih ini sudah tidak aktif; tidak ada yang keluar."))
    proposal = propose(
        actor=actor,
        regency=regency,
        period=period,
        kind=Kind.TMS,
        nik=voter.nik,
        voter=voter,
        category=reason,
        new={},
        source=SOURCE,
        rule="G10",
        warnings=[] if side.same_number else [NAME_ONLY],
        **paper,
    )
    proposals = ChangeProposal.objects.of(regency).filter(pk=proposal.pk)
    proposals.update(new={**proposal.new, EXCHANGE: side.pk})
    ExchangeSide.objects.of(regency).filter(pk=side.pk).update(proposal_id=proposal.pk)
    side.proposal_id = proposal.pk
    accept(
        actor=actor,
        regency=regency,
        public_id=proposal.public_id,
        note=paper["note"],
    )


def _reject_proposal(side: ExchangeSide, actor: Any) -> None:
    """Reject the proposal of an answer; raises NotDecidable for one accepted."""
    rows = ChangeProposal.objects.of(side.regency_code)
    proposal = rows.filter(pk=side.proposal_id).first() if side.proposal_id else None
    if proposal is None:
        return
    if proposal.state in UNDECIDED:
        reject(
            actor=actor,
            regency=side.regency_code,
            public_id=proposal.public_id,
            reason=RejectReason.LAIN,
            note=_("Jawaban ganda antar kab/kota ditarik."),
        )
    elif proposal.state in (ProposalState.ACCEPTED, ProposalState.APPLIED):
        raise NotDecidable(
            _(
                "Usulannya %(state)s: buka lagi atau urungkan usulan itu dahulu, lalu "
                "tolak."
            )
            % {"state": str(ProposalState(proposal.state).label).lower()}
        )


def _record(side: ExchangeSide, actor: Any, what: str) -> None:
    record(
        actor=actor,
        action=f"exchange.{what}",
        regency_code=side.regency_code,
        subject=str(side.public_id),
        data={"answer": str(side.answer)},
    )
