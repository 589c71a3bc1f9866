"""Of a duplicate exactly one stays; two are two until either record changes."""

from __future__ import annotations

import random
import threading

import pytest
from django.db import connection

from tests.roles import admin_sql
from tests.voters import desk, pairs
from tests.voters.pairs import PAPER
from voters import services
from voters.models import ChangeProposal, DuplicatePair, Voter
from voters.selectors.duplicates import cluster_of
from voters.services import errors

pytestmark = pytest.mark.usefixtures("stocked")


def keep(user, key, keeper, strike, **said):
    with desk.desk(user):
        return services.keep(
            actor=user,
            regency="3272",
            public_id=key,
            keeper=keeper.public_id,
            strike=[one.public_id for one in strike],
            **{**PAPER, **said},
        )


def counting(people):
    """How many of them still count."""
    numbers = ", ".join(str(one.pk) for one in people)
    ((n,),) = admin_sql(
        f"SELECT count(*) FROM voter WHERE id IN ({numbers}) "
        "AND regency_code = '3272' AND status IN ('ACTIVE', 'HELD')"
    )
    return n


def test_one_stays_after_two_people_and_the_application(cast):
    people = desk.voters(cast.operator_a, 3)
    first, second = pairs.chain(people)
    before = desk.counted()
    made = keep(cast.operator_a, first, people[0], people)
    assert [(one.state, one.category) for one in made] == [("SECOND", "GANDA")] * 2
    assert desk.work("apply")["applied"] == 0
    with pytest.raises(errors.NeedsSecondPerson):
        desk.decide(cast.operator_a, services.accept, made[0])
    for one in made:
        desk.decide(cast.chair_a, services.accept, one)
    assert {pairs.see(cast.operator_a, one).state for one in (first, second)} == {
        "RESOLVED"
    }
    assert desk.work("apply")["applied"] == 2
    assert counting(people) == 1
    assert desk.see_voter(cast.operator_a, people[0].pk).status == "ACTIVE"
    desk.tallies_hold()
    desk.work("undo", proposal=made[0].pk)
    desk.work("undo", proposal=made[1].pk)
    assert desk.counted() == before
    assert pairs.see(cast.operator_a, first).state == "OPEN"


def test_a_pair_far_down_a_large_group_is_judged_as_well(cast):
    """Its own two always; then the nearest along the links, not the lowest numbers."""
    people = desk.voters(cast.operator_a, 15)
    keys = pairs.chain(people)
    made = keep(cast.operator_a, keys[-1], people[13], [people[14]])
    assert [(one.voter_id, one.state) for one in made] == [(people[14].pk, "SECOND")]
    with desk.desk(cast.operator_a):
        pair = DuplicatePair.objects.of("3272").get(public_id=keys[6])
        near, more = cluster_of(pair)
    numbers = [one.pk for one in near]
    assert numbers[:2] == [people[6].pk, people[7].pk]
    # The last link waits for its second account and still links.
    assert set(numbers) == {one.pk for one in people[1:13]} and more == 3
    with pytest.raises(errors.NotDecidable, match="tidak cocok lagi"):
        keep(cast.operator_a, keys[6], people[6], [people[14]])


def test_what_is_refused(cast):
    a, b, c = desk.voters(cast.operator_a, 3)
    key = pairs.plant(a, b)
    with pytest.raises(errors.NeedsEvidence):
        keep(cast.operator_a, key, a, [b], evidence_no="")
    with pytest.raises(errors.NotDecidable, match="paling sedikit satu"):
        keep(cast.operator_a, key, a, [a])
    with pytest.raises(errors.NotDecidable, match="tidak cocok lagi"):
        keep(cast.operator_a, key, a, [c])
    desk.propose(cast.operator_a, "TMS", a, category="MENINGGAL")
    with pytest.raises(errors.NotDecidable, match="diusulkan keluar"):
        keep(cast.operator_a, key, a, [b])
    with desk.desk(cast.operator_a):
        assert not ChangeProposal.objects.of("3272").filter(category="GANDA").exists()


