"""The living namesake: every way to a removal, walked by one account alone.

Every visit result meets every source of a removal. One account then accepts whatever it
can, one at a time and in bulk, with the best paper there is, and applies. What a
comparison with SIDALIH and a change of regions propose is no removal at all; the two
statements that can strike are held to by themselves (L21).
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from fieldwork.aid.models import Recipient
from fieldwork.rules.visits import Result
from jobs.services import JobError
from tests.fieldwork import aid_steps, steps
from tests.fieldwork.test_visits import AKTA, answer_of, asked
from tests.roles import admin_sql, as_worker
from tests.voters import desk, movers, pairs
from voters import services as voters
from voters.models import ChangeProposal, ExchangeSide, Voter
from voters.services import applying
from voters.services.by_hand import Grounds
from voters.services.errors import (
    NeedsEvidence,
    NeedsSecondPerson,
    NotDecidable,
    VoterError,
)
from voters.services.families import LEAVE, FamilyAct

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


def by_family(cast: Any, people: list[Voter], other: Voter) -> None:
    for who in people:
        with desk.desk(cast.operator_a):
            voters.propose_family(
                actor=cast.operator_a,
                regency=REGENCY,
                period=desk.period(),
                act=FamilyAct(LEAVE, who.nkk, [who]),
                grounds=Grounds(**PAPER),
            )


def by_aid(cast: Any, people: list[Voter], other: Voter) -> None:
    """Verified with the aid recipients: half of them with a paper."""
    programme = aid_steps.programme(cast.operator_a, f"Uji {timezone.now():%f}")
    with as_worker():
        Recipient.objects.bulk_create(
            Recipient(
                regency_code=REGENCY,
                programme=programme,
                list_id=programme.pk,
                line_no=at,
                number=str(at),
                name=who.name,
                kelurahan=who.kelurahan,
                rw=who.rw,
                rt=who.rt,
                match="SAME",
                voter_id=who.pk,
            )
            for at, who in enumerate(people)
        )
    rows = aid_steps.recipients(cast.operator_a, programme)
    for at in range(len(people)):
        told = {"document_no": AKTA} if at % 2 else {}
        aid_steps.answer(cast.operator_a, rows[str(at)], "DIED", **told)


def by_another_regency(cast: Any, people: list[Voter], other: Voter) -> None:
    """The same NIK stands in another roll, and this office says: moved there."""
    numbers = [pairs.elsewhere(who) for who in people]
    with desk.desk(cast.operator_a):
        rows = ExchangeSide.objects.of(REGENCY).filter(pk__in=numbers)
        for side in list(rows):
            voters.answer_side(
                actor=cast.operator_a,
                regency=REGENCY,
                public_id=side.public_id,
                answer="MOVED",
                **PAPER,
            )


def by_hand_over(cast: Any, people: list[Voter], other: Voter) -> None:
    """Another office asks for them, and this one confirms."""
    place = movers.village(movers.THERE)
    for who in people:
        user = cast.operator_b
        typed = copy(who)
        typed.marital_status = "S"  # the sample may have drawn somebody under age
        made = movers.coming(user, movers.THERE, typed, place, other=REGENCY)
        one = movers.of(made)
        assert one is not None
        movers.confirm(cast.operator_a, REGENCY, one)


def by_the_door(cast: Any, people: list[Voter], other: Voter) -> None:
    """What the visits themselves brought is still there."""


WAYS: dict[str, Callable[[Any, list[Voter], Voter], None]] = {
    one.__name__: one
    for one in (
        *(by_the_door, by_hand, by_report, by_delivery, by_low_trust),
        *(by_absence, by_duplicate, by_family, by_aid, by_another_regency),
        by_hand_over,
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


def recipient_of(cast: Any, who: Voter) -> Recipient:
    """The voter as a recipient of a programme of aid."""
    programme = aid_steps.programme(cast.operator_a, f"Uji {timezone.now():%f}")
    with as_worker():
        return Recipient.objects.create(
            regency_code=REGENCY,
            programme=programme,
            list_id=programme.pk,
            line_no=1,
            name=who.name,
            kelurahan=who.kelurahan,
            rw=who.rw,
            rt=who.rt,
            match="SAME",
            voter_id=who.pk,
        )


@pytest.mark.usefixtures("aid_office")
def test_no_way_strikes_alone_who_was_found_with_the_aid(cast: Any) -> None:
    """L23: a later answer of the same account takes nothing back."""
    steps.roomy_period()
    admin_sql("TRUNCATE handover CASCADE")
    people = desk.voters(cast.operator_a, 6, kelurahan=steps.VILLAGE)
    found, other = people[:3], people[5]
    for who in found:
        one = recipient_of(cast, who)
        aid_steps.answer(cast.operator_a, one, "FOUND")
        aid_steps.answer(cast.operator_a, one, "NOT_HOME")
    for name, bring in WAYS.items():
        if name != "by_the_door":
            admin_sql("TRUNCATE evidence, change_proposal, citizen_report")
            bring(cast, found, other)
        accept_all_alone(cast)
    desk.work("apply")
    for who in found:
        assert desk.see_voter(cast.operator_a, who.pk).status == "ACTIVE"


@pytest.mark.usefixtures("aid_office")
@pytest.mark.parametrize(
    ("answer", "back", "state"),
    [
        *(("FOUND", 0, "SECOND"), ("UNKNOWN", 0, "ACCEPTED")),
        ("FOUND", 400, "ACCEPTED"),
    ],
    ids=["found", "not found", "found in another period"],
)
def test_who_was_found_with_the_aid_is_struck_by_two(
    cast: Any, answer: str, back: int, state: str
) -> None:
    steps.roomy_period()
    who = desk.voters(cast.operator_a, 8, kelurahan=steps.VILLAGE)[7]
    one = recipient_of(cast, who)
    aid_steps.answer(cast.operator_a, one, answer)
    admin_sql("UPDATE aid_check SET checked_on = checked_on - %s", [back])
    gone = desk.propose(cast.operator_a, "TMS", who, category="MENINGGAL", **PAPER)
    assert desk.decide(cast.operator_a, voters.accept, gone).state == state


@pytest.mark.usefixtures("aid_office")
def test_the_aid_asks_back_what_was_accepted_before_it(cast: Any) -> None:
    steps.roomy_period()
    who = desk.voters(cast.operator_a, 9, kelurahan=steps.VILLAGE)[8]
    one = recipient_of(cast, who)
    gone = desk.propose(cast.operator_a, "TMS", who, category="MENINGGAL", **PAPER)
    assert desk.decide(cast.operator_a, voters.accept, gone).state == "ACCEPTED"
    aid_steps.answer(cast.village, one, "FOUND", note="bertemu")
    waits = desk.see(cast.operator_a, gone)
    assert (waits.state, waits.first_by_id) == ("SECOND", cast.operator_a.pk)
    assert "bertemu" in waits.note
    desk.decide(cast.operator_a2, voters.accept, gone)
    assert desk.work("apply")["applied"] == 1


@pytest.mark.usefixtures("aid_office")
@pytest.mark.parametrize("told", ["coklit", "aid"])
def test_the_last_wall_knows_who_was_seen(
    cast: Any, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where nobody asked the acceptance back: it goes stale and strikes nobody."""
    steps.roomy_period()
    if told == "coklit":
        task, who = one_task(cast)
        steps.visit(cast.village, task, "FOUND", back=1)
    else:
        who = desk.voters(cast.operator_a, 10, kelurahan=steps.VILLAGE)[9]
        aid_steps.answer(cast.operator_a, recipient_of(cast, who), "FOUND")
    gone = desk.propose(cast.operator_a, "TMS", who, category="MENINGGAL", **PAPER)
    admin_sql(
        "UPDATE change_proposal SET state = 'ACCEPTED', decided_by_id = %s "
        "WHERE id = %s",
        [cast.operator_a.pk, gone.pk],
    )
    monkeypatch.setattr(applying, "recall_visited", lambda **_said: 0)
    done = desk.work("apply")
    assert (done["applied"], done["stale"]) == (0, 1)
    assert desk.see_voter(cast.operator_a, who.pk).status == "ACTIVE"


