"""The database cuts the line or is full: before or after, and the same in the end."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from django.db import connection, connections

from files import landing
from jobs import services
from jobs.models import Job, State
from reconciliation.models import Delivery
from reconciliation.services import CannotStart
from tests.faults.conftest import (
    begun,
    end_backend,
    lasting,
    picture,
    sleep_at_commit,
)
from tests.roles import admin_sql, as_worker
from tests.workers import wait_until

pytestmark = pytest.mark.usefixtures("stocked")


def now(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_the_line_is_cut_in_the_middle_of_a_copy(
    demo_files: Any, undisturbed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """COPY has taken a piece and waits for the next when its session is ended."""
    cut: list[int] = []

    class Cutting(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            piece = super().read(size)
            if not cut and self.tell() > 20_000:
                cut.append(connection.connection.get_backend_pid())
                admin_sql("SELECT pg_terminate_backend(%s)", cut)
            return piece

    monkeypatch.setattr(landing, "PIECE", 8_192)
    monkeypatch.setattr(landing.io, "BytesIO", Cutting)
    with as_worker():
        job = begun(demo_files.path("snapshot"))
        before = lasting(picture())
        assert services.run(job.pk)
        assert cut
        assert lasting(picture()) == before
        again = now(job)
        assert (again.state, again.attempts, again.lease_until) == ("QUEUED", 1, None)
        assert services.run(job.pk)
        assert now(job).state == State.DONE
    assert picture() == undisturbed


def test_the_line_is_cut_at_the_commit(demo_files: Any, undisturbed: Any) -> None:
    sleep_at_commit("reconciliation_delivery", 5)
    with as_worker():
        job = begun(demo_files.path("snapshot"))
        before = lasting(picture())
        hits: list[bool] = []

        def strike() -> None:
            hits.append(bool(wait_until(lambda: end_backend("COMMIT%"), 20)))
            connections.close_all()

        thread = threading.Thread(target=strike)
        thread.start()
        assert services.run(job.pk)
        thread.join()
        assert hits == [True]
        assert lasting(picture()) == before
        assert now(job).state == State.QUEUED
        admin_sql("DROP TRIGGER zz_slow ON reconciliation_delivery")
        assert services.run(job.pk)
        assert now(job).state == State.DONE
    assert picture() == undisturbed


def test_a_line_that_is_cut_every_time_parks_the_job(
    demo_files: Any, settings: Any
) -> None:
    admin_sql(
        "CREATE FUNCTION public.cut() RETURNS trigger LANGUAGE plpgsql "
        "SECURITY DEFINER AS "
        "$$BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN new; END$$"
    )
    admin_sql(
        "CREATE TRIGGER zz_cut BEFORE INSERT ON reconciliation_deliveryrow "
        "FOR EACH ROW EXECUTE FUNCTION public.cut()"
    )
    with as_worker():
        job = begun(demo_files.path("snapshot"))
        before = lasting(picture())
        for _ in range(settings.POLICY.job_attempts):
            assert services.run(job.pk)
        assert not services.run(job.pk)
        found = now(job)
        assert found.state == State.FAILED and "diparkir" in found.error
        assert lasting(picture()) == before


def test_a_full_database_says_so_and_the_job_can_be_repeated(
    demo_files: Any, undisturbed: Any
) -> None:
    admin_sql(
        "CREATE FUNCTION public.full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END$$"
    )
    admin_sql(
        "CREATE TRIGGER zz_full BEFORE INSERT ON reconciliation_deliveryrow "
        "FOR EACH ROW EXECUTE FUNCTION public.full_disk()"
    )
    with as_worker():
        job = begun(demo_files.path("snapshot"))
        before = picture()
        assert services.run(job.pk)
        assert "Ruang simpan basis data penuh" in now(job).error
        assert picture() == before
        admin_sql("DROP TRIGGER zz_full ON reconciliation_deliveryrow")
        services.retry(actor=None, job=now(job))
        assert services.run(job.pk)
        with pytest.raises(CannotStart):
            begun_again(job)
    assert picture() == undisturbed


def begun_again(job: Job) -> None:
    from reconciliation.services import start

    delivery = Delivery.objects.get(pk=job.params["delivery"])
    start(actor=None, delivery=delivery, kind="SNAPSHOT")
