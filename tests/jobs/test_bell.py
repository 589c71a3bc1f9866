"""The bell of own jobs that ended, and the turn of one that waits."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs import bell, fairness
from jobs.models import Job
from tests.roles import as_worker

pytestmark = pytest.mark.usefixtures("shared_portal")
BOX = "/kab/3272/pekerjaan/lonceng/"
LIST = "/kab/3272/pekerjaan/"
PART = {"HX-Request": "true"}


def job(user: Any = None, regency: str = "3272", **said: Any) -> Job:
    with as_worker():
        return Job.objects.create(
            regency_code=regency,
            kind="apply",
            asked_by_id=user.pk if user else None,
            asked_by_name=str(user or "sistem"),
            **said,
        )


def ended(user: Any, state: str = "DONE", **said: Any) -> Job:
    return job(user, state=state, ended_at=timezone.now(), **said)


def test_it_rings_for_whoever_asked_until_it_is_seen(cast: Any, sign_in: Any) -> None:
    mine, colleague = cast.operator_a, cast.operator_a2
    done, failed = ended(mine), ended(mine, "FAILED", error="Ruang penuh.")
    ended(colleague)
    client = sign_in(mine)
    assert client.get(LIST).context["jobs_unread"] == 2
    assert sign_in(colleague).get(LIST).context["jobs_unread"] == 1
    assert (
        sign_in(cast.operator_b).get("/kab/3101/pekerjaan/").context["jobs_unread"] == 0
    )
    client.get(BOX, headers=PART)
    with CaptureQueriesContext(connection) as asked:
        box = client.get(BOX, headers=PART).content.decode()
    assert len(asked) <= 8, [one["sql"][:90] for one in asked]
    assert "<html" not in box and "2 belum dibaca" in box
    assert str(done.public_id) in box and str(failed.public_id) in box
    page = client.get(f"{LIST}{failed.public_id}/").content.decode()
    assert "Ruang penuh." in page and "Daftar tidak berubah" in page
    assert client.get(LIST).context["jobs_unread"] == 1, "seen by opening it"
    read = client.post(BOX, headers=PART).content.decode()
    assert "0 belum dibaca" in read
    assert sign_in(colleague).get(LIST).context["jobs_unread"] == 1
    assert client.get(BOX).url == LIST
    assert client.post(f"{LIST}{failed.public_id}/ulangi/").status_code == 302
    with as_worker():
        again = Job.objects.get(pk=failed.pk)
        assert (again.state, again.seen_at) == ("QUEUED", None)
        Job.objects.filter(pk=failed.pk).update(state="CANCELLED")


def test_a_waiting_job_knows_its_turn(cast: Any, sign_in: Any) -> None:
    large = settings.POLICY.large_job_rows + 1
    first = job(regency="3101", weight=large)
    second, third = job(cast.operator_a), job(cast.operator_a, weight=5)
    with as_worker():
        order = fairness.turns(timezone.now())
        rows = Job.objects.filter(state="QUEUED").order_by("id")
        places = {one.pk: one.turn for one in bell.tell(rows)}
    assert places == {one: at for at, one in enumerate(order, start=1)}
    assert order == [second.pk, third.pk, first.pk]
    client = sign_in(cast.operator_a)
    page = client.get(f"{LIST}{third.public_id}/", headers=PART).content.decode()
    assert "Giliran ke-2" in page
    with as_worker():
        Job.objects.filter(pk=second.pk).update(state="RUNNING")
    waits = client.get(LIST).content.decode()
    assert "kantor ini selesai" in waits
    assert client.get(f"{LIST}{first.public_id}/").status_code == 404
