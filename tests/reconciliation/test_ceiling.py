"""Far more than a kelurahan's own months stops the run until the chair speaks."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.models import LedgerEntry
from jobs import services as jobs
from jobs.models import Job
from jobs.services import JobError
from periods.models import Period
from periods.services import close
from reconciliation import services
from reconciliation.models import (
    CeilingFigure,
    CeilingStop,
    Delivery,
    DeliveryRow,
    RowIssue,
)
from reconciliation.rules.ceiling import (
    KINDS,
    Limits,
    buckets,
    ceiling_of,
    deviation,
    shares_of,
)
from reconciliation.services import (
    CannotDecide,
    CannotStart,
    DuplicateDelivery,
    searching,
)
from reconciliation.services.starting import prepare
from tests.reconciliation.conftest import (
    PERIOD,
    REGENCY,
    arrived,
    search,
    take_in,
    work,
)
from tests.roles import admin_sql, as_worker
from voters.models import ChangeProposal, NotYetEligible

LIMITS = Limits(
    first=dict.fromkeys(KINDS, 0.1),
    floor_share=0.01,
    floor_rows=5,
    spread=6,
    periods=3,
)
QUERIES = 17
REASON = "Pemekaran RT, surat lurah 470/12/2026"
shares = st.floats(0, 1, allow_nan=False)


# -- the rule ----------------------------------------------------------------------


def test_without_history_the_policy_speaks() -> None:
    line = ceiling_of("TMS", 1_000, [0.5, 0.5], LIMITS)
    assert (line.expected, line.most, line.periods) == (0, 100, 0)
    assert not line.is_passed_by(100)
    assert line.is_passed_by(101)


def test_with_history_the_median_and_its_deviation_speak() -> None:
    line = ceiling_of("TMS", 1_000, [0.02, 0.03, 0.04], LIMITS)
    assert (line.expected, line.most, line.periods) == (30, 90, 3)


def test_a_quiet_past_does_not_forbid_a_handful() -> None:
    assert ceiling_of("TMS", 10_000, [0.0] * 3, LIMITS).most == 100
    assert ceiling_of("TMS", 20, [0.0] * 3, LIMITS).most == 5
    assert ceiling_of("TMS", 0, [], LIMITS).most == 5


def test_a_share_is_no_victim_of_floating_point() -> None:
    assert ceiling_of("BARU", 100, [], replace(LIMITS, first={"BARU": 0.07})).most == 7


@given(st.lists(shares, min_size=3, max_size=12), st.integers(0, 100_000))
def test_a_ceiling_is_never_below_its_floors_nor_the_median(
    past: list[float], voters: int
) -> None:
    line = ceiling_of("UBAH", voters, past, LIMITS)
    assert line.most >= LIMITS.floor_rows
    assert line.most >= LIMITS.floor_share * voters - 1e-5
    assert line.most >= line.expected
    assert not line.is_passed_by(line.most)


@given(st.lists(shares, min_size=5, max_size=9), st.floats(2, 100))
def test_one_strange_month_raises_no_ceiling_without_bound(
    past: list[float], strange: float
) -> None:
    """Half of the months and more must be strange before the ceiling follows."""
    line = ceiling_of("UBAH", 1_000, [*past, strange], LIMITS)
    assert line.most <= 1_000 * (1 + LIMITS.spread)


@given(st.lists(shares, min_size=1), shares)
def test_moving_every_month_alike_moves_no_deviation(
    past: list[float], by: float
) -> None:
    moved = [share + by for share in past]
    assert deviation(moved) == pytest.approx(deviation(past), abs=1e-9)


def test_a_period_with_nothing_found_counts_as_nought() -> None:
    assert shares_of({1: (5, 50)}, [1, 2]) == [0.1, 0.0]
    assert shares_of({1: (5, 0)}, [1]) == []


@given(st.lists(st.floats(0, 5), max_size=40))
def test_every_part_falls_into_one_bucket(parts: list[float]) -> None:
    counts = buckets(parts, (0.5, 1.0))
    assert sum(counts) == len(parts)
    assert counts[0] == sum(part <= 0.5 for part in parts)
    assert counts[2] == sum(part > 1 for part in parts)


# -- the run -----------------------------------------------------------------------


@pytest.fixture
def low(settings: Any) -> Any:
    """A policy that a small delivery passes."""
    settings.POLICY = replace(
        settings.POLICY,
        ceiling_floor_rows=1,
        ceiling_first=dict.fromkeys(KINDS, 0.02),
    )
    return settings


def stopped(path: Path, actor: Any = None) -> Delivery:
    """A snapshot that stopped at the ceiling; run it as the worker."""
    delivery = arrived(path, "SNAPSHOT")
    jobs.run_here(
        actor=actor,
        kind="reconcile",
        regency=REGENCY,
        params={"delivery": delivery.pk},
    )
    delivery.refresh_from_db()
    assert delivery.state == "WAITING"
    return delivery


def kept() -> list[str]:
    rows = admin_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'landing'")
    return sorted(name for (name,) in rows)


def end_it() -> Job:
    """What a Celery worker does after the chair's decision."""
    job = Job.objects.filter(state="QUEUED").get()
    assert jobs.run(job.pk)
    job.refresh_from_db()
    return job


