"""A delivery that waits for the chair while kelurahan get other codes (rule Y8)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from jobs import services as jobs
from jobs.models import Job
from reconciliation import services
from reconciliation.models import Delivery
from reconciliation.rules.ceiling import KINDS
from reconciliation.services import CannotDecide
from regions.rules.change import Line
from tests.plenos.region_steps import MOVED, OLD, done, undo
from tests.reconciliation.conftest import REGENCY, arrived, work
from tests.reconciliation.test_ceiling import REASON, kept, proposed, stopped
from tests.roles import admin_sql, as_worker

pytestmark = pytest.mark.usefixtures("stocked")
MOVE = [Line(2, OLD, MOVED, new_name="Karamat")]
WORDS = "Wilayah berubah sesudah kiriman ini berhenti"


@pytest.fixture
def waiting(demo_files: Any, cast: Any, settings: Any) -> Delivery:
    """A snapshot above the ceiling of a strict policy; the policy is loose after."""
    loose = settings.POLICY
    settings.POLICY = replace(
        loose, ceiling_floor_rows=1, ceiling_first=dict.fromkeys(KINDS, 0.02)
    )
    with as_worker():
        delivery = stopped(demo_files.path("snapshot"), cast.operator_a)
    settings.POLICY = loose
    return delivery


def end_it() -> Job:
    """The job of the decision; the change of regions has left one of its own."""
    job = Job.objects.get(state="QUEUED", kind="reconcile")
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def open_it(delivery: Delivery, chair: Any) -> None:
    services.open_for_review(actor=chair, delivery=delivery, reason=REASON)


def test_codes_that_changed_meanwhile_leave_only_withdrawal(
    waiting: Delivery, demo_files: Any, cast: Any
) -> None:
    """Uploaded again, the file is read where its people live now."""
    done(MOVE, kind="MOVE")
    with as_worker():
        with pytest.raises(CannotDecide, match=WORDS):
            open_it(waiting, cast.chair_a)
        services.withdraw(actor=cast.chair_a, delivery=waiting, reason=REASON)
        assert end_it().result == {"withdrawn": True} and kept() == []
        work(arrived(demo_files.path("snapshot"), "SNAPSHOT"))
    places = "SELECT count(*) FROM change_proposal WHERE %s IN (kelurahan, %s)"
    places = places % ("%s", "new ->> 'kelurahan'")
    assert admin_sql(places, [OLD]) == [(0,)]
    assert admin_sql(places, [MOVED])[0][0] > 0


def test_a_change_between_decision_and_job_stops_the_job(
    waiting: Delivery, cast: Any
) -> None:
    with as_worker():
        open_it(waiting, cast.chair_a)
    done(MOVE, kind="MOVE")
    with as_worker():
        assert WORDS in end_it().error
    assert {kind for kind, *_rest in proposed()} == {"WILAYAH"}, "of the change alone"


def test_an_undone_change_is_a_change(
    demo_files: Any, cast: Any, settings: Any, request: pytest.FixtureRequest
) -> None:
    change = done(MOVE, kind="MOVE")
    delivery: Delivery = request.getfixturevalue("waiting")
    with as_worker():
        assert services.why_late(delivery) == ""
    undo(change)
    with as_worker(), pytest.raises(CannotDecide, match=WORDS):
        open_it(delivery, cast.chair_a)


def test_a_new_name_stands_in_nobody_s_way(waiting: Delivery, cast: Any) -> None:
    done([Line(2, OLD, OLD, new_name="Harapan Jaya")], kind="RENAME")
    with as_worker():
        open_it(waiting, cast.chair_a)
        assert end_it().state == "DONE"


def test_a_period_that_waits_leaves_more_than_withdrawal(waiting: Delivery) -> None:
    """The month before is open once more; this one comes back, and says so."""
    admin_sql("UPDATE periods_period SET state = 'SUSPENDED' WHERE state = 'OPEN'")
    with as_worker():
        why = services.why_late(waiting)
    assert "menunggu" in why and "ditarik" not in why


def test_the_chair_reads_it_before_the_decision(
    waiting: Delivery, cast: Any, sign_in: Any
) -> None:
    at = [REGENCY, waiting.public_id]
    page = reverse("reconciliation:ceiling", args=at)
    chair = sign_in(cast.chair_a)
    assert WORDS not in chair.get(page).content.decode()
    done(MOVE, kind="MOVE")
    assert WORDS in chair.get(page).content.decode()
    decide = reverse("reconciliation:ceiling_decide", args=at)
    choice = {"decision": "OPEN", "reason": REASON}
    assert chair.post(decide, choice).status_code == 422
    assert chair.post(decide, {**choice, "decision": "WITHDRAW"}).status_code == 302
