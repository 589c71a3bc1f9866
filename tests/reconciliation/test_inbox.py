"""The inbox folder: what is taken, once, and what is told."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.roles import admin_sql, as_worker

GOOD = "NIK|NAMA|TGL LAHIR\n3272010101900001|SITI|01-01-1990\n"


@pytest.fixture
def box(stocked: str, tmp_path: Path, settings: Any) -> Path:
    """An empty folder of Dukcapil, nothing remembered."""
    settings.INBOX = str(tmp_path / "inbox")
    settings.MEDIA_ROOT = str(tmp_path / "media")
    (tmp_path / "media").mkdir()
    folder = tmp_path / "inbox" / "3272" / "dukcapil"
    folder.mkdir(parents=True)
    return folder


def look(times: int = 2) -> int:
    """Look as the worker; how many deliveries were made."""
    from reconciliation.services import inbox

    with as_worker():
        return sum(inbox.look() for _ in range(times))


def entries(action: str) -> int:
    """How often the ledger says so."""
    from audit.models import LedgerEntry

    with as_worker():
        return LedgerEntry.objects.filter(action=action).count()


def test_a_complete_file_waits_and_nothing_is_started(box: Path) -> None:
    from jobs.models import Job
    from reconciliation.models import Delivery

    path = box / "a.csv"
    path.write_text(GOOD[:30])
    assert look(1) == 0
    path.write_text(GOOD)
    assert look(1) == 0, "it grew"
    with as_worker():
        jobs = Job.objects.count()
    assert look(3) == 1
    with as_worker():
        (one,) = Delivery.objects.filter(received_by_name="kotak masuk")
        assert (one.state, one.from_inbox, one.job_id) == ("RECEIVED", True, None)
        assert Job.objects.count() == jobs
    assert entries("delivery.receive") == 1


def test_the_same_bytes_are_told_once(box: Path) -> None:
    (box / "a.csv").write_text(GOOD)
    (box / "b.csv").write_text(GOOD)
    assert look(4) == 1
    assert entries("inbox.twice") == 1


def withdraw_all() -> None:
    admin_sql("UPDATE reconciliation_delivery SET state = 'WITHDRAWN' RETURNING 1")


@pytest.mark.parametrize("again", ["a.csv", "b.csv"])
def test_saved_again_after_its_withdrawal_it_is_taken(box: Path, again: str) -> None:
    """At its own place, and where its twin lay that was told as known."""
    for name in ("a.csv", "b.csv"):
        (box / name).write_text(GOOD)
    assert look(2) == 1
    os.utime(box / again, (1, 1))
    assert look(3) == 0, "it stands, and only the time of its file has changed"
    assert (entries("delivery.receive"), entries("inbox.twice")) == (1, 1)
    withdraw_all()
    os.utime(box / again, (2, 2))
    assert look(3) == 1
    assert (entries("delivery.receive"), entries("inbox.twice")) == (2, 1)


def test_what_its_period_outlived_is_taken_into_the_open_one(box: Path) -> None:
    from periods.models import Period
    from periods.services import close, open_period
    from reconciliation.models import Delivery

    (box / "a.csv").write_text(GOOD)
    assert look(2) == 1
    with as_worker():
        Delivery.objects.update(data_request_id=7)
        close(Period.objects.open("3272").get())
        open_period(actor=None, regency="3272", code="2026-12")
    os.utime(box / "a.csv", (1, 1))
    assert look(3) == 1
    with as_worker():
        rows = Delivery.objects.order_by("id")
        assert list(rows.values_list("state", "period_code", "data_request_id")) == [
            ("WITHDRAWN", "2026-11", 7),
            ("RECEIVED", "2026-12", 7),
        ]
    assert (entries("delivery.outlived"), entries("inbox.twice")) == (1, 0)


def test_names_that_are_no_utf8_stop_nothing_and_are_said(
    box: Path, cast: Any, sign_in: Any
) -> None:
    from reconciliation.models import Delivery

    root = box.parents[1]
    for folder in (root / os.fsdecode(b"00\xc9"), box.parent / os.fsdecode(b"aa\xc9")):
        folder.mkdir()
    good, bad = (os.fsdecode(one) for one in (b"DATA_\xc9.csv", b"LAIN_\xc9.csv"))
    (box / good).write_text(GOOD)
    (box / bad).write_text("bukan kiriman\n")
    assert look(3) == 1
    assert entries("inbox.unknown") == 2
    with as_worker():
        assert Delivery.objects.get(received_by_name="kotak masuk").filename == (
            "DATA_\ufffd.csv"
        )
    page = sign_in(cast.operator_a).get(reverse("reconciliation:list", args=["3272"]))
    told = page.content.decode()
    assert "dukcapil/LAIN_\ufffd.csv" in told and "DATA_\ufffd.csv" in told
    assert (box / f"{bad}.CATATAN.txt").is_file()


def test_a_refused_file_gets_one_note_until_it_changes(box: Path) -> None:
    path, note = box / "a.csv", box / "a.csv.CATATAN.txt"
    path.write_text("bukan kiriman\n")
    assert look(4) == 0
    assert "tidak diterima" in note.read_text()
    assert entries("inbox.refuse") == 1
    path.touch()
    assert look(3) == 0
    assert entries("inbox.refuse") == 1, "the content is the same"
    path.write_text(GOOD)
    assert look(2) == 1
    assert not note.exists()


def test_a_note_that_cannot_be_written_is_in_the_portal(box: Path) -> None:
    from reconciliation.services import inbox

    (box / "a.csv").write_text("bukan kiriman\n")
    # A folder of that name stands in for a read-only inbox, also for root.
    (box / "a.csv.CATATAN.txt").mkdir()
    assert look(2) == 0
    (told,) = inbox.told("3272")
    assert (told["name"], told["rule"]) == ("dukcapil/a.csv", "D65")


def test_unknown_folders_are_reported_once(box: Path) -> None:
    (box.parent / "siapa").mkdir()
    (box.parents[1] / "0000").mkdir()
    look(3)
    assert entries("inbox.unknown") == 2


def test_links_and_passing_names_are_left(box: Path, tmp_path: Path) -> None:
    outside = tmp_path / "luar.csv"
    outside.write_text(GOOD)
    (box / "a.csv").symlink_to(outside)
    (box.parent / "rs").symlink_to(tmp_path)
    for name in (".a.csv", "~$a.csv", "a.csv.part", "a.csv.crdownload"):
        shutil.copy(outside, box / name)
    assert look(3) == 0


def test_two_looks_at_once_take_it_once(box: Path) -> None:
    from reconciliation.services import inbox

    (box / "a.csv").write_text(GOOD)
    assert look(1) == 0, "whole at its first look, and yet it may still grow"
    with inbox._alone() as alone:
        assert alone
        assert look(1) == 0
    assert look(2) == 1


def test_two_beats_are_one_look(box: Path) -> None:
    from jobs.models import PeriodicRun
    from reconciliation.tasks import look_into_inbox

    (box / "a.csv").write_text(GOOD)
    with as_worker():
        look_into_inbox()
        look_into_inbox()
        slots = PeriodicRun.objects.filter(name="inbox").count()
    # Both fall into one minute, or, rarely, on two sides of its end.
    assert entries("delivery.receive") == slots - 1


def test_the_office_is_told(box: Path, cast: Any, sign_in: Any) -> None:
    (box / "a.csv").write_text(GOOD)
    assert look(2) == 1
    page = sign_in(cast.operator_a).get(reverse("reconciliation:list", args=["3272"]))
    assert "1 berkas masuk dari kotak masuk, menunggu Anda" in page.content.decode()


def test_home_says_how_many_files_wait(box: Path, cast: Any, sign_in: Any) -> None:
    """One that became a delivery, and one that waits for a period to open."""
    from periods.models import Period

    words, listed = "berkas menunggu di kotak masuk", "/kab/3272/kiriman/"
    client = sign_in(cast.operator_a)
    home = reverse("regency-home", args=["3272"])
    assert words not in client.get(home).content.decode()
    (box / "a.csv").write_text(GOOD)
    assert look(2) == 1
    with as_worker():
        opened = Period.objects.open("3272")
        (pk,) = opened.values_list("pk", flat=True)
        opened.update(state="CLOSED")
    (box / "b.csv").write_text(GOOD + "3272010101900002|BUDI|01-01-1990\n")
    assert look(3) == 0
    with as_worker():
        Period.objects.filter(pk=pk).update(state="OPEN")
    (todo,) = (one for one in client.get(home).context["dues"] if one.text == words)
    assert (todo.count, todo.url) == (2, f"{listed}?keadaan=RECEIVED")
    other = sign_in(cast.operator_b).get(reverse("regency-home", args=["3101"]))
    assert other.status_code == 200 and words not in other.content.decode()


def test_a_file_that_breaks_the_look_does_not_stop_the_others(
    box: Path, monkeypatch: Any
) -> None:
    from reconciliation.services import inbox

    real = inbox.receive

    def breaking(**facts: Any) -> Any:
        if facts["filename"] == "a.csv":
            raise ZeroDivisionError
        return real(**facts)

    monkeypatch.setattr(inbox, "receive", breaking)
    (box / "a.csv").write_text("lain\n")
    (box / "b.csv").write_text(GOOD)
    assert look(4) == 1
    assert entries("inbox.refuse") == 1