def proposed() -> list[tuple[Any, ...]]:
    """Every proposal, but for its numbers and the clock."""
    return admin_sql(
        "SELECT kind, category, nik, kelurahan, elements, old, new, warnings, line_no, "
        "fingerprint, base_version, proposed_by_name FROM change_proposal "
        "ORDER BY nik, kind"
    )


def test_an_ordinary_month_of_the_demo_stays_below(
    stocked: str, demo_files: Any
) -> None:
    with as_worker():
        delivery = arrived(demo_files.path("snapshot"), "SNAPSHOT")
        work(delivery)
        delivery.refresh_from_db()
        assert delivery.state == "DONE"
        figures = CeilingFigure.objects.of(REGENCY).filter(delivery_id=delivery.pk)
        figures = figures.exclude(kelurahan=REGENCY)
        made = ChangeProposal.objects.of(REGENCY).filter(kind__in=KINDS).count()
        assert sum(figures.values_list("found", flat=True)) == made > 0
        assert not CeilingStop.objects.exists()


def test_above_it_nothing_is_open_and_the_chair_opens_the_very_same(
    stocked: str, cast: Any, demo_files: Any, low: Any
) -> None:
    path = demo_files.path("snapshot")
    with as_worker():
        delivery = stopped(path, cast.operator_a)
        assert proposed() == []
        assert not NotYetEligible.objects.filter(delivery_id=delivery.pk).exists()
        assert kept() == [
            f"kept_{delivery.pk}_{part}" for part in ("people", "proposed", "waiting")
        ]
        assert not searching.of_delivery(delivery).exists()
        with pytest.raises(CannotStart, match="Ketua"):
            prepare(delivery=delivery, kind="SNAPSHOT")
        # A worker that died after its commit is given the job once more.
        again = work(delivery)
        assert again.result["ceiling"]["held"] > 0 and proposed() == []

        services.open_for_review(actor=cast.chair_a, delivery=delivery, reason=REASON)
        assert proposed() == []
        job = end_it()
        assert job.state == "DONE", job.error
        delivery.refresh_from_db()
        assert delivery.state == "DONE" and delivery.finished_at
        assert kept() == [f"kept_{delivery.pk}_people"]
        follows = search(delivery)
        assert follows.asked_by_name == str(cast.operator_a)
        assert follows.result["pairs"] > 0 and kept() == []
        opened = proposed()
        assert {row[-1] for row in opened} == {str(cast.operator_a)}
        waiting = NotYetEligible.objects.filter(delivery_id=delivery.pk).count()
        assert delivery.proposals == job.result["proposals"]
        told = LedgerEntry.objects.using("gate").get(action="delivery.open")
        assert told.data["reason"] == REASON and told.actor_name == str(cast.chair_a)

        admin_sql("DELETE FROM evidence; DELETE FROM change_proposal")
        admin_sql("DELETE FROM not_yet_eligible")
        admin_sql("DELETE FROM reconciliation_delivery")
        low.POLICY = replace(low.POLICY, ceiling_floor_rows=10_000)
        straight = arrived(path, "SNAPSHOT")
        jobs.run_here(
            actor=cast.operator_a,
            kind="reconcile",
            regency=REGENCY,
            params={"delivery": straight.pk},
        )
        assert proposed() == opened, "kept aside and opened: row for row the same"
        kept_young = NotYetEligible.objects.filter(delivery_id=straight.pk).count()
        assert kept_young == waiting > 0


