"""Tasks of the bench that give a whole kelurahan another station."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection, transaction

from bench.moving import PLACE, TARGET, WARM, timed_update
from jobs.models import Job
from jobs.services import run, wake
from periods.models import Period
from voters.models import Voter
from voters.selectors.tps import plan_remap
from voters.services.opening import write_as
from voters.services.tps import move_stations

ROOM = 100_000


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
    """Plan, confirm, propose and apply; the seconds of each and how many moved."""
    with connection.cursor() as cursor:
        cursor.execute(WARM, [regency])
        cursor.execute(PLACE, [regency])
        place = cursor.fetchone()[0]
    period = Period.objects.open(regency).get()
    rows = Voter.objects.of(regency).filter(kelurahan=place)
    wake(0)  # once a process: the first word to the broker loads Celery and every task
    steps: dict[str, float] = {}
    begun = time.perf_counter()
    plan = plan_remap(rows, regency, place, TARGET, ROOM)
    seen = plan.digest
    steps["plan"] = time.perf_counter() - begun
    begun = time.perf_counter()
    made = move_stations(
        actor=None, regency=regency, period=period, plan=plan, seen=seen
    )
    steps["confirm"] = time.perf_counter() - begun
    begun = time.perf_counter()
    run(made.job.pk)
    steps["apply"] = time.perf_counter() - begun
    job = Job.objects.get(pk=made.job.pk)
    return {"steps": steps, "moved": job.result["applied"]}
