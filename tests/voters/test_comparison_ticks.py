"""Which changes a download shows as entered: what it tells as the roll has it now."""

from __future__ import annotations

from typing import Any

import pytest

from tests.roles import admin_sql
from tests.voters import comparison_steps as steps
from tests.voters import desk
from voters import services
from voters.dhs import proposing
from voters.models import ChangeProposal, Voter

pytestmark = pytest.mark.usefixtures("stocked")


def changed(user: Any, voter: Voter, address: str) -> ChangeProposal:
    """The voter with another address, applied."""
    now = desk.see_voter(user, voter.pk)
    made = desk.propose(user, "UBAH", now, new={"address": address})
    desk.decide(user, services.accept, made)
    desk.work("apply", user)
    return made


def struck(user: Any, voter: Voter) -> ChangeProposal:
    """The voter has died, applied."""
    made = desk.propose(user, "TMS", voter, category="MENINGGAL")
    paper = {"evidence_kind": "AKTA_KEMATIAN", "evidence_no": "7"}
    desk.decide(user, services.accept, made, **paper)
    desk.work("apply", user)
    return made


def events_of(voter: Voter) -> list[int]:
    """Numbers of what the month did to a voter, in order."""
    rows = admin_sql(
        "SELECT id FROM voter_event WHERE regency_code = '3272' AND voter_id = %s"
        " AND effect <> 'OPENING' ORDER BY id",
        [voter.pk],
    )
    return [pk for (pk,) in rows]


def test_a_tick_is_offered_for_what_stands_in_both(cast: Any) -> None:
    user = cast.operator_a
    twice, other, back, once, numbered = desk.voters(user, 5)
    for voter, address in ((twice, "JL A"), (twice, "JL B"), (other, "JL C")):
        changed(user, voter, address)
    changed(user, once, "JL D")
    desk.work("undo", user, proposal=struck(user, back).pk, note="keliru")
    # A DPID comes from there: nothing of it is typed in.
    admin_sql("UPDATE voter SET dpid = 'D-9' WHERE id = %s", [numbered.pk])
    places = steps.place_names()
    told = {other.pk: {"Jalan/Dukuh": "JL LAIN"}}
    people = [desk.see_voter(user, one.pk) for one in (twice, other, back, once)]
    people.append(desk.see_voter(user, numbered.pk))
    rows = [steps.row_of(one, places, **told.get(one.pk, {})) for one in people]
    found = steps.compared(user, rows)
    assert found.result["outcomes"] == {"EQUAL": 4, "DIFFERS": 1}
    with desk.desk(user):
        entered = proposing.entered_ids(found, desk.period())
    first, second = events_of(twice)
    assert sorted(entered) == sorted([second, *events_of(once)])
    assert first not in entered, "the roll has gone on since"


def test_who_left_is_entered_where_the_whole_list_lacks_the_person(cast: Any) -> None:
    user = cast.operator_a
    place = desk.voters(user, 1)[0].kelurahan
    dead, _alive = desk.voters(user, 2, kelurahan=place)
    struck(user, dead)
    rows = [
        steps.row_of(one, steps.place_names())
        for one in desk.voters(user, 900, kelurahan=place)
    ]
    ticks = {}
    for area in ("", place):
        found = steps.compared(user, rows, area, f"{area}.csv")
        with desk.desk(user):
            ticks[area] = proposing.entered_ids(found, desk.period())
    assert ticks == {"": [], place: events_of(dead)}
