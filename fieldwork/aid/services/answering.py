"""What was found of a recipient, and what it brings into the queue.

The same way in as a visit of coklit (ADR 0041, 0046): with a paper a proposal for two
people, without one a question that waits in coklit terbatas. Nobody is struck here.
"""

from dataclasses import dataclass
from dataclasses import field as field_of
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role
from audit.services import record
from fieldwork.aid.models import ANSWERS, ELEMENTS, Check, Programme, Recipient
from fieldwork.aid.selectors.matching import is_lapsed
from fieldwork.rules import aid as rules
from fieldwork.rules.aid import Answer, Follows, Match
from fieldwork.rules.visits import names_a_document, names_a_person
from fieldwork.services.errors import FieldError
from periods.models import Period
from voters.models import (
    COUNTED,
    ChangeProposal,
    EvidenceKind,
    Kind,
    TmsReason,
    Voter,
)
from voters.models.proposals import LOW_TRUST
from voters.services import field, propose, send_to_coklit
from voters.services.errors import AlreadyProposed, VoterError
from voters.services.evidence import add_evidence, store
from voters.services.recalling import recall_visited

PAPERS = {
    Answer.DIED: (TmsReason.MENINGGAL, EvidenceKind.AKTA_KEMATIAN),
    Answer.MOVED: (TmsReason.PINDAH, EvidenceKind.SURAT_PINDAH),
}


BRINGING = frozenset({Follows.REMOVAL, Follows.QUESTION, Follows.CHANGE})
"""What an answer leads to in the roll's own queue."""


@dataclass(frozen=True)
class Told:
    """One answer as it was entered; `document_no` and an uploaded `photo` are optional.

    differs: elements of ELEMENTS as found; what the roll says too is left out.
    """

    on: date
    answer: str
    document_no: str = ""
    note: str = ""
    differs: dict[str, str] = field_of(default_factory=dict)
    photo: Any = None


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
    voter = _voter_of(row, regency)
    hidden = is_hidden(row, voter)
    answer = Answer(told.answer)
    differs = _differing(voter, told.differs, hidden) if answer == Answer.FOUND else {}
    number = told.document_no.strip()[:80] if answer in PAPERS else ""
    following = rules.follows(
        answer,
        on_the_roll=is_on_the_roll(row, voter),
        proven=bool(number),
        differs=bool(differs),
    )
    waits = hidden or getattr(actor, "role", "") == Role.NEIGHBOURHOOD
    found = _Found(actor, programme, voter, answer, number, differs, told)
    try:
        photo = store(regency, told.photo) if told.photo else ""
        brings = following in BRINGING and not waits
        proposal_id = _brought(found) if brings else None
    except VoterError as error:
        raise FieldError(str(error)) from error
    made = _kept(found, row, following, proposal_id, photo)
    row.answer, row.answered_on = answer.value, told.on
    row.pending = waits and following in BRINGING
    row.save(update_fields=["answer", "answered_on", "pending"])
    if answer == Answer.FOUND and voter is not None:
        note = _words(found)
        recall_visited(actor=actor, regency=regency, voter_id=voter.pk, note=note)
    record(
        actor=actor,
        action="aid.answer",
        regency_code=regency,
        subject=str(row.public_id),
        persons=[voter.public_id] if voter else [],
        data={"answer": answer.value, "follows": following.value},
    )
    return made


@dataclass(frozen=True)
class _Found:
    """An answer with whom it is about, as it is to be kept and brought."""

    actor: Any
    programme: Programme
    voter: Voter | None
    answer: Answer
    number: str
    differs: dict[str, str]
    told: Told


def _kept(
    found: _Found,
    row: Recipient,
    following: Follows,
    proposal_id: int | None,
    photo: str,
) -> Check:
    made: Check = Check.objects.create(
        regency_code=row.regency_code,
        kelurahan=row.kelurahan,
        rw=row.rw,
        rt=row.rt,
        recipient=row,
        answer=found.answer.value,
        checked_on=found.told.on,
        document_no=found.number,
        note=found.told.note.strip()[:200],
        differs=found.differs,
        photo=photo,
        follows=following.value,
        proposal_id=proposal_id,
        entered_by_id=getattr(found.actor, "pk", None),
        entered_by_name=str(found.actor or "sistem")[:150],
    )
    return made


