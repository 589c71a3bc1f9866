"""A job that has committed its effect is never said to have changed nothing.

Its worker may die between that commit and the job's end: the mark stands on the row,
where whoever takes the job over, cancels or parks it finds it (rule P22).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from psycopg2 import OperationalError, errorcodes

from jobs import services
from jobs.models import Job, State
from jobs.services import Context, JobError
from tests.jobs.kinds import kind
from tests.roles import as_worker

UNTOUCHED = "idak ada yang berubah"
STANDS = "tetap berlaku"


class Killed(BaseException):
    """The worker is gone: nothing of the job is ended or caught."""


def effect(context: Context) -> None:
    """What must stand once, however often the job is tried."""
    with transaction.atomic():
        context.check()
        Session.objects.get_or_create(
            session_key=f"job-{context.job_id}",
            defaults={"session_data": "", "expire_date": timezone.now()},
        )


def dying(*, before: bool = False) -> Callable[[Context], dict[str, Any]]:
    """A function that makes its effect and reports it, and dies in its first try."""
    tries: list[int] = []

    def run(context: Context) -> dict[str, Any]:
        tries.append(context.token)
        context.stage("hitung", total=2)
        with transaction.atomic():
            context.check(last=False)
            context.progress(1)
        if before and len(tries) == 1:
            raise Killed
        effect(context)
        if len(tries) == 1:
            raise Killed
        context.progress(2)
        return {"rows": Session.objects.count()}

    return run


@pytest.fixture
def worker(portal: str) -> Iterator[None]:
    with as_worker():
        yield


def queue(name: str = "dying") -> Job:
    return services.enqueue(actor=None, kind=name, regency="3272")


def die(job: Job) -> None:
    with pytest.raises(Killed):
        services.run(job.pk)


def outlived(job: Job) -> Job:
    """The job after its lease ran out and the sweeper came by."""
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(lease_until=past)
    services.sweep()
    job.refresh_from_db()
    return job


@pytest.mark.parametrize("swept", [False, True])
def test_a_cancel_after_the_commit_of_a_dead_worker_is_too_late(
    worker: None, swept: bool
) -> None:
    with kind("dying", dying()):
        job = queue()
        die(job)
        if swept:
            outlived(job)
        with pytest.raises(JobError, match="sudah menyimpan"):
            services.request_cancel(actor=None, job=job)
        outlived(job)
        assert (job.state, job.cancel_requested) == (State.QUEUED, False)
        assert services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.error) == (State.DONE, {"rows": 1}, "")


def test_a_cancel_before_the_commit_of_a_dead_worker_is_heeded(worker: None) -> None:
    with kind("dying", dying(before=True)):
        job = queue()
        die(job)
        services.request_cancel(actor=None, job=job)
        outlived(job)
        assert services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.settled_at) == (State.CANCELLED, None)
    assert UNTOUCHED in job.error and not Session.objects.exists()


def test_an_effect_that_was_rolled_back_leaves_no_mark(worker: None) -> None:
    def broken(context: Context) -> dict[str, Any]:
        with transaction.atomic():
            context.check()
            raise ValueError

    with kind("broken", broken):
        job = queue("broken")
        services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.settled_at) == (State.FAILED, None)
    assert UNTOUCHED in job.error


@pytest.mark.parametrize(
    ("before", "told", "denied"),
    [(False, STANDS, UNTOUCHED), (True, UNTOUCHED, STANDS)],
)
def test_what_is_parked_says_whether_it_has_committed(
    worker: None, settings: Any, before: bool, told: str, denied: str
) -> None:
    with kind("dying", dying(before=before)):
        job = queue()
        die(job)
        for _try in range(settings.POLICY.job_attempts - 1):
            assert outlived(job).state == State.QUEUED
            services.take(job.pk)
        outlived(job)
    assert job.state == State.FAILED and "3 kali" in job.error
    assert told in job.error and denied not in job.error


def test_a_parked_job_that_is_tried_again_reports_and_is_not_cancelled(
    worker: None, settings: Any
) -> None:
    with kind("dying", dying()):
        job = queue()
        die(job)
        Job.objects.update(attempts=settings.POLICY.job_attempts)
        assert outlived(job).state == State.FAILED
        services.retry(actor=None, job=job)
        with pytest.raises(JobError, match="sudah menyimpan"):
            services.request_cancel(actor=None, job=job)
        assert services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == (State.DONE, {"rows": 1})


@pytest.mark.parametrize("full", [False, True])
def test_a_failure_after_the_commit_does_not_deny_it(worker: None, full: bool) -> None:
    class Full(OperationalError):
        pgcode = errorcodes.DISK_FULL

    def stumbling(context: Context) -> dict[str, Any]:
        effect(context)
        raise Full if full else ValueError

    with kind("stumbling", stumbling):
        job = queue("stumbling")
        services.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED and job.settled_at
    assert ("penuh" in job.error) is full
    assert STANDS in job.error and UNTOUCHED not in job.error


def test_a_job_that_found_nothing_to_do_may_be_cancelled_when_tried_again(
    worker: None,
) -> None:
    def idle(context: Context) -> dict[str, Any]:
        with transaction.atomic():
            context.check()
        raise JobError("Tidak seorang pun cocok.")

    with kind("idle", idle):
        job = queue("idle")
        services.run(job.pk)
        job.refresh_from_db()
        assert (job.error, job.settled_at) == ("Tidak seorang pun cocok.", None)
        services.retry(actor=None, job=job)
        services.request_cancel(actor=None, job=job)
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_a_later_try_that_is_refused_keeps_the_mark(worker: None) -> None:
    first = dying()

    def closing(context: Context) -> dict[str, Any]:
        if context.is_settled():
            raise JobError("Periodenya sudah ditutup.")
        return first(context)

    with kind("closing", closing):
        job = queue("closing")
        die(job)
        outlived(job)
        services.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED and job.settled_at


def test_the_page_of_a_settled_job_offers_no_cancel_and_denies_nothing(
    portal: str, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)

    def page(state: str, settled: bool) -> str:
        with as_worker():
            job = Job.objects.create(
                regency_code="3272",
                kind="apply",
                state=state,
                writing=False,
                settled_at=timezone.now() if settled else None,
            )
        where = reverse("jobs:progress", args=["3272", job.public_id])
        return str(client.get(where).content.decode())

    assert "Batalkan" in page("RUNNING", False)
    assert "Batalkan" not in page("RUNNING", True)
    assert "Daftar tidak berubah" in page("FAILED", False)
    failed = page("FAILED", True)
    assert "Daftar tidak berubah" not in failed and "tidak ditarik kembali" in failed
