"""Old data leaves by declared rules; the ledger only by its own door."""

from __future__ import annotations

import io
import os
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import DigestSend, Session, User
from audit.services import APART, record
from fieldwork.aid.models import AidList, Programme, Recipient
from fieldwork.models import Batch, Task, Visit
from files.models import ExportFile
from jobs.models import Job, State
from kpu_portal import onboarding, retention
from partners.models import Contact, Institution
from reconciliation import landing
from reconciliation.models import Delivery, DeliveryRow
from regions.models import RegionChange, RegionFollowed
from tests import databases
from tests.roles import admin_sql, as_worker, login_sql
from voters.models import NotYetEligible, SidalihComparison, SidalihRow


@pytest.fixture
def old_things(portal: str) -> dict[str, int]:
    """Two of each: one due, one not."""
    from axes.models import AccessAttempt

    from voters.models import CitizenReport

    now = timezone.now()
    for name, end in (("old", now - timedelta(days=1)), ("new", now + timedelta(1))):
        Session.objects.create(session_key=name, session_data="x", expire_date=end)
        admin_sql(
            "INSERT INTO scope_grant (token_hash, user_id, login, lo, hi, rw, rt,"
            " expires_at) VALUES (sha256(%s), 1, 'pdpb_web', '', '', NULL,"
            " NULL, %s)",
            [name.encode(), end],
        )
        cache.set(name, 1, timeout=(end - now).total_seconds())
    with as_worker():
        for days in (31, 1):
            made = AccessAttempt.objects.create(username="a", failures_since_start=1)
            when = now - timedelta(days=days)
            AccessAttempt.objects.filter(pk=made.pk).update(attempt_time=when)
        for days, state in ((800, State.DONE), (800, State.QUEUED), (3, State.DONE)):
            job = Job.objects.create(regency_code="3272", kind="x", state=state)
            when = now - timedelta(days=days)
            Job.objects.filter(pk=job.pk).update(created_at=when)
        for days in (800, 3):
            fields: dict[str, Any] = {
                "regency_code": "3272",
                "sha256": uuid.uuid4().hex * 2,
                "received_by_name": "x",
                "filename": "x.csv",
                "size": 1,
            }
            known = {field.name for field in Delivery._meta.get_fields()}
            delivery = Delivery.objects.create(
                **{key: value for key, value in fields.items() if key in known}
            )
            when = now - timedelta(days=days)
            Delivery.objects.filter(pk=delivery.pk).update(received_at=when)
            DeliveryRow.objects.create(
                regency_code="3272", delivery_id=delivery.pk, line_no=1, nik="x"
            )
            with connection.cursor() as cursor:
                name = landing.kept_name(delivery.pk, "people")
                cursor.execute(f"CREATE TABLE landing.{name} (nik text)")
        _withdrawn(delivery)
        office = {"regency_code": "3272", "entered_by_name": "x"}
        body = Institution.objects.create(
            **office, kind="bps", name="BPS", region_code="3272"
        )
        for days in (400, 3):
            Contact.objects.create(
                **office,
                institution=body,
                name="x",
                archived_at=now - timedelta(days=days),
            )
        for days in (400, 3):
            report = CitizenReport.objects.create(
                regency_code="3272",
                number=f"n-{days}",
                check_code="x",
                period_id=1,
                kind="TETAP",
                channel="POST",
                voter_id=1,
                kelurahan="3272011001",
                contact="0800",
            )
            when = now - timedelta(days=days)
            CitizenReport.objects.filter(pk=report.pk).update(taken_at=when)
        for days in (800, 3):
            _recipient((now - timedelta(days=days)).date())
            _compared(now - timedelta(days=days))
        _visits(now)
        for days in (800, 3):
            _youth(days, left_by=[1])
        _youth(801, left_by=None)
        for days in (800, 3):
            _followed(now - timedelta(days=days))
        someone = User.objects.get(username="operator.sukabumi")
        for days in (100, 3):
            DigestSend.objects.create(
                user=someone,
                slot=now - timedelta(days=days),
                job_id=1,
                state="SENT",
                tried_at=now,
            )
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE landing.d999_1_rows (nik text)")
    for days in (2, 0):
        admin_sql(
            "INSERT INTO evidence_draft (regency_code, public_id, owner_id, file, size,"
            " made_at) VALUES ('3272', %s, 1, 'evidence/3272/' || %s, 1, %s)",
            [uuid.uuid4(), f"{days}.pdf", now - timedelta(days=days)],
        )
    for days in (200, 3):
        admin_sql(
            "INSERT INTO handover (from_regency, to_regency, opened_by, state, payload,"
            " from_stage, to_stage, answer, reason, note, answered_by_name,"
            " opened_by_name, due_on, steps) VALUES ('3272', '3101', 'FROM', '',"
            " '{\"nik\": \"x\"}', 'APPLIED', 'APPLIED', '', '', '', '',"
            " '', current_date, '[]') RETURNING 1"
        )
        admin_sql(
            "UPDATE handover SET ended_at = %s WHERE id = (SELECT max(id)"
            " FROM handover) RETURNING 1",
            [now - timedelta(days=days)],
        )
    _stored(now)
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    part = folder / f"part-{uuid.uuid4().hex}"
    part.write_text("x")
    day = time.time() - 2 * 86_400
    os.utime(part, (day, day))
    due = ("sessions", "tokens", "sign_in_marks", "attempts", "jobs", "delivery_rows")
    due = (
        *due,
        "search_rows",
        "withdrawn_rows",
        "visit_places",
        "contacts",
        "report_contacts",
        "handovers",
        "region_rows",
        "left_youths",
        "aid_recipients",
        "sidalih_rows",
        "digests",
        "landing",
        "evidence_drafts",
        "upload_parts",
        "downloads",
        "base_lists",
    )
    return dict.fromkeys(due, 1)


