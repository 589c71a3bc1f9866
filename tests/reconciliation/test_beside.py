"""The search for a large delivery's duplicates goes on while its run writes."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings

from jobs import services as jobs
from jobs.following import see_through
from jobs.models import Job
from jobs.services import JobError
from reconciliation.models import Delivery
from reconciliation.services import beside, running, searching
from reconciliation.services.starting import KIND
from tests.reconciliation.conftest import REGENCY, arrived, search
from tests.reconciliation.test_searching import kept, pairs
from tests.roles import admin_sql, as_worker
from voters.services.suspects import Suspects


def ran(delivery: Delivery) -> Job:
    params = {"delivery": delivery.pk}
    return jobs.run_here(actor=None, kind=KIND, regency=REGENCY, params=params)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every delivery is large."""
    policy = replace(settings.POLICY, search_beside_rows=1)
    monkeypatch.setattr(settings, "POLICY", policy)


def test_it_finds_what_the_job_would_have_found(
    stocked: str, demo_files: Any, request: pytest.FixtureRequest
) -> None:
    def beside_it() -> bool:
        return settings.POLICY.search_beside_rows == 1

    def found() -> list[tuple[Any, ...]]:
        delivery = arrived(demo_files.path("snapshot"), "SNAPSHOT")
        run = ran(delivery)
        assert ("search" in run.timings) is beside_it()
        followed = searching.of_delivery(delivery).get()
        assert followed.state == ("DONE" if beside_it() else "QUEUED")
        job = search(delivery)
        delivery.refresh_from_db()
        assert job.result == {"pairs": delivery.details["duplicates"]}
        assert kept() == []
        rows = pairs()
        assert len(rows) == job.result["pairs"] > 0
        return rows

    with as_worker():
        alone = found()
        admin_sql("DELETE FROM duplicate_pair")
        admin_sql("DELETE FROM change_proposal")
        admin_sql(
            "UPDATE reconciliation_delivery SET sha256 = 'another', state = 'FAILED'"
        )
        assert not beside_it()
        request.getfixturevalue("large")
        assert beside_it() and found() == alone


def test_it_searches_while_the_run_writes(
    stocked: str, demo_files: Any, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched, seen = threading.Event(), []
    look, write = beside.search_changed, running.propose_bulk

    def looking(*args: Any, **named: Any) -> Suspects:
        told = look(*args, **named)
        searched.set()
        return told

    def writing(**named: Any) -> dict[str, int]:
        # The run's transaction is open, and ends only after the other has searched.
        seen.append(searched.wait(30))
        return write(**named)

    monkeypatch.setattr(beside, "search_changed", looking)
    monkeypatch.setattr(running, "propose_bulk", writing)
    with as_worker():
        delivery = arrived(demo_files.path("snapshot"), "SNAPSHOT")
        ran(delivery)
        assert seen == [True] and len(pairs()) > 0


def test_where_it_fails_the_report_stands_and_the_job_searches(
    stocked: str, demo_files: Any, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*args: Any, **named: Any) -> Suspects:
        raise RuntimeError("no room for a sort")

    with as_worker():
        delivery = arrived(demo_files.path("snapshot"), "SNAPSHOT")
        with monkeypatch.context() as patch:
            patch.setattr(beside, "search_changed", failing)
            assert ran(delivery).state == "DONE"
        delivery.refresh_from_db()
        assert delivery.is_done and "duplicates" not in delivery.details
        assert kept() == [f"kept_{delivery.pk}_people"] and pairs() == []
        see_through(searching.of_delivery(delivery).get(state="QUEUED"))
        assert len(pairs()) > 0 and kept() == []


def test_it_keeps_nothing_where_another_worker_has_the_job(
    stocked: str, demo_files: Any, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = running._finish

    def taken(*args: Any) -> None:
        commit(*args)
        job = searching.of_delivery(args[1]).get()
        taking = threading.Thread(target=lambda: held.append(jobs.take(job.pk)))
        taking.start()
        taking.join()

    held: list[Any] = []
    monkeypatch.setattr(running, "_finish", taken)
    with as_worker():
        delivery = arrived(demo_files.path("snapshot"), "SNAPSHOT")
        ran(delivery)
        assert held[0] is not None and pairs() == []
        assert kept() == [f"kept_{delivery.pk}_people"]


def test_a_run_that_fails_ends_its_search_and_leaves_nothing(
    stocked: str, demo_files: Any, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def endless(*args: Any, **named: Any) -> Suspects:
        with beside.connection.cursor() as cursor:
            begun.set()
            cursor.execute("SELECT pg_sleep(60)")
        raise AssertionError("nobody ended it")

    def failing(*args: Any) -> None:
        assert begun.wait(30)
        raise JobError("periode ditutup")

    monkeypatch.setattr(beside, "search_changed", endless)
    monkeypatch.setattr(running, "_finish", failing)
    with as_worker():
        delivery = arrived(demo_files.path("snapshot"), "SNAPSHOT")
        with pytest.raises(JobError, match="periode ditutup"):
            ran(delivery)
        assert kept() == [] and pairs() == []
        asleep = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%%'"
        assert admin_sql(asleep) == []
