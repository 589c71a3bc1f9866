"""seed_demo fills an empty portal, and a second run changes nothing."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import Client

from accounts.models import User
from fieldwork.models import Batch, Task, Visit
from fieldwork.selectors import by_batch, is_late
from jobs.services import run as run_job
from kpu_portal.demo.accounts import ACCOUNTS, PASSWORD, secret_of
from partners.models import DataRequest, Institution
from periods.models import Period
from posts.models import OutreachEvent
from tests.roles import admin_sql, as_worker
from voters.dhs.comparing import receive_download
from voters.models import ChangeProposal, Handover, RollTally
from voters.rules.sidalih import Outcome


def run() -> list[str]:
    said = io.StringIO()
    with as_worker():
        call_command("seed_demo", voters=400, stdout=said)
    return said.getvalue().strip().splitlines()


def test_it_works_and_again_changes_nothing(
    portal: str, tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path
    first = run()
    assert first[-2:] == [
        "Kota Sukabumi (3272): 400 pemilih",
        "Kabupaten Administrasi Kepulauan Seribu (3101): 400 pemilih",
    ]
    assert any("pdpb-demo-2026" in line for line in first)
    for account in ACCOUNTS:
        assert any(
            account.username in line and secret_of(account.username) in line
            for line in first
        ), account.username
    with as_worker():
        offices = set(Institution.objects.values_list("regency_code", flat=True))
        asked = DataRequest.objects.count()
        batches = list(Batch.objects.order_by("id"))
        figures = by_batch("3272", batches)
        made = ChangeProposal.objects.of("3272").filter(source__startswith="coklit 1/")
        proposed = set(made.values_list("category", flat=True))
        tasks = Task.objects.of("3272")
        states = set(tasks.values_list("state", flat=True))
        fridays = OutreachEvent.objects.of("3272").order_by("day")
        held = [(one.day.weekday(), one.state, one.partners.count()) for one in fridays]
        moves = list(Handover.objects.order_by("id").values_list("state", flat=True))
    assert offices == {"3272", "3101"} and asked == 2
    assert moves == ["ASKED", "ASKED", "CONFIRMED"]
    assert [(one.regency_code, is_late(one)) for one in batches] == [
        *(("3272", False), ("3272", True), ("3101", False), ("3101", True))
    ]
    assert proposed == {"MENINGGAL", "PINDAH"}
    assert states == {"DONE", "AGAIN", "PAPER", "TODO"}
    work = figures[batches[0].pk]
    assert (work.tasks, work.ended, work.checked) == (24, 8, 1)
    assert held == [(4, "HELD", 1), (4, "HELD", 1), (4, "PLANNED", 0)]
    before = _state()
    assert run() == first
    assert _state() == before
    assert (tmp_path / "demo" / "snapshot_3272_2026-11.csv").exists()
    [download] = (tmp_path / "demo").glob("sidalih_3272*.csv")
    _has_every_outcome(download)


def _has_every_outcome(download: Path) -> None:
    """The made-up download of SIDALIH, laid beside the roll as the page would."""
    village = download.stem.removeprefix("sidalih_")
    with as_worker():
        made = receive_download(
            actor=None,
            regency=village[:4],
            area=village,
            file=io.BytesIO(download.read_bytes()),
            filename=download.name,
        )
        run_job(made.job_id or 0)
        made.refresh_from_db()
    assert set(made.result["outcomes"]) == {one.value for one in Outcome}


def test_a_code_without_a_phone(client: Client, portal: str) -> None:
    said = io.StringIO()
    call_command("demo_code", "ketua.sukabumi", stdout=said)
    client.post("/masuk/", {"login": "ketua.sukabumi", "password": PASSWORD})
    answer = client.post("/masuk/langkah-kedua/", {"code": said.getvalue().strip()})
    assert answer["Location"] == "/"
    said = io.StringIO()
    call_command("demo_code", "ketua.sukabumi", alamat=True, stdout=said)
    assert said.getvalue().startswith("otpauth://totp/PDPB:ketua.sukabumi?secret=")
    with pytest.raises(CommandError):
        call_command("demo_code", "orang.lain")


def test_every_installation_has_its_own_secrets(settings: Any) -> None:
    here = secret_of("admin")
    settings.SECRET_KEY = "another installation"
    assert secret_of("admin") != here


def _state() -> dict[str, Any]:
    with as_worker():
        return {
            "periods": list(Period.objects.order_by("id").values_list("code", "state")),
            "users": User.objects.count(),
            "events": len(admin_sql("SELECT id FROM posts_outreachevent")),
            "visits": Visit.objects.count(),
            "proposals": ChangeProposal.objects.of("3272").count(),
            "roll": RollTally.objects.aggregate(n=Sum("n"))["n"],
        }
