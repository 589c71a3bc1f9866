"""Two offices, and two people of one, work on the same hand-overs at one moment.

Real connections, and a slow hand in the database that holds every lock a little longer,
so that two orders of locking would meet. Whatever wins, nobody is stopped by the other,
and what is there is as if one had come after the other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.db.utils import load_backend

from jobs.services import JobError
from tests import databases
from tests.roles import admin_sql
from tests.voters import desk, movers
from tests.voters.movers import HERE, THERE, Two, sound
from voters import services
from voters.models import ChangeProposal, Voter
from voters.services import errors, handover, handover_family

Turn = Callable[[], Any]
REFUSED = (errors.VoterError, JobError)
SLOW_HAND = """
ALTER DATABASE {name} SET deadlock_timeout = '20ms';
CREATE FUNCTION public.slow_hand() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
  PERFORM pg_sleep(TG_ARGV[0]::float);
  RETURN new;
END$$;
CREATE TRIGGER zz_slow AFTER UPDATE ON handover
  FOR EACH ROW EXECUTE FUNCTION public.slow_hand(0.006);
CREATE TRIGGER aa_slow BEFORE UPDATE ON change_proposal
  FOR EACH ROW EXECUTE FUNCTION public.slow_hand(0.004);
CREATE TRIGGER zz_slow AFTER UPDATE OF state ON change_proposal
  FOR EACH ROW EXECUTE FUNCTION public.slow_hand(0.02);