def test_the_keeper_is_struck_by_no_other_while_the_first_waits(cast):
    a, b, c = desk.voters(cast.operator_a, 3)
    first, other = pairs.plant(a, b), pairs.plant(a, c, cluster=c.pk)
    (strikes_b,) = keep(cast.operator_a, first, a, [b])
    with pytest.raises(errors.NotDecidable, match="dipertahankan"):
        keep(cast.operator_a2, other, c, [a])
    by_hand = desk.propose(cast.operator_a, "TMS", a, category="GANDA", **PAPER)
    with pytest.raises(errors.NotDecidable, match="dipertahankan"):
        desk.decide(cast.operator_a2, services.accept, by_hand)
    desk.decide(cast.chair_a, services.accept, strikes_b)
    desk.work("apply")
    with pytest.raises(errors.NotDecidable, match="halaman Ganda"):
        desk.decide(cast.operator_a2, services.accept, by_hand)
    assert counting([a, b]) == 1


def test_the_application_asks_once_more(cast):
    a, b = desk.voters(cast.operator_a, 2)
    key = pairs.plant(a, b)
    (made,) = keep(cast.operator_a, key, a, [b])
    desk.decide(cast.chair_a, services.accept, made)
    died = desk.propose(cast.operator_a, "TMS", a, category="MENINGGAL", **PAPER)
    desk.decide(cast.operator_a, services.accept, died)
    assert desk.work("apply") == {
        "applied": 1,
        "stale": 1,
        "kinds": {"TMS": 1},
        "period": "2026-11",
    }
    assert counting([b]) == 1
    assert pairs.see(cast.operator_a, key).state == "OPEN"


def test_two_who_would_each_stay_for_the_other_both_stay(cast):
    a, b = desk.voters(cast.operator_a, 2)
    for one, other in ((a, b), (b, a)):
        proposal = desk.propose(cast.operator_a, "TMS", one, category="GANDA", **PAPER)
        admin_sql(
            "UPDATE change_proposal SET state = 'ACCEPTED', "
            f"new = new || '{{\"_keep\": {other.pk}}}' WHERE id = {proposal.pk}"
        )
    assert desk.work("apply")["stale"] == 2
    assert counting([a, b]) == 2


def test_two_people_are_two_until_taken_back(cast):
    a, b = desk.voters(cast.operator_a, 2)
    key = pairs.plant(a, b)
    said = {"actor": cast.operator_a, "regency": "3272", "public_id": key}
    with desk.desk(cast.operator_a):
        with pytest.raises(errors.NotDecidable, match="catatan"):
            services.not_duplicate(**said, note=" ")
        services.not_duplicate(**said, note="Kembar, KK diperiksa")
    assert pairs.see(cast.operator_a, key).state == "NOT_DUPLICATE"
    with pytest.raises(errors.AlreadyDecided, match="Bukan ganda"):
        keep(cast.operator_a2, key, a, [b])
    with desk.desk(cast.operator_a):
        services.take_back(**said)
    assert pairs.see(cast.operator_a, key).state == "OPEN"


def test_a_refused_proposal_frees_the_pair_and_coklit_waits(cast):
    a, b = desk.voters(cast.operator_a, 2)
    key = pairs.plant(a, b)
    (made,) = keep(
        cast.operator_a, key, b, [a], coklit=True, evidence_kind="", evidence_no=""
    )
    assert made.state == "COKLIT"
    pair = pairs.see(cast.operator_a, key)
    assert (pair.proposal_id, pair.keep_voter) == (made.pk, b.pk)
    desk.decide(cast.chair_a, services.reject, made, reason="BUKTI_KURANG")
    pair = pairs.see(cast.operator_a, key)
    assert (pair.state, pair.proposal_id, pair.keep_voter) == ("OPEN", None, None)


