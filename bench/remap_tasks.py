"""Tasks of the bench that give a whole kelurahan another station."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from jobs.models import Job
from jobs.services import run
from periods.models import Period
from voters.models import Voter
from voters.selectors.tps import plan_remap
from voters.services.opening import write_as
from voters.services.tps import move_stations

TARGET, ROOM = "003", 100_000
_PLACE = "SELECT min(kelurahan) FROM voter WHERE regency_code = %s"
_WARM = "SELECT count(v.*) FROM voter v WHERE regency_code = %s"
_UPDATE = """
UPDATE voter SET tps = %s, row_version = row_version + 1
WHERE regency_code = %s AND kelurahan = %s AND status IN ('ACTIVE', 'HELD')
"""


def timed_update(cursor: Any, regency: str, commit: Callable[[], Any]) -> float:
    """Seconds of the same move as one UPDATE with its commit, caches warm."""
    cursor.execute(_WARM, [regency])
    cursor.execute(_PLACE, [regency])
    place = cursor.fetchone()[0]
    begun = time.perf_counter()
    cursor.execute(_UPDATE, [TARGET, regency, place])
    commit()
    return time.perf_counter() - begun


def update_village(regency: str) -> dict[str, Any]:
    """The bare UPDATE as the worker, its events and tallies among it."""
    period = Period.objects.open(regency).get()
    with connection.cursor() as cursor:
        transaction.set_autocommit(False)
        write_as(actor=None, period=period, actor_name="bench")
        seconds = timed_update(cursor, regency, transaction.commit)
        transaction.set_autocommit(True)
    return {"seconds": seconds}


def remap_village(regency: str) -> dict[str, Any]:
    """Plan, propose and accept, apply; the seconds of each and how many moved."""
    with connection.cursor() as cursor:
        cursor.execute(_WARM, [regency])
        cursor.execute(_PLACE, [regency])
        place = cursor.fetchone()[0]
    period = Period.objects.open(regency).get()
    rows = Voter.objects.of(regency).filter(kelurahan=place)
    steps: dict[str, float] = {}
    begun = time.perf_counter()
    plan = plan_remap(rows, regency, place, TARGET, ROOM)
    seen = plan.digest
    steps["plan"] = time.perf_counter() - begun
    begun = time.perf_counter()
    made = move_stations(
        actor=None, regency=regency, period=period, plan=plan, seen=seen
    )
    steps["propose"] = time.perf_counter() - begun
    begun = time.perf_counter()
    run(made.job.pk)
    steps["apply"] = time.perf_counter() - begun
    job = Job.objects.get(pk=made.job.pk)
    return {"steps": steps, "moved": job.result["applied"]}
