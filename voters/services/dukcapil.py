"""One NIK of two people: asked of Dukcapil by letter. Strikes and changes nobody."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from voters.models import (
    UNDECIDED,
    ChangeProposal,
    DukcapilLetter,
    Evidence,
    EvidenceKind,
    Kind,
    LetterAnswer,
    ProposalState,
)
from voters.services.deciding import refer
from voters.services.errors import NeedsEvidence, NotDecidable
from voters.services.standing import hold_open

OPEN_FOR_A_LETTER = (*UNDECIDED, ProposalState.REFERRED)
MOST = 500
"""Numbers under one letter."""


def send_letter(
    *,
    actor: Any,
    regency: str,
    public_ids: Sequence[Any],
    letter_no: str,
    letter_on: date | None,
) -> int:
    """Mark proposals NIK_GANDA_ORANG as sent under one letter; gives how many.

    Each gets the letter as evidence and is referred. Raises NeedsEvidence without
    number or date, NotDecidable (none chosen, more than 500, another kind, decided
    otherwise, sent before), ClosedPeriod.
    """
    number = letter_no.strip()[:80]
    if not number or letter_on is None:
        raise NeedsEvidence(_("Isi nomor dan tanggal surat ke Dukcapil."))
    if letter_on > timezone.localdate():
        raise NeedsEvidence(_("Tanggal surat tidak boleh sesudah hari ini."))
    with transaction.atomic():
        hold_open(regency)
        chosen = _chosen(regency, public_ids)
        # A letter's at most: each is a decision with evidence of its own.
        for proposal in chosen:
            _send(actor, proposal, number, letter_on)
        record(
            actor=actor,
            action="dukcapil.send",
            regency_code=regency,
            subject=number,
            persons=[one.public_id for one in chosen],
            data={"count": len(chosen)},
        )
    return len(chosen)


def _chosen(regency: str, public_ids: Sequence[Any]) -> list[ChangeProposal]:
    wanted = {str(one) for one in public_ids}
    if not wanted:
        raise NotDecidable(_("Pilih paling sedikit satu NIK ganda orang."))
    if len(wanted) > MOST:
        raise NotDecidable(
            _("Paling banyak %(n)s NIK dalam satu surat; persempit saringan.")
            % {"n": MOST}
        )
    rows = ChangeProposal.objects.of(regency).filter(kind=Kind.NIK_GANDA_ORANG)
    found = list(
        rows.filter(public_id__in=wanted, state__in=OPEN_FOR_A_LETTER)
        .select_for_update()
        .order_by("id")
    )
    if len(found) != len(wanted):
        raise NotDecidable(
            _("Ada pilihan yang sudah diputus lain; muat ulang halaman.")
        )
    return found


def _send(actor: Any, proposal: ChangeProposal, number: str, day: date) -> None:
    regency = proposal.regency_code
    number_of_actor, name = getattr(actor, "pk", None), str(actor or "sistem")[:150]
    letter = DukcapilLetter(
        regency_code=regency,
        proposal_id=proposal.pk,
        kelurahan=proposal.kelurahan,
        letter_no=number,
        letter_on=day,
        sent_by_id=number_of_actor,
        sent_by_name=name,
    )
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        raise NotDecidable(
            _("Salah satu pilihan sudah dikirim dengan surat lain; muat ulang halaman.")
        ) from None
    Evidence(
        regency_code=regency,
        proposal_id=proposal.pk,
        kind=EvidenceKind.LAIN,
        number=number,
        source="Portal",
        note=_("Surat ke Dukcapil"),
        added_by_id=number_of_actor,
        added_by_name=name,
    ).save(force_insert=True)
    if proposal.state in UNDECIDED:
        refer(
            actor=actor, regency=regency, public_id=proposal.public_id, note=number[:80]
        )


def take_letter_answer(
    *,
    actor: Any,
    regency: str,
    public_id: Any,
    answer: str,
    answer_no: str,
    answer_on: date | None,
    note: str = "",
) -> DukcapilLetter:
    """Write down what Dukcapil answered about a NIK; nothing follows from it.

    Raises NotDecidable (no such answer, not sent, OTHER without a note),
    NeedsEvidence without the answer's number or date, ClosedPeriod.
    """
    if answer not in LetterAnswer.values:
        raise NotDecidable(_("Pilih jawaban Dukcapil."))
    if not answer_no.strip() or answer_on is None:
        raise NeedsEvidence(_("Isi nomor dan tanggal surat jawaban Dukcapil."))
    if answer == LetterAnswer.OTHER and not note.strip():
        raise NotDecidable(_("Jawaban lain perlu catatan."))
    with transaction.atomic():
        hold_open(regency)
        letter = letter_of(regency, public_id)
        if answer_on < letter.letter_on or answer_on > timezone.localdate():
            raise NeedsEvidence(
                _("Tanggal jawaban harus antara tanggal surat dan hari ini.")
            )
        letter.answer, letter.answer_no = answer, answer_no.strip()[:80]
        letter.answer_on, letter.answer_note = answer_on, note[:400]
        letter.answered_by_id = getattr(actor, "pk", None)
        letter.answered_by_name = str(actor or "sistem")[:150]
        letter.save(
            update_fields=[
                *("answer", "answer_no", "answer_on", "answer_note"),
                *("answered_by_id", "answered_by_name"),
            ]
        )
        record(
            actor=actor,
            action="dukcapil.answer",
            regency_code=regency,
            subject=str(public_id),
            data={"answer": answer, "letter": letter.letter_no},
        )
    return letter


def letter_of(regency: str, public_id: Any) -> DukcapilLetter:
    """The letter about a proposal, locked. Raises NotDecidable when none was sent."""
    proposal = ChangeProposal.objects.of(regency).filter(public_id=public_id).first()
    rows = DukcapilLetter.objects.of(regency).select_for_update()
    letter = rows.filter(proposal_id=proposal.pk).first() if proposal else None
    if letter is None:
        raise NotDecidable(_("NIK ini belum dikirim ke Dukcapil."))
    return letter
