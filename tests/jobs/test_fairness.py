"""A small office's job does not wait behind large ones; large ones do not starve."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from jobs import fairness, services
from jobs.models import Job, State
from jobs.services import Context
from tests.jobs.kinds import kind
from tests.roles import as_worker

LARGE, SMALL = 1_000, 10


@pytest.fixture
def worker(portal: str, settings: Any) -> Iterator[None]:
    settings.POLICY = replace(settings.POLICY, large_job_rows=500, large_jobs_at_once=1)
    with as_worker():
        yield


def fine(context: Context) -> dict[str, Any]:
    return {"rows": 1}


def queue(regency: str, weight: int, name: str = "fine") -> Job:
    return services.enqueue(actor=None, kind=name, regency=regency, weight=weight)


def turns() -> list[int]:
    return fairness.turns(timezone.now())


def test_small_ones_overtake_large_ones_that_wait(worker: None) -> None:
    with kind("fine", fine):
        large = [queue(regency, LARGE) for regency in ("3201", "3202", "3203")]
        small = queue("3272", SMALL)
        assert turns() == [small.pk, *(job.pk for job in large)]


def test_a_large_one_that_waited_for_long_is_overtaken_no_more(worker: None) -> None:
    with kind("fine", fine):
        large, small = queue("3201", LARGE), queue("3272", SMALL)
        patience = timedelta(seconds=settings.POLICY.job_patience_seconds)
        later = timezone.now() + patience + timedelta(seconds=1)
        assert turns() == [small.pk, large.pk]
        assert fairness.turns(later) == [large.pk, small.pk]


def test_an_office_with_running_jobs_lets_the_others_go_first(worker: None) -> None:
    with kind("fine", fine, writing=False):
        first, second = queue("3201", SMALL), queue("3201", SMALL)
        other = queue("3272", SMALL)
        assert services.take(first.pk) is not None
        assert turns() == [other.pk, second.pk]


def test_a_second_writer_of_an_office_is_no_ones_turn(worker: None) -> None:
    with kind("fine", fine), kind("read", fine, writing=False):
        first, second = queue("3201", SMALL), queue("3201", SMALL)
        reading = queue("3201", SMALL, "read")
        assert services.take(first.pk) is not None
        assert turns() == [reading.pk]
        Job.objects.filter(pk=first.pk).update(state=State.DONE)
        assert turns() == [second.pk, reading.pk]


def test_three_large_ones_leave_a_worker_free(worker: None) -> None:
    """Two workers, three large jobs before a small one, which ends first."""
    began, go_on = threading.Event(), threading.Event()
    ended: list[str] = []

    def slow(context: Context) -> dict[str, Any]:
        began.set()
        assert go_on.wait(20)
        return {}

    def note(context: Context) -> dict[str, Any]:
        ended.append(context.regency)
        return {}

    def work() -> None:
        try:
            while services.run_next():
                pass
        finally:
            connections.close_all()

    with kind("slow", slow), kind("note", note):
        large = [queue(regency, LARGE, "slow") for regency in ("3201", "3202", "3203")]
        hands = [threading.Thread(target=work) for _ in range(2)]
        hands[0].start()
        assert began.wait(20)
        small = queue("3272", SMALL, "note")
        hands[1].start()
        hands[1].join(20)
        assert ended == ["3272"]
        states = Job.objects.in_bulk([small.pk, *(job.pk for job in large)])
        assert states[small.pk].state == State.DONE
        assert [states[job.pk].state for job in large] == [
            State.RUNNING,
            State.QUEUED,
            State.QUEUED,
        ]
        go_on.set()
        hands[0].join(30)
        assert not Job.objects.exclude(state=State.DONE).exists()


def test_the_last_place_of_large_ones_is_taken_once(worker: None) -> None:
    with kind("fine", fine):
        large = [queue(f"32{n:02}", LARGE) for n in range(10, 18)]
        line, taken = threading.Barrier(len(large)), list[Any]()

        def take(job: Job) -> None:
            line.wait()
            taken.append(services.take(job.pk))
            connections.close_all()

        threads = [threading.Thread(target=take, args=[job]) for job in large]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(found is not None for found in taken) == 1
        # The command line takes no worker's place.
        left = next(job for job in large if job.pk in turns_of_all())
        assert services.take(left.pk, heeding=False) is not None


def turns_of_all() -> set[int]:
    """Jobs that wait, whether or not it is their turn."""
    return set(Job.objects.filter(state=State.QUEUED).values_list("pk", flat=True))