def test_a_changed_record_brings_the_pair_back_beside_its_old_answer(cast):
    a, b = desk.voters(cast.operator_a, 2)
    key = pairs.plant(a, b)
    (made,) = keep(cast.operator_a, key, a, [b])
    # As the search leaves it when a compared element has changed.
    admin_sql(f"UPDATE duplicate_pair SET state = 'OPEN' WHERE public_id = '{key}'")
    with pytest.raises(errors.AlreadyDecided):
        keep(cast.operator_a2, key, b, [a])
    desk.decide(cast.chair_a, services.accept, made)
    desk.work("apply")
    back = desk.propose(
        cast.operator_a, "PEMULIHAN", desk.see_voter(cast.operator_a, b.pk), **PAPER
    )
    desk.decide(cast.operator_a, services.accept, back)
    desk.work("apply")
    admin_sql(f"UPDATE duplicate_pair SET state = 'OPEN' WHERE public_id = '{key}'")
    (again,) = keep(cast.operator_a2, key, b, [a])
    assert (again.voter_id, again.state) == (a.pk, "SECOND")


def race(*turns):
    """Run each at the same moment on a connection of its own; what each met."""
    barrier = threading.Barrier(len(turns))
    met = [None] * len(turns)

    def sit(i, turn):
        try:
            barrier.wait(timeout=30)
            turn()
        except errors.VoterError as error:
            met[i] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=sit, args=[i, turn]) for i, turn in enumerate(turns)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return met


def test_two_operators_at_the_same_moment(cast):
    one, two = cast.operator_a, cast.operator_a2
    people = desk.voters(one, 30)
    won = []
    for at in range(0, 30, 3):
        trio = people[at : at + 3]
        a, b, c = trio
        left, right = pairs.chain(trio)
        met = race(
            lambda a=a, b=b, left=left: keep(one, left, a, [b]),
            lambda b=b, c=c, right=right: keep(two, right, b, [c]),
            lambda a=a, b=b, left=left: keep(two, left, b, [a]),
        )
        won.append([error is None for error in met])
        # B cannot stay once it goes, nor go once it stays.
        assert won[-1] in ([True, False, False], [False, True, True]), met
    with desk.desk(one):
        waiting = list(ChangeProposal.objects.of("3272").filter(state="SECOND"))
    for proposal in waiting:
        desk.decide(cast.chair_a, services.accept, proposal)
    desk.work("apply")
    for at, outcome in zip(range(0, 30, 3), won, strict=True):
        assert counting(people[at : at + 3]) == 3 - sum(outcome)


@pytest.mark.no_cover
def test_no_sequence_of_decisions_leaves_nobody(cast):
    """Random walks of three accounts over clusters of two to four."""
    people = desk.voters(cast.operator_a, 32)
    users = [cast.operator_a, cast.operator_a2, cast.chair_a]
    struck = 0
    for seed in range(8):
        luck = random.Random(seed)
        group = people[seed * 4 : seed * 4 + luck.randint(2, 4)]
        keys = pairs.chain(group)
        for _turn in range(14):
            act = luck.choice(("keep", "keep", *["accept"] * 4, "reject", "apply"))
            walk(act, luck, luck.choice(users), keys, group)
            assert counting(group) >= 1, (seed, act)
        struck += len(group) - counting(group)
    assert struck >= 2
    desk.tallies_hold()


def walk(act, luck, user, keys, group):
    if act == "apply":
        desk.work("apply")
        return
    try:
        if act == "keep":
            strike = luck.sample(group, luck.randint(1, len(group)))
            keep(user, luck.choice(keys), luck.choice(group), strike)
            return
        with desk.desk(user):
            numbers = [one.pk for one in group]
            waiting = ChangeProposal.objects.of("3272").filter(voter_id__in=numbers)
            found = list(waiting.undecided().order_by("id"))
        if found and act == "accept":
            desk.decide(user, services.accept, luck.choice(found))
        elif found:
            proposal = luck.choice(found)
            desk.decide(user, services.reject, proposal, reason="BUKTI_KURANG")
    except errors.VoterError:
        return


def test_web_sees_a_pair_only_with_both_records_in_its_scope(cast):
    a, b = desk.voters(cast.operator_a, 2)
    key = pairs.plant(a, b)
    with desk.desk(cast.operator_b), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM duplicate_pair")
        assert cursor.fetchone() == (0,)
    with desk.desk(cast.operator_a):
        assert Voter.objects.of("3272").filter(pk__in=[a.pk, b.pk]).count() == 2
    assert pairs.see(cast.operator_a, key).state == "OPEN"