def one_task(cast: Any) -> tuple[Any, Voter]:
    """A task by sample that nobody has been to, and whom it is about."""
    made = steps.assigned(cast.operator_a, "SAMPLE", place=steps.VILLAGE, most=1)
    with desk.desk(cast.operator_a):
        task = steps.tasks(cast.operator_a, made).get()
    return task, desk.see_voter(cast.operator_a, task.voter_id)


def test_a_removal_accepted_before_the_door_waits_for_a_second(cast: Any) -> None:
    task, who = one_task(cast)
    said = {"category": "MENINGGAL", **PAPER}
    gone = desk.propose(cast.operator_a, "TMS", who, **said)
    assert desk.decide(cast.operator_a, voters.accept, gone).state == "ACCEPTED"
    steps.visit(cast.village, task, "FOUND", back=1, note="bertemu")
    waits = desk.see(cast.operator_a, gone)
    assert (waits.state, waits.first_by_id) == ("SECOND", cast.operator_a.pk)
    assert "bertemu" in waits.note
    assert desk.work("apply")["applied"] == 0
    assert desk.see_voter(cast.operator_a, who.pk).status == "ACTIVE"
    with pytest.raises(NeedsSecondPerson):
        desk.decide(cast.operator_a, voters.accept, gone)
    desk.decide(cast.operator_a2, voters.accept, gone)
    assert desk.work("apply")["applied"] == 1
    assert desk.see_voter(cast.operator_a, who.pk).status == "INELIGIBLE"