"""
STOPPED = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


@pytest.fixture(scope="module")
def two(_open_databases: None) -> Iterator[Two]:
    """3272 and 3101; at the end both rolls hold and no session was ever stopped."""
    from tests.conftest import Cast

    with databases.clone("stocked") as name:
        found = Two(Cast())
        found.let_go(12)
        admin_sql(SLOW_HAND.format(name=name))
        yield found
        sound()
        time.sleep(0.2)  # a session that ended has told its figures
        assert admin_sql(STOPPED) == [(0,)]


def as_worker_here() -> None:
    """Let this thread's connection be the worker's; the others keep theirs."""
    found = databases.settings_for("worker", connections.settings["default"])
    connections["default"] = load_backend(found["ENGINE"]).DatabaseWrapper(
        found, "default"
    )


def job(kind: str, regency: str, **params: Any) -> Turn:
    """A job of a regency as a turn of the worker."""

    def turn() -> Any:
        from jobs.services import run_here
        from periods.models import Period

        as_worker_here()
        period = Period.objects.open(regency).get().pk
        return run_here(
            actor=None,
            kind=kind,
            regency=regency,
            params={"period": period, "note": "uji", **params},
        )

    return turn


def together(*turns: Turn) -> list[Exception | None]:
    """Begin all at once; what each met. Anything but a refusal fails the test."""
    gate = threading.Barrier(len(turns))
    met: list[Exception | None] = [None] * len(turns)

    def sit(at: int) -> None:
        try:
            gate.wait(timeout=30)
            turns[at]()
        except Exception as error:  # noqa: BLE001 - whatever a thread met is shown
            met[at] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sit, args=[at]) for at in range(len(turns))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    strange = [one for one in met if one is not None and not isinstance(one, REFUSED)]
    assert not strange, strange
    return met


def crossed(two: Two, n: int) -> tuple[list[Voter], list[Voter]]:
    """People of both, asked for in one order and confirmed in the other one.

    Everything is accepted by both: each job meets all of them, from the other end.
    """
    village = movers.village(HERE)
    theirs = desk.voters(two.b, n, nik__startswith="3")
    mine = [next(two.people) for _turn in range(n)]
    asked = [
        (two.b, movers.coming(two.b, THERE, one, two.place, HERE), two.a, HERE)
        for one in mine
    ]
    asked += [
        (two.a, movers.coming(two.a, HERE, one, village, THERE), two.b, THERE)
        for one in theirs
    ]
    for taker, made, giver, home in reversed(asked):
        gone = movers.confirm(giver, home, two.of(made))
        movers.decide(giver, services.accept, gone)
        movers.decide(taker, services.accept, made)
    return mine, theirs


def test_each_hands_to_the_other_at_the_same_moment(two: Two) -> None:
    mine, theirs = crossed(two, 3)
    assert together(job("apply", HERE), job("apply", THERE)) == [None, None]
    for people, home, away in ((mine, HERE, THERE), (theirs, THERE, HERE)):
        for one in people:
            assert movers.counted(home, one.nik) == 0
            assert movers.counted(away, one.nik) == 1
    numbers = [one.nik for one in (*mine, *theirs)]
    assert states(numbers) == {"DONE"}


def states(numbers: list[str]) -> set[str]:
    rows = admin_sql(
        "SELECT DISTINCT state FROM handover WHERE payload ->> 'nik' = ANY(%s)",
        [numbers],
    )
    return {state for (state,) in rows}


def test_many_are_accepted_here_while_the_other_office_applies_them(two: Two) -> None:
    asked = [two.asked() for _turn in range(4)]
    gone = [movers.confirm(two.a, HERE, one) for _v, _made, one in reversed(asked)]
    for _voter, made, _one in asked:
        movers.decide(two.b, services.accept, made)

    def accept_all() -> None:
        with desk.desk(two.a):
            rows = ChangeProposal.objects.of(HERE)
            services.decide_bulk(
                actor=two.a,
                regency=HERE,
                rows=rows.filter(pk__in=[one.pk for one in gone]),
                decision="accept",
            )

    assert together(accept_all, job("apply", THERE)) == [None, None]
    movers.work("apply", HERE)
    assert states([voter.nik for voter, _made, _one in asked]) == {"DONE"}


def test_one_confirms_what_a_colleague_names(two: Two) -> None:
    for _turn in range(5):
        voter, made, one = two.offered()
        own = movers.coming(two.b, THERE, voter, two.place)
        together(
            lambda one=one: movers.confirm(two.b, THERE, one, two.place),
            lambda own=own: movers.name(two.b, own, HERE),
        )
        assert movers.state(made) == "CONFIRMED"
        assert proposals_of(voter) == [(own.pk, HERE)]


def proposals_of(voter: Voter) -> list[tuple[int, str]]:
    return admin_sql(
        "SELECT id, new ->> '_handover' FROM change_proposal "
        "WHERE regency_code = '3101' AND nik = %s",
        [voter.nik],
    )


def test_of_two_confirmations_one_is_said(two: Two) -> None:
    for _turn in range(4):
        voter, made, one = two.offered()
        say = [lambda one=one: movers.confirm(two.b, THERE, one, two.place)] * 2
        met = [str(error) for error in together(*say) if error is not None]
        assert met == ["Serah terima ini sudah dikonfirmasi."]
        assert movers.state(made) == "CONFIRMED" and len(proposals_of(voter)) == 1


def test_an_undo_beside_a_confirmation_leaves_the_person_at_home(two: Two) -> None:
    for _turn in range(2):
        voter, made, one = two.offered()
        met = together(
            job("undo", HERE, proposal=made.pk),
            lambda one=one: movers.confirm(two.b, THERE, one, two.place),
        )
        assert met[0] is None
        assert len(proposals_of(voter)) == (met[1] is None)
        assert movers.state(made) == "WITHDRAWN"
        assert movers.counted(HERE, voter.nik) == 1
        assert movers.counted(THERE, voter.nik) == 0


def test_a_family_is_declined_while_its_act_is_undone(two: Two) -> None:
    people = [next(two.people) for _turn in range(3)]
    numbers = ", ".join(str(one.pk) for one in people)
    admin_sql(
        "UPDATE voter SET nkk = '3272010101210055', row_version = row_version + 1 "
        f"WHERE regency_code = '3272' AND id IN ({numbers})"
    )
    members = [desk.see_voter(two.a, one.pk) for one in people]
    act = services.FamilyAct("luar", members[0].nkk, members, other=THERE)
    paper = services.Grounds(evidence_kind="SURAT_PINDAH", evidence_no="SKP/7")
    with desk.desk(two.a):
        made = services.propose_family(
            **{"actor": two.a, "regency": HERE, "period": desk.period()},
            act=act,
            grounds=paper,
        )
    for one in made.proposals:
        movers.decide(two.a, services.accept, one)
    movers.work("apply", HERE)
    first = two.of(made.proposals[-1])

    def decline() -> None:
        with desk.desk(two.b):
            handover_family.decline_family(
                actor=two.b,
                regency=THERE,
                public_id=first.public_id,
                reason="TIDAK_PINDAH",
            )

    said = together(job("undo", HERE, group=str(made.key)), decline)
    assert said[0] is None
    assert states([one.nik for one in people]) == {"WITHDRAWN"}
    assert {movers.counted(HERE, one.nik) for one in people} == {1}


def test_the_clock_leaves_what_somebody_holds(two: Two) -> None:
    _voter, made, one = two.offered()
    keeper = databases.as_administrator(connection.settings_dict["NAME"])
    try:
        keeper.autocommit = False
        keeper.cursor().execute(
            "SELECT FROM handover WHERE id = %s FOR UPDATE", [one.pk]
        )
        late = one.due_on.replace(year=2099)

        def clock() -> None:
            as_worker_here()
            handover.end_overdue(late)

        assert together(clock) == [None]
        assert movers.state(made) == "OFFERED"
    finally:
        keeper.close()
    assert together(clock) == [None]
    assert movers.state(made) == "EXPIRED"
