"""The commands of every room: for whom they act, under which job, what they say."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from audit.models import LedgerEntry
from jobs.models import Job
from jobs.services import run as work
from kpu_portal import onboarding
from kpu_portal.ui.actions import ACTIONS
from periods.models import Period
from tests.roles import admin_sql, as_worker
from voters.models import Voter

pytestmark = pytest.mark.usefixtures("no_lists_kept")
WHERE = {"regency": "3272", "period": "2026-11"}
PLACE = {"regency": "3272"}
OUTCOMES = {
    *("SAME", "UBAH", "PINDAH_DALAM", "BARU", "NOT_YET", "TMS"),
    *("MUNCUL_KEMBALI", "NIK_GANDA_ORANG", "IGNORED", "REFUSED"),
}
"""The ten of shared/deliveries.md, written out: a lost one must be missed."""
ROWS = {
    "load_roll": {**PLACE, "period": "2026-10"},
    "reconcile": {**WHERE, "kind": "snapshot"},
    "proposals": WHERE,
    "decide": {**WHERE, "accept": "BARU"},
    "apply": WHERE,
    "recap": WHERE,
    "verify": PLACE,
}
"""Every command of a regency, with what it needs beside a file."""


def tell(command: str, *arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    with as_worker():
        call_command(command, *arguments, **options, stdout=out)
    return out.getvalue()


def file_of(command: str, files: Any) -> list[str]:
    names = {"load_roll": "roll", "reconcile": "snapshot"}
    return [str(files.path(names[command]))] if command in names else []


def load(files: Any, **options: Any) -> dict[str, Any]:
    removed = str(files.path("removed"))
    told = tell("load_roll", *file_of("load_roll", files), removed=removed,
                **{**ROWS["load_roll"], **options})  # fmt: skip
    found: dict[str, Any] = json.loads(told)
    return found


def newest(kind: str) -> Job:
    with as_worker():
        return Job.objects.filter(kind=kind).latest("id")


def said_by(action: str) -> list[tuple[int | None, str]]:
    rows = LedgerEntry.objects.using("gate").filter(action=action)
    return list(rows.order_by("id").values_list("actor_id", "actor_name"))


def nothing_loaded() -> bool:
    with as_worker():
        return not Voter.objects.exists() and not Period.objects.exists()


def kept() -> list[Path]:
    folder = Path(default_storage.path("pembuka/3272"))
    return list(folder.glob("*")) if folder.exists() else []


@pytest.mark.parametrize("command", ROWS)
@pytest.mark.parametrize("name", ["nobody", "gone.sukabumi"])
def test_an_unknown_account_is_refused(
    shared_stocked: str, demo_files: Any, command: str, name: str
) -> None:
    """Also one that is switched off; and nothing happened, under nobody's name."""
    if name == "gone.sukabumi":
        admin_sql(
            "UPDATE accounts_user SET is_active = false, username = 'gone.sukabumi' "
            "WHERE username = 'anggota.sukabumi'"
        )
    before = admin_sql("SELECT count(*), max(id) FROM jobs_job")
    with pytest.raises(CommandError, match=f"Akun tidak ada: {name}"):
        tell(command, *file_of(command, demo_files), **ROWS[command], username=name)
    assert admin_sql("SELECT count(*), max(id) FROM jobs_job") == before


@pytest.mark.parametrize("part", [None, "operator_a"])
def test_a_job_says_who_asked(
    portal: str, cast: Any, demo_files: Any, part: str | None
) -> None:
    """Of a whole month by commands: roll, delivery, decision, application."""
    user = getattr(cast, part) if part else None
    who = {"username": user.username} if user else {}
    me = (user.pk, str(user)) if user else (None, "sistem")
    load(demo_files, **who)
    tell("reconcile", *file_of("reconcile", demo_files), **ROWS["reconcile"], **who)
    tell("decide", **ROWS["decide"], **who)
    tell("apply", **ROWS["apply"], **who)
    for kind in ("load_roll", "reconcile", "decide", "apply"):
        job = newest(kind)
        assert (job.asked_by_id, job.asked_by_name) == me, kind
        assert (job.state, job.attempts, job.writing) == ("DONE", 1, kind != "decide")
    decided = admin_sql(
        "SELECT DISTINCT decided_by_id, decided_by_name FROM change_proposal "
        "WHERE kind = 'BARU' AND state = 'APPLIED'"
    )
    assert decided == [me]
    for deed in ("period.open", "plenary.freeze", "period.close"):
        assert set(said_by(deed)) == {me}, deed
    opened = "SELECT actor_id, actor_name FROM voter_event ORDER BY id LIMIT 1"
    assert admin_sql(opened) == [me]


@pytest.mark.parametrize("part", [None, "chair_a"])
@pytest.mark.parametrize("command", ["proposals", "recap", "verify"])
def test_who_reads_stands_in_the_ledger(
    stocked: str, cast: Any, command: str, part: str | None
) -> None:
    user = getattr(cast, part) if part else None
    tell(command, **ROWS[command], **({"username": user.username} if user else {}))
    action = {"proposals": "proposal.export"}.get(command, f"{command}.command")
    me = (user.pk, str(user)) if user else (None, "sistem")
    assert said_by(action) == [me]
    assert action in ACTIONS


def test_a_load_is_a_job_of_the_office(
    portal: str, cast: Any, sign_in: Any, demo_files: Any
) -> None:
    said = load(demo_files)
    assert said["rows"] > 900 and said["seconds"] >= 0
    assert (said["regency"], said["closed"], said["open"]) == (
        *("3272", "2026-10", "2026-11"),
    )
    job = newest("load_roll")
    assert job.result["rows"] == said["rows"] and set(job.timings) == {"muat"}
    assert sum(onboarding.totals_of(job.result).values()) == 900
    page = sign_in(cast.operator_a).get("/kab/3272/pekerjaan/").content.decode()
    assert "Pemuatan daftar pemilih" in page
    assert kept() == []