def _withdrawn(known: Delivery) -> None:
    """Of three deliveries proposals are kept: of one nobody is to remove them any more.

    One is withdrawn and its job waits, one waits for the chair.
    """
    rows = Delivery.objects.filter(pk=known.pk).values().get()
    for state, job in (
        ("WITHDRAWN", State.CANCELLED),
        ("WITHDRAWN", State.QUEUED),
        ("WAITING", State.DONE),
    ):
        key = {"id": None, "public_id": uuid.uuid4(), "sha256": uuid.uuid4().hex * 2}
        one = Delivery.objects.create(**{**rows, **key, "state": state})
        Job.objects.create(
            regency_code="3272",
            kind="reconcile",
            state=job,
            params={"delivery": one.pk},
        )
        with connection.cursor() as cursor:
            name = landing.kept_name(one.pk, "proposed")
            cursor.execute(f"CREATE TABLE landing.{name} (nik text)")


def _stored(now: datetime) -> None:
    """Two rows of downloads, and two base lists that nobody loaded: one of each old."""
    with as_worker():
        for days in (31, 3):
            kept = ExportFile.objects.create(
                regency_code="3272", source="voter.export", format="csv", actor_id=1
            )
            when = now - timedelta(days=days)
            ExportFile.objects.filter(pk=kept.pk).update(asked_at=when)
            name = f"{onboarding.FOLDER}/3101/{days}.csv"
            default_storage.delete(name)
            default_storage.save(name, ContentFile(b"x"))
            os.utime(default_storage.path(name), (when.timestamp(), when.timestamp()))


def _visits(now: datetime) -> None:
    """Two visits of one task that say where they were, an old and a new one."""
    batch = Batch.objects.create(
        regency_code="3272",
        number=999,
        period_id=1,
        name="Uji",
        reasons=["SAMPLE"],
        place="3272",
        most=1,
        seed="a",
        per_day=1,
        deadline=now.date(),
    )
    place = {"regency_code": "3272", "kelurahan": "3272011001"}
    task = Task.objects.create(
        **place, batch=batch, voter_id=1, reason="SAMPLE", sheet=1, line=1, day=1
    )
    for number, days in enumerate((800, 3), 1):
        Visit.objects.create(
            **place,
            task=task,
            number=number,
            visited_on=(now - timedelta(days=days)).date(),
            result="FOUND",
            latitude="-6.921357",
            longitude="106.927864",
            entered_at=now - timedelta(days=days),
        )


def _followed(applied: datetime) -> None:
    """A row that followed a change of regions which was applied then."""
    change = RegionChange.objects.create(
        regency_code="3272",
        kind="MOVE",
        basis_no="1",
        basis_on=applied.date(),
        effective_on=applied.date(),
        applied_at=applied,
        prepared_by_name="x",
    )
    RegionFollowed.objects.create(
        change=change,
        regency_code="3272",
        follower="change_proposal",
        row_id=1,
        before={},
        after={},
    )


