"""Undoes a visit that was entered wrongly, with all that it brought (L15)."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from fieldwork.models import Batch, SpotCheck, Task, TaskState, Visit
from fieldwork.rules.visits import Bar, Follows, bar
from fieldwork.services.errors import FieldError
from fieldwork.services.following import source_of
from fieldwork.services.visiting import STATES
from voters.services import field_undo
from voters.services.errors import VoterError


def what_bars(actor: Any, visit: Visit, task: Task) -> Bar | None:
    """Why this account cannot undo the visit, as far as this room knows."""
    later = Visit.objects.of(visit.regency_code).standing().filter(task=task)
    return bar(
        undone=visit.undone_at is not None,
        last=not later.filter(number__gt=visit.number).exists(),
        own=actor.is_office or visit.entered_by_id == actor.pk,
        open_batch=task.batch.is_open,
        checked=SpotCheck.objects.of(visit.regency_code).filter(task=task).exists(),
    )


def words(found: Bar) -> str:
    """A bar as a sentence."""
    return {
        Bar.UNDONE: _("Kunjungan ini sudah diurungkan."),
        Bar.NOT_LAST: _("Hanya kunjungan terakhir yang dapat diurungkan."),
        Bar.NOT_YOURS: _("Hanya yang mencatat, atau kantor, yang mengurungkannya."),
        Bar.CLOSED: _("Kelompok ini sudah berakhir; kunjungannya tetap."),
        Bar.CHECKED: _("Tugas ini sudah ditarik untuk uji petik."),
    }[found]


@transaction.atomic
def undo_visit(*, actor: Any, regency: str, public_id: Any, why: str) -> Visit:
    """Undo a task's last visit in the actor's scope, while nobody decided on it.

    What it proposed is refused, what it answered or noted stands as before, its paper
    no longer counts; the task waits again. Raises Visit.DoesNotExist and FieldError
    (no reason given, a bar of the rules, decided since, the person drawn anew).
    """
    told = why.strip()[:200]
    if not told:
        raise FieldError(_("Tulis mengapa kunjungan ini diurungkan."))
    found: Visit = Visit.objects.in_scope_of(actor).of(regency).get(public_id=public_id)
    tasks = Task.objects.of(regency).filter(pk=found.task_id)
    batches = Batch.objects.of(regency).select_for_update()
    batch = batches.get(pk__in=tasks.values("batch_id"))  # first, as visiting does
    task: Task = tasks.select_for_update().get()
    task.batch = batch
    visit: Visit = Visit.objects.of(regency).select_for_update().get(pk=found.pk)
    if barred := what_bars(actor, visit, task):
        raise FieldError(words(barred))
    note = _("Kunjungan %(source)s diurungkan: %(why)s") % {
        "source": source_of(task.batch, task),
        "why": told,
    }
    try:
        field_undo.undo(actor=actor, regency=regency, kept=visit.traces, note=note)
    except VoterError as error:
        raise FieldError(str(error)) from error
    visit.undone_at, visit.undone_why = timezone.now(), told
    visit.undone_by_id, visit.undone_by_name = actor.pk, str(actor)[:150]
    visit.save(
        update_fields=["undone_at", "undone_why", "undone_by_id", "undone_by_name"]
    )
    _go_back(task)
    record(
        actor=actor,
        action="coklit.undo",
        regency_code=regency,
        subject=str(task.public_id),
        data={"visit": str(visit.public_id), "result": visit.result},
    )
    return visit


def _go_back(task: Task) -> None:
    """Let the task stand as its last visit that is left says."""
    seen = Visit.objects.of(task.regency_code).standing().filter(task=task)
    last = seen.order_by("number").last()
    task.state = STATES[Follows(last.follows)] if last else TaskState.TODO
    task.visits = last.number if last else 0
    task.result = last.result if last else ""
    task.next_on = last.next_on if last else None
    task.finished_on = task.answer_id = None
    fields = ("state", "visits", "result", "next_on", "finished_on", "answer_id")
    try:
        with transaction.atomic():
            task.save(update_fields=fields)
    except IntegrityError:
        raise FieldError(
            _("Orang ini sudah ditarik lagi; selesaikan tugas barunya.")
        ) from None
