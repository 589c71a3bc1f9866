"""An office begins in the browser: check, official figures, load, first period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jobs.models import Job, State
from jobs.services import run
from kpu_portal import onboarding
from periods.models import Period
from tests.roles import admin_sql, as_worker
from voters.models import Voter

pytestmark = pytest.mark.usefixtures("no_lists_kept")
SignIn = Callable[[Any], Any]
PAGE = "/kab/3272/mulai/"


@pytest.fixture(autouse=True)
def _november(monkeypatch: Any) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_a: dt.date(2026, 11, 29))


def upload(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def ask(client: Any, files: Any, men: int, women: int, **more: Any) -> Any:
    said = {
        "periode": "2026-10",
        "daftar": upload(files.path("roll")),
        "tms": upload(files.path("removed")),
        "laki": men,
        "perempuan": women,
    }
    return client.post(PAGE, {**said, **more})


def work() -> Job:
    with as_worker():
        job = Job.objects.latest("pk")
        assert run(job.pk)
        job.refresh_from_db()
        return job


def kept() -> list[str]:
    folder = Path(default_storage.path("pembuka/3272"))
    return sorted(one.name for one in folder.glob("*")) if folder.exists() else []


def test_an_office_begins_with_figures_that_agree(
    portal: str, cast: Any, sign_in: SignIn, demo_files: Any
) -> None:
    client = sign_in(cast.operator_a)
    assert PAGE in client.get("/kab/3272/").content.decode()
    assert ask(client, demo_files, 1, 2).status_code == 302
    refused = client.post(PAGE, {"muat": "1"}, follow=True).content.decode()
    assert "Pemeriksaan masih berjalan" in refused
    found = work()
    assert found.state == State.DONE, found.error
    totals = onboarding.totals_of(found.result)
    assert sum(totals.values()) == 900
    page = client.get(PAGE).content.decode()
    assert "Jumlah berbeda dari Berita Acara" in page
    assert 'name="muat"' not in page
    with as_worker():
        assert not Voter.objects.exists() and not Period.objects.exists()
    assert (
        "harus cocok" in client.post(PAGE, {"muat": "1"}, follow=True).content.decode()
    )

    first = kept()
    ask(client, demo_files, totals["L"], totals["P"])
    assert len(kept()) == 2 and not set(kept()) & set(first)
    work()
    page = client.get(PAGE).content.decode()
    assert "Jumlah cocok dengan Berita Acara" in page
    client.post(PAGE, {"muat": "1"})
    loaded = work()
    assert loaded.state == State.DONE, loaded.error
    assert loaded.result["open"] == "2026-11"
    assert kept() == []
    assert client.get(PAGE).headers["Location"] == "/kab/3272/"
    home = client.get("/kab/3272/")
    assert home.context["foot"].both == 900
    said = client.post(PAGE, {"muat": "1"})
    assert said.status_code == 302
    states = admin_sql("SELECT code, state FROM periods_period ORDER BY code")
    assert states == [("2026-10", "CLOSED"), ("2026-11", "OPEN")]


def test_a_base_list_is_of_a_period_of_the_kind_the_portal_works_in(
    portal: str, cast: Any, sign_in: SignIn, settings: Any
) -> None:
    client = sign_in(cast.operator_a)

    def first() -> tuple[str, str]:
        choices = client.get(PAGE).context["form"].fields["periode"].choices
        assert len(choices) == 12
        return choices[0]

    assert first() == ("2026-10", "Oktober 2026")
    settings.POLICY = replace(settings.POLICY, period_kind="QUARTER")
    assert first() == ("2026-T3", "Triwulan III 2026")


def test_a_broken_list_names_its_rows_and_changes_nothing(
    portal: str, cast: Any, sign_in: SignIn, demo_files: Any, tmp_path: Path
) -> None:
    client = sign_in(cast.chair_a)
    text = demo_files.path("roll").read_text(encoding="utf-8-sig").splitlines()
    cells = text[3].split("|")
    spoilt = "|".join("31-02-1990" if c.count("-") == 2 else c for c in cells)
    path = tmp_path / "roll.csv"
    path.write_text("\n".join([*text[:3], spoilt, *text[4:]]), encoding="utf-8")
    ask(client, demo_files, 1, 1, daftar=upload(path))
    found = work()
    assert found.state == State.FAILED
    assert "baris 4 (Tanggal lahir): Tanggal lahir mustahil" in found.error
    page = client.get(PAGE).content.decode()
    assert "Tidak ada yang berubah" in page and "baris 4" in page
    with as_worker():
        assert not Voter.objects.exists() and not Period.objects.exists()
    assert client.post(PAGE, {"laki": "x"}).status_code == 422
    assert sign_in(cast.supervisor).get(PAGE).status_code == 403
