"""The memo of a roll: a file compared with it is a file compared with the roll."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from files.readers import chunks, delimiter
from periods.models import Period
from reconciliation import landing, stages
from reconciliation.models import Delivery
from reconciliation.services import running
from reconciliation.services.starting import prepare
from reconciliation.stages import comparing
from tests.reconciliation.conftest import REGENCY, take_in
from tests.roles import admin_sql, as_worker
from voters.services import heed_changes

FOUND = """
SELECT line, nik, name, outcome, detail, issue, elements, warnings, voter_id, kelurahan,
  v_kelurahan, event, evidence_no FROM landing.{0}_decided
UNION ALL
SELECT NULL, nik, name, 'TIDAK_ADA', doubtful::text, fingerprint, NULL, NULL, voter_id,
  kelurahan, NULL, NULL, NULL FROM landing.{0}_absent
ORDER BY 1, 2
"""
MARKS = """
SELECT voter_id, nik_mark, print, spelt, nkk_mark, district, born, is_single, tps,
  disability, ektp_status, sex, kelurahan
FROM voter_mark WHERE regency_code = '3272' ORDER BY 1
"""


def compared(delivery: Delivery, token: int) -> list[tuple[Any, ...]]:
    """What becomes of every row, and of voters without one, in tables of a token."""
    context: Any = SimpleNamespace(job_id=0, token=token, regency=REGENCY)
    period = Period.objects.get(pk=delivery.period_id or 0)
    work = running._work(context, delivery, period)
    seen = running.recognised_of(delivery)
    with transaction.atomic():
        landing.create(work.tables, len(seen.header))
        path = Path(settings.MEDIA_ROOT) / delivery.file
        for chunk in chunks(path, seen, 10_000):
            landing.copy(work.tables, chunk, delimiter(seen))
        values = work.values()
        stages.compare(work, values)
    with transaction.atomic():
        stages.normalise(work, values)
        stages.decide(work, values)
    found = admin_sql(FOUND.format(f"d0_{token}"))
    landing.drop(work.tables)
    return found


def by_both(delivery: Delivery) -> list[tuple[Any, ...]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing, "can_mark", lambda _work: False)
        with_roll = compared(delivery, 1)
    found = compared(delivery, 2)
    assert found == with_roll
    return found


def test_memo_and_roll_find_the_same_whatever_became_of_the_roll(
    stocked: str, demo_files: Any
) -> None:
    with as_worker():
        snapshot = take_in(demo_files.path("snapshot"))
        delivery = prepare(delivery=snapshot, kind="SNAPSHOT")
        before = by_both(delivery)
        # By hand, on the server: every change leaves its event, and is heeded.
        admin_sql("UPDATE voter SET name = name || ' X' WHERE id % 31 = 0")
        admin_sql("UPDATE voter SET rt = '9', disability = '1' WHERE id % 37 = 0")
        admin_sql(
            "UPDATE voter SET status = 'INELIGIBLE', status_reason = 'GANDA' "
            "WHERE id % 41 = 0 AND status = 'ACTIVE'"
        )
        after = by_both(delivery)
        assert len(after) > len(before)
        told = admin_sql(MARKS)
        # An event with a lower number, committed late, makes the memo anew; so does
        # whatever took it away.
        admin_sql("UPDATE voter_mark_until SET events = events - 1")
        admin_sql("UPDATE voter_mark SET print = 1 WHERE voter_id % 3 = 0")
        with transaction.atomic():
            assert heed_changes(REGENCY) == len(told)
            assert heed_changes(REGENCY) == 0
        assert admin_sql(MARKS) == told
        admin_sql("DELETE FROM voter_mark")
        admin_sql("DELETE FROM voter_mark_until")
        assert by_both(delivery) == after


@pytest.mark.parametrize("role", ["web", "supervisor"])
def test_the_memo_is_the_workers_alone(stocked: str, role: str) -> None:
    import psycopg2

    from tests.roles import login_sql

    for table in ("voter_mark", "voter_mark_until"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            login_sql(role, f"SELECT 1 FROM {table}")  # noqa: S608 - a constant
