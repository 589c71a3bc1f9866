"""The review offers to take back what the open period applied, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.roles import admin_sql
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal

pytestmark = pytest.mark.usefixtures("stocked")
OFFER = "Urungkan penerapan"


@pytest.fixture
def applied(cast: Any) -> ChangeProposal:
    (voter,) = desk.voters(cast.operator_a, 1)
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL BARU 1"})
    desk.decide(cast.operator_a, services.accept, made)
    desk.work("apply")
    return made


def offers(client: Any, proposal: ChangeProposal) -> set[bool]:
    """Whether the page of a proposal, and the proposal alone, hold the button."""
    url = f"/kab/3272/usulan/{proposal.public_id}/"
    answers = client.get(url), client.get(url, headers={"X-Usulan": "1"})
    assert all(one.status_code == 200 for one in answers)
    return {OFFER in one.content.decode() for one in answers}


def test_a_change_of_the_open_period_can_be_taken_back(
    applied: ChangeProposal, sign_in: Any, cast: Any
) -> None:
    assert offers(sign_in(cast.operator_a), applied) == {True}


def test_what_an_earlier_period_applied_is_not_offered(
    applied: ChangeProposal, sign_in: Any, cast: Any
) -> None:
    admin_sql(
        "UPDATE change_proposal SET period_id = (SELECT id FROM periods_period"
        " WHERE regency_code = '3272' AND state <> 'OPEN') WHERE id = %s RETURNING 1",
        [applied.pk],
    )
    assert offers(sign_in(cast.operator_a), applied) == {False}


def test_nothing_is_offered_without_an_open_period(
    applied: ChangeProposal, sign_in: Any, cast: Any
) -> None:
    admin_sql("UPDATE periods_period SET state = 'CLOSED' WHERE regency_code = '3272'")
    assert offers(sign_in(cast.operator_a), applied) == {False}


@pytest.mark.parametrize("kind", ["UNDO", "WILAYAH"])
def test_what_the_office_never_takes_back_by_itself_is_not_offered(
    applied: ChangeProposal, sign_in: Any, cast: Any, kind: str
) -> None:
    admin_sql(
        "UPDATE change_proposal SET kind = %s WHERE id = %s RETURNING 1",
        [kind, applied.pk],
    )
    assert offers(sign_in(cast.operator_a), applied) == {False}