def test_an_answered_question_is_nothing_new(
    stocked: str, demo_files: Any, tmp_path: Path, low: Any
) -> None:
    """It is not asked again, so a list of nothing but such stops at no ceiling."""
    source = demo_files.path("snapshot")
    again = tmp_path / "lagi.csv"
    again.write_bytes(source.read_bytes() + b"\n")
    tight, low.POLICY = low.POLICY, replace(low.POLICY, ceiling_floor_rows=10_000)
    with as_worker():
        work(arrived(source, "SNAPSHOT"))
        questions = ChangeProposal.objects.of(REGENCY).filter(kind="TIDAK_ADA")
        answered = questions.update(state="REJECTED")
        low.POLICY = replace(tight, ceiling_first=dict.fromkeys(KINDS, 0.0001))
        second = arrived(again, "SNAPSHOT")
        work(second)
        second.refresh_from_db()
        assert second.state == "DONE" and not second.proposals.keys() & KINDS
        assert second.proposals["answered"] == answered > 1
        assert not CeilingFigure.objects.filter(delivery_id=second.pk).exists()


def test_withdrawn_leaves_nothing_and_the_file_may_come_again(
    stocked: str, cast: Any, demo_files: Any, low: Any
) -> None:
    path = demo_files.path("snapshot")
    with as_worker():
        delivery = stopped(path)
        with pytest.raises(DuplicateDelivery):
            take_in(path)
        services.withdraw(actor=cast.chair_a, delivery=delivery, reason=REASON)
        assert end_it().result == {"withdrawn": True}
        assert (kept(), proposed()) == ([], [])
        for rows in (DeliveryRow, RowIssue):
            assert not rows.objects.filter(delivery_id=delivery.pk).exists()
        assert (
            LedgerEntry.objects.using("gate").filter(action="delivery.withdraw").count()
            == 1
        )
        with pytest.raises(CannotDecide, match="tidak menunggu"):
            services.open_for_review(
                actor=cast.chair_a, delivery=delivery, reason=REASON
            )
        with pytest.raises(CannotStart, match="sudah ditarik"):
            prepare(delivery=delivery, kind="SNAPSHOT")
        assert take_in(path).pk != delivery.pk


def test_a_withdrawal_whose_job_was_cancelled_is_ended(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any, low: Any
) -> None:
    with as_worker():
        delivery = stopped(demo_files.path("snapshot"), cast.operator_a)
    at = [REGENCY, delivery.public_id]
    page = reverse("reconciliation:ceiling", args=at)
    decide = reverse("reconciliation:ceiling_decide", args=at)
    operator, chair = sign_in(cast.operator_a), sign_in(cast.chair_a)
    choice = {"decision": "WITHDRAW", "reason": REASON}
    assert chair.post(decide, choice).status_code == 302
    words, button = "Penarikan belum selesai", "Selesaikan penarikan"
    assert words not in chair.get(page).content.decode(), "its job waits"
    with as_worker():
        job = Job.objects.get(state="QUEUED")
        jobs.request_cancel(actor=cast.operator_a, job=job)
        assert kept() and DeliveryRow.objects.filter(delivery_id=delivery.pk).exists()
    shown = operator.get(page).content.decode()
    assert words in shown and button not in shown
    assert button in chair.get(page).content.decode()
    assert operator.post(decide, choice).status_code == 403
    assert chair.post(decide, {**choice, "decision": "OPEN"}).status_code == 422
    again = {**choice, "reason": "Yang pertama dibatalkan orang"}
    assert chair.post(decide, again).status_code == 302
    assert chair.post(decide, again).status_code == 422, "its job waits"
    with as_worker():
        assert end_it().result == {"withdrawn": True}
        assert kept() == []
        for rows in (DeliveryRow, RowIssue):
            assert not rows.objects.filter(delivery_id=delivery.pk).exists()
        stop = CeilingStop.objects.get(delivery_id=delivery.pk)
        assert (stop.decision, stop.reason) == ("WITHDRAW", REASON)
    assert words not in chair.get(page).content.decode()
    assert chair.post(decide, choice).status_code == 422, "nothing is left"


