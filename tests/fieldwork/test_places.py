"""The place of a visit: from the device, coarse on pages, in no file, and removable."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from fieldwork.models import Visit
from fieldwork.services import forget_places, placed_before
from files.exports.fields import FIELDS
from kpu_portal.permissions import POLICY
from tests.fieldwork import steps
from tests.roles import admin_sql, as_worker
from tests.voters import desk

pytestmark = pytest.mark.usefixtures("office")
PLACE = {"latitude": "-6.921357", "longitude": "106.927864", "accuracy": "14"}
TASK = "/kab/3272/coklit/tugas/{}/"


def visited(user: Any, client: Any, **said: str) -> Any:
    """A task of a running batch, and the page after a visit of today."""
    made = steps.assigned(user, "SAMPLE", most=3)
    with desk.desk(user):
        task = steps.tasks(user, made).order_by("sheet", "line")[0]
    told = {"on": timezone.localdate().isoformat(), "result": "UNKNOWN", **said}
    return client.post(TASK.format(task.public_id), told, follow=True), made, task


def test_a_place_is_kept_shown_coarsely_and_removed(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    page, made, task = visited(cast.operator_a, client, **PLACE)
    assert "-6.921, 106.928 (± 14 m)" in page.text
    assert "-6.921357" not in page.text
    assert page.headers["Permissions-Policy"] == POLICY
    with as_worker():
        visit = Visit.objects.get()
        assert (str(visit.latitude), visit.accuracy) == ("-6.921357", 14)
    address = f"/kab/3272/coklit/kunjungan/{visit.public_id}/lokasi/"
    assert sign_in(cast.supervisor).post(address).status_code == 403
    assert "Lokasi dihapus" in client.post(address, follow=True).text
    with as_worker():
        visit.refresh_from_db()
    assert (visit.latitude, visit.longitude, visit.accuracy) == (None, None, None)
    sheet = f"/kab/3272/coklit/{made.public_id}/lembar/{task.sheet}/"
    assert "data-place-take" in client.get(sheet).text


def test_a_half_place_is_none_and_a_wrong_one_is_refused(
    cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    page, _made, task = visited(cast.operator_a, client, latitude="-96")
    assert page.context["form"].errors.keys() == {"latitude"}
    told = {"on": timezone.localdate().isoformat(), "result": "UNKNOWN"}
    client.post(TASK.format(task.public_id), {**told, "latitude": "-6.9"})
    with as_worker():
        assert Visit.objects.get().latitude is None


def test_no_file_has_a_place() -> None:
    named = {
        column
        for roles in FIELDS.values()
        for columns in roles.values()
        for column in columns
    }
    assert not named & {"lintang", "bujur", "ketelitian", "lokasi"}


def test_retention_clears_places(cast: Any, sign_in: Any) -> None:
    visited(cast.operator_a, sign_in(cast.operator_a), **PLACE)
    admin_sql("UPDATE fieldwork_visit SET moved_address = 'JL. 7', moved_rt = '003'")
    with as_worker():
        now = timezone.now()
        assert not placed_before(now - dt.timedelta(days=365)).exists()
        assert forget_places(now + dt.timedelta(minutes=1)) == 1
        one = Visit.objects.get()
        assert (one.latitude, one.moved_address, one.moved_rt) == (None, "", "003")
        assert forget_places(now + dt.timedelta(minutes=1)) == 0
