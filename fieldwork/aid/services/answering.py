"""What was found of a recipient, and what it brings into the queue.

The same way in as a visit of coklit (ADR 0041, 0046): with a paper a proposal for two
people, without one a question that waits in coklit terbatas. Nobody is struck here.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role
from audit.services import record
from fieldwork.aid.models import ANSWERS, Check, Programme, Recipient
from fieldwork.rules import aid as rules
from fieldwork.rules.aid import Answer, Follows, Match
from fieldwork.rules.visits import names_a_document, names_a_person
from fieldwork.services.errors import FieldError
from periods.models import Period
from voters.models import COUNTED, EvidenceKind, Kind, TmsReason, Voter
from voters.models.proposals import LOW_TRUST
from voters.services import field, propose, send_to_coklit
from voters.services.errors import AlreadyProposed, VoterError

PAPERS = {
    Answer.DIED: (TmsReason.MENINGGAL, EvidenceKind.AKTA_KEMATIAN),
    Answer.MOVED: (TmsReason.PINDAH, EvidenceKind.SURAT_PINDAH),
}


@dataclass(frozen=True)
class Told:
    """One answer as it was entered; `document_no` is optional."""

    on: date
    answer: str
    document_no: str = ""
    note: str = ""


@transaction.atomic
def record_answer(*, actor: Any, regency: str, public_id: Any, told: Told) -> Check:
    """Enter an answer about a recipient in the actor's scope, and what follows.

    Raises Recipient.DoesNotExist and FieldError (programme closed, a day to come, a
    number that is a person's, what the roll refuses).
    """
    rows = Recipient.objects.in_scope_of(actor).of(regency).select_for_update()
    row: Recipient = rows.get(public_id=public_id)
    programme = Programme.objects.of(regency).get(pk=row.programme_id)
    _require(programme, told)
    answer = Answer(told.answer)
    voter = Voter.objects.of(regency).filter(pk=row.voter_id or 0).first()
    counted = voter is not None and voter.status in COUNTED
    number = told.document_no.strip()[:80] if answer in PAPERS else ""
    following = rules.follows(answer, on_the_roll=counted, proven=bool(number))
    proposal_id = None
    if voter is not None and following in (Follows.REMOVAL, Follows.QUESTION):
        try:
            proposal_id = _brought(actor, programme, voter, answer, number, told)
        except VoterError as error:
            raise FieldError(str(error)) from error
    made: Check = Check.objects.create(
        regency_code=regency,
        kelurahan=row.kelurahan,
        rw=row.rw,
        rt=row.rt,
        recipient=row,
        answer=answer.value,
        checked_on=told.on,
        document_no=number,
        note=told.note.strip()[:200],
        follows=following.value,
        proposal_id=proposal_id,
        entered_by_id=getattr(actor, "pk", None),
        entered_by_name=str(actor or "sistem")[:150],
    )
    row.answer, row.answered_on = answer.value, told.on
    row.save(update_fields=["answer", "answered_on"])
    record(
        actor=actor,
        action="aid.answer",
        regency_code=regency,
        subject=str(row.public_id),
        persons=[voter.public_id] if voter else [],
        data={"answer": answer.value, "follows": following.value},
    )
    return made


def _require(programme: Programme, told: Told) -> None:
    if not programme.is_active:
        raise FieldError(_("Program ini sudah ditutup; tidak menerima hasil lagi."))
    if told.on > timezone.localdate():
        raise FieldError(_("Tanggal pemeriksaan belum tiba."))
    number = told.document_no.strip()
    if not number or told.answer not in PAPERS:
        return
    if names_a_person(number):
        raise FieldError(_("Ini NIK atau nomor KK, bukan nomor dokumen."))
    if not names_a_document(number):
        raise FieldError(
            _("Nomor akta atau surat paling sedikit 4 karakter, dengan angka.")
        )


def _brought(
    actor: Any,
    programme: Programme,
    voter: Voter,
    answer: Answer,
    number: str,
    told: Told,
) -> int | None:
    """The proposal that the answer made or proved; None where one stands already.

    The head of an RT or RW proposes nothing in the roll's own tables: the answer is
    kept, and the office sees what it leads to.
    """
    if getattr(actor, "role", "") == Role.NEIGHBOURHOOD:
        return None
    period = Period.objects.open(voter.regency_code).first()
    if period is None:
        raise FieldError(_("Tidak ada periode yang terbuka."))
    category, kind = PAPERS[answer]
    source = f"bansos {programme.pk}"
    words = dict(ANSWERS)[answer.value]
    note = f"{words} ({programme.name}, {told.on.isoformat()}) {told.note}".strip()
    said: dict[str, Any] = {
        "actor": actor,
        "regency": voter.regency_code,
        "period": period,
        "voter": voter,
        "category": category.value,
        "source": source,
        "note": note[:400],
    }
    if number:
        made = field.remove(
            **said, evidence_kind=kind.value, number=number, upload=None
        )
        return made.proposal.pk if made.proposal else None
    try:
        with transaction.atomic():
            asked = propose(
                **said, kind=Kind.TMS, nik=voter.nik, new={}, warnings=[LOW_TRUST]
            )
            send_to_coklit(
                actor=actor,
                regency=voter.regency_code,
                public_id=asked.public_id,
                note=note[:400],
            )
    except AlreadyProposed:
        return None
    return asked.pk


@transaction.atomic
def confirm(*, actor: Any, regency: str, public_id: Any, same: bool) -> Recipient:
    """Answer a suggestion: this voter (`same`), or somebody not on the roll.

    The roll does not change. Raises Recipient.DoesNotExist, FieldError: none stands.
    """
    rows = Recipient.objects.in_scope_of(actor).of(regency).select_for_update()
    row: Recipient = rows.get(public_id=public_id)
    if row.match != Match.LIKELY:
        raise FieldError(_("Tidak ada saran untuk penerima ini."))
    row.match = Match.SAME if same else Match.ABSENT
    row.voter_id = row.suggested_id if same else None
    row.suggested_id = None
    row.save(update_fields=["match", "voter_id", "suggested_id"])
    record(
        actor=actor,
        action="aid.confirm",
        regency_code=regency,
        subject=str(row.public_id),
        data={"same": same},
    )
    return row
