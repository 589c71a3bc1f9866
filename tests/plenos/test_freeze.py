"""Opening, draft, freeze, and what stays of a frozen month."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from accounts import scope
from jobs.models import Job
from jobs.services import JobError
from jobs.services import run as run_job
from periods.models import Period
from plenos import selectors, services
from plenos.models import ChainSeal, PeriodMember, Plenary, Recap
from plenos.selectors.behind import behind
from tests.jobs.kinds import tried_again
from tests.plenos.conftest import REGENCY, freeze_now, record_plenary, run
from tests.roles import admin_sql, as_worker
from voters.models import ChangeProposal


def test_opening_is_frozen_and_the_next_month_open(opened: Any) -> None:
    recap = Recap.objects.of(REGENCY).get()
    assert recap.is_opening
    assert recap.version == 1
    assert opened.code == "2026-11"
    assert opened.state == "OPEN"
    assert selectors.frozen(recap).total("SEKARANG") == 200
    with as_worker():
        assert PeriodMember.objects.of(REGENCY).count() == 200
    assert ChainSeal.objects.of(REGENCY).get().events == 1


def test_draft_proves_itself_against_the_roll(month: Any) -> None:
    sheet = selectors.draft(month)
    with as_worker():
        assert selectors.proof(sheet, selectors.counted(REGENCY)) == []
    figures = {
        column: (sheet.total(column, "L"), sheet.total(column, "P"))
        for column in ("SEBELUM", "BARU", "TMS", "MASUK", "KELUAR", "KOREKSI")
    }
    assert figures == {
        "SEBELUM": (100, 100),
        "BARU": (0, 1),
        "TMS": (2, 1),
        "MASUK": (2, 2),
        "KELUAR": (2, 2),
        "KOREKSI": (1, -1),
    }
    assert sheet.total("SEKARANG") == 198
    assert sheet.held == 1


def test_every_figure_is_as_long_as_the_list_behind_it(month: Any) -> None:
    sheet = selectors.draft(month)
    with as_worker():
        for column in ("BARU", "TMS", "MASUK", "KELUAR", "UBAH"):
            for sex in ("L", "P", ""):
                rows = behind(sheet, column=column, sex=sex)
                assert len(rows) == sheet.total(column, sex)


def test_an_undo_takes_its_event_out_of_figure_and_list(month: Any) -> None:
    ((event, voter),) = admin_sql(
        "SELECT e.id, e.voter_id FROM voter_event e JOIN voter v ON v.id = e.voter_id "
        "WHERE e.regency_code = '3272' AND e.effect = 'TMS' AND v.dpid = '50'"
    )
    ((proposal,),) = admin_sql(
        "INSERT INTO change_proposal (regency_code, period_id, kind, state, voter_id, "
        "nik, source, counter_of) VALUES ('3272', %s, 'UNDO', 'APPLIED', %s, "
        "'3272010101079901', 'uji', %s) RETURNING id",
        [month.pk, voter, event],
    )
    run(
        "UPDATE voter SET status = 'ACTIVE', status_reason = '', "
        f"change_id = {proposal} WHERE regency_code = '3272' AND dpid = '50'"
    )
    sheet = selectors.draft(month)
    with as_worker():
        rows = behind(sheet, column="TMS")
        wrong = selectors.proof(sheet, selectors.counted(REGENCY))
    assert wrong == []
    assert len(rows) == sheet.total("TMS") == 2
    assert sheet.total("PEMULIHAN") == 0


def test_lists_of_totals_and_pages(month: Any) -> None:
    sheet = selectors.draft(month)
    with as_worker():
        first = behind(sheet, column="SEKARANG", most=150)
        rest = behind(sheet, column="SEKARANG", after=first[-1].key, most=150)
        before = behind(sheet, column="SEBELUM", most=500)
        held = behind(sheet, column="DITAHAN")
        moved = behind(sheet, column="KOREKSI", code="3272011001")
    assert len(first) + len(rest) == 198
    assert len(before) == 200
    assert len(held) == 1
    assert sum(row.n for row in moved) == 0


def test_freeze_closes_carries_over_and_opens(month: Any, cast: Any) -> None:
    record_plenary(cast.operator_a, month)
    with as_worker():
        proposal = ChangeProposal.objects.create(
            regency_code=REGENCY,
            period_id=month.pk,
            kind="UBAH",
            nik="3272010101079901",
            source="uji",
        )
    job = freeze_now(cast.chair_a, month)
    month.refresh_from_db()
    following = Period.objects.get(regency_code=REGENCY, state="OPEN")
    assert (month.state, following.code) == ("CLOSED", "2026-12")
    with as_worker():
        proposal.refresh_from_db()
    assert proposal.period_id == following.pk
    recap = Recap.objects.get(period=month)
    seals = ChainSeal.objects.of(REGENCY).order_by("id")
    assert job.result["sha256"] == recap.sha256
    assert seals[1].previous_head == seals[0].head
    assert recap.head == seals[1].head
    draft = selectors.draft(following)
    assert draft.total("SEBELUM") == draft.total("SEKARANG") == 198


def test_a_worker_that_dies_after_the_freeze_froze_once(month: Any, cast: Any) -> None:
    record_plenary(cast.operator_a, month)
    with tried_again("freeze") as reports:
        job = freeze_now(cast.chair_a, month)
    assert (job.state, job.error) == ("DONE", "")
    first, second = reports
    assert first == second == job.result and first["files"]
    assert Recap.objects.get(period=month).sha256 == first["sha256"]


def test_the_freeze_proposes_whoever_turns_seventeen(month: Any, cast: Any) -> None:
    """Rule E7: the new period asks E6 by itself, for its own reference date."""
    ripe, young = "3272011512090001", "3272010201100002"
    for nik, born in ((ripe, "2009-12-15"), (young, "2010-01-02")):
        admin_sql(
            "INSERT INTO not_yet_eligible (regency_code, nik, birth_date, kelurahan, "
            "data) VALUES ('3272', %s, %s, '3272011001', "
            "jsonb_build_object('name', 'WARGA MUDA', 'sex', 'L'))",
            [nik, born],
        )
    record_plenary(cast.operator_a, month)
    freeze_now(cast.chair_a, month)
    following = Period.objects.get(regency_code=REGENCY, state="OPEN")
    with as_worker():
        made = ChangeProposal.objects.of(REGENCY).values_list(
            "nik", "kind", "category", "state", "period_id", "rule"
        )
        assert list(made) == [
            (ripe, "BARU", "GENAP_17", "OPEN", following.pk, "NOT_YET")
        ]
    waiting = admin_sql("SELECT nik FROM not_yet_eligible WHERE regency_code = '3272'")
    assert waiting == [(young,)]


def test_the_list_of_a_frozen_month_is_the_list_of_that_day(
    frozen_month: Any,
) -> None:
    run(
        "UPDATE voter SET name = 'NAMA KEMUDIAN', kelurahan = '3272021002' "
        "WHERE regency_code = '3272' AND dpid = '10'",
        "UPDATE voter SET name = 'NAMA LAGI' "
        "WHERE regency_code = '3272' AND dpid = '10'",
        "UPDATE voter SET status = 'INELIGIBLE', status_reason = 'PINDAH' "
        "WHERE regency_code = '3272' AND dpid = '11'",
    )
    sheet = selectors.sheet(frozen_month)
    with as_worker():
        rows = behind(sheet, column="SEKARANG", most=500)
    names = {row.name for row in rows}
    assert len(rows) == sheet.total("SEKARANG") == 198
    assert {"WARGA 0010", "WARGA 0011", "NAMA BARU"} <= names
    assert not names & {"NAMA KEMUDIAN", "NAMA LAGI"}
    assert {r.kelurahan for r in rows if r.name == "WARGA 0010"} == {"3272011001"}


def test_freeze_refuses_what_is_not_complete_or_not_balanced(
    month: Any, cast: Any
) -> None:
    with pytest.raises(services.NotReady, match="belum dicatat"):
        services.ask_freeze(actor=cast.chair_a, period=month)
    record_plenary(cast.operator_a, month, number="")
    with pytest.raises(services.NotReady, match="Nomor"):
        services.ask_freeze(actor=cast.chair_a, period=month)
    record_plenary(cast.operator_a, month)
    with pytest.raises(services.NotReady, match="ketua"):
        services.ask_freeze(actor=cast.operator_a, period=month)
    admin_sql(
        "SET session_replication_role = replica; UPDATE voter SET status = "
        "'INELIGIBLE', status_reason = 'PINDAH' WHERE regency_code = '3272' "
        "AND dpid = '20'"
    )
    with as_worker(), pytest.raises(services.NotBalanced):
        services.ask_freeze(actor=cast.chair_a, period=month)
    with pytest.raises(JobError, match=r"3272011001 L.*selisih 1"):
        freeze_now(cast.chair_a, month)
    month.refresh_from_db()
    assert month.state == "OPEN"
    assert Plenary.objects.get(period=month).state == "DRAFT"


def test_no_plenary_is_frozen_before_its_day(month: Any, cast: Any) -> None:
    tomorrow = localdate() + dt.timedelta(days=1)
    record_plenary(cast.operator_a, month, held_on=tomorrow)
    with pytest.raises(services.NotReady, match=f"{tomorrow:%d-%m-%Y} belum tiba"):
        services.ask_freeze(actor=cast.chair_a, period=month)
    with pytest.raises(JobError, match="belum tiba"):
        freeze_now(cast.chair_a, month)
    record_plenary(cast.operator_a, month, held_on=localdate())
    assert freeze_now(cast.chair_a, month).result["period"] == "2026-11"


def test_a_plenary_before_its_period_is_a_mistyped_date(month: Any, cast: Any) -> None:
    record_plenary(cast.operator_a, month, held_on=dt.date(2025, 11, 24))
    with pytest.raises(services.NotReady, match="sebelum periode dimulai"):
        services.ask_freeze(actor=cast.chair_a, period=month)


def test_a_freeze_is_asked_once_and_a_failure_goes_with_the_next(
    month: Any, cast: Any, sign_in: Any
) -> None:
    chair = sign_in(cast.chair_a)
    recap = reverse("plenos:recap", args=["3272", month.code])
    with pytest.raises(JobError):
        freeze_now(cast.chair_a, month)
    assert chair.get(recap).context["job"].state == "FAILED"
    record_plenary(cast.operator_a, month)
    freeze = reverse("plenos:freeze", args=["3272", month.code])
    chair.post(freeze)
    again = chair.post(freeze, follow=True).content.decode()
    assert "sedang dibekukan" in again
    with as_worker():
        (job,) = Job.objects.filter(kind="freeze", state="QUEUED")
        assert run_job(job.pk)
    assert chair.get(recap).context["job"] is None


def test_the_chair_freezes_the_record_that_was_read(
    month: Any, cast: Any, sign_in: Any
) -> None:
    chair = sign_in(cast.chair_a)
    record_plenary(cast.operator_a, month)
    page = chair.get(reverse("plenos:plenary", args=["3272", month.code]))
    read = page.context["plenary"].seen
    assert page.content.decode().count(f'name="dilihat" value="{read}"') == 2
    record_plenary(cast.operator_a, month, decision="Keputusan yang lain.")
    freeze = reverse("plenos:freeze", args=["3272", month.code])
    said = chair.post(freeze, {"dilihat": read}, follow=True).content.decode()
    assert "berubah sejak halaman dibuka" in said
    with pytest.raises(JobError, match="berubah sejak halaman dibuka"):
        freeze_now(cast.chair_a, month, seen=read)
    now = Plenary.objects.get(period=month).seen
    assert chair.post(freeze, {"dilihat": now}).status_code == 302
    with as_worker():
        assert not Job.objects.filter(kind="freeze", state="DONE").exists()
        assert run_job(Job.objects.get(kind="freeze", state="QUEUED").pk)
    assert Plenary.objects.get(period=month).state == "FROZEN"


def test_nothing_of_a_frozen_plenary_changes(frozen_month: Any, cast: Any) -> None:
    with pytest.raises(services.PlenaryError):
        record_plenary(cast.operator_a, frozen_month)
    with pytest.raises(services.PlenaryError, match="pindaian"):
        services.publish(actor=cast.operator_a, plenary=frozen_month.plenaries.first())
    with as_worker(), pytest.raises(services.NotReady):
        services.freeze(actor=cast.chair_a, period=frozen_month)


def test_the_web_cannot_write_what_is_frozen(opened: Any) -> None:
    for statement in (
        "UPDATE plenos_recapline SET n = n + 1",
        "DELETE FROM plenos_recap",
        "UPDATE plenos_chainseal SET head = ''",
        "DELETE FROM period_member WHERE regency_code = '3272'",
        "INSERT INTO period_member (regency_code, period_id, voter_id, row_version,"
        " kelurahan, sex) VALUES ('3272', 1, 1, 1, '3272011001', 'L')",
        "SELECT enrol_members('3273')",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)


def test_members_are_seen_only_inside_the_scope(opened: Any, cast: Any) -> None:
    def seen(user: Any) -> int:
        with transaction.atomic(), scope.scoped_as(user):
            return PeriodMember.objects.of(REGENCY).count()

    assert PeriodMember.objects.of(REGENCY).count() == 0
    assert seen(cast.operator_b) == 0
    assert seen(cast.operator_a) == 200


def test_what_is_no_pdf_is_refused(frozen_month: Any, cast: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    for content in (b"GIF89a", b"%PDF-1.7 cut off", b""):
        upload = SimpleUploadedFile("ba.pdf", content)
        with pytest.raises(services.PlenaryError, match="PDF"):
            services.store_scan(
                actor=cast.operator_a,
                plenary=frozen_month.plenaries.first(),
                upload=upload,
            )
    large = SimpleUploadedFile("ba.pdf", b"%PDF-")
    large.size = 10_000_000_000
    with pytest.raises(services.PlenaryError, match="lebih besar"):
        services.store_scan(
            actor=cast.operator_a,
            plenary=frozen_month.plenaries.first(),
            upload=large,
        )


def test_the_walk_follows_the_period(month: Any, cast: Any) -> None:
    assert [s["state"] for s in selectors.walk(month)][:2] == ["done", "now"]
    record_plenary(cast.operator_a, month)
    assert [s["state"] for s in selectors.walk(month)][4] == "now"
    freeze_now(cast.chair_a, month)
    month.refresh_from_db()
    states = [s["state"] for s in selectors.walk(month)]
    assert states == ["done"] * 6 + ["now", "next"]


def test_a_scope_cuts_recaps_and_fails_closed(opened: Any, cast: Any) -> None:
    def seen(user: Any) -> int:
        return Recap.objects.in_scope_of(user).count()

    assert [seen(u) for u in (cast.operator_a, cast.province)] == [1, 1]
    assert [seen(u) for u in (cast.operator_b, cast.province_b, None)] == [0, 0, 0]
