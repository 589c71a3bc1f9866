"""A cancel after the commit of a worker that died denies nothing, whatever the job did.

Rules P17 and P22: what stands is reported by the next try, as if nobody had asked.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jobs import services as jobs
from jobs.models import Job, State
from reconciliation import services as deliveries
from reconciliation.models import Delivery
from reconciliation.rules.ceiling import KINDS
from reconciliation.services import running, searching
from tests.jobs.kinds import done_but_not_ended
from tests.reconciliation.conftest import PERIOD, REGENCY, arrived
from tests.reconciliation.test_meaning import file_of, people
from tests.roles import as_worker
from tests.voters import desk
from tests.voters.pairs import PAPER
from voters import services
from voters.models import ChangeProposal

pytestmark = pytest.mark.usefixtures("stocked")


def queued(kind: str, actor: Any = None, **params: Any) -> Job:
    with as_worker():
        return jobs.enqueue(actor=actor, kind=kind, regency=REGENCY, params=params)


def outlived(job: Job, *, cancelled: bool) -> Job:
    """The job after its worker died behind the commit and another one did it again."""
    with as_worker():
        done_but_not_ended(job)
        if cancelled:
            with pytest.raises(jobs.JobError, match="sudah menyimpan"):
                jobs.request_cancel(actor=None, job=job)
        assert jobs.sweep()["requeued"] == 1
        assert jobs.run(job.pk)
        job.refresh_from_db()
    return job


def struck(cast: Any) -> tuple[Any, Any]:
    """A voter and the accepted proposal to strike them."""
    (voter,) = people(1)
    made = desk.propose(cast.operator_a, "TMS", voter, category="MENINGGAL", **PAPER)
    return voter, desk.decide(cast.operator_a, services.accept, made)


@pytest.mark.parametrize("cancelled", [False, True])
def test_an_applied_change_and_its_undoing_are_reported(
    cast: Any, cancelled: bool
) -> None:
    voter, made = struck(cast)
    period = desk.period().pk
    job = outlived(queued("apply", period=period), cancelled=cancelled)
    assert desk.see_voter(cast.operator_a, voter.pk).status == "INELIGIBLE"
    assert (job.state, job.result) == (
        State.DONE,
        {"applied": 1, "stale": 0, "kinds": {"TMS": 1}, "period": PERIOD},
    )
    job = outlived(queued("undo", period=period, proposal=made.pk), cancelled=cancelled)
    assert desk.see_voter(cast.operator_a, voter.pk).status == "ACTIVE"
    assert (job.state, job.result["undone"]) == (State.DONE, 1)


def test_a_withdrawn_delivery_is_reported(
    tmp_path: Path, cast: Any, settings: Any
) -> None:
    settings.POLICY = replace(
        settings.POLICY,
        ceiling_floor_rows=1,
        ceiling_floor_share=0,
        ceiling_first=dict.fromkeys(KINDS, 0.0),
    )
    rows = [[one.nik, one.name, "MENINGGAL"] for one in people(5)]
    path = file_of(tmp_path, "NIK;NAMA;PERISTIWA", *rows)
    with as_worker():
        delivery = arrived(path, "EVENTS")
        jobs.run_here(
            actor=None,
            kind="reconcile",
            regency=REGENCY,
            params={"delivery": delivery.pk},
        )
        delivery.refresh_from_db()
        assert delivery.state == "WAITING"
        deliveries.withdraw(
            actor=cast.chair_a, delivery=delivery, reason="Berkas bulan yang lalu"
        )
        job = Job.objects.get(state=State.QUEUED)
    job = outlived(job, cancelled=True)
    assert (job.state, job.result) == (State.DONE, {"withdrawn": True})


def test_a_reconciled_delivery_is_reported(tmp_path: Path) -> None:
    (voter,) = people(1)
    path = file_of(tmp_path, "NIK;NAMA;PERISTIWA", [voter.nik, voter.name, "MENINGGAL"])
    with as_worker():
        delivery = arrived(path, "EVENTS")
    job = outlived(queued("reconcile", delivery=delivery.pk), cancelled=True)
    with as_worker():
        delivery.refresh_from_db()
        assert (job.state, job.result) == (
            State.DONE,
            searching.report_of(delivery),
        )
        assert ChangeProposal.objects.of(REGENCY).count() == 1


def test_chunks_that_were_loaded_are_no_effect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (voter,) = people(1)
    path = file_of(tmp_path, "NIK;NAMA;PERISTIWA", [voter.nik, voter.name, "MENINGGAL"])
    with as_worker():
        delivery = arrived(path, "EVENTS")
    job = queued("reconcile", delivery=delivery.pk)

    class Killed(BaseException):
        pass

    def killed(*_given: Any) -> None:
        raise Killed

    with as_worker():
        with monkeypatch.context() as patch:
            patch.setattr(running, "_refuse_wrong_file", killed)
            with pytest.raises(Killed):
                done_but_not_ended(job)
        job.refresh_from_db()
        assert job.stage == "check" and job.settled_at is None
        jobs.request_cancel(actor=None, job=job)
        Job.objects.filter(pk=job.pk).update(lease_until=job.started_at)
        assert jobs.sweep()["requeued"] == 1
        assert jobs.run(job.pk)
        job.refresh_from_db()
        assert job.state == State.CANCELLED
        assert "tidak ada yang berubah" in job.error
        assert not Delivery.objects.get(pk=delivery.pk).is_done
        assert not ChangeProposal.objects.of(REGENCY).exists()
