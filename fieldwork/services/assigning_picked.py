"""Gives picked tasks, of one batch or of several, to one officer."""

from collections import defaultdict
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from fieldwork.models import Batch, BatchState, Task
from fieldwork.services.drawing import FOLDER
from fieldwork.services.errors import FieldError
from files.lists import PickError, require_same

ENDED = (BatchState.CLOSED, BatchState.WITHDRAWN)
Rows = QuerySet[Task, Task]


def assignable(rows: Rows) -> Rows:
    """What of the picked can be given to somebody: unfinished, of a batch that runs."""
    return rows.unfinished().exclude(batch__state__in=ENDED)  # type: ignore[attr-defined,no-any-return]


@transaction.atomic
def assign_picked(
    *,
    actor: Any,
    regency: str,
    rows: Rows,
    mark: str,
    officer: User | None = None,
    name: str = "",
) -> int:
    """Give the assignable of `rows` to one officer, with or without an account.

    `rows` are cut to the person's scope; `mark` is mark_of the assignable that were
    shown. Gives how many. Raises FieldError: nobody named, an officer who cannot see
    every place, other tasks by now, none at all.
    """
    who = str(officer) if officer else name.strip()[:150]
    if not who:
        raise FieldError(_("Pilih petugas, atau tulis namanya."))
    found = list(assignable(rows).values_list("pk", "batch_id", "kelurahan"))
    try:
        require_same(mark, [number for number, _batch, _place in found])
    except PickError as error:
        raise FieldError(str(error)) from None
    if not found:
        raise FieldError(
            _("Tidak ada tugas yang belum selesai di antara yang dipilih.")
        )
    places = {place for _number, _batch, place in found}
    outside = [one for one in places if officer and not officer.covers(one)]
    if outside:
        raise FieldError(
            _("Petugas ini tidak bertugas di %(n)s kelurahan dari pilihan ini.")
            % {"n": len(outside)}
        )
    tasks: dict[int, list[int]] = defaultdict(list)
    for number, batch, _place in found:
        tasks[batch].append(number)
    return sum(
        _give(actor, regency, batch, numbers, officer.pk if officer else None, who)
        for batch, numbers in sorted(tasks.items())
    )


def _give(
    actor: Any,
    regency: str,
    batch: int,
    numbers: list[int],
    officer: int | None,
    name: str,
) -> int:
    """Write a batch's tasks down, the batch locked first; how many."""
    locked: Batch = Batch.objects.of(regency).select_for_update().get(pk=batch)
    if locked.state in ENDED:
        raise FieldError(_("Kelompok ini sudah berakhir."))
    values: dict[str, Any] = {
        "regency": regency,
        "batch": batch,
        "per_day": locked.per_day,
        "tasks": numbers,
        "officer": officer,
        "name": name,
    }
    with connection.cursor() as cursor:
        cursor.execute((FOLDER / "assign_tasks.sql").read_text("utf-8"), values)
        given = int(cursor.fetchone()[0])
    if locked.state == BatchState.DRAFT:
        locked.state = BatchState.ASSIGNED
        locked.save(update_fields=["state"])
    record(
        actor=actor,
        action="coklit.assign",
        regency_code=regency,
        subject=str(locked.public_id),
        data={"tasks": given, "picked": True},
    )
    return given
