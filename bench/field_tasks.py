"""Tasks of the bench that draw tasks of coklit terbatas."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from fieldwork.models import Batch, Task
from fieldwork.services.assigning import give
from fieldwork.services.drawing import draw
from periods.models import Period

_ASK = """
UPDATE voter SET rw = lpad((1 + id %% 8)::text, 3, '0'),
  rt = lpad((1 + id / 8 %% 6)::text, 3, '0')
WHERE regency_code = %(regency)s;
INSERT INTO change_proposal (regency_code, period_id, kind, voter_id, base_version,
  nik, name, sex, kelurahan, source)
SELECT regency_code, %(period)s, 'TIDAK_ADA', id, row_version, nik, name, sex,
  kelurahan, 'bench'
FROM voter WHERE regency_code = %(regency)s ORDER BY md5(id::text) LIMIT %(questions)s
"""
_COPY = """
INSERT INTO fieldwork_task (regency_code, public_id, batch_id, voter_id, proposal_id,
  pair_id, reason, kelurahan, rw, rt, sheet, line, day, officer_id, officer_name, state,
  visits, result)
SELECT regency_code, public_id, %s, voter_id, proposal_id, pair_id, reason, kelurahan,
  rw, rt, sheet, line, day, officer_id, officer_name, state, visits, result
FROM landing.bench_tasks
"""


def ask_about(regency: str, questions: int) -> dict[str, Any]:
    """Spread voters over RT and RW, and ask about some of them."""
    period = Period.objects.open(regency).get()
    with transaction.atomic(), connection.cursor() as cursor:
        told: dict[str, Any] = {
            "regency": regency,
            "period": period.pk,
            "questions": questions,
        }
        cursor.execute(_ASK, told)
        return {"questions": cursor.rowcount}


def _timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    with transaction.atomic():
        work()
    return time.perf_counter() - begun


def _batch(regency: str, reason: str, tasks: int) -> Batch:
    made: Batch = Batch.objects.create(
        regency_code=regency,
        number=Batch.objects.of(regency).count() + 1,
        period_id=Period.objects.open(regency).get().pk,
        name="bench",
        reasons=[reason],
        place=regency,
        most=tasks,
        seed="bench",
        per_day=20,
        deadline=timezone.localdate(),
    )
    return made


def draw_tasks(regency: str, reason: str, tasks: int) -> dict[str, Any]:
    """Draw and give out, then insert the same rows again; seconds of each, commit in.

    Every task is withdrawn afterwards, so that the next round finds the same people.
    """
    batch = _batch(regency, reason, tasks)
    steps = {"draw": _timed(lambda: draw(regency, batch))}
    rows = Task.objects.of(regency).filter(batch=batch)
    places = rows.values_list("kelurahan", flat=True).distinct()
    given: dict[str, Any] = {place: (None, f"officer {place}") for place in places}
    steps["assign"] = _timed(lambda: give(None, regency, batch, given, "", ""))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE UNLOGGED TABLE landing.bench_tasks AS SELECT * FROM fieldwork_task "
            "WHERE regency_code = %s AND batch_id = %s ORDER BY id",
            [regency, batch.pk],
        )
    rows.update(state="WITHDRAWN")
    other = _batch(regency, reason, tasks)
    with connection.cursor() as cursor:
        bare = _timed(lambda: cursor.execute(_COPY, [other.pk]))
        cursor.execute("DROP TABLE landing.bench_tasks")
    copied = Task.objects.of(regency).filter(batch=other)
    found = copied.count()
    copied.update(state="WITHDRAWN")
    return {"steps": steps, "bare": bare, "tasks": found, "sheets": batch.sheets}