def test_a_load_waits_for_no_other_writer_and_is_refused(
    portal: str, demo_files: Any
) -> None:
    with as_worker():
        Job.objects.create(
            regency_code="3272", kind="apply", state="RUNNING", writing=True,
            lease_until=timezone.now(),
        )  # fmt: skip
    with pytest.raises(CommandError, match="Ada pekerjaan lain"):
        load(demo_files)
    assert newest("load_roll").state == "CANCELLED"
    assert nothing_loaded() and kept() == []


def during(
    monkeypatch: pytest.MonkeyPatch, deed: Callable[[], None]
) -> Callable[..., Any]:
    """Do something while a load stands just before its commit."""
    real = onboarding.record_opening

    def doing(**said: Any) -> Any:
        found = real(**said)
        monkeypatch.setattr(onboarding, "record_opening", real)
        deed()
        return found

    monkeypatch.setattr(onboarding, "record_opening", doing)
    return doing


def test_of_two_loads_at_a_time_one_is_refused(
    portal: str, demo_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def second() -> None:
        try:
            call_command("load_roll", *file_of("load_roll", demo_files),
                         **ROWS["load_roll"], stdout=io.StringIO())  # fmt: skip
        except CommandError as error:
            told.append(str(error))
        finally:
            connection.close()

    def beside() -> None:
        other = threading.Thread(target=second)
        other.start()
        other.join(60)

    during(monkeypatch, beside)
    assert load(demo_files)["open"] == "2026-11"
    assert told == ["Ada pekerjaan lain yang sedang menulis daftar kab/kota ini."]
    with as_worker():
        rows = Job.objects.filter(kind="load_roll").order_by("id")
        assert list(rows.values_list("state", flat=True)) == ["DONE", "CANCELLED"]
        assert Voter.objects.of("3272").counted().count() == 900
    assert kept() == []


def test_a_load_that_lost_its_lease_leaves_nothing_and_goes_on(
    portal: str, demo_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What took it over finds the list in the store, whatever became of the file."""
    during(
        monkeypatch,
        lambda: admin_sql(
            "UPDATE jobs_job SET token = token + 1, state = 'QUEUED' "
            "WHERE kind = 'load_roll'"
        ),
    )
    with pytest.raises(CommandError, match="Sewanya hilang"):
        load(demo_files)
    assert nothing_loaded() and len(kept()) == 2
    job = newest("load_roll")
    with as_worker():
        assert work(job.pk)
        assert Voter.objects.of("3272").counted().count() == 900
    job = newest("load_roll")
    assert (job.state, job.attempts, job.result["open"]) == ("DONE", 2, "2026-11")
    assert kept() == []


def test_a_load_that_died_after_its_commit_is_told_done(
    portal: str, demo_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jobs.services import running

    def dies(*_given: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "end", dies)
    with pytest.raises(KeyboardInterrupt):
        load(demo_files)
    monkeypatch.undo()
    job = newest("load_roll")
    with as_worker():
        assert Voter.objects.of("3272").counted().count() == 900
        Job.objects.filter(pk=job.pk, state="RUNNING").update(state="QUEUED")
        assert work(job.pk)
        assert Voter.objects.of("3272").counted().count() == 900
    job = newest("load_roll")
    assert (job.state, job.attempts, job.result["open"]) == ("DONE", 2, "2026-11")
    assert sum(onboarding.totals_of(job.result).values()) == 900 and kept() == []


def test_a_load_that_fails_keeps_no_copy_and_cannot_be_repeated_blindly(
    portal: str, demo_files: Any
) -> None:
    with pytest.raises(CommandError, match="Kode periode tidak dikenal"):
        load(demo_files, period="2026-13")
    job = newest("load_roll")
    assert job.state == "FAILED" and nothing_loaded() and kept() == []
    with as_worker():
        Job.objects.filter(pk=job.pk).update(state="QUEUED", params={
            **job.params, "period": "2026-10",
        })  # fmt: skip
        assert work(job.pk)
    job = newest("load_roll")
    assert (job.state, job.error) == (
        "FAILED",
        "Berkas daftarnya sudah tidak ada; muat lagi.",
    )
    assert nothing_loaded()


@pytest.mark.parametrize(
    ("kind", "sender"),
    [("events", "dukcapil"), ("events", "tni"), ("snapshot", "dukcapil")],
)
def test_reconcile_prints_all_ten_outcomes(
    stocked: str, demo_files: Any, kind: str, sender: str
) -> None:
    from reconciliation.models import Delivery

    told = json.loads(
        tell("reconcile", str(demo_files.path(kind)), **WHERE, kind=kind, sender=sender)
    )
    assert set(told["outcomes"]) == OUTCOMES and len(told["outcomes"]) == 10
    assert sum(told["outcomes"].values()) == told["rows"] > 0
    with as_worker():
        delivery = Delivery.objects.get(public_id=told["delivery"])
    assert (delivery.sender, delivery.kind, told["kind"]) == (
        *(sender, kind.upper(), kind.upper()),
    )
    assert {one for one, n in told["outcomes"].items() if n} == {
        one for one, n in delivery.counts.items() if n
    }
    if sender == "dukcapil":
        planted = demo_files.deliveries[kind].outcomes
        assert told["outcomes"] == {one: planted[one] for one in OUTCOMES}
    stages = {"load", "compare", "check", "propose"}
    assert stages <= set(told["seconds"]) <= {*stages, "duplicates"}
    assert all(
        isinstance(spent, float) and spent >= 0 for spent in told["seconds"].values()
    )
