"""The living namesake: every way to a removal, walked by one account alone.

Every visit result meets every source of a removal. One account then accepts whatever it
can, one at a time and in bulk, with the best paper there is, and applies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fieldwork.rules.visits import Result
from tests.fieldwork import steps
from tests.fieldwork.test_visits import AKTA
from tests.roles import admin_sql, as_worker
from tests.voters import desk, pairs
from voters import services as voters
from voters.models import ChangeProposal, DuplicatePair, Voter
from voters.services.errors import NeedsEvidence, NeedsSecondPerson, VoterError

pytestmark = pytest.mark.usefixtures("office")
REGENCY = desk.REGENCY
PAPER = {"evidence_kind": "AKTA_KEMATIAN", "evidence_no": AKTA}


def by_hand(cast: Any, who: Voter, other: Voter) -> None:
    desk.propose(cast.operator_a, "TMS", who, category="MENINGGAL", **PAPER)


def by_report(cast: Any, who: Voter, other: Voter) -> None:
    said = voters.Said(kind="MENINGGAL", voter=who, relation="NEIGHBOUR", **PAPER)
    with desk.desk(cast.post):
        voters.take(
            actor=cast.post,
            regency=REGENCY,
            period=desk.period(),
            channel="POST",
            said=said,
        )


def by_delivery(cast: Any, who: Voter, other: Voter) -> None:
    row = desk.question(who, "TMS", category="MENINGGAL", new="{}", **PAPER)
    desk.inject([row])


def by_low_trust(cast: Any, who: Voter, other: Voter) -> None:
    row = desk.question(who, "TMS", category="PINDAH", new="{}", **PAPER)
    desk.inject([row | {"warnings": ["LOW_TRUST"]}])


def by_absence(cast: Any, who: Voter, other: Voter) -> None:
    desk.inject([desk.question(who)])


def by_duplicate(cast: Any, who: Voter, other: Voter) -> None:
    admin_sql("TRUNCATE duplicate_pair")
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


def by_the_door(cast: Any, who: Voter, other: Voter) -> None:
    """What the visits themselves brought is still there."""


WAYS: dict[str, Callable[[Any, Voter, Voter], None]] = {
    one.__name__: one
    for one in (
        *(by_hand, by_report, by_delivery, by_low_trust, by_absence),
        *(by_duplicate, by_the_door),
    )
}


def accept_all_alone(cast: Any) -> None:
    """One account accepts every proposal, twice each, then in bulk, then applies."""
    user = cast.operator_a
    with desk.desk(user):
        rows = list(ChangeProposal.objects.of(REGENCY))
    for one in rows * 2:
        paper = {} if one.kind == "TMS" and one.evidence_no else PAPER
        try:
            desk.decide(user, voters.accept, one, category="MENINGGAL", **paper)
        except VoterError:
            continue
    with desk.desk(user):
        rows = ChangeProposal.objects.in_scope_of(user).of(REGENCY)
        voters.decide_bulk(
            actor=user, regency=REGENCY, rows=rows, decision="accept", **PAPER
        )
    with desk.desk(user):
        accepted = ChangeProposal.objects.of(REGENCY).filter(state="ACCEPTED")
        assert not accepted.filter(new__status="INELIGIBLE").exists()


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
    accept_all_alone(cast)
    for name, bring in WAYS.items():
        if name != "by_the_door":
            admin_sql("TRUNCATE evidence, change_proposal, citizen_report")
        for _result, who in people:
            bring(cast, who, other)
        with desk.desk(cast.operator_a):
            assert ChangeProposal.objects.of(REGENCY).exists() or name == "by_the_door"
        accept_all_alone(cast)
    desk.work("apply")
    for result, who in people:
        assert desk.see_voter(cast.operator_a, who.pk).status == "ACTIVE", result


def test_two_people_strike_with_a_paper_and_not_without(cast: Any) -> None:
    people = dict(visited(cast))
    who = people[Result.FOUND]
    bare = desk.propose(cast.operator_a, "TMS", who, category="MENINGGAL")
    for user in (cast.operator_a, cast.operator_a2):
        with pytest.raises(NeedsEvidence):
            desk.decide(user, voters.accept, bare)
    assert desk.decide(cast.operator_a, voters.accept, bare, **PAPER).state == "SECOND"
    with pytest.raises(NeedsSecondPerson):
        desk.decide(cast.operator_a, voters.accept, bare)
    done = desk.decide(cast.operator_a2, voters.accept, bare)
    assert done.state == "ACCEPTED"


def test_who_was_not_visited_this_period_is_struck_as_ever(cast: Any) -> None:
    """A task alone asks for nothing, nor a visit of a period that is over."""
    _result, who = visited(cast)[0]
    spare = desk.voters(cast.operator_a, 40, kelurahan=steps.VILLAGE)
    other = next(one for one in spare if one.pk != who.pk)
    for person, state in ((other, "ACCEPTED"), (who, "SECOND")):
        with as_worker():
            ChangeProposal.objects.of(REGENCY).filter(nik=person.nik).delete()
        made = desk.propose(cast.operator_a, "TMS", person, category="PINDAH", **PAPER)
        assert desk.decide(cast.operator_a, voters.accept, made).state == state
    admin_sql("UPDATE fieldwork_batch SET period_id = -1")
    desk.decide(cast.operator_a, voters.reopen, made)
    assert desk.decide(cast.operator_a, voters.accept, made).state == "ACCEPTED"
    assert not DuplicatePair.objects.exists()
