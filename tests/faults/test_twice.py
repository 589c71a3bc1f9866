"""Everything that may arrive twice: clicks, messages of two beats, decisions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse

from audit.models import LedgerEntry
from jobs import periodic
from jobs.models import Job, PeriodicRun
from periods.models import Period
from periods.services import close, open_period
from reconciliation.models import Delivery
from tests.reconciliation.conftest import take_in
from tests.roles import as_worker

REGENCY = "3272"
CLICKS = 4


def at_once(click: Callable[[], Any], times: int = CLICKS) -> list[Any]:
    """What `times` threads get that click at the same moment."""
    got: list[Any] = []
    line = threading.Barrier(times)

    def go() -> None:
        line.wait()
        try:
            got.append(click())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == times
    return got


def test_a_double_click_on_start_makes_one_job(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any
) -> None:
    with as_worker():
        delivery = take_in(demo_files.path("snapshot"))
    url = reverse("reconciliation:start", args=[REGENCY, delivery.public_id])
    user = cast.operator_a
    clients = [sign_in(user) for _ in range(CLICKS)]
    answers = at_once(lambda: clients.pop().post(url, {"kind": "SNAPSHOT"}))
    assert {answer.status_code for answer in answers} == {302}
    with as_worker():
        assert Job.objects.filter(kind="reconcile").count() == 1
        delivery.refresh_from_db()
        assert delivery.job_id == Job.objects.get(kind="reconcile").pk


def test_a_double_click_on_upload_keeps_one_delivery(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any
) -> None:
    data = demo_files.path("events").read_bytes()
    url = reverse("reconciliation:upload", args=[REGENCY])
    clients = [sign_in(cast.operator_a) for _ in range(CLICKS)]

    def click() -> int:
        file = SimpleUploadedFile("kiriman.csv", data)
        form = {"file": file, "sender": "dukcapil", "letter_no": ""}
        return int(clients.pop().post(url, form).status_code)

    assert sorted(at_once(click)) == [302] + [422] * (CLICKS - 1)
    with as_worker():
        assert Delivery.objects.count() == 1
        received = LedgerEntry.objects.using("gate").filter(action="delivery.receive")
        assert received.count() == 1


def test_a_double_click_on_upload_replaces_an_outlived_delivery_once(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any
) -> None:
    path = demo_files.path("events")
    with as_worker():
        first = take_in(path)
        close(Period.objects.open(REGENCY).get())
        open_period(actor=None, regency=REGENCY, code="2026-12")
    url = reverse("reconciliation:upload", args=[REGENCY])
    clients = [sign_in(cast.operator_a) for _ in range(CLICKS)]

    def click() -> int:
        file = SimpleUploadedFile("kiriman.csv", path.read_bytes())
        form = {"file": file, "sender": "dukcapil", "letter_no": ""}
        return int(clients.pop().post(url, form).status_code)

    assert sorted(at_once(click)) == [302] + [422] * (CLICKS - 1)
    with as_worker():
        assert Delivery.objects.standing().get().pk != first.pk
        assert Delivery.objects.count() == 2
        told = LedgerEntry.objects.using("gate").filter(action="delivery.outlived")
        assert told.count() == 1


def test_a_slot_is_taken_once(portal: str) -> None:
    with as_worker():
        got = at_once(lambda: periodic.take("retention", timedelta(days=1)), 8)
        assert sorted(got) == [False] * 7 + [True]
        assert PeriodicRun.objects.count() == 1


def test_the_next_slot_is_another(portal: str) -> None:
    """Nights begin at local midnight: 17.30 UTC is half past twelve in Jakarta."""
    day, ten = timedelta(days=1), timedelta(minutes=10)
    night = datetime(2026, 11, 29, 19, 30, tzinfo=UTC)
    with as_worker():
        assert periodic.take("retention", day, night)
        assert not periodic.take("retention", day, night + timedelta(hours=21))
        assert periodic.take("retention", day, night + timedelta(hours=22))
        assert periodic.take("other", ten, night)
        assert not periodic.take("other", ten, night + timedelta(minutes=9))
        assert periodic.take("other", ten, night + ten)
        PeriodicRun.objects.update(taken_at=night - timedelta(days=30))
        assert periodic.take("other", ten, night + 2 * ten)
        assert PeriodicRun.objects.filter(name="other").count() == 1


def test_the_messages_of_two_beats_do_their_work_once(
    portal: str, monkeypatch: Any
) -> None:
    from files import tasks as file_tasks
    from kpu_portal import tasks

    done: list[str] = []
    monkeypatch.setattr(tasks.retention, "apply", lambda: done.append("retention"))
    monkeypatch.setattr(
        file_tasks.services, "remove_expired", lambda: done.append("expired")
    )
    with as_worker():
        for _beat in range(2):
            tasks.retain()
            file_tasks.remove_expired()
    assert sorted(done) == ["expired", "retention"]
