"""A power cut leaves a reconciliation and an application whole, or not begun.

The worker is real and dies by SIGKILL with its whole process group. A trigger that
sleeps at every row makes the last transaction long enough to be hit.
"""

from __future__ import annotations

import random
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connections

from jobs import services
from jobs.models import Job, State
from periods.models import Period
from reconciliation.models import Delivery
from reconciliation.services import start
from tests import databases
from tests.reconciliation.conftest import PERIOD, REGENCY, reconcile, take_in
from tests.roles import admin_sql, as_worker
from tests.voters.desk import tallies_hold
from tests.workers import RealWorker, real_worker, wait_until
from voters.models import ChangeProposal
from voters.services import start_apply

KILLS = 10
ROW_SECONDS = 0.01
"""Long beside what the machine itself takes, so that a kill within it finds the job."""
DECIDED = ("BARU", "UBAH", "PINDAH_DALAM", "TMS")

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("_open_databases")]
Begin = Callable[[], Job]


def state() -> list[tuple[Any, ...]]:
    """All that a run may change, counted in one statement: one moment, not several."""
    return admin_sql(
        """
        SELECT 'proposal', kind, state, '', count(*) FROM change_proposal GROUP BY 2, 3
        UNION ALL
        SELECT 'voter', kelurahan, sex, status, count(*) FROM voter
          WHERE regency_code = '3272' GROUP BY 2, 3, 4
        UNION ALL
        SELECT 'tally', kelurahan, sex, status, n FROM roll_tally
          WHERE regency_code = '3272' AND n <> 0
        UNION ALL
        SELECT 'event', effect, category, sign::text, count(*) FROM voter_event
          WHERE regency_code = '3272' GROUP BY 2, 3, 4
        UNION ALL
        SELECT 'row', outcome, '', '', count(*) FROM reconciliation_deliveryrow
          GROUP BY 2
        UNION ALL
        SELECT 'issue', kind, '', '', count(*) FROM reconciliation_rowissue GROUP BY 2
        UNION ALL
        SELECT 'delivery', state, '', '', rows FROM reconciliation_delivery
        UNION ALL
        SELECT 'young', '', '', '', count(*) FROM not_yet_eligible
        ORDER BY 1, 2, 3, 4
        """
    )


@contextmanager
def waiting(begin: Begin, slow: str) -> Iterator[tuple[str, int]]:
    """A template: a stocked database in which a job waits, and every row of `slow`
    lasts; its name and the job's number."""
    with databases.clone("stocked") as name, as_worker():
        job = begin()
        admin_sql(
            "CREATE FUNCTION public.last_a_while() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$BEGIN PERFORM pg_sleep({ROW_SECONDS}); RETURN new; END$$"
        )
        admin_sql(
            f"CREATE TRIGGER zz_slow BEFORE INSERT OR UPDATE ON {slow} "
            "FOR EACH ROW EXECUTE FUNCTION public.last_a_while()"
        )
        connections.close_all()
        yield name, job.pk


@contextmanager
def office(template: tuple[str, int]) -> Iterator[tuple[str, Job]]:
    """A fresh copy of that template, and its job."""
    with databases.copy(template[0]) as name, as_worker():
        yield name, Job.objects.get(pk=template[1])


class Undisturbed:
    """What the same work does when nobody kills it, and how long that takes."""

    def __init__(self, template: tuple[str, int]) -> None:
        with office(template) as (_, job):
            self.before = state()
            began = time.monotonic()
            assert services.run(job.pk)
            self.seconds = time.monotonic() - began
            self.after = state()
            job.refresh_from_db()
            assert job.state == State.DONE, job.error
            self.result = job.result
            tallies_hold()
        assert self.before != self.after


def kill_often(
    begin: Begin, slow: str, folder: Path, stage: str, seed: int
) -> tuple[Undisturbed, list[str]]:
    """Kill a worker in the middle of its job KILLS times; each job ends by itself.

    Gives the undisturbed run, and where each kill found the job.
    """
    chance, jobs = random.Random(seed), 0
    hits: list[str] = []
    with waiting(begin, slow) as template:
        whole = Undisturbed(template)
        while len(hits) < KILLS:
            jobs += 1
            assert jobs <= KILLS, "the kills come too late to hit anything"
            hits += _one_office(template, folder, stage, whole, chance, len(hits))
    assert len(hits) == KILLS
    return whole, hits


