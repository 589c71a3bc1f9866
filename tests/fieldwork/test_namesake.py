"""The living namesake: every way to a removal, walked by one account alone.

Every visit result meets every source of a removal. One account then accepts whatever it
can, one at a time and in bulk, with the best paper there is, and applies.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest

from fieldwork.rules.visits import Result
from tests.fieldwork import steps
from tests.fieldwork.test_visits import AKTA
from tests.roles import admin_sql
from tests.voters import desk, pairs
from voters import services as voters
from voters.models import ChangeProposal, Voter
from voters.services.errors import NeedsEvidence, NeedsSecondPerson, VoterError

pytestmark = pytest.mark.usefixtures("office")
REGENCY = desk.REGENCY
PAPER = {"evidence_kind": "AKTA_KEMATIAN", "evidence_no": AKTA}


def by_hand(cast: Any, people: list[Voter], other: Voter) -> None:
    for who in people:
        desk.propose(cast.operator_a, "TMS", who, category="MENINGGAL", **PAPER)


def by_report(cast: Any, people: list[Voter], other: Voter) -> None:
    with desk.desk(cast.post):
        for who in people:
            voters.take(
                actor=cast.post,
                regency=REGENCY,
                period=desk.period(),
                channel="POST",
                said=voters.Said(kind="MENINGGAL", voter=who, **PAPER),
            )


def by_delivery(cast: Any, people: list[Voter], other: Voter) -> None:
    said = {"category": "MENINGGAL", "new": "{}", **PAPER}
    desk.inject([desk.question(who, "TMS", **said) for who in people])


def by_low_trust(cast: Any, people: list[Voter], other: Voter) -> None:
    said = {"category": "PINDAH", "new": "{}", "warnings": ["LOW_TRUST"], **PAPER}
    desk.inject([desk.question(who, "TMS", **said) for who in people])


def by_absence(cast: Any, people: list[Voter], other: Voter) -> None:
    desk.inject([desk.question(who) for who in people])


def by_duplicate(cast: Any, people: list[Voter], other: Voter) -> None:
    for who in people:
        key = pairs.plant(who, other)
        with desk.desk(cast.operator_a):
            voters.keep(
                actor=cast.operator_a,
                regency=REGENCY,
                public_id=key,
                keeper=other.public_id,
                strike=[who.public_id],
                **PAPER,
            )
        admin_sql("TRUNCATE duplicate_pair")


def by_the_door(cast: Any, people: list[Voter], other: Voter) -> None:
    """What the visits themselves brought is still there."""


WAYS: dict[str, Callable[[Any, list[Voter], Voter], None]] = {
    one.__name__: one
    for one in (
        *(by_the_door, by_hand, by_report, by_delivery, by_low_trust),
        *(by_absence, by_duplicate),
    )
}


def accept_all_alone(cast: Any) -> None:
    """One account accepts every proposal, twice each, then in bulk, then applies."""
    user = cast.operator_a
    told = {"actor": user, "regency": REGENCY}
    with desk.desk(user):
        for one in 2 * list(ChangeProposal.objects.of(REGENCY)):
            paper = {} if one.kind == "TMS" and one.evidence_no else PAPER
            with contextlib.suppress(VoterError):
                voters.accept(
                    **told, public_id=one.public_id, category="MENINGGAL", **paper
                )
        rows = ChangeProposal.objects.in_scope_of(user).of(REGENCY)
        voters.decide_bulk(**told, rows=rows, decision="accept", **PAPER)
        accepted = rows.filter(state="ACCEPTED", new__status="INELIGIBLE")
        assert not accepted.exists()


def visited(cast: Any) -> list[tuple[Result, Voter]]:
    """One voter for each result of a visit, the kelurahan's officer having been."""
    made = steps.assigned(
        cast.operator_a, "SAMPLE", place=steps.VILLAGE, most=len(Result)
    )
    with desk.desk(cast.operator_a):
        tasks = list(steps.tasks(cast.operator_a, made).order_by("id"))
    found = []
    for task, result in zip(tasks, Result, strict=True):
        paper = {"document_no": AKTA} if result.value.endswith("PROVEN") else {}
        steps.visit(cast.village, task, result.value, back=1, **paper)
        found.append((result, desk.see_voter(cast.operator_a, task.voter_id)))
    return found


def test_no_way_strikes_who_was_visited_alone_or_without_a_paper(cast: Any) -> None:
    people = visited(cast)
    spare = desk.voters(cast.operator_a, 40, kelurahan=steps.VILLAGE)
    known = {one.pk for _result, one in people}
    other = next(one for one in spare if one.pk not in known)
    for name, bring in WAYS.items():
        if name != "by_the_door":
            admin_sql("TRUNCATE evidence, change_proposal, citizen_report")
        bring(cast, [who for _result, who in people], other)
        with desk.desk(cast.operator_a):
            asked = ChangeProposal.objects.of(REGENCY).values("voter_id").distinct()
            assert asked.count() == (2 if name == "by_the_door" else len(people))
        accept_all_alone(cast)
    desk.work("apply")
    for result, who in people:
        assert desk.see_voter(cast.operator_a, who.pk).status == "ACTIVE", result


def test_two_people_strike_with_a_paper_and_not_without(cast: Any) -> None:
    """And one where there is a task alone, or a visit of a period that is over."""
    _result, who = visited(cast)[0]
    bare = desk.propose(cast.operator_a, "TMS", who, category="MENINGGAL")
    for user in (cast.operator_a, cast.operator_a2):
        with pytest.raises(NeedsEvidence):
            desk.decide(user, voters.accept, bare)
    assert desk.decide(cast.operator_a, voters.accept, bare, **PAPER).state == "SECOND"
    with pytest.raises(NeedsSecondPerson):
        desk.decide(cast.operator_a, voters.accept, bare)
    done = desk.decide(cast.operator_a2, voters.accept, bare)
    assert done.state == "ACCEPTED"
    desk.decide(cast.operator_a, voters.reopen, bare)
    admin_sql("UPDATE fieldwork_batch SET period_id = -1")
    done = desk.decide(cast.operator_a, voters.accept, bare)
    assert done.state == "ACCEPTED"
    admin_sql("UPDATE fieldwork_batch SET period_id = %s", [desk.period().pk])
    admin_sql("UPDATE fieldwork_task SET visits = 0")
    desk.decide(cast.operator_a, voters.reopen, bare)
    done = desk.decide(cast.operator_a, voters.accept, bare)
    assert done.state == "ACCEPTED"