def test_who_may_not_open_it(
    stocked: str, cast: Any, demo_files: Any, low: Any
) -> None:
    with as_worker():
        delivery = stopped(demo_files.path("snapshot"), cast.chair_a)
        for actor, words in (
            (cast.operator_a, "Hanya Ketua"),
            (cast.member_a, "Hanya Ketua"),
            (cast.chair_b, "Hanya Ketua"),
            (None, "Hanya Ketua"),
            (cast.chair_a, "orang kedua"),
        ):
            with pytest.raises(CannotDecide, match=words):
                services.open_for_review(actor=actor, delivery=delivery, reason=REASON)
        with pytest.raises(CannotDecide, match="alasan"):
            services.withdraw(actor=cast.chair_a, delivery=delivery, reason="ok  ")
        delivery.refresh_from_db()
        assert delivery.state == "WAITING"
        services.withdraw(actor=cast.chair_a, delivery=delivery, reason=REASON)
        with pytest.raises(CannotDecide):
            services.withdraw(actor=cast.chair_a, delivery=delivery, reason=REASON)


def test_a_closed_period_and_a_newer_list_leave_only_withdrawal(
    stocked: str, cast: Any, demo_files: Any, low: Any, tmp_path: Path
) -> None:
    source = demo_files.path("snapshot")
    later = tmp_path / "later.csv"
    later.write_bytes(source.read_bytes() + b"\n")
    with as_worker():
        first = stopped(source)
        low.POLICY = replace(low.POLICY, ceiling_floor_rows=10_000)
        second = arrived(later, "SNAPSHOT")
        work(second)
        with pytest.raises(CannotDecide, match="lebih baru"):
            services.open_for_review(actor=cast.chair_a, delivery=first, reason=REASON)
        # Overtaken between the decision and its job: the job says so, and no more.
        Delivery.objects.filter(pk=second.pk).update(state="RECEIVED")
        services.open_for_review(actor=cast.chair_a, delivery=first, reason=REASON)
        Delivery.objects.filter(pk=second.pk).update(state="DONE")
        before = proposed()
        assert "lebih baru" in end_it().error
        assert proposed() == before
        Delivery.objects.filter(pk=second.pk).update(state="RECEIVED")
        close(Period.objects.get(regency_code=REGENCY, code=PERIOD))
        first.refresh_from_db()
        assert first.state == "OPENED"
        with pytest.raises(CannotDecide, match="hanya dapat ditarik"):
            services.open_for_review(actor=cast.chair_a, delivery=first, reason=REASON)
        with pytest.raises(JobError, match="utup"):
            work(first)
        services.withdraw(actor=cast.chair_a, delivery=first, reason=REASON)
        assert end_it().state == "DONE"
        assert kept() == []


def test_a_list_below_everywhere_may_be_above_for_the_regency(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any, settings: Any
) -> None:
    settings.POLICY = replace(
        settings.POLICY,
        ceiling_whole_first=dict.fromkeys(KINDS, 1.0) | {"UBAH": 0.0},
        ceiling_whole_floor_share=0.0,
        ceiling_whole_floor_rows=2,
    )
    with as_worker():
        delivery = stopped(demo_files.path("snapshot"), cast.operator_a)
        figures = list(CeilingFigure.objects.filter(delivery_id=delivery.pk))
        (over,) = (one for one in figures if one.is_over)
        parts = [one for one in figures if one.kind == "UBAH" and not one.is_whole]
    assert over.is_whole and (over.kind, over.most) == ("UBAH", 2)
    assert over.found == sum(one.found for one in parts) > 2
    assert over.voters >= sum(one.voters for one in parts) > 0
    page = reverse("reconciliation:ceiling", args=[REGENCY, delivery.public_id])
    client = sign_in(cast.operator_a)
    assert "Seluruh kab/kota" in client.get(page).content.decode()
    with CaptureQueriesContext(connection) as one_outlier:
        client.get(page)
    admin_sql("UPDATE reconciliation_ceilingfigure SET most = 1 RETURNING 1")
    with CaptureQueriesContext(connection) as many:
        shown = client.get(page)
    assert len(shown.context["outliers"]) > 1
    assert len(one_outlier) == len(many) == QUERIES


