"""What a measured process does; each function answers plain JSON."""

from __future__ import annotations

import gc
import io
import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Role, User
from accounts.services import ensure_account
from bench import machine
from bench.aid_tasks import match_aid
from bench.desk_tasks import desk_look_ups, post_officer
from bench.duplicates_tasks import search_people, search_whole_roll
from bench.exports_tasks import bare_workbook, export_roll
from bench.field_tasks import ask_about, draw_tasks
from bench.judging import against_truth
from bench.lists_tasks import fill_lists, pages
from bench.looking import crowd, look_ups, name_searches, nik_look_ups
from bench.office_tasks import office_accounts, office_code
from bench.remap_tasks import remap_village, update_village
from bench.review_tasks import queue_up, walk_the_queue
from bench.seeding import PASSWORD
from bench.staging import calamine_alone, stage_book
from jobs import services
from jobs.models import OPEN_STATES, Job, State
from periods.models import Period
from voters.services import propose_bulk


def load(roll: str, removed: str, regency: str, period: str) -> dict[str, Any]:
    """Load an opening roll; answer the seconds and the voters."""
    begun = time.perf_counter()
    call_command(
        "load_roll",
        roll,
        removed=removed,
        regency=regency,
        period=period,
        stdout=io.StringIO(),
    )
    seconds = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM voter WHERE regency_code = %s "
            "AND status IN ('ACTIVE', 'HELD')",
            [regency],
        )
        return {"seconds": seconds, "voters": cursor.fetchone()[0]}


def reconcile(file: str, regency: str, period: str) -> dict[str, Any]:
    """Reconcile a snapshot as a worker's child would, and search its duplicates.

    Answers the job's seconds, stage by stage; those of the search that follows it,
    under `search`; the memory before, and at the peak of both.
    """
    _import_what_a_worker_imports()
    _touch("voter", regency)
    gc.collect()
    idle = machine.memory_of_this_process()["resident"]
    machine.forget_peak()
    begun = time.perf_counter()
    outcomes = _reconcile(file, regency, period)
    wall = time.perf_counter() - begun
    peak = machine.memory_of_this_process()["peak"]
    memory = {"idle": idle, "peak": peak}
    search = _newest_job("duplicates_of")
    told = {"wall": wall, "outcomes": outcomes, "search": search, **memory}
    return {**told, **_newest_job("reconcile")}


def _reconcile(file: str, regency: str, period: str) -> dict[str, int]:
    """Run the command; return how many rows had each outcome."""
    told = io.StringIO()
    call_command(
        "reconcile",
        file,
        regency=regency,
        period=period,
        kind="snapshot",
        stdout=told,
    )
    outcomes: dict[str, int] = json.loads(told.getvalue())["outcomes"]
    return outcomes


def _import_what_a_worker_imports() -> None:
    """Import the tasks, and with them the rooms that do the jobs."""
    from kpu_portal.celery import app

    app.loader.import_default_modules()


def _touch(table: str, regency: str) -> None:
    """Bring the regency's part of a table into the caches."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(t.*) FROM {table} t WHERE regency_code = %s", [regency]
        )


def _newest_job(kind: str) -> dict[str, Any]:
    job = Job.objects.filter(kind=kind).latest("id")
    assert job.started_at is not None and job.ended_at is not None
    return {
        "state": job.state,
        "seconds": (job.ended_at - job.started_at).total_seconds(),
        "stages": job.timings,
        "result": job.result,
    }


def propose(regency: str, period: str, count: int) -> dict[str, Any]:
    """Propose a new address for `count` voters and accept them all."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, {"regency": regency, "count": count})
    with transaction.atomic():
        made = propose_bulk(
            context_actor=None,
            regency=regency,
            period=Period.objects.get(regency_code=regency, code=period),
            delivery_id=None,
            table="bench_changes",
        )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE landing.bench_changes")
    call_command(
        "decide",
        regency=regency,
        period=period,
        accept="UBAH",
        stdout=io.StringIO(),
    )
    return made


_CHANGES = """
CREATE UNLOGGED TABLE landing.bench_changes AS
SELECT 'UBAH'::varchar AS kind, ''::varchar AS category, v.id AS voter_id,
  v.row_version AS base_version, v.nik, v.name, v.sex, v.kelurahan,
  ARRAY['address']::varchar[] AS elements,
  jsonb_build_object('address', v.address) AS old,
  jsonb_build_object('address', v.address || ' NO 99') AS new,
  '{}'::varchar[] AS warnings, ''::varchar AS rule, 'BENCH'::varchar AS source,
  row_number() OVER () AS line_no, md5(v.nik)::varchar AS fingerprint,
  NULL::date AS event_date, ''::varchar AS evidence_kind, ''::varchar AS evidence_no
FROM (SELECT * FROM voter WHERE regency_code = %(regency)s AND status = 'ACTIVE'
      ORDER BY md5(nik) LIMIT %(count)s) v
"""


