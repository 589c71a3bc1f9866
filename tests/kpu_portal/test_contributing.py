"""What coklit terbatas and the posts found stands in the recap of the kelurahan."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.scope import scoped_as
from periods.models import Period
from plenos.selectors.villages import work_of
from tests.kpu_portal.url_objects import OWN, VILLAGE, objects_of
from tests.roles import as_worker


def test_field_and_post_work_stand_in_the_kelurahan_recap(
    stocked: Any, cast: Any
) -> None:
    with as_worker():
        objects_of(OWN, VILLAGE)
        period = Period.objects.open(OWN).get()
        locked = work_of(period, VILLAGE)
    with transaction.atomic(), scoped_as(cast.village):
        seen = work_of(period, VILLAGE)
    with transaction.atomic(), scoped_as(cast.operator_a):
        compared = work_of(period, VILLAGE)
    assert seen == compared == locked
    counted = {row.code: row.plain for row in seen}
    assert counted["COKLIT.TUGAS"] == counted["LAPORAN.PERBAIKAN"] == 1
