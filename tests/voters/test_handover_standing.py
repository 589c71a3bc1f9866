"""A hand-over of somebody whose record is no more what it was when it began."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import databases
from tests.conftest import Cast
from tests.roles import admin_sql, as_worker
from tests.voters import desk, movers
from tests.voters.movers import HERE, THERE, Two
from voters import services
from voters.models import ChangeProposal, Voter
from voters.services import errors, handover


@pytest.fixture
def two(_open_databases: None) -> Iterator[Two]:
    with databases.clone("stocked"):
        yield Two(Cast())


def counted_by_name(voter: Voter) -> list[str]:
    """Regencies in which somebody of this name and birth date counts."""
    rows = admin_sql(
        "SELECT regency_code FROM voter WHERE name = %s AND birth_date = %s "
        "AND status = 'ACTIVE' ORDER BY 1",
        [voter.name, voter.birth_date],
    )
    return [regency for (regency,) in rows]


def test_a_number_corrected_since_leaves_nobody_in_both(two: Two) -> None:
    voter, coming, one = two.asked()
    corrected = {"nik": voter.nik[:12] + "9777"}
    fix = movers.propose(two.a, HERE, "UBAH", voter=voter, new=corrected)
    movers.decide(two.a, services.accept, fix)
    removal = movers.confirm(two.a, HERE, one)
    movers.decide(two.a, services.accept, removal)
    movers.applied(two.b, coming)
    movers.work("apply", HERE)
    with desk.desk(two.a):
        state = ChangeProposal.objects.of(HERE).get(pk=removal.pk).state
    assert state == "APPLIED"
    assert counted_by_name(voter) == [THERE]


def test_who_leaves_is_found_under_the_corrected_number(two: Two) -> None:
    voter, coming, one = two.asked()
    corrected = {"nik": voter.nik[:12] + "9777"}
    fix = movers.propose(two.a, HERE, "UBAH", voter=voter, new=corrected)
    movers.applied(two.a, fix)
    with pytest.raises(errors.NotDecidable, match="masih aktif"):
        movers.answer(two.a, HERE, one, handover.already)
    removal = movers.confirm(two.a, HERE, one)
    assert removal.voter_id == voter.pk
    movers.applied(two.b, coming)
    movers.applied(two.a, removal)
    assert counted_by_name(voter) == [THERE]


def test_struck_as_a_double_for_the_office_that_hands_over(two: Two) -> None:
    voter = next(two.people)
    facts = {name: getattr(voter, name) for name in ("nik", "name", "birth_date")}
    with as_worker():
        twin = Voter.objects.of(THERE).counted().order_by("id")[0]
        struck = {"status": "INELIGIBLE", "status_reason": "GANDA"}
        Voter.objects.of(THERE).filter(pk=twin.pk).update(**facts, **struck)
    leaving = movers.applied(two.a, movers.leaving(two.a, HERE, voter, THERE))
    got = movers.confirm(two.b, THERE, two.of(leaving), two.place)
    movers.applied(two.b, got)
    assert counted_by_name(voter) == [THERE]
