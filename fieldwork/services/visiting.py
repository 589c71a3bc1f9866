"""Records what was found at the door; `following` brings it into the review queue."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from fieldwork.models import Batch, BatchState, Task, TaskState, Visit
from fieldwork.rules import visits as rules
from fieldwork.rules.visits import Follows, Problem, Result
from fieldwork.services.errors import BatchEnded, FieldError, VisitRefused
from fieldwork.services.following import PAPERS, follow, note_of, source_of
from voters.models import ChangeProposal, Status, Voter
from voters.services import field_undo
from voters.services.claiming import refuse_claimed_people
from voters.services.errors import VoterError
from voters.services.evidence import store
from voters.services.recalling import recall_visited

MOVES = (Result.MOVED_PROVEN, Result.MOVED)
STATES = {
    Follows.CONFIRM: TaskState.DONE,
    Follows.REMOVE: TaskState.DONE,
    Follows.MOVE: TaskState.DONE,
    Follows.GONE: TaskState.DONE,
    Follows.NOTE: TaskState.DONE,
    Follows.WAIT: TaskState.WAITING,
    Follows.AGAIN: TaskState.AGAIN,
}


@dataclass(frozen=True)
class Found:
    """One visit as it was entered.

    `scan` is an uploaded file: the paper of a removal, else a picture of the visit;
    `sheet_photo` the stored picture of the signed sheet, which proves no removal.
    `moved_to` is the kelurahan of whoever moved inside the regency; RW, RT and address
    there stand beside it where somebody knows them.
    """

    on: date
    result: str
    document_no: str = ""
    next_on: date | None = None
    note: str = ""
    scan: Any = None
    sheet_photo: str = ""
    moved_to: str = ""
    moved_rw: str = ""
    moved_rt: str = ""
    moved_address: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    accuracy: int | None = None
    with_supervisor: bool = False
    with_village: bool = False


def refusal(problem: Problem, batch: Batch) -> VisitRefused:
    """What stands in the way, the field where it is mended, in words."""
    begun = timezone.localdate(batch.made_at).isoformat()
    field_name, words = {
        Problem.AHEAD: ("on", _("Tanggal kunjungan belum tiba.")),
        Problem.BEFORE_BATCH: (
            "on",
            _("Tanggal kunjungan sebelum tugas ditarik (%(day)s).") % {"day": begun},
        ),
        Problem.SAME_DAY: (
            "on",
            _("Sudah ada kunjungan pada tanggal ini; kunjungan lagi pada hari lain."),
        ),
        Problem.NO_DOCUMENT: (
            "document_no",
            _(
                "Isi nomor akta atau surat (paling sedikit 4 karakter), atau unggah "
                "pindaiannya; tanpa dokumen pilih hasil tanpa dokumen."
            ),
        ),
        Problem.DOCUMENT_IS_PERSON: (
            "document_no",
            _("Ini NIK atau nomor KK, bukan nomor dokumen."),
        ),
        Problem.NO_NEXT: (
            "next_on",
            _("Isi tanggal kunjungan berikut, sesudah tanggal kunjungan ini."),
        ),
        Problem.FINISHED: ("result", _("Tugas ini sudah selesai.")),
    }[problem]
    return VisitRefused(field_name, words)


@transaction.atomic
def record_visit(*, actor: Any, regency: str, public_id: Any, found: Found) -> Visit:
    """Enter one visit of a task in the actor's scope, and what follows from it.

    Raises Task.DoesNotExist, BatchEnded, VisitRefused (with the field to mend) and
    FieldError for what the roll refuses (a closed period) and while a colleague has
    this very person open in the review queue.
    """
    rows = Task.objects.in_scope_of(actor).of(regency)
    of = rows.values_list("batch_id", flat=True).get(public_id=public_id)
    # The batch first, as whoever assigns or ends it: else each waits for the other.
    batch = Batch.objects.of(regency).select_for_update().get(pk=of)
    task: Task = rows.select_for_update().get(public_id=public_id)
    voter = Voter.objects.of(regency).filter(pk=task.voter_id or 0).first()
    _refuse_open_elsewhere(actor, voter)
    following, number = _judged(task, batch, voter, found)
    seen = field_undo.watch(
        regency, task.proposal_id, voter, task.pair_id, task.side_id
    )
    visit = _told(actor, task, found, following, number)
    try:
        visit.photo = _photo(regency, following, found)
        answered, paper = follow(actor, batch, task, voter, visit, found.scan)
    except VoterError as error:
        raise FieldError(str(error)) from error
    visit.traces = field_undo.traces(regency, seen, answered, [paper] if paper else [])
    visit.save(force_insert=True)
    _advance(task, visit, following, answered)
    if voter is not None:
        note = note_of(source_of(batch, task), visit)
        recall_visited(actor=actor, regency=regency, voter_id=voter.pk, note=note)
    if batch.state == BatchState.ASSIGNED:
        batch.state = BatchState.RUNNING
        batch.save(update_fields=["state"])
    record(
        actor=actor,
        action="coklit.visit",
        regency_code=regency,
        subject=str(task.public_id),
        persons=[voter.public_id] if voter else [],
        data={"result": visit.result, "follows": visit.follows},
    )
    return visit


def _refuse_open_elsewhere(actor: Any, voter: Voter | None) -> None:
    """Raise FieldError where a colleague decides about this person right now."""
    if voter is None:
        return
    people = [voter]
    try:
        refuse_claimed_people(actor, voter.regency_code, people, at_the_door=True)
    except VoterError as error:
        raise FieldError(str(error)) from error


def _judged(
    task: Task, batch: Batch, voter: Voter | None, found: Found
) -> tuple[Follows, int]:
    """What follows from a visit, and its number; raises BatchEnded, VisitRefused."""
    if not batch.is_open:
        raise BatchEnded
    told = rules.Told(
        found.on,
        Result(found.result),
        found.document_no,
        found.scan is not None,
        found.next_on,
        inside=bool(found.moved_to),
    )
    _require_place(voter, found)
    seen = Visit.objects.of(task.regency_code).standing().filter(task=task)
    earlier = [
        rules.Earlier(one.visited_on, Result(one.result))
        for one in seen.order_by("number")
    ]
    problem = rules.problem(
        told,
        earlier,
        today=timezone.localdate(),
        begun=timezone.localdate(batch.made_at),
        finished=not task.is_unfinished,
    )
    if problem is not None:
        raise refusal(problem, batch)
    on_the_roll = voter is not None and voter.status != Status.INELIGIBLE
    return rules.follows(told, earlier, on_the_roll=on_the_roll), len(earlier) + 1


def _require_place(voter: Voter | None, found: Found) -> None:
    """Raise VisitRefused for a new place that is half told or the one of now."""
    if found.moved_to and bool(found.moved_rw) != bool(found.moved_rt):
        where = "moved_rt" if found.moved_rw else "moved_rw"
        raise VisitRefused(where, _("RW dan RT diisi bersama: RT bernomor di RW-nya."))
    if not found.moved_to and (found.moved_rw or found.moved_rt or found.moved_address):
        raise VisitRefused("moved_to", _("Isi juga kelurahannya."))
    if voter is None or found.moved_to != voter.kelurahan:
        return
    same = (
        found.moved_rw in ("", voter.rw),
        found.moved_rt in ("", voter.rt),
        found.moved_address.upper() in ("", voter.address),
    )
    if all(same):
        raise VisitRefused(
            "moved_to", _("Ini tempatnya sekarang, bukan pindah; isi RW dan RT baru.")
        )


def _told(
    actor: Any, task: Task, found: Found, following: Follows, number: int
) -> Visit:
    """The visit, not saved before what follows from it stands."""
    told = Result(found.result)
    kind = PAPERS[told][1].value if told in PAPERS else ""
    return Visit(
        regency_code=task.regency_code,
        kelurahan=task.kelurahan,
        rw=task.rw,
        rt=task.rt,
        task=task,
        number=number,
        visited_on=found.on,
        result=found.result,
        document_kind=kind,
        document_no=found.document_no.strip()[:80] if kind else "",
        has_scan=found.scan is not None and bool(kind),
        **(_whereto(found) if told in MOVES else {}),
        next_on=found.next_on if following == Follows.AGAIN else None,
        **_place(found),
        note=found.note.strip()[:200],
        with_supervisor=found.with_supervisor,
        with_village=found.with_village,
        follows=following.value,
        entered_by_id=getattr(actor, "pk", None),
        entered_by_name=str(actor or "sistem")[:150],
    )


def _photo(regency: str, following: Follows, found: Found) -> str:
    """Where the picture beside a visit is kept; a paper stands at its proposal."""
    if found.scan is None or following in (Follows.REMOVE, Follows.MOVE):
        return found.sheet_photo
    return store(regency, found.scan)


def _whereto(found: Found) -> dict[str, str]:
    """The new place, as a visit keeps it."""
    return {
        "moved_to": found.moved_to,
        "moved_rw": found.moved_rw,
        "moved_rt": found.moved_rt,
        "moved_address": " ".join(found.moved_address.upper().split())[:200],
    }


def _place(found: Found) -> dict[str, Any]:
    """Where the visit was: both coordinates or nothing of it."""
    if found.latitude is None or found.longitude is None:
        return {}
    return {
        "latitude": found.latitude,
        "longitude": found.longitude,
        "accuracy": found.accuracy,
    }


def _advance(
    task: Task, visit: Visit, following: Follows, answered: ChangeProposal | None
) -> None:
    task.state = STATES[following]
    task.visits, task.result, task.next_on = visit.number, visit.result, visit.next_on
    changed = ["state", "visits", "result", "next_on"]
    if not task.is_unfinished:
        task.finished_on = visit.visited_on
        changed.append("finished_on")
    if answered is not None:
        task.answer_id = answered.pk
        changed.append("answer_id")
    task.save(update_fields=changed)