def _one_office(
    template: tuple[str, int],
    folder: Path,
    stage: str,
    whole: Undisturbed,
    chance: random.Random,
    already: int,
) -> list[str]:
    """One job killed until it ends or KILLS are reached; where the kills found it."""
    with (
        office(template) as (name, job),
        real_worker(
            name,
            folder,
            PDPB_LANDING_CHUNK_ROWS="50",
            PDPB_SEARCH_BESIDE_ROWS="1",
        ) as worker,
    ):
        hits = _one_job(worker, job, whole, chance, KILLS - already)
        job.refresh_from_db()
        assert job.state == State.DONE
        assert state() == whole.after
        assert job.result == whole.result
        tallies_hold()
        said = worker.said()
    begun = re.findall(rf"pid=(\d+) job={job.pk} .*begins", said)
    assert len(set(begun)) == len(begun) > 0, "one process a try"
    assert re.search(rf"pid=\d+ job={job.pk} stage={stage} done=[1-9]", said)
    return hits


def _one_job(
    worker: RealWorker, job: Job, whole: Undisturbed, chance: random.Random, most: int
) -> list[str]:
    """Kill until the job is done or `most` kills hit it, then let it end.

    Gives where each kill that hit found the job: stage and rows done, as its row says.
    """

    def now() -> Job:
        return Job.objects.get(pk=job.pk)

    hits: list[str] = []
    attempts = 0

    def taken() -> bool:
        return now().attempts > attempts or now().state == State.DONE

    while len(hits) < most:
        _wait(worker, taken)
        time.sleep(chance.uniform(0.0, whole.seconds))
        worker.kill()
        assert state() in (whole.before, whole.after)
        found = now()
        worker.start()
        if found.state == State.DONE:
            break
        assert found.is_open
        attempts = found.attempts
        hits.append(f"{found.stage} {found.done}")
    _wait(worker, lambda: now().state == State.DONE)
    return hits


def _wait(worker: RealWorker, true: Callable[[], bool]) -> None:
    try:
        wait_until(true, 45)
    except AssertionError:
        raise AssertionError(worker.said()[-3000:]) from None


@pytest.fixture
def stored() -> Iterator[Callable[[Delivery], None]]:
    """Puts the file of a delivery where the real worker looks; removed afterwards."""
    made: list[Path] = []

    def storing(delivery: Delivery) -> None:
        path = databases.HOME / "media" / delivery.file
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(default_storage.path(delivery.file), path)
        made.append(path)

    yield storing
    for path in made:
        path.unlink(missing_ok=True)


def test_a_killed_reconciliation_is_whole_or_nothing(
    demo_files: Any, tmp_path: Path, stored: Callable[[Delivery], None]
) -> None:
    path = demo_files.path("snapshot")

    def begin() -> Job:
        delivery = take_in(path)
        stored(delivery)
        return start(actor=None, delivery=delivery, kind="SNAPSHOT")

    whole, hits = kill_often(begin, "change_proposal", tmp_path, "load", 20261124)
    assert len(set(hits)) >= 3, f"always at the same moment: {hits}"
    made = sum(row[-1] for row in whole.after if row[0] == "proposal")
    assert not [row for row in whole.before if row[0] == "proposal"]
    assert made == sum(whole.result["proposals"].values()) > 0


def test_a_killed_application_is_whole_or_nothing(
    demo_files: Any, tmp_path: Path
) -> None:
    def begin() -> Job:
        reconcile(demo_files.path("snapshot"), "SNAPSHOT")
        ChangeProposal.objects.of(REGENCY).filter(kind__in=DECIDED).update(
            state="ACCEPTED", evidence_kind="LAIN", evidence_no="1"
        )
        period = Period.objects.get(regency_code=REGENCY, code=PERIOD)
        return start_apply(actor=None, regency=REGENCY, period=period)

    whole, _hits = kill_often(begin, "voter", tmp_path, "terapkan", 20261125)
    assert whole.result["applied"] > 20
    assert ("proposal", "BARU", "ACCEPTED") not in {row[:3] for row in whole.after}
