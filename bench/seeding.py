"""One row of each kind that a list shows, as the portal makes it.

Runs as the worker; bench.filling copies them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import ensure_account
from bench.filling import BY, Facts
from fieldwork.models import AidList, Batch, Programme, Recipient, Task
from files.models import ExportFile
from partners.models import Activity, Agreement, DataRequest, Institution
from periods.models import Period
from plenos.models import Advice, Plenary, RecapDraft
from posts.models import Bulletin, OutreachEvent, Post, Visit
from reconciliation.models import Delivery
from regions.models import RegionChange
from voters.models import (
    ChangeProposal,
    DuplicatePair,
    ExchangeSide,
    SidalihComparison,
    SidalihRow,
    Voter,
)

PASSWORD = "bench-only-2026"  # noqa: S105 - an account of a database that is removed
ACCOUNTS = {
    "lama.bench": Role.OPERATOR,  # whom the copies are made of
    "chair.bench": Role.CHAIR,
    "admin.bench": Role.ADMIN,
    "supervisor.bench": Role.SUPERVISOR,
}
"""Who opens the lists beside operator.bench."""
_JOBS = """
INSERT INTO jobs_job (public_id, regency_code, kind, params, writing, weight, state,
  stage, done, total, unit, asked_by_name, created_at, started_at, ended_at, attempts,
  token, worker, cancel_requested, error, timings, result)
SELECT gen_random_uuid(), regency_code, kind, params, writing, weight, state, stage,
  done, total, unit, asked_by_name, created_at - n * interval '1 hour', started_at,
  ended_at, attempts, token, worker, cancel_requested, error, timings, result
FROM (SELECT * FROM jobs_job WHERE regency_code = %(regency)s ORDER BY id DESC LIMIT 1)
  j, generate_series(1, %(times)s) n
"""
_DELIVERIES = """
INSERT INTO reconciliation_delivery (public_id, regency_code, period_id, period_code,
  sender, village, kind, kind_guess, letter_no, filename, file, size, sha256,
  recognised, fields,
  vintage, profile_version, state, job_id, rows, counts, details, proposals,
  received_by_id, received_by_name, received_at, finished_at)
SELECT gen_random_uuid(), regency_code, period_id, period_code, sender, village, kind,
  kind_guess, letter_no, n || filename, file, size,
  encode(sha256(n::text::bytea), 'hex'), recognised, fields, vintage, profile_version,
  state, job_id, rows, counts, details, proposals, received_by_id, received_by_name,
  received_at - n * interval '1 day', finished_at
FROM (SELECT * FROM reconciliation_delivery WHERE regency_code = %(regency)s LIMIT 1)
  d, generate_series(1, %(times)s) n
"""
_TOUCHES = """
INSERT INTO audit_ledgerentry (recorded_at, actor_name, action, regency_code, subject,
  data)
SELECT now() - n * interval '1 minute', 'Operator Bench', 'voter.read', %(regency)s,
  gen_random_uuid()::text, '{}'
FROM generate_series(1, 10 * %(times)s) n
"""
_READS = """
WITH made AS (
  INSERT INTO audit_ledgerentry (recorded_at, actor_name, action, regency_code,
    subject, data)
  SELECT now() - n * interval '1 hour', 'Operator Bench', 'voter.read', %(regency)s,
    %(voter)s::text, '{}'
  FROM generate_series(1, %(times)s) n RETURNING id, recorded_at)
INSERT INTO ledger_persons (entry_id, regency_code, recorded_at, persons)
SELECT id, %(regency)s, recorded_at, ARRAY[%(voter)s::uuid] FROM made
"""
_CHANGED = """
UPDATE voter SET address = address || ' X'
WHERE regency_code = %(regency)s AND id IN (
  SELECT id FROM voter WHERE regency_code = %(regency)s AND status = 'ACTIVE'
  ORDER BY id LIMIT %(times)s)
"""
_HELD = """
UPDATE voter SET status = 'HELD', status_reason = 'RAGU',
  status_until = current_date + (id %% 60)::int
WHERE regency_code = %(regency)s AND id IN (
  SELECT id FROM voter WHERE regency_code = %(regency)s AND status = 'ACTIVE'
  ORDER BY id DESC LIMIT %(times)s)
"""
_ENDS = {
    "roll end": """
SELECT id FROM voter WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
ORDER BY id DESC OFFSET 5 LIMIT 1
""",
    "rows end": """
