"""The search for a delivery's duplicates follows its report, and blocks nobody."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from psycopg2 import sql

from jobs import services as jobs
from jobs.following import see_through
from jobs.models import Job
from jobs.services import JobError
from periods.models import Period
from reconciliation.models import Delivery
from reconciliation.services import CannotStart, running, search_again, searching
from reconciliation.services.starting import KIND
from tests.reconciliation.conftest import REGENCY, arrived
from tests.roles import admin_sql, as_worker
from voters.services.duplicates import Search
from voters.services.suspects import Suspects, search_changed

HEADER = (
    "NIK|NKK|NAMA|TEMPAT LAHIR|TANGGAL LAHIR|STATUS|JENIS KELAMIN|ALAMAT|KODE KELURAHAN"
)

SHARED = (
    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND "
    "granted AND classid = (hashtext('roll')::bigint & 4294967295)::oid AND "
    "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def reconciled(path: Path, kind: str = "SNAPSHOT", actor: Any = None) -> Delivery:
    """A delivery whose report stands, and whose search waits."""
    delivery = arrived(path, kind)
    params = {"delivery": delivery.pk}
    jobs.run_here(actor=actor, kind=KIND, regency=REGENCY, params=params)
    delivery.refresh_from_db()
    assert delivery.is_done and "duplicates" not in delivery.details
    return delivery


def waiting(delivery: Delivery) -> Job:
    return searching.of_delivery(delivery).get(state="QUEUED")


def kept() -> list[str]:
    rows = admin_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'landing'")
    return [name for (name,) in rows]


def pairs() -> list[tuple[Any, ...]]:
    return admin_sql(
        "SELECT origin, voter_a, line_no, line_b, score, rules, print "
        "FROM duplicate_pair ORDER BY line_no, voter_a, line_b"
    )


def test_it_follows_the_report_and_starts_again_from_what_was_kept(
    stocked: str,
    cast: Any,
    sign_in: Any,
    demo_files: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = sign_in(cast.operator_a)
    with as_worker():
        delivery = reconciled(demo_files.path("snapshot"), actor=cast.operator_a)
        job = waiting(delivery)
    assert (job.asked_by_id, job.writing) == (cast.operator_a.pk, False)
    assert kept() == [f"kept_{delivery.pk}_people"] and pairs() == []
    page = reverse("reconciliation:detail", args=[REGENCY, delivery.public_id])
    again = reverse("reconciliation:search", args=[REGENCY, delivery.public_id])

    def shown() -> str:
        text: str = client.get(page).content.decode()
        assert "Sepuluh hasil" in text
        return text

    assert "Menunggu giliran" in shown() and str(job.public_id) in shown()
    # A person who asks while it waits is shown the one that waits.
    client.post(again)

    with as_worker():
        assert Job.objects.count() == 2
        # While it runs the office writes: nobody waits for it.
        Job.objects.filter(pk=job.pk).update(state="RUNNING")
        empty = {"period": delivery.period_id}
        jobs.run_here(actor=None, kind="apply", regency=REGENCY, params=empty)
        assert 'data-job-state="RUNNING"' in shown()
        Job.objects.filter(pk=job.pk).update(state="QUEUED")

        def dying(found: Suspects) -> int:
            raise RuntimeError("power cut")

        with monkeypatch.context() as patch:
            patch.setattr(Suspects, "keep", dying)
            with pytest.raises(JobError):
                see_through(waiting(delivery))
    assert kept() == [f"kept_{delivery.pk}_people"] and pairs() == []
    assert "gagal" in shown() and "Coba lagi" in shown()

    with as_worker():
        job = searching.of_delivery(delivery).get()
        jobs.retry(actor=cast.operator_a, job=job)
        jobs.request_cancel(actor=cast.operator_a, job=job)
    assert "dibatalkan" in shown() and "Cari ganda lagi" in shown()
    client.post(again)
    seen: list[tuple[str, int]] = []
    searched = Search.run

    def looking(search: Search, step: str) -> int:
        if step in ("counted", "probe", "keys"):
            seen.append((step, len(admin_sql(SHARED))))
        return searched(search, step)

    monkeypatch.setattr(Search, "run", looking)
    with as_worker():
        done = see_through(waiting(delivery))
        # People and their names are read while nobody writes the roll; no longer.
        assert seen == [("counted", 1), ("probe", 1), ("keys", 0)]
        found = pairs()
        assert done.result == {"pairs": len(found)} and len(found) > 0
        assert kept() == []
        assert set(done.timings) == {"search", "keep"}
        with pytest.raises(CannotStart, match="tidak perlu diulang"):
            search_again(actor=None, delivery=delivery)
        # Its worker died between commit and end: the same answer, nothing twice.
        Job.objects.filter(pk=done.pk).update(state="QUEUED")
        assert see_through(waiting(delivery)).result == done.result
        assert pairs() == found
    assert f"{len(found)} pasangan" in shown()
    told = client.get(reverse("jobs:progress", args=[REGENCY, done.public_id]))
    assert f"{len(found)} pasangan" in told.content.decode()


def test_who_came_on_the_roll_with_the_row_is_no_duplicate_of_it(
    stocked: str, tmp_path: Path
) -> None:
    ((nik, nkk, name, born, place, sex, address, kelurahan),) = admin_sql(
        "SELECT nik, nkk, name, to_char(birth_date, 'DD-MM-YYYY'), birth_place, sex, "
        "address, kelurahan FROM voter WHERE regency_code = '3272' "
        "AND status = 'ACTIVE' AND name LIKE '%% %%' ORDER BY id LIMIT 1"
    )
    other = f"{nik[:12]}{(int(nik[12:]) + 4321) % 10_000:04d}"
    rest = f"{nkk}|{name}|{place}|{born}|DATANG|{sex}|{address}|{kelurahan}"
    path = tmp_path / "kiriman.csv"
    path.write_text(f"{HEADER}\n{other}|{rest}\n")
    with as_worker():
        delivery = reconciled(path, "EVENTS")
        # The proposal was accepted and applied before the search had its turn.
        columns = (
            "nkk, name, birth_place, birth_date, sex, address, rt, rw, kelurahan, tps, "
            "marital_status, status, regency_code"
        )
        ((mine,),) = admin_sql(
            f"INSERT INTO voter (nik, {columns}) SELECT %s, {columns} FROM voter "
            "WHERE nik = %s RETURNING id",
            [other, nik],
        )
        see_through(waiting(delivery))
        found = {row[1] for row in pairs()}
        ((twin,),) = admin_sql("SELECT id FROM voter WHERE nik = %s", [nik])
        assert twin in found and mine not in found


def test_without_new_people_nothing_follows_and_without_its_rows_it_says_so(
    stocked: str, demo_files: Any, tmp_path: Path
) -> None:
    ((nik, name),) = admin_sql(
        "SELECT nik, name FROM voter WHERE regency_code = '3272' "
        "AND status = 'ACTIVE' ORDER BY id LIMIT 1"
    )
    path = tmp_path / "kiriman.csv"
    path.write_text(f"NIK|NAMA|KETERANGAN\n{nik}|{name}|MENINGGAL\n")
    with as_worker():
        delivery = arrived(path, "EVENTS")
        params = {"delivery": delivery.pk}
        report = jobs.run_here(actor=None, kind=KIND, regency=REGENCY, params=params)
        assert report.result["duplicates"] == 0
        assert not searching.of_delivery(delivery).exists() and kept() == []
        delivery = reconciled(demo_files.path("events"), "EVENTS")
        admin_sql(f"DROP TABLE landing.kept_{delivery.pk}_people")
        with pytest.raises(JobError, match="tidak ada lagi"):
            see_through(waiting(delivery))


def test_asking_the_roll_and_joining_it_find_the_same_pairs(
    stocked: str, demo_files: Any
) -> None:
    def found(few: int) -> list[tuple[Any, ...]]:
        context: Any = SimpleNamespace(job_id=0, token=few)
        kept_table = f"kept_{delivery.pk}_people"
        told = search_changed(
            context, REGENCY, period, delivery.pk, kept_table, few=few
        )
        rows = admin_sql(f"SELECT * FROM landing.d0_{few}_dupscored ORDER BY a, b")
        assert ("probe" in steps) is (few == 0)
        steps.clear()
        told.search.drop()
        return rows

    steps: list[str] = []
    run = Search.run

    def told_steps(search: Search, step: str) -> int:
        steps.append(step)
        return run(search, step)

    with as_worker(), pytest.MonkeyPatch.context() as patch:
        delivery = reconciled(demo_files.path("snapshot"))
        period = Period.objects.get(regency_code=REGENCY, code="2026-11")
        patch.setattr(Search, "run", told_steps)
        heard = "SELECT count(*) FROM name_sound WHERE regency_code = '3272'"
        # No name has been heard yet, as after a crash of the server.
        admin_sql("TRUNCATE name_sound, name_count")
        joined = found(1_000_000)
        assert joined and found(0) == joined
        names = (
            "SELECT name FROM voter WHERE regency_code = '3272' AND status <> "
            f"'INELIGIBLE' UNION SELECT name FROM landing.kept_{delivery.pk}_people"
        )
        assert admin_sql(heard) == admin_sql(f"SELECT count(*) FROM ({names}) n")


def test_a_run_that_died_after_its_search_was_kept_tells_its_own_report(
    stocked: str, demo_files: Any
) -> None:
    """Killed between its commit and its end, it is asked once more."""
    with as_worker():
        delivery = reconciled(demo_files.path("snapshot"))
        told = Job.objects.get(kind=KIND).result
        see_through(waiting(delivery))
        delivery.refresh_from_db()
        assert delivery.details["duplicates"] > 0
        again: Any = SimpleNamespace(regency=REGENCY, params={"delivery": delivery.pk})
        assert running.run(again) == told


def test_pairs_are_kept_without_asking_one_by_one_who_answered(
    stocked: str, demo_files: Any
) -> None:
    """Where nothing is kept yet the planner expects one row to look through; of 87,000
    each would look through all that were kept before it."""
    plans: list[str] = []
    run = Search.run

    def explained(search: Search, step: str) -> int:
        if step == "keep_lines":
            with connection.cursor() as cursor:
                query: Any = sql.SQL("EXPLAIN " + search.steps[step])
                cursor.execute(query.format(**search.parts), search.values)
                plans.append("\n".join(line for (line,) in cursor.fetchall()))
        return run(search, step)

    with as_worker(), pytest.MonkeyPatch.context() as patch:
        delivery = reconciled(demo_files.path("snapshot"))
        patch.setattr(Search, "run", explained)
        admin_sql("ANALYZE duplicate_pair")
        see_through(waiting(delivery))
    assert pairs() and len(plans) == 1
    assert "Anti Join" in plans[0] and "Nested Loop" not in plans[0]
