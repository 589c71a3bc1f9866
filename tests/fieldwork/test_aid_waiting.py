"""How many suggestions wait, as a programme's page says it, is what the list holds."""

from __future__ import annotations

from typing import Any

import pytest

from fieldwork.aid import services
from fieldwork.aid.selectors import matching, recipients_of
from tests.fieldwork import aid_steps as steps
from tests.fieldwork.steps import VILLAGE
from tests.fieldwork.test_aid_verified import changed, likely, only
from tests.voters import desk

pytestmark = pytest.mark.usefixtures("aid_office", "read_here")


def told(user: Any, programme: Any) -> int:
    """The count in words of the database; the query behind the list must agree."""
    with desk.desk(user):
        mine = recipients_of(user, "3272").filter(programme=programme)
        count = matching.waiting_count(user, "3272", programme)
        assert count == matching.waiting(user, "3272", mine).count()
    return count


def test_the_count_follows_answers_and_what_makes_them_lapse(cast: Any) -> None:
    user = cast.operator_a
    programme, other = steps.programme(user), steps.programme(user, "BPNT uji")
    (voter,) = likely(user, programme)
    assert (told(user, programme), told(user, other)) == (1, 0)
    one = only(user, programme)
    for same in (True, False):
        with desk.desk(user):
            services.confirm(
                actor=user, regency="3272", public_id=one.public_id, same=same
            )
        assert told(user, programme) == 0
        if same:
            changed(voter)
            assert told(user, programme) == 1, "what was said has lapsed"


def test_a_village_counts_its_own_and_a_head_of_an_rt_none(cast: Any) -> None:
    user = cast.operator_a
    programme = steps.programme(user)
    people = {one.kelurahan: one for one in desk.voters(user, 400)}
    elsewhere = [one for place, one in people.items() if place != VILLAGE][:2]
    rows = [
        steps.row_of(one, number=f"E{at}", nik="") for at, one in enumerate(elsewhere)
    ]
    likely(user, programme, 3)
    steps.imported(user, programme, rows)
    assert told(user, programme) == 3 + len(elsewhere) > 3
    assert told(cast.village, programme) == 3
    with desk.desk(cast.head):
        assert matching.waiting_count(cast.head, "3272", programme) == 0
    assert matching.waiting_count(None, "3272", programme) == 0