def test_earlier_deliveries_count_for_the_regency_too(
    stocked: str, demo_files: Any
) -> None:
    with as_worker():
        delivery = arrived(demo_files.path("snapshot"), "SNAPSHOT")
        before = Delivery.objects.create(
            regency_code=REGENCY,
            period_id=delivery.period_id,
            state="DONE",
            sha256="e" * 64,
            size=1,
            sender="rs",
        )
        # In a kelurahan where this delivery finds nothing.
        ChangeProposal.objects.bulk_create(
            ChangeProposal(
                regency_code=REGENCY,
                period_id=delivery.period_id,
                delivery_id=before.pk,
                kind="UBAH",
                nik=f"327299999999999{n}",
                kelurahan="3272999999",
                source="rs",
            )
            for n in range(7)
        )
        work(delivery)
        whole = CeilingFigure.objects.get(
            delivery_id=delivery.pk, kelurahan=REGENCY, kind="UBAH"
        )
        assert whole.earlier == 7


def past_month(n: int, **more: Any) -> Delivery:
    """A closed month, and a delivery of it that was opened for review."""
    period = Period.objects.create(
        regency_code=REGENCY,
        code=f"2026-0{n + 5}",
        kind="MONTH",
        state="CLOSED",
        starts_on=f"2026-0{n + 5}-01",
        reference_date=f"2026-0{n + 5}-28",
        cutoff_on=f"2026-0{n + 5}-28",
    )
    said = {"state": "DONE", "sender": "dukcapil", **more}
    return Delivery.objects.create(
        regency_code=REGENCY,
        period_id=period.pk,
        sha256=str(n) * 64,
        size=1,
        **said,
    )


def counted(delivery: Delivery, place: str, found: int = 20) -> CeilingFigure:
    """That a delivery of the past found so many corrections there."""
    return CeilingFigure.objects.create(
        regency_code=REGENCY,
        delivery_id=delivery.pk,
        period_id=delivery.period_id,
        kelurahan=place,
        kind="UBAH",
        found=found,
        voters=1_000,
        expected=0,
        most=100,
        periods=0,
    )


def periods_behind(path: Path) -> tuple[set[int], set[int]]:
    """Past periods behind the figures of this delivery: of kelurahan, of the whole."""
    delivery = arrived(path, "SNAPSHOT")
    work(delivery)
    figures = CeilingFigure.objects.filter(delivery_id=delivery.pk)
    parts = {one.periods for one in figures if not one.is_whole}
    return parts, {one.periods for one in figures if one.is_whole}


def test_past_periods_are_the_measure(
    stocked: str, demo_files: Any, settings: Any
) -> None:
    """Three closed months of two per cent: what the policy lets by is now too much."""
    place = "3272011001"
    settings.POLICY = replace(settings.POLICY, ceiling_floor_rows=1)
    with as_worker():
        for n in range(3):
            counted(past_month(n), place)
        delivery = arrived(demo_files.path("snapshot"), "SNAPSHOT")
        work(delivery)
        figures = CeilingFigure.objects.filter(delivery_id=delivery.pk)
        for one in figures:
            # Those months were not counted for the regency as a whole.
            assert one.periods == (0 if one.is_whole else 3)
            expected = 0.02 if (one.kelurahan, one.kind) == (place, "UBAH") else 0
            assert one.expected == round(expected * one.voters)


def test_months_that_found_nothing_new_are_history(
    stocked: str, demo_files: Any
) -> None:
    """They count as nought, in every kelurahan and in the regency as a whole."""
    with as_worker():
        for n in range(3):
            past_month(n)
        assert periods_behind(demo_files.path("snapshot")) == ({3}, {3})


def test_a_month_without_an_opened_delivery_is_no_history(
    stocked: str, demo_files: Any
) -> None:
    with as_worker():
        past_month(0)
        past_month(1)
        for n, state in ((2, "WITHDRAWN"), (3, "RECEIVED"), (4, "WAITING")):
            counted(past_month(n, state=state), "3272011001")
        assert periods_behind(demo_files.path("snapshot")) == ({0}, {0})