# Run by name, like the tasks below.
__all__ = [
    "against_truth",
    "ask_about",
    "bare_workbook",
    "calamine_alone",
    "crowd",
    "desk_look_ups",
    "draw_tasks",
    "export_roll",
    "fill_lists",
    "look_ups",
    "match_aid",
    "name_searches",
    "nik_look_ups",
    "office_accounts",
    "office_code",
    "pages",
    "post_officer",
    "queue_up",
    "remap_village",
    "search_people",
    "search_whole_roll",
    "stage_book",
    "update_village",
    "walk_the_queue",
]


def apply(regency: str, period: str) -> dict[str, Any]:
    """Apply everything that is accepted; answer the job."""
    for table in ("voter", "change_proposal"):
        _touch(table, regency)
    call_command("apply", regency=regency, period=period, stdout=io.StringIO())
    return _newest_job("apply")


def recap(regency: str, period: str, rounds: int) -> dict[str, Any]:
    """Time the draft recap from its summaries, and the count of the roll beside it."""
    from accounts import scope
    from plenos import selectors

    opened = Period.objects.get(regency_code=regency, code=period)
    user = User.objects.get(username="operator.bench")
    with transaction.atomic():
        scope.enter_as(scope.mint(user, lifetime=scope.ERRAND), user)
        summary, grouped = [], []
        for _ in range(rounds):
            summary.append(_seconds(partial(selectors.draft, opened)))
            grouped.append(_seconds(partial(_group_by, regency)))
        figure = selectors.draft(opened).total("SEKARANG")
        counted = sum(row[2] for row in _group_by(regency))
    return {"summary": summary, "grouped": grouped, "same": figure == counted}


def _group_by(regency: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kelurahan, sex, count(*) FROM voter WHERE regency_code = %s "
            "AND status IN ('ACTIVE', 'HELD') GROUP BY kelurahan, sex",
            [regency],
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def people(regency: str) -> dict[str, Any]:
    """Make the operator who looks at the pages."""
    user, _ = ensure_account(
        actor=None,
        username="operator.bench",
        password=PASSWORD,
        role=Role.OPERATOR,
        scope_code=regency,
        full_name="Operator Bench",
    )
    return {"user": user.pk}


def finish(file: str, regency: str, period: str) -> dict[str, Any]:
    """Rescue what was killed, or start when nothing was; answer what is there then."""
    _import_what_a_worker_imports()
    _end_what_waits()
    for failed in Job.objects.filter(state=State.FAILED):
        with transaction.atomic():
            services.retry(actor=None, job=failed)  # its reader was killed
    _end_what_waits()
    if not Job.objects.filter(kind="reconcile").exists():
        _reconcile(file, regency, period)
    return _what_is_there(regency)


def _end_what_waits() -> None:
    while Job.objects.filter(state__in=OPEN_STATES).exists():
        services.sweep()
        waiting = Job.objects.filter(state=State.QUEUED).order_by("id")
        for number in waiting.values_list("pk", flat=True):
            services.run(number)
        time.sleep(0.1)


def _what_is_there(regency: str) -> dict[str, Any]:
    found: dict[str, Any] = {"job": _newest_job("reconcile")["state"]}
    with connection.cursor() as cursor:
        for name, statement in _LOOKS.items():
            cursor.execute(statement, {"regency": regency})
            found[name] = {row[0]: row[1] for row in cursor.fetchall()}
    return found


_LOOKS = {
    "proposals": "SELECT kind, count(*) FROM change_proposal "
    "WHERE regency_code = %(regency)s GROUP BY kind ORDER BY kind",
    "rows": "SELECT outcome, count(*) FROM reconciliation_deliveryrow "
    "WHERE regency_code = %(regency)s GROUP BY outcome ORDER BY outcome",
    "issues": "SELECT kind, count(*) FROM reconciliation_rowissue "
    "WHERE regency_code = %(regency)s GROUP BY kind ORDER BY kind",
    "evidence": "SELECT kind, count(*) FROM evidence "
    "WHERE regency_code = %(regency)s GROUP BY kind ORDER BY kind",
    "pairs": "SELECT origin || ' ' || tier, count(*) FROM duplicate_pair "
    "WHERE regency_code = %(regency)s GROUP BY 1 ORDER BY 1",
    "landing": "SELECT relname, 1 FROM pg_class "
    "WHERE relnamespace = 'landing'::regnamespace AND relkind = 'r'",
}
