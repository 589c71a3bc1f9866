"""Records that another regency has as well are looked at by the door too (L19)."""

from __future__ import annotations

from typing import Any

import pytest

from fieldwork import services
from tests.fieldwork import steps
from tests.roles import admin_sql
from tests.voters import desk, pairs
from voters import services as voters
from voters.models import ExchangeSide, Voter

pytestmark = pytest.mark.usefixtures("office")
REGENCY = desk.REGENCY


def planted(cast: Any, n: int = 1) -> list[tuple[Voter, int]]:
    """Voters of the village's kelurahan that 3202 has as well, with their sides."""
    people = desk.voters(cast.operator_a, n, kelurahan=steps.VILLAGE)
    return [(who, pairs.elsewhere(who)) for who in people]


def side(cast: Any, number: int) -> ExchangeSide:
    with desk.desk(cast.operator_a):
        found: ExchangeSide = ExchangeSide.objects.of(REGENCY).get(pk=number)
    return found


def test_a_pair_between_regencies_is_visited(cast: Any, sign_in: Any) -> None:
    ((who, number),) = planted(cast)
    made = steps.assigned(cast.operator_a, "GANDA")
    with desk.desk(cast.operator_a):
        task = steps.tasks(cast.operator_a, made).get()
    assert (task.voter_id, task.reason, task.side_id) == (who.pk, "GANDA", number)
    done = steps.visit(cast.village, task, "FOUND", back=2, note="lima tahun di sini")
    told = side(cast, number)
    assert told.note.startswith("Ditemukan (coklit 1/1")
    assert "lima tahun" in told.note and told.answer == ""
    page = sign_in(cast.operator_a).get(f"/kab/3272/ganda/antar/{told.public_id}/")
    assert "lima tahun di sini" in page.content.decode()
    with desk.desk(cast.operator_a):
        services.undo_visit(
            actor=cast.operator_a,
            regency=REGENCY,
            public_id=done.public_id,
            why="salah rumah",
        )
    assert side(cast, number).note == ""


def test_what_was_answered_or_is_found_no_more_is_not_drawn(cast: Any) -> None:
    """Nor where the other office says that they are two people, nor who is struck."""
    rows = planted(cast, 6)
    changes = (
        ("gone = true", 0),
        ("answer = 'STAY'", 1),
        ("other_answer = 'OTHER'", 2),
        ("other_answer = 'STAY'", 3),
    )
    for change, at in changes:
        admin_sql(f"UPDATE exchange_side SET {change} WHERE id = %s", [rows[at][1]])
    admin_sql(
        "UPDATE voter SET status = 'INELIGIBLE', status_reason = 'PINDAH' "
        "WHERE id = %s",
        [rows[4][0].pk],
    )
    made = steps.batch(cast.operator_a, "GANDA")
    with desk.desk(cast.operator_a):
        drawn = set(
            steps.tasks(cast.operator_a, made).values_list("side_id", flat=True)
        )
    assert drawn == {rows[3][1], rows[5][1]}


def test_who_was_seen_is_let_go_by_two_accounts(cast: Any) -> None:
    ((who, number),) = planted(cast)
    made = steps.assigned(cast.operator_a, "GANDA")
    with desk.desk(cast.operator_a):
        task = steps.tasks(cast.operator_a, made).get()
    steps.visit(cast.village, task, "FOUND", back=1)
    with desk.desk(cast.operator_a):
        voters.answer_side(
            actor=cast.operator_a,
            regency=REGENCY,
            public_id=side(cast, number).public_id,
            answer="MOVED",
            **pairs.PAPER,
        )
    assert desk.work("apply")["applied"] == 0
    assert desk.see_voter(cast.operator_a, who.pk).status == "ACTIVE"