@pytest.mark.parametrize(("as_a_whole", "behind"), [(False, 0), (True, 3)])
def test_a_month_that_was_not_counted_as_a_whole_is_none_of_the_whole(
    stocked: str, demo_files: Any, as_a_whole: bool, behind: int
) -> None:
    with as_worker():
        past_month(0)
        past_month(1)
        older = past_month(2)
        for place in ("3272011001", *([REGENCY] if as_a_whole else [])):
            counted(older, place)
        assert periods_behind(demo_files.path("snapshot")) == ({3}, {behind})


# -- pages and commands ------------------------------------------------------------


def test_the_pages(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any, low: Any
) -> None:
    path = demo_files.path("snapshot")
    with as_worker():
        delivery = stopped(path, cast.operator_a)
        nik = DeliveryRow.objects.filter(delivery_id=delivery.pk).first().nik
    at = [REGENCY, delivery.public_id]
    detail, page = (
        reverse(f"reconciliation:{name}", args=at) for name in ("detail", "ceiling")
    )
    decide = reverse("reconciliation:ceiling_decide", args=at)
    operator, chair = sign_in(cast.operator_a), sign_in(cast.chair_a)
    assert operator.get(detail)["Location"] == page
    shown = operator.get(page).content.decode()
    assert "Angka di atas plafon" in shown and "angka kebijakan" in shown
    assert "Hanya Ketua yang memutus" in shown and nik not in shown
    with as_worker():
        figures = CeilingFigure.objects.of(REGENCY).filter(delivery_id=delivery.pk)
        whole = figures.filter(kelurahan=REGENCY).values_list("found", flat=True)
        counted, held = sum(whole), CeilingStop.objects.get().proposals
    # What the banner says is what the table counts; the rest it says beside it.
    assert counted < held
    assert f"{counted} usulan baru disimpan terpisah" in shown
    assert f"Di sampingnya {held - counted} yang tidak dihitung" in shown
    for outcome in ("UBAH", "TMS", "NIK_GANDA_ORANG"):
        rows = reverse("reconciliation:rows", args=at) + f"?hasil={outcome}"
        assert f'href="{rows}"' in chair.get(page).content.decode()
        assert chair.get(rows).status_code == 200
    for client in (operator, chair):
        home = client.get(reverse("regency-home", args=[REGENCY])).content.decode()
        assert "menunggu alasan Ketua" in home and page in home
    listed = operator.get(reverse("reconciliation:list", args=[REGENCY]))
    assert "Menunggu alasan Ketua" in listed.content.decode()

    choice = {"decision": "OPEN", "reason": REASON}
    assert operator.post(decide, choice).status_code == 403
    assert chair.post(decide, {**choice, "reason": "x"}).status_code == 422
    assert chair.post(decide, choice)["Location"] == detail
    assert chair.post(decide, choice).status_code == 422
    with as_worker():
        end_it()
    report = chair.get(detail).content.decode()
    assert "Sepuluh hasil" in report and REASON in report
    assert REASON in chair.get(page).content.decode()


def test_the_command_line(stocked: str, cast: Any, demo_files: Any, low: Any) -> None:
    given = {"regency": REGENCY, "period": PERIOD, "kind": "snapshot"}
    told = io.StringIO()
    path = str(demo_files.path("snapshot"))
    with as_worker():
        with pytest.raises(CommandError, match="plafon") as refused:
            call_command("reconcile", path, stdout=told, **given)
        assert refused.value.returncode == 3
        report = json.loads(told.getvalue())
        assert report["ceiling"]["outliers"] > 0 and report["proposals"] == {}
        with pytest.raises(CommandError, match="Ketua") as refused:
            call_command("reconcile", path, stdout=io.StringIO(), **given)
        assert refused.value.returncode == 3

        def passing(username: str, *more: str) -> dict[str, Any]:
            said = io.StringIO()
            call_command(
                "pass_ceiling",
                report["delivery"],
                *more,
                f"--regency={REGENCY}",
                f"--as={username}",
                f"--reason={REASON}",
                stdout=said,
            )
            found: dict[str, Any] = json.loads(said.getvalue())
            return found

        with pytest.raises(CommandError, match="Hanya Ketua"):
            passing(cast.operator_a.username)
        opened = passing(cast.chair_a.username)
        assert (opened["state"], opened["job"]) == ("DONE", "DONE")
        assert opened["proposals"]["UBAH"] > 0
        with pytest.raises(CommandError, match="tidak menunggu"):
            passing(cast.chair_a.username, "--withdraw")