def _youth(days: int, left_by: list[int] | None) -> None:
    """Somebody who waits for the day, named so many days ago by a delivery."""
    made = NotYetEligible.objects.create(
        regency_code="3272",
        nik=f"{days:016}",
        birth_date=date(2012, 1, 5),
        kelurahan="3272011001",
        left_by=left_by,
    )
    named = timezone.localdate() - timedelta(days=days)
    NotYetEligible.objects.filter(regency_code="3272", pk=made.pk).update(seen_on=named)


def _compared(received: datetime) -> None:
    """One row of a SIDALIH download that came then."""
    made = SidalihComparison.objects.create(
        regency_code="3272", filename="x.csv", received_at=received
    )
    SidalihRow.objects.create(
        regency_code="3272",
        comparison_id=made.pk,
        line_no=2,
        outcome="EQUAL",
        kelurahan="3272011001",
    )


def _recipient(ended: date) -> None:
    """Somebody of an aid programme that ended that day."""
    programme = Programme.objects.create(
        regency_code="3272", name=f"Uji {ended}", starts_on=ended, ends_on=ended
    )
    row = AidList.objects.create(
        regency_code="3272",
        programme=programme,
        filename="x.csv",
        recognised={},
        received_at=datetime(ended.year, ended.month, ended.day, tzinfo=UTC),
    )
    Recipient.objects.create(
        regency_code="3272",
        programme=programme,
        list_id=row.pk,
        line_no=2,
        name="x",
        kelurahan="3272011001",
        match="ABSENT",
    )


def test_what_is_due_is_declared_then_removed(old_things: dict[str, int]) -> None:
    said = io.StringIO()
    with as_worker():
        call_command("retention", stdout=said)
        assert retention.plan() == old_things  # printed, nothing removed
        for rule in retention.rules():
            assert f"{rule.name}: 1\n" in said.getvalue()
            assert rule.why in said.getvalue()
        call_command("retention", apply=True, stdout=said)
        assert retention.plan() == dict.fromkeys(old_things, 0)
        assert Job.objects.count() == 2 + 3
        assert len(landing.kept_of("proposed")) == 2
        young = NotYetEligible.objects.filter(nik__startswith="0" * 13)
        # Whoever still waits stays, however long ago a delivery named them.
        named = set(young.values_list("nik", flat=True))
        assert named == {f"{3:016}", f"{801:016}"}
        assert retention.apply() == dict.fromkeys(old_things, 0)
    rows = admin_sql("SELECT data FROM audit_ledgerentry WHERE action = 'retention'")
    assert rows == [(old_things,)]


def test_it_runs_every_night() -> None:
    from kpu_portal.celery import app
    from kpu_portal.tasks import retain

    entry = settings.CELERY_BEAT_SCHEDULE["retention"]
    assert entry["task"] == retain.name
    app.loader.import_default_modules()
    assert retain.name in app.tasks


def test_the_nightly_task_removes(old_things: dict[str, int]) -> None:
    from kpu_portal.tasks import retain

    with as_worker():
        retain()
        assert not any(retention.plan().values())


def old_reading() -> None:
    def one() -> None:
        record(
            actor=None,
            action="x",
            regency_code="3272",
            persons=[uuid.uuid4()],
            using=APART,
        )

    one()
    admin_sql("UPDATE ledger_persons SET recorded_at = now() - interval '6 years'")
    one()


def test_old_readings_leave_only_by_the_administrator(
    portal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_reading()
    said = io.StringIO()
    with as_worker():
        assert retention.due_readings(timezone.now()) == 1
        monkeypatch.delenv("DATABASE_URL", raising=False)
        with pytest.raises(CommandError):
            call_command("retention", apply=True, ledger=True, stdout=said)
        monkeypatch.setenv("DATABASE_URL", databases.server().database_url)
        call_command("retention", apply=True, ledger=True, stdout=said)
        assert "ledger_persons: 1\n" in said.getvalue()
        assert retention.due_readings(timezone.now()) == 0
    assert admin_sql("SELECT count(*) FROM ledger_persons") == [(1,)]
    rows = admin_sql(
        "SELECT actor_name, data ->> 'rows' FROM audit_ledgerentry"
        " WHERE action = 'retention.ledger'"
    )
    assert rows == [("pdpb_admin (manual)", "1")]


def test_young_readings_stay_whoever_asks(portal: str) -> None:
    with pytest.raises(psycopg2.errors.RestrictViolation):
        admin_sql("SELECT forget_readings(now() - interval '1 year')")


@pytest.mark.parametrize("role", ["owner", "worker", "web", "supervisor"])
def test_no_login_may_forget_readings(shared_portal: str, role: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        login_sql(role, "SELECT forget_readings('2000-01-01')")