SELECT r.id FROM reconciliation_deliveryrow r WHERE r.regency_code = %(regency)s
ORDER BY r.id DESC OFFSET 5 LIMIT 1
""",
    "trail end": "SELECT 1000000",  # a page past the last one is the last one
    "kelurahan end": """
SELECT ceil(count(*)::numeric / %(size)s)::int FROM voter
WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
  AND kelurahan = (SELECT kelurahan FROM voter
    WHERE regency_code = %(regency)s AND status = 'ACTIVE' ORDER BY id LIMIT 1)
""",
}
"""Where the lists end that are too long to be walked through."""


def seed(regency: str, period: str, times: int) -> dict[str, str]:
    """One row of each kind, and many of those that a worker may write.

    Answers what the addresses of lists name: public ids, by their kind.
    """
    size = settings.POLICY.page_rows
    values: Facts = {"regency": regency, "times": times, "size": size}
    with connection.cursor() as cursor:
        for statement in (_JOBS, _DELIVERIES, _TOUCHES, _CHANGED, _HELD):
            cursor.execute(statement, values)
        ends = {}
        for name, statement in _ENDS.items():
            cursor.execute(statement, values)
            ends[name] = str(cursor.fetchall()[0][0])
    opened = Period.objects.get(regency_code=regency, code=period)
    voter = Voter.objects.of(regency).filter(status="ACTIVE").order_by("id")[0]
    delivery = Delivery.objects.of(regency).order_by("id")[0]
    return {
        **ends,
        "period": period,
        "closed": Period.objects.of(regency).exclude(pk=opened.pk)[0].code,
        "kecamatan": voter.kelurahan[:6],
        "kelurahan": voter.kelurahan,
        "voter": _much_read(voter, times),
        "delivery": str(delivery.public_id),
        **_of_voter(voter, opened),
        **_of_the_field(voter, opened),
        **_of_the_office(regency, opened),
    }


def _much_read(voter: Any, times: int) -> str:
    """Somebody whom the office has looked at for years; the public id."""
    values = {"voter": voter.public_id, "regency": voter.regency_code, "times": times}
    with connection.cursor() as cursor:
        cursor.execute(_READS, values)
    return str(voter.public_id)


def _of_voter(voter: Any, period: Any) -> dict[str, str]:
    facts: Facts = {"regency_code": voter.regency_code, "period_id": period.pk}
    about = {name: getattr(voter, name) for name in ("nik", "name", "sex", "kelurahan")}
    about |= {"voter_id": voter.pk, "source": BY, **facts}
    until = timezone.localdate() + dt.timedelta(days=1)
    ChangeProposal.objects.create(kind="TAHAN", state="HOLD", hold_until=until, **about)
    ChangeProposal.objects.create(kind="NIK_GANDA_ORANG", **about)
    beside = Voter.objects.of(voter.regency_code).filter(pk__gt=voter.pk)
    DuplicatePair.objects.create(
        **facts,
        origin="ROLL",
        voter_a=voter.pk,
        voter_b=beside.order_by("id")[0].pk,
        kelurahan_a=voter.kelurahan,
        kelurahan_b=voter.kelurahan,
        score=1,
        tier="TOP",
        rules_version=BY,
        print="x",
    )
    ExchangeSide.objects.create(
        regency_code=voter.regency_code,
        ref=voter.public_id,
        voter_id=voter.pk,
        kelurahan=voter.kelurahan,
        other_regency=f"{voter.regency_code[:2]}99",
        other_ref=voter.public_id,
        same_number=True,
        same_person=False,
        print=b"x",
    )
    compared = SidalihComparison.objects.create(
        regency_code=voter.regency_code,
        filename="dhs.csv",
        recognised={"header": ["NIK", "Nama"], "header_line": 1, "container": "csv"},
        fields={"nik": 0, "name": 1},
        result={"rows": 1, "outcomes": {"EQUAL": 1}},
        ended_at=timezone.now(),
    )
    SidalihRow.objects.create(
        regency_code=voter.regency_code,
        comparison_id=compared.pk,
        line_no=2,
        outcome="EQUAL",
        kelurahan=voter.kelurahan,
        voter_id=voter.pk,
    )
    return {"comparison": str(compared.public_id)}


def _of_the_field(voter: Any, period: Any) -> dict[str, str]:
    regency, today = voter.regency_code, timezone.localdate()
    there = {name: getattr(voter, name) for name in ("kelurahan", "rw", "rt")}
    place: Facts = {"regency_code": regency, **there}
    batch = Batch.objects.create(
        regency_code=regency,
        number=Batch.objects.of(regency).count() + 1,
        period_id=period.pk,
        name=BY,
        reasons=["SAMPLE"],
        place=regency,
        most=1,
        seed=BY,
        per_day=1,
        deadline=period.cutoff_on,
        state="RUNNING",
    )
    Task.objects.create(
        **place,
        batch=batch,
        voter_id=voter.pk,
        reason="SAMPLE",
        sheet=1,
        line=1,
        day=1,
    )
    programme = Programme.objects.create(
        regency_code=regency, name=BY, starts_on=today, ends_on=today
    )
    row = AidList.objects.create(
        regency_code=regency, programme=programme, filename="b.csv", recognised={}
    )
    Recipient.objects.create(
        **place,
        programme=programme,
        list_id=row.pk,
        line_no=2,
        name=voter.name,
        match="SAME",
        voter_id=voter.pk,
    )
    _of_the_posts(voter, today)
    return {"batch": str(batch.public_id), "programme": str(programme.public_id)}


def _of_the_posts(voter: Any, today: dt.date) -> None:
    place: Facts = {
        "regency_code": voter.regency_code,
        "kecamatan": voter.kelurahan[:6],
    }
    post = Post.objects.create(
        **place, slug=BY, name="Pos bench", place="Jalan 1", state="OPEN"
    )
    Visit.objects.create(**place, post=post, kind="BERTANYA", taken_by_name=BY)
    Bulletin.objects.create(
        **place,
        title="Kabar",
        body="Isi",
        author_name=BY,
        state="PUBLISHED",
        published_at=timezone.now(),
    )
    OutreachEvent.objects.create(
        **place,
        kind="GREETING",
        title="Sapa warga",
        place="Lapangan",
        day=today,
        starts="07:00",
        till="09:00",
    )


def _of_the_office(regency: str, period: Any) -> dict[str, str]:
    facts: Facts = {"regency_code": regency, "entered_by_name": BY}
    partner = Institution.objects.create(
        **facts, kind="dukcapil", name="Disdukcapil", region_code=regency
    )
    about = {**facts, "institution": partner}
    today = timezone.localdate()
    Agreement.objects.create(**about, number="1", subject="Data", signed_on=today)
    DataRequest.objects.create(
        **about,
        letter_no="2",
        letter_on=today,
        due_on=today,
        data="Kematian",
        legal_basis="UU",
    )
    Activity.objects.create(
        **facts, kind="FIELD", subject="Coktas", held_on=today, place="Baros"
    )
    Advice.objects.create(
        **facts,
        kind="SARAN",
        institution="Bawaslu",
        letter_no="1",
        letter_on=today,
        subject="Bench",
    )
    _of_periods(regency, period)
    _of_accounts(regency)
    return {}


def _of_periods(regency: str, period: Any) -> None:
    RecapDraft.objects.create(
        regency_code=regency,
        period=period,
        number=1,
        made_by_name=BY,
        balanced=True,
        male=0,
        female=0,
        sha256="0" * 64,
        cells=[],
    )
    before = Period.objects.of(regency).exclude(pk=period.pk).first()
    Plenary.objects.get_or_create(
        regency_code=regency,
        period=before,
        defaults={"state": "PUBLISHED", "published_at": timezone.now()},
    )
    RegionChange.objects.create(
        regency_code=regency,
        kind="RENAME",
        basis_no="UU",
        basis_on=period.starts_on,
        effective_on=period.starts_on,
        prepared_by_name=BY,
    )


def _of_accounts(regency: str) -> None:
    owner = User.objects.get(username="operator.bench")
    for name, role in ACCOUNTS.items():
        ensure_account(
            actor=None,
            username=name,
            password=PASSWORD,
            role=role,
            scope_code="" if role == Role.ADMIN else regency,
            full_name=name,
        )
    ExportFile.objects.create(
        regency_code=regency,
        source="voter.export",
        format="xlsx",
        actor_id=owner.pk,
        actor_name=owner.full_name,
        rows=1,
        ready_at=timezone.now(),
        expires_at=timezone.now() + dt.timedelta(days=365),
    )
