"""Lease, fencing, sweep, cancel and parking of jobs, without a worker."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from jobs import services
from jobs.models import Job, State
from jobs.services import Context, JobError
from tests.brokers import broker_down, broker_silent, broker_up
from tests.jobs.kinds import kind
from tests.roles import as_worker


@pytest.fixture
def worker(portal: str) -> Iterator[None]:
    with as_worker():
        yield


def fine(context: Context) -> dict[str, Any]:
    context.stage("satu", total=10)
    context.progress(4)
    context.progress(10)
    context.stage("dua")
    return {"rows": 10}


def queue(name: str = "fine", regency: str = "3272") -> Job:
    return services.enqueue(actor=None, kind=name, regency=regency)


def test_a_stage_knows_its_place_where_the_room_named_it(worker: None) -> None:
    places = [
        Job(kind="reconcile", stage=stage).stage_place
        for stage in ("load", "compare", "check", "propose", "strange", "")
    ]
    assert places == [(1, 5), (2, 5), (3, 5), (4, 5), None, None]
    assert Job(kind="nobody registered it", stage="load").stage_place is None


def test_it_works(worker: None) -> None:
    with kind("fine", fine):
        job = services.run_here(actor=None, kind="fine", regency="3272")
    assert (job.state, job.result, job.attempts) == (State.DONE, {"rows": 10}, 1)
    assert (job.asked_by_name, job.error, job.stage) == ("sistem", "", "dua")
    assert set(job.timings) == {"satu", "dua"}
    assert job.ended_at is not None
    assert job.lease_until is None


def test_enqueue_wakes_after_the_commit(
    worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    monkeypatch.setattr(services.waking, "wake", woken.append)
    with kind("fine", fine), transaction.atomic():
        job = queue()
        assert woken == []
    assert woken == [job.pk]
    assert job.is_open
    assert job.percent == 0


def test_progress_is_what_was_committed(worker: None) -> None:
    seen: list[tuple[str, int, int]] = []

    def watched(context: Context) -> dict[str, Any]:
        def look() -> None:
            seen.append(Job.objects.values_list("stage", "done", "total").get())
            connection.close()

        def sample() -> None:
            thread = threading.Thread(target=look)
            thread.start()
            thread.join()

        context.stage("muat", total=30)
        sample()
        with transaction.atomic():
            context.progress(10)
            sample()
        sample()
        context.progress(20, total=40)
        sample()
        return {}

    with kind("watched", watched):
        services.run_here(actor=None, kind="watched", regency="3272")
    assert seen == [
        ("muat", 0, 30),
        ("muat", 0, 30),
        ("muat", 10, 30),
        ("muat", 20, 40),
    ]


def test_a_foreseen_failure_says_its_words(worker: None) -> None:
    def bad(context: Context) -> dict[str, Any]:
        raise JobError("Berkas kosong.")

    with kind("bad", bad), pytest.raises(JobError, match="Berkas kosong"):
        services.run_here(actor=None, kind="bad", regency="3272")
    job = Job.objects.get()
    assert (job.state, job.error) == (State.FAILED, "Berkas kosong.")


def test_an_unforeseen_failure_says_no_data(worker: None) -> None:
    def bad(context: Context) -> dict[str, Any]:
        raise ValueError("3272010101900001")

    with kind("bad", bad), pytest.raises(JobError, match="ValueError"):
        services.run_here(actor=None, kind="bad", regency="3272")
    assert "3272010101900001" not in Job.objects.get().error


def test_a_failed_job_can_be_tried_again(worker: None) -> None:
    with kind("bad", lambda context: 1 / 0):  # type: ignore[arg-type,return-value]
        job = queue("bad")
        services.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED
    services.retry(actor=None, job=job)
    with kind("bad", fine):
        assert services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 1)
    with pytest.raises(JobError):
        services.retry(actor=None, job=job)


def test_cancel_while_it_waits(worker: None) -> None:
    with kind("fine", fine):
        job = queue()
        services.request_cancel(actor=None, job=job)
        assert not services.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.CANCELLED


@pytest.mark.parametrize("point", ["progress", "check", "stage"])
def test_cancel_while_it_runs(worker: None, point: str) -> None:
    after: list[str] = []

    def asked_to_stop(context: Context) -> dict[str, Any]:
        context.stage("satu", total=2)
        services.request_cancel(actor=None, job=Job.objects.get())
        with transaction.atomic():
            if point == "progress":
                context.progress(1)
            elif point == "check":
                context.check()
            else:
                context.stage("dua")
        after.append("still here")
        return {}

    with kind("stop", asked_to_stop):
        job = queue("stop")
        services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, after) == (State.CANCELLED, [])
    assert "Dibatalkan" in job.error


def test_a_cancel_does_not_wait_for_a_commit(worker: None) -> None:
    told: list[tuple[str, float]] = []

    def ask() -> None:
        began = time.monotonic()
        try:
            services.request_cancel(actor=None, job=Job.objects.get())
        except JobError as error:
            told.append((str(error), time.monotonic() - began))
        finally:
            connection.close()

    def saving(context: Context) -> dict[str, Any]:
        with transaction.atomic():
            context.check()
            thread = threading.Thread(target=ask)
            thread.start()
            thread.join(20)
            assert not thread.is_alive()
        context.progress(1)
        return {"rows": 1}

    with kind("saving", saving):
        job = services.run_here(actor=None, kind="saving", regency="3272")
    ((words, seconds),) = told
    assert "sedang menyimpan; tidak dapat dibatalkan lagi" in words
    assert seconds < 5
    assert (job.state, job.cancel_requested) == (State.DONE, False)


def test_a_cancel_that_comes_after_the_commit_denies_nothing(worker: None) -> None:
    def late(context: Context) -> dict[str, Any]:
        with transaction.atomic():
            context.check(last=False)
        with transaction.atomic():
            context.check()
        with pytest.raises(JobError, match="sudah menyimpan"):
            services.request_cancel(actor=None, job=Job.objects.get())
        context.progress(1)
        with transaction.atomic():
            context.check()
        return {"rows": 1}

    with kind("late", late):
        job = services.run_here(actor=None, kind="late", regency="3272")
    assert (job.state, job.result, job.cancel_requested) == (
        State.DONE,
        {"rows": 1},
        False,
    )


def test_an_ended_job_is_not_cancelled(worker: None) -> None:
    with kind("fine", fine):
        job = services.run_here(actor=None, kind="fine", regency="3272")
    services.request_cancel(actor=None, job=job)
    job.refresh_from_db()
    assert (job.state, job.cancel_requested) == (State.DONE, False)


def expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )


def test_a_worker_that_overslept_cannot_finish(worker: None) -> None:
    wrote: list[str] = []

    def sleeper(context: Context) -> dict[str, Any]:
        job = Job.objects.get(pk=context.job_id)
        expire(job)
        assert services.sweep()["requeued"] == 1
        assert services.take(job.pk) is not None
        with transaction.atomic():
            context.check()
            wrote.append("effect")
        return {"rows": 1}

    with kind("sleeper", sleeper):
        job = queue("sleeper")
        assert services.run(job.pk)
    job.refresh_from_db()
    assert wrote == []
    assert (job.state, job.attempts, job.result) == (State.RUNNING, 2, {})


def test_an_overslept_progress_is_refused_too(worker: None) -> None:
    def sleeper(context: Context) -> dict[str, Any]:
        Job.objects.update(token=context.token + 1)
        context.progress(1)
        raise AssertionError("not reached")

    with kind("sleeper", sleeper):
        job = queue("sleeper")
        services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done) == (State.RUNNING, 0)


def test_the_sweeper_leaves_a_fresh_lease_alone(worker: None) -> None:
    with kind("fine", fine):
        job = queue()
        services.take(job.pk)
        assert services.sweep() == {"parked": 0, "requeued": 0, "woken": 0}


def test_a_job_that_died_three_times_is_parked(worker: None, settings: Any) -> None:
    with kind("fine", fine):
        job = queue()
        for _ in range(settings.POLICY.job_attempts - 1):
            assert services.take(job.pk) is not None
            expire(job)
            assert services.sweep()["requeued"] == 1
        services.take(job.pk)
        expire(job)
        assert services.sweep()["parked"] == 1
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "Berhenti 3 kali" in job.error


def test_with_the_broker_down_the_row_waits_and_the_sweeper_wakes(
    worker: None,
) -> None:
    with kind("fine", fine):
        with broker_down():
            before = time.monotonic()
            job = queue()
            assert not services.wake(job.pk)
            assert services.sweep()["woken"] == 0
            assert time.monotonic() - before < 5, "three wake-ups wait for nobody"
        job.refresh_from_db()
        assert job.state == State.QUEUED
        with broker_up() as broker:
            assert services.sweep()["woken"] == 1
            assert broker.llen("celery") == 1


def test_a_broker_that_hangs_is_not_waited_for(worker: None) -> None:
    with kind("fine", fine), broker_silent():
        before = time.monotonic()
        job = queue()
        assert time.monotonic() - before < 10
    job.refresh_from_db()
    assert job.state == State.QUEUED


def test_one_writing_job_per_regency(worker: None) -> None:
    refused: list[bool] = []

    def busy(context: Context) -> dict[str, Any]:
        refused.append(services.run(other.pk))
        refused.append(services.run(elsewhere.pk))
        refused.append(services.run(reading.pk))
        return {}

    with kind("busy", busy), kind("fine", fine), kind("read", fine, writing=False):
        first = queue("busy")
        other, elsewhere = queue("fine"), queue("fine", "3101")
        reading = queue("read")
        services.run(first.pk)
        assert refused == [False, True, True]
        other.refresh_from_db()
        assert other.state == State.QUEUED
        assert services.run(other.pk)


def test_run_here_refuses_beside_another_writer(worker: None) -> None:
    with kind("fine", fine):
        services.take(queue().pk)
        with pytest.raises(JobError, match="pekerjaan lain"):
            services.run_here(actor=None, kind="fine", regency="3272")
    assert Job.objects.filter(state=State.CANCELLED).count() == 1


def test_the_end_of_a_job_wakes_the_next(
    worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    with kind("fine", fine):
        first, second = queue(), queue()
        monkeypatch.setattr(services.waking, "wake", woken.append)
        services.run(first.pk)
    assert woken == [second.pk]


def test_twenty_workers_take_a_job_once(worker: None) -> None:
    with kind("fine", fine):
        job = queue()
        taken: list[Any] = []
        start = threading.Barrier(20)

        def take() -> None:
            start.wait()
            taken.append(services.take(job.pk))
            connections.close_all()

        threads = [threading.Thread(target=take) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(found is not None for found in taken) == 1


def test_the_heartbeat_renews_the_lease(worker: None, settings: Any) -> None:
    from dataclasses import replace

    settings.POLICY = replace(settings.POLICY, job_lease_seconds=1)
    leases: list[Any] = []

    def long(context: Context) -> dict[str, Any]:
        import time

        for _ in range(3):
            leases.append(Job.objects.get().lease_until)
            time.sleep(0.5)
        return {}

    with kind("long", long):
        services.run_here(actor=None, kind="long", regency="3272")
    assert leases[0] < leases[-1]


def test_tasks_call_the_services(worker: None) -> None:
    from jobs import tasks

    with kind("fine", fine):
        job = queue()
        tasks.run_job(job.pk)
        tasks.sweep()
    job.refresh_from_db()
    assert job.state == State.DONE
