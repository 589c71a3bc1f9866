"""How many rows a sheet of several pages says it has, against the rows themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.roles import admin_sql
from tests.voters import desk
from voters import services

pytestmark = pytest.mark.usefixtures("stocked")
PAGE = "/kab/3272/sidalih/"
CUTS = (
    *("", "lembar=UBAH", "lembar=TARIK", "dientri=sudah", "dientri=belum"),
    *("lembar=UBAH&dientri=sudah", "lembar=TPS&dientri=belum", "lembar=TIDAK"),
)


@pytest.fixture
def places(cast: Any) -> tuple[str, str]:
    """Three changes in each of two kelurahan, two of them of a station, one entered."""
    user = cast.operator_a
    here, there = sorted({one.kelurahan for one in desk.voters(user, 900)})[:2]
    for place in (here, there):
        for at, voter in enumerate(desk.voters(user, 3, kelurahan=place)):
            new = {"address": f"JL HITUNG {at}"} if at else {"tps": "077"}
            made = desk.propose(user, "UBAH", voter, new=new)
            desk.decide(user, services.accept, made)
    desk.work("apply", user)
    return here, there


def test_the_sheets_say_how_many_a_filter_leaves(
    places: tuple[str, str], cast: Any, sign_in: Any, settings: Any
) -> None:
    """From the table of sheets where it can; a place is counted by itself."""
    client = sign_in(cast.operator_a)
    [[event]] = admin_sql(
        "SELECT max(id) FROM voter_event WHERE regency_code = '3272'"
        " AND effect = 'UBAH' AND after ->> 'address' LIKE 'JL HITUNG%'"
    )
    client.post(f"{PAGE}tandai/", {"pilih": [str(event)], "tanda": "sudah"})
    settings.POLICY = replace(settings.POLICY, page_rows=1)
    told = {}
    for query in (*CUTS, *(f"kelurahan={place}" for place in places)):
        context = client.get(f"{PAGE}?{query}").context
        with desk.desk(cast.operator_a):
            left = context["filter"].qs.count()
        if left > 1:
            told[query] = context["listed_count"]
            assert (told[query], context["listed_more"]) == (left, False), query
    assert told == {
        **{"": 6, "lembar=UBAH": 4, "dientri=belum": 5, "lembar=TIDAK": 6},
        **{"lembar=TPS&dientri=belum": 2},
        **{f"kelurahan={place}": 3 for place in places},
    }
    settings.POLICY = replace(settings.POLICY, count_cap=2)
    context = client.get(PAGE).context
    assert (context["listed_count"], context["listed_more"]) == (2, True)