def test_a_visit_and_an_acceptance_at_one_moment_meet_at_the_application(
    cast: Any,
) -> None:
    """Neither saw the other: the proposal was open for the visit, nobody visited yet
    for whoever accepted."""
    task, who = one_task(cast)
    gone = desk.propose(cast.operator_a, "TMS", who, category="MENINGGAL", **PAPER)
    steps.visit(cast.village, task, "FOUND", back=1)
    admin_sql(
        "UPDATE change_proposal SET state = 'ACCEPTED', decided_by_id = %s "
        "WHERE id = %s",
        [cast.operator_a.pk, gone.pk],
    )
    assert desk.work("apply") == {
        "applied": 0,
        "stale": 0,
        "kinds": {},
        "period": "2026-11",
    }
    assert desk.see(cast.operator_a, gone).state == "SECOND"
    assert desk.see_voter(cast.operator_a, who.pk).status == "ACTIVE"


NEW = {"birth_date": "2000-01-02", "rw": "001", "rt": "002", "address": "JL BARU"}


def newcomer() -> dict[str, Any]:
    """A bulk row of somebody who is not on the roll."""
    said = {"name": "WARGA BARU", "sex": "L", "kelurahan": steps.VILLAGE}
    return {
        **{"kind": "BARU", "category": "PINDAH_MASUK", "nik": "3272010201000009"},
        **{"source": "Dukcapil", "line_no": 1, **said},
        "new": json.dumps({**NEW, **said}),
    }


def test_an_undo_strikes_nobody_whom_the_door_has_seen(cast: Any) -> None:
    """One who came back is refused by itself; a newcomer of a delivery stays in it."""
    user = cast.operator_a
    task, who = asked(user, "MUNCUL_KEMBALI")
    steps.visit(user, task, "FOUND", back=1)
    back = answer_of(user, task)
    for account in (user, cast.operator_a2):
        desk.decide(account, voters.accept, back)
    desk.inject([newcomer()], delivery=7)
    admin_sql("UPDATE change_proposal SET state = 'COKLIT' WHERE delivery_id = 7")
    made = steps.assigned(user, "RETURNED")
    with desk.desk(user):
        door = steps.tasks(user, made).get()
        born = ChangeProposal.objects.of(REGENCY).get(delivery_id=7)
    steps.visit(user, door, "FOUND", back=1)
    desk.decide(user, voters.accept, born)
    assert desk.work("apply")["applied"] == 2
    assert desk.see_voter(user, who.pk).status == "ACTIVE"
    born = desk.see(user, born)
    for one in (back, born):
        with pytest.raises(NotDecidable, match="sudah dikunjungi"), desk.desk(user):
            voters.start_undo(
                actor=user,
                regency=REGENCY,
                period=desk.period(),
                proposal=desk.see(user, one),
            )
    with pytest.raises(JobError):
        desk.work("undo", user, proposal=back.pk)
    kept = desk.work("undo", user, delivery=7)
    assert (kept["undone"], kept["kept"]) == (0, 1)
    for number in (who.pk, born.voter_id):
        assert desk.see_voter(user, number).status == "ACTIVE"
    admin_sql("UPDATE fieldwork_task SET visits = 0")
    assert desk.work("undo", user, delivery=7)["undone"] == 1