def is_hidden(row: Recipient, voter: Voter | None) -> bool:
    """Whether the recipient is on the roll where the reader does not see: of another
    RT or kelurahan than the list says. What is found waits for the office, then."""
    return voter is None and row.match == Match.SAME.value


def is_on_the_roll(row: Recipient, voter: Voter | None) -> bool:
    """Whether the recipient is a voter who counts, also one whom the reader does not
    see."""
    return is_hidden(row, voter) or voter is not None and voter.status in COUNTED


def _voter_of(row: Recipient, regency: str) -> Voter | None:
    """Who the recipient is; FieldError where that has to be asked again first."""
    if row.voter_id is None:
        return None
    if is_lapsed(regency, row):
        raise FieldError(
            _("Data pemilih berubah sejak kecocokannya dipastikan; pastikan lagi.")
        )
    found: Voter | None = Voter.objects.of(regency).filter(pk=row.voter_id).first()
    return found


def _differing(
    voter: Voter | None, told: dict[str, str], hidden: bool
) -> dict[str, str]:
    """What was found otherwise than the roll has it, in the roll's spelling; all that
    was found of somebody hidden."""
    if voter is None and not hidden:
        return {}
    said = {name: " ".join(told.get(name, "").upper().split()) for name in ELEMENTS}
    for name in ("rw", "rt"):
        if said[name]:
            if not said[name].isdigit():
                raise FieldError(_("RT dan RW adalah angka, seperti 003."))
            said[name] = said[name].zfill(3)
    return {
        name: value
        for name, value in said.items()
        if value and value != (getattr(voter, name, "") or "")
    }


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


def _brought(found: _Found) -> int | None:
    """The proposal that the answer made or proved; None where one stands already.

    The head of an RT or RW proposes nothing in the roll's own tables: the answer is
    kept, waits for an officer, and the office sees what it leads to.
    """
    voter, told = found.voter, found.told
    if voter is None:
        return None
    period = Period.objects.open(voter.regency_code).first()
    if period is None:
        raise FieldError(_("Tidak ada periode yang terbuka."))
    said: dict[str, Any] = {
        "actor": found.actor,
        "regency": voter.regency_code,
        "period": period,
        "voter": voter,
        "source": f"bansos {found.programme.pk}",
        "note": _words(found),
    }
    if found.answer not in PAPERS:
        made = propose(
            **said, kind=Kind.UBAH, category="", nik=voter.nik, new=found.differs
        )
        _beside(found, made)
        return made.pk
    category, kind = PAPERS[found.answer]
    if found.number:
        removal = field.remove(
            **said,
            category=category.value,
            evidence_kind=kind.value,
            number=found.number,
            upload=told.photo,
        )
        return removal.proposal.pk if removal.proposal else None
    return _asked(found, {**said, "category": category.value})


def _words(found: _Found) -> str:
    """What the review reads of the answer."""
    words, told = dict(ANSWERS)[found.answer.value], found.told
    note = f"{words} ({found.programme.name}, {told.on.isoformat()}) {told.note}"
    return note.strip()[:400]


def _asked(found: _Found, said: dict[str, Any]) -> int | None:
    """A question that waits in coklit terbatas; None where one stands already."""
    voter: Any = found.voter
    try:
        with transaction.atomic():
            asked = propose(
                **said, kind=Kind.TMS, nik=voter.nik, new={}, warnings=[LOW_TRUST]
            )
            _beside(found, asked)
            send_to_coklit(
                actor=found.actor,
                regency=voter.regency_code,
                public_id=asked.public_id,
                note=said["note"],
            )
    except AlreadyProposed:
        return None
    return asked.pk


def _beside(found: _Found, proposal: ChangeProposal) -> None:
    """The photo, as evidence of what was proposed."""
    if found.told.photo:
        add_evidence(
            actor=found.actor,
            regency=proposal.regency_code,
            public_id=proposal.public_id,
            kind=EvidenceKind.LAIN,
            upload=found.told.photo,
            source=f"bansos {found.programme.pk}",
        )
