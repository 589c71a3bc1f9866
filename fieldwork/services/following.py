"""Brings what was found at the door into the review queue.

The rules say what a visit leads to (fieldwork.rules.visits); voters.services.field is
the one way in. Nothing here decides a removal.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fieldwork.models import RESULTS, Batch, Task, Visit
from fieldwork.rules.visits import Follows, Result
from fieldwork.services.errors import FieldError
from periods.models import Period
from voters.models import ChangeProposal, EvidenceKind, Kind, Status, TmsReason, Voter
from voters.selectors import village_names
from voters.selectors.settings import setting
from voters.services import field

PAPERS = {
    Result.DIED_PROVEN: (TmsReason.MENINGGAL, EvidenceKind.AKTA_KEMATIAN),
    Result.MOVED_PROVEN: (TmsReason.PINDAH, EvidenceKind.SURAT_PINDAH),
}
"""Which removal a proven result proposes, and the paper it rests on."""
ANSWERED = (Kind.TIDAK_ADA, Kind.MUNCUL_KEMBALI, Kind.TMS)
"""What is answered where somebody is met or known to live elsewhere in the regency."""


def source_of(batch: Batch, task: Task) -> str:
    """What stands as the source of whatever the task brings: "coklit 3/12"."""
    return f"coklit {batch.number}/{task.sheet}"


def whereto(visit: Visit) -> str:
    """The new place as words: "ke Karamat, RW 003, RT 001, JL. A"; "" without one."""
    if not visit.moved_to:
        return ""
    name = village_names(visit.regency_code).get(visit.moved_to, visit.moved_to)
    parts = [
        f"ke {name}",
        *([f"RW {visit.moved_rw}"] if visit.moved_rw else []),
        *([f"RT {visit.moved_rt}"] if visit.moved_rt else []),
        *([visit.moved_address] if visit.moved_address else []),
    ]
    return ", ".join(parts)


def note_of(source: str, visit: Visit) -> str:
    """What the review reads of a visit: result, sheet, day, whereto, the note."""
    words = f"{dict(RESULTS)[visit.result]} ({source}, {visit.visited_on.isoformat()})"
    if visit.moved_to:
        words += f", {whereto(visit)}"
    if visit.note:
        words += f": {visit.note}"
    return words[:400]


def follow(
    actor: Any,
    batch: Batch,
    task: Task,
    voter: Voter | None,
    visit: Visit,
    scan: Any,
) -> field.Removal:
    """Bring a visit into the queue; the proposal and paper it made, if any."""
    source = source_of(batch, task)
    told: dict[str, Any] = {"actor": actor, "regency": task.regency_code}
    note = note_of(source, visit)
    doubt = {**told, "proposal_id": task.proposal_id, "note": note}
    if task.pair_id:
        field.remark_pair(
            **told, pair_id=task.pair_id, voter_id=task.voter_id, note=note
        )
    if task.side_id:
        field.remark_side(**told, side_id=task.side_id, note=note)
    following = Follows(visit.follows)
    if following == Follows.REMOVE and voter is not None:
        return _removal(doubt, voter, visit, scan, source)
    if following == Follows.MOVE and voter is not None:
        return _moved(doubt, voter, visit, scan, source)
    if following == Follows.CONFIRM:
        return field.Removal(_confirmed(told, doubt, task, voter, source))
    if following == Follows.GONE:
        field.answer(**doubt)
    elif following == Follows.WAIT:
        days = timedelta(days=setting("hold_days", task.regency_code))
        field.wait(**doubt, until=timezone.localdate() + days)
    else:
        field.remark(**doubt)
    return field.Removal(None)


def _removal(
    doubt: dict[str, Any], voter: Voter, visit: Visit, scan: Any, source: str
) -> field.Removal:
    """Propose the removal with its paper; the question behind the task is told."""
    category, kind = PAPERS[Result(visit.result)]
    asked = field.standing(visit.regency_code, doubt["proposal_id"])
    made, paper = field.remove(
        actor=doubt["actor"],
        regency=visit.regency_code,
        period=_open_period(visit.regency_code),
        voter=voter,
        category=category.value,
        evidence_kind=kind.value,
        number=visit.document_no,
        upload=scan,
        source=source,
        note=doubt["note"],
    )
    if asked is not None and (made is None or made.pk != asked.pk):
        field.remark(**doubt)
    return field.Removal(made, paper)


def _moved(
    doubt: dict[str, Any], voter: Voter, visit: Visit, scan: Any, source: str
) -> field.Removal:
    """Propose the new place; that the person is gone is answered with it."""
    asked = field.standing(visit.regency_code, doubt["proposal_id"])
    if asked is not None and asked.kind in ANSWERED:
        field.answer(**doubt)
    elif asked is not None:
        field.remark(**doubt)
    return field.relocate(
        actor=doubt["actor"],
        regency=visit.regency_code,
        period=_open_period(visit.regency_code),
        voter=voter,
        place={
            "kelurahan": visit.moved_to,
            "rw": visit.moved_rw,
            "rt": visit.moved_rt,
            "address": visit.moved_address,
        },
        evidence_kind=PAPERS[Result.MOVED_PROVEN][1].value,
        number=visit.document_no,
        upload=scan,
        source=source,
        note=doubt["note"],
    )


def _confirmed(
    told: dict[str, Any],
    doubt: dict[str, Any],
    task: Task,
    voter: Voter | None,
    source: str,
) -> ChangeProposal | None:
    """Somebody was met: the doubt is answered; who was struck is to come back."""
    asked = field.standing(task.regency_code, task.proposal_id)
    made = None
    if voter is not None and voter.status == Status.INELIGIBLE:
        made = field.reinstate(
            **told,
            period=_open_period(task.regency_code),
            voter=voter,
            source=source,
            note=doubt["note"],
        )
    if asked is None:
        return made
    if asked.kind in ANSWERED:
        field.answer(**doubt)
    else:
        field.remark(**doubt)
    return made


def _open_period(regency: str) -> Period:
    found: Period | None = Period.objects.open(regency).first()
    if found is None:
        raise FieldError(_("Tidak ada periode yang terbuka."))
    return found