def test_an_undone_removal_strikes_by_no_second_undo(cast: Any) -> None:
    """Nor by deciding or opening it again: it takes a proposal of its own."""
    user, who = cast.operator_a, desk.voters(cast.operator_a, 1)[0]
    gone = desk.propose(user, "TMS", who, category="MENINGGAL", **PAPER)
    desk.decide(user, voters.accept, gone)
    desk.work("apply")
    assert desk.work("undo", user, proposal=gone.pk)["undone"] == 1
    with desk.desk(user):
        undo = ChangeProposal.objects.of(REGENCY).get(kind="UNDO")
    for one in (undo, gone):
        with pytest.raises(NotDecidable), desk.desk(user):
            voters.start_undo(
                actor=user,
                regency=REGENCY,
                period=desk.period(),
                proposal=desk.see(user, one),
            )
        with pytest.raises(JobError):
            desk.work("undo", user, proposal=one.pk)
        for again in (voters.accept, voters.reopen):
            with pytest.raises(VoterError):
                desk.decide(user, again, one)
    assert desk.work("apply")["applied"] == 0
    assert desk.see_voter(user, who.pk).status == "ACTIVE"


def test_nothing_strikes_without_a_paper_at_the_last_wall(cast: Any) -> None:
    """Whatever wrote that these were accepted."""
    user = cast.operator_a
    dash, twin, absent, right = desk.voters(user, 4)
    said: dict[str, Any] = {"category": "MENINGGAL", "evidence_kind": "AKTA_KEMATIAN"}
    desk.propose(user, "TMS", dash, **said, evidence_no=" - ")
    desk.propose(user, "TMS", twin, **{**said, "category": "GANDA"}, evidence_no=AKTA)
    desk.propose(user, "TMS", right, **said, evidence_no=AKTA)
    desk.inject([desk.question(absent)])
    admin_sql(
        "UPDATE change_proposal SET state = 'ACCEPTED', category = CASE category "
        "WHEN '' THEN 'MENINGGAL' ELSE category END, evidence_kind = 'AKTA_KEMATIAN', "
        "evidence_no = CASE evidence_no WHEN '' THEN 'AK-1' ELSE evidence_no END, "
        "first_by_id = %s, decided_by_id = %s",
        [user.pk, user.pk],
    )
    done = desk.work("apply")
    assert (done["applied"], done["stale"], done["kinds"]) == (1, 3, {"TMS": 1})
    for one in (dash, twin, absent):
        assert desk.see_voter(user, one.pk).status == "ACTIVE"
    assert desk.see_voter(user, right.pk).status == "INELIGIBLE"


def test_two_statements_alone_take_somebody_off_the_roll() -> None:
    """Whoever writes another one adds it here, with its own wall (L21)."""
    root = Path(settings.BASE_DIR)
    rooms = [one.parent for one in root.glob("*/__init__.py")]
    found: dict[str, bool] = {}
    for room in rooms:
        if room.name in ("tests", "bench"):
            continue
        for file in [*room.rglob("*.sql"), *room.rglob("*.py")]:
            text = re.sub("--.*", "", file.read_text(encoding="utf-8"))
            for statement in re.findall(r"UPDATE voter\s.*?(?:;|\Z)", text, re.S):
                name = str(file.relative_to(root))
                found[name] = found.get(name, False) or "INELIGIBLE" in statement
    assert found == {
        "voters/sql/apply.sql": True,
        "voters/sql/undo.sql": True,
        "voters/sql/regions.sql": False,
        "voters/sql/tps_move.sql": False,
    }
