"""The worker of an act about stations dies at each point: before it or after it.

The worker is real and dies by SIGKILL with its whole process group, or the server ends
its session (tests/gates.py). ADR 0062: proposals, roll and events in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.db import connection

from tests import databases
from tests.gates import AFTER_COMMIT, AT_GATE, again, done, gone, shut
from tests.roles import admin_sql
from tests.voters import desk
from tests.voters.movers import sound
from tests.workers import RealWorker, real_worker, wait_until
from voters.models import Voter
from voters.selectors.tps import plan_remap
from voters.services.tps import Moved, move_stations

pytestmark = pytest.mark.slow
VILLAGE = "3272011001"
BEFORE, BETWEEN, AT_COMMIT, AFTER = 5711, 5712, 5713, 5714
"""Gates: before the first proposal, between proposals and roll, in the COMMIT, between
it and the job's end."""
GATES = f"""{AT_GATE}
CREATE TRIGGER aa_before BEFORE INSERT ON change_proposal
  FOR EACH STATEMENT EXECUTE FUNCTION public.at_gate({BEFORE});
CREATE TRIGGER aa_between BEFORE UPDATE ON voter
  FOR EACH STATEMENT EXECUTE FUNCTION public.at_gate({BETWEEN});
CREATE CONSTRAINT TRIGGER zz_commit AFTER INSERT ON change_proposal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION public.at_gate({AT_COMMIT});
{AFTER_COMMIT.format(AFTER)}"""
KILLS = ((BEFORE, False), (BETWEEN, False), (AT_COMMIT, True), (AFTER, True))
"""Where a worker is killed, and whether its effect stays once its session is gone."""
STATIONS = count(21)


@pytest.fixture(scope="module")
def operator(_open_databases: None) -> Iterator[Any]:
    """Of 3272; gates that are open unless a test shuts one."""
    from tests.conftest import Cast

    with databases.clone("stocked"):
        admin_sql(GATES)
        yield Cast().operator_a


@pytest.fixture(scope="module")
def worker(
    operator: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealWorker]:
    name, folder = connection.settings_dict["NAME"], tmp_path_factory.mktemp("worker")
    # As in test_handover_killed.py: the process that forks them is shared.
    with real_worker(name, folder, PDPB_LANDING_CHUNK_ROWS="50") as started:
        yield started


def queue(user: Any) -> Moved:
    """Everybody of a kelurahan to a station of its own, confirmed and not begun."""
    with desk.desk(user):
        rows = Voter.objects.in_scope_of(user).of(desk.REGENCY)
        tps = f"{next(STATIONS):03d}"
        plan = plan_remap(
            rows.filter(kelurahan=VILLAGE), desk.REGENCY, VILLAGE, tps, 5000
        )
        return move_stations(
            actor=user,
            regency=desk.REGENCY,
            period=desk.period(),
            plan=plan,
            seen=plan.digest,
        )


def seen() -> list[tuple[Any, ...]]:
    """All that an act may write: the roll, proposals with their events, the tallies."""
    return [
        *admin_sql(
            "SELECT id, tps, row_version, change_id FROM voter "
            "WHERE regency_code = '3272' ORDER BY id"
        ),
        *admin_sql(
            "SELECT p.id, p.group_key::text, p.state, p.old, p.new, p.apply_job_id, "
            "(SELECT array_agg(e.id) FROM voter_event e WHERE e.proposal_id = p.id "
            "AND e.regency_code = p.regency_code) FROM change_proposal p "
            "WHERE p.regency_code = '3272' ORDER BY p.id"
        ),
        *admin_sql(
            "SELECT to_jsonb(t) FROM roll_tally t WHERE regency_code = '3272' "
            "ORDER BY to_jsonb(t)::text"
        ),
        *admin_sql(
            "SELECT kelurahan, tps, is_special_site, sex, n FROM station_tally "
            "WHERE regency_code = '3272' AND n <> 0 ORDER BY 1, 2, 3, 4"
        ),
    ]


def is_done(act: Moved) -> bool:
    """Everybody of the act stands where it says, by one proposal and one event each."""
    [(people, proposals, events, there)] = admin_sql(
        "SELECT count(DISTINCT p.voter_id), count(DISTINCT p.id), count(e.id), "
        "count(*) FILTER (WHERE v.tps = %s AND p.state = 'APPLIED') "
        "FROM change_proposal p JOIN voter v ON v.id = p.voter_id "
        "AND v.regency_code = p.regency_code LEFT JOIN voter_event e "
        "ON e.proposal_id = p.id AND e.regency_code = p.regency_code "
        "WHERE p.group_key = %s",
        [act.move.target, str(act.move.group_key)],
    )
    return bool({people, proposals, events, there} == {act.move.voters})


def test_a_killed_worker_leaves_the_act_whole_or_not_begun(
    operator: Any, worker: RealWorker
) -> None:
    for number, stays in KILLS:
        before = seen()
        with shut(number) as gate:
            act = queue(operator)
            pid = gate.hit()
            worker.kill()
            if number != AFTER:
                assert seen() == before, number
            gate.open()
            wait_until(gone(pid))
        after = seen()
        assert (after != before) == stays, number
        assert is_done(act) == stays, number
        worker.start()
        again(act.job.pk)
        assert is_done(act), number
        if stays:
            assert seen() == after, "done once"
    sound()


def test_an_ended_session_is_tried_again_and_done_once(
    operator: Any, worker: RealWorker
) -> None:
    before = seen()
    with shut(BETWEEN) as gate:
        act = queue(operator)
        pid = gate.hit()
        admin_sql("SELECT pg_terminate_backend(%s)", [pid])
        # The next try stands at the gate: nothing of the first is left.
        wait_until(lambda: gate.waiting() not in (0, pid))
        assert seen() == before
    wait_until(lambda: done(act.job.pk))
    assert is_done(act)
    sound()
