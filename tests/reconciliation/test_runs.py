"""A run is whole or it is nothing: progress, cancel, lost lease, closed period."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from jobs.models import Job
from jobs.services import Context, JobError
from reconciliation import landing
from reconciliation.models import Delivery, DeliveryRow, RowIssue
from reconciliation.services import CannotStart, running, start
from reconciliation.services.starting import prepare
from tests.reconciliation.conftest import PERIOD, REGENCY, arrived, reconcile, work
from tests.roles import admin_sql, as_worker


def small_chunks() -> Any:
    return override_settings(POLICY=replace(settings.POLICY, landing_chunk_rows=100))


def landing_tables() -> list[Any]:
    return admin_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'landing'")


def nothing_done() -> None:
    from voters.models import ChangeProposal, NotYetEligible

    assert not RowIssue.objects.exists() and not DeliveryRow.objects.exists()
    assert not ChangeProposal.objects.of(REGENCY).exists()
    assert not NotYetEligible.objects.filter(regency_code=REGENCY).exists()
    assert not Delivery.objects.filter(state="DONE").exists()


def test_progress_is_what_has_been_committed(
    stocked: str, demo_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    rows = len(demo_files.path("snapshot").read_bytes().splitlines()) - 1

    def looking(tables: Any, chunk: Any, delimiter: str) -> None:
        job = Job.objects.get(state="RUNNING")
        name = f"d{job.pk}_{job.token}"
        committed = admin_sql(
            f"SELECT (SELECT count(*) FROM landing.{name}_raw) + "
            f"(SELECT count(*) FROM landing.{name}_ragged)"
        )[0][0]
        outside = admin_sql("SELECT done, total, stage FROM jobs_job")[0]
        seen.append((committed, outside[0]))
        assert outside[2] == "load" and outside[1] == rows
        copy(tables, chunk, delimiter)

    copy = landing.copy
    monkeypatch.setattr(landing, "copy", looking)
    with as_worker(), small_chunks():
        delivery = reconcile(demo_files.path("snapshot"), "SNAPSHOT")
    assert len(seen) > 3 and all(found == done for found, done in seen)
    assert len({done for _found, done in seen}) > 3
    assert delivery.is_done and not landing_tables()


@pytest.mark.parametrize("part", ["decide", "propose", "_write_rows", "propose_bulk"])
def test_a_run_that_dies_leaves_nothing_and_runs_again(
    stocked: str, demo_files: Any, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    from reconciliation import stages

    place = stages if part in ("decide", "propose") else running

    def dying(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("power cut")

    with as_worker():
        delivery = arrived(demo_files.path("snapshot"), "SNAPSHOT")
        with monkeypatch.context() as patch:
            patch.setattr(place, part, dying)
            with pytest.raises(JobError):
                work(delivery)
        nothing_done()
        assert not landing_tables()
        prepare(delivery=delivery, kind="SNAPSHOT")
        work(delivery)
        delivery.refresh_from_db()
        assert delivery.is_done
        # Killed after its commit and before it cleared up.
        left = "CREATE UNLOGGED TABLE landing.d77_1_decided (line bigint)"
        with connection.cursor() as cursor:
            cursor.execute(left)
        again = Context(1, 1, REGENCY, {"delivery": delivery.pk}, None, "")
        assert running.run(again)["rows"] == delivery.rows
        assert not landing_tables()


def test_cancel_and_lost_lease(
    stocked: str, demo_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = landing.copy

    def cancelling(*args: Any) -> None:
        Job.objects.filter(state="RUNNING").update(cancel_requested=True)
        copy(*args)

    with as_worker():
        delivery = arrived(demo_files.path("snapshot"), "SNAPSHOT")
        with monkeypatch.context() as patch:
            patch.setattr(landing, "copy", cancelling)
            with pytest.raises(JobError):
                work(delivery)
        nothing_done()

        def taken_over(*args: Any, **kwargs: Any) -> None:
            Job.objects.filter(state="RUNNING").update(token=99)

        with monkeypatch.context() as patch:
            patch.setattr(running, "_refuse_wrong_file", taken_over)
            with pytest.raises(JobError):
                work(delivery)
        nothing_done()
        Job.objects.filter(state="RUNNING").update(state="FAILED")
        assert not landing_tables()


def test_leftovers_of_a_killed_worker_are_dropped(stocked: str) -> None:
    with as_worker() as connection:
        with connection.cursor() as cursor:
            cursor.execute("CREATE UNLOGGED TABLE landing.d77_1_raw (line bigint)")
            cursor.execute("CREATE UNLOGGED TABLE landing.other (line bigint)")
        landing.drop_leftovers()
    assert landing_tables() == [("other",)]


def test_what_cannot_start(stocked: str, demo_files: Any, cast: Any) -> None:
    from periods.models import Period
    from periods.services import close

    with as_worker():
        delivery = reconcile(demo_files.path("events"), "EVENTS")
        with pytest.raises(CannotStart, match="sudah direkonsiliasi"):
            start(actor=None, delivery=delivery, kind="EVENTS")
        second = arrived(demo_files.path("snapshot"), "SNAPSHOT")
        with pytest.raises(CannotStart):
            start(actor=None, delivery=second, kind="LAIN")
        job = start(actor=None, delivery=second, kind="SNAPSHOT")
        with pytest.raises(CannotStart, match="sedang diproses"):
            start(actor=None, delivery=second, kind="SNAPSHOT")
        Job.objects.filter(pk=job.pk).update(state="CANCELLED")
        close(Period.objects.get(regency_code=REGENCY, code=PERIOD))
        with pytest.raises(CannotStart, match="ditutup"):
            start(actor=None, delivery=second, kind="SNAPSHOT")
        with pytest.raises(JobError, match="ditutup"):
            work(second)
        with pytest.raises(CannotStart, match="periode"):
            arrived(demo_files.path("roll"), "SNAPSHOT")


def test_a_file_of_another_regency_is_refused_whole(
    stocked: str, tmp_path: Path
) -> None:
    from tests.databases import demo_files as files_of

    with as_worker():
        delivery = arrived(files_of("3101").path("snapshot"), "SNAPSHOT")
        with pytest.raises(JobError, match="di luar kab/kota ini"):
            work(delivery)
        nothing_done()


def test_a_broken_file_is_refused_whole(stocked: str, tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    rows = "".join(f"3272010101900{n:03d}|A|B|C\n" for n in range(20))
    path.write_text("NIK|NAMA|TGL LAHIR\n" + rows)
    with as_worker():
        with pytest.raises(JobError, match="pemisah"):
            work(arrived(path, "SNAPSHOT"))
        nothing_done()


def test_a_question_that_was_answered_does_not_come_back(
    stocked: str, demo_files: Any, tmp_path: Path
) -> None:
    from voters.models import ChangeProposal

    source = demo_files.path("snapshot")
    again = tmp_path / "lagi.csv"
    again.write_bytes(source.read_bytes() + b"\n")
    with as_worker():
        first = reconcile(source, "SNAPSHOT")
        questions = ChangeProposal.objects.of(REGENCY).filter(kind="TIDAK_ADA")
        answered = questions.update(state="REJECTED")
        second = reconcile(again, "SNAPSHOT")
    assert answered == first.details["tidak_ada"] == second.proposals["answered"]
    assert second.proposals.get("BARU", 0) == 0
    assert second.proposals["joined"] == sum(
        n for kind, n in first.proposals.items()
        if kind not in ("joined", "answered", "TIDAK_ADA")
    )  # fmt: skip


def test_command_line(
    stocked: str, demo_files: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    from django.core.management import CommandError, call_command

    from kpu_portal.management.commands import load_roll

    options = {"regency": REGENCY, "period": PERIOD}
    with as_worker():
        path = str(demo_files.path("snapshot"))
        call_command("reconcile", path, **options, username="operator.sukabumi")
        told = json.loads(capsys.readouterr().out)
        assert told["kind"] == "SNAPSHOT" and told["rows"] == sum(
            told["outcomes"].values()
        )
        stages = {"load", "compare", "check", "propose", "duplicates"}
        assert set(told["seconds"]) == stages and told["duplicates"] > 0
        for arguments, word in (
            ([path], "sudah diterima"),
            (["/nowhere.csv"], "tidak terbaca"),
        ):
            with pytest.raises(CommandError, match=word):
                call_command("reconcile", *arguments, **options)
        with pytest.raises(CommandError, match="tidak terbuka"):
            call_command("reconcile", path, regency=REGENCY, period="2020-01")
        with pytest.raises(CommandError, match="Akun"):
            call_command("reconcile", path, **options, username="nobody")
        with pytest.raises(CommandError):
            call_command("load_roll", path, regency=REGENCY, period="2026-10")
        monkeypatch.setattr(load_roll, "load_regions", lambda: 0)
        with pytest.raises(CommandError, match="kab/kota"):
            call_command("load_roll", path, regency="9999", period="2026-10")


def test_a_broken_opening_list_loads_nothing(portal: str, tmp_path: Path) -> None:
    from django.core.management import CommandError, call_command

    from periods.models import Period

    path = tmp_path / "roll.csv"
    path.write_text(
        "NIK|NAMA|TANGGAL LAHIR|JENIS KELAMIN|KODE KELURAHAN|RT\n"
        "3272010101900001|A|01-01-1990|L|3272011001|RT 1\n"
        "3272010101900001|B|01-01-1990|L|3272011001|1\n"
        "3272010101900002|B|31-02-1990|L|3272011001|1\n"
        "3272010101900003|B|01-02-1990\n"
        "3272010102900004|B|01-02-1990|L|3272011001|001/002\n"
    )
    with as_worker():
        with pytest.raises(CommandError) as told:
            call_command("load_roll", str(path), regency=REGENCY, period="2026-10")
        assert "baris 3 (NIK): NIK sama dengan baris sebelumnya" in str(told.value)
        assert "baris 4 (Tanggal lahir): Tanggal lahir mustahil" in str(told.value)
        assert "baris 5 (-): Jumlah kolom" in str(told.value)
        assert "baris 6: RT, RW, atau TPS tidak terbaca" in str(told.value)
        assert not Period.objects.exists()
        with pytest.raises(CommandError, match="tidak terbaca"):
            call_command("load_roll", "/none", regency=REGENCY, period="2026-10")
