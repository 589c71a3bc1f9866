"""Both sides of a hand-over die at each point: what is there is before or after.

The worker is real and dies by SIGKILL with its whole process group, or the server ends
its session. A gate in the database, which the test holds shut, lets the transaction
stand still at the point where it is hit.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from periods.models import Period
from tests import databases
from tests.gates import AFTER_COMMIT, AT_GATE, again, done, gone, shut
from tests.roles import admin_sql, as_worker
from tests.voters import movers
from tests.voters.movers import HERE, THERE, Two, sound
from tests.workers import RealWorker, real_worker, wait_until
from voters import services
from voters.models import ChangeProposal
from voters.services import handover

pytestmark = pytest.mark.slow
INSIDE, AT_COMMIT, AFTER = 5701, 5702, 5703
"""Gates: where the roll is written, in the COMMIT, between it and the job's end."""
GATES = f"""{AT_GATE}
CREATE TRIGGER zz_inside AFTER INSERT OR UPDATE ON handover
  FOR EACH ROW EXECUTE FUNCTION public.at_gate({INSIDE});
CREATE CONSTRAINT TRIGGER zz_commit AFTER INSERT OR UPDATE ON handover
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION public.at_gate({AT_COMMIT});
{AFTER_COMMIT.format(AFTER)}"""
KILLS = ((INSIDE, False), (AT_COMMIT, True), (AFTER, True))
"""Where a worker is killed, and whether its effect stays once its session is gone."""

Begin = Callable[[], int]


@pytest.fixture(scope="module")
def two(_open_databases: None) -> Iterator[Two]:
    """Both offices, and gates that are open unless a test shuts one."""
    from tests.conftest import Cast

    with databases.clone("stocked"):
        found = Two(Cast())
        found.let_go(8)  # before a worker lives that would take the job
        admin_sql(GATES)
        yield found


@pytest.fixture(scope="module")
def worker(two: Two, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealWorker]:
    name, folder = connection.settings_dict["NAME"], tmp_path_factory.mktemp("worker")
    # As in reconciliation/test_killed.py: the process that forks them is shared.
    with real_worker(name, folder, PDPB_LANDING_CHUNK_ROWS="50") as started:
        yield started


def seen(one: ChangeProposal) -> tuple[Any, ...]:
    """All that a hand-over of this person may change, as others see it now."""
    found = movers.of(one)
    with as_worker():
        rows = ChangeProposal.objects.filter(nik=one.nik).order_by("id")
        states = list(rows.values_list("regency_code", "kind", "state"))
    walk = [step["what"] for step in found.steps] if found else []
    counts = movers.counted(HERE, one.nik), movers.counted(THERE, one.nik)
    return (*counts, found.state if found else "", walk, states)


def queue(user: Any, regency: str) -> int:
    """Ask for what is accepted to be applied; the number of the job."""
    with as_worker():
        period = Period.objects.open(regency).get()
        return services.start_apply(actor=user, regency=regency, period=period).pk


def killed(
    worker: RealWorker, begin: Begin, one: ChangeProposal, number: int, stays: bool
) -> None:
    """Kill the worker of a job at a gate, start another: it ends by itself."""
    before = seen(one)
    with shut(number) as gate:
        job = begin()
        pid = gate.hit()
        worker.kill()
        if number != AFTER:
            assert seen(one) == before
        gate.open()
        wait_until(gone(pid))
    after = seen(one)
    assert (after != before) == stays, (number, before, after)
    worker.start()
    again(job)
    if stays:
        assert seen(one) == after, "done once"


def cut_off(begin: Begin, one: ChangeProposal) -> None:
    """The server ends the session in its COMMIT: the worker tries again by itself."""
    before = seen(one)
    with shut(AT_COMMIT) as gate:
        job = begin()
        pid = gate.hit()
        admin_sql("SELECT pg_terminate_backend(%s)", [pid])
        # The next try stands at the gate: nothing of the first is left.
        wait_until(lambda: gate.waiting() not in (0, pid))
        assert seen(one) == before
    wait_until(lambda: done(job))


def leaving(two: Two) -> ChangeProposal:
    """Somebody whom 3272 has accepted to let go."""
    made = movers.leaving(two.a, HERE, next(two.people), THERE)
    movers.decide(two.a, services.accept, made)
    return made


def coming(two: Two) -> ChangeProposal:
    """Somebody whom 3101 has accepted to take in, let go by 3272 before."""
    _voter, _made, one = two.offered()
    got: ChangeProposal = movers.confirm(two.b, THERE, one, two.place)
    movers.decide(two.b, services.accept, got)
    return got


GONE = (0, 0, "OFFERED", ["OFFERED"], [(HERE, "TMS", "APPLIED")])
COME = (
    *(0, 1, "DONE", ["OFFERED", "CONFIRMED", "DONE"]),
    [(HERE, "TMS", "APPLIED"), (THERE, "BARU", "APPLIED")],
)


@pytest.mark.parametrize(
    ("regency", "begin", "end"), [(HERE, leaving, GONE), (THERE, coming, COME)]
)
def test_a_killed_worker_leaves_a_side_whole_or_not_begun(
    two: Two,
    worker: RealWorker,
    regency: str,
    begin: Callable[[Two], ChangeProposal],
    end: tuple[Any, ...],
) -> None:
    user = two.a if regency == HERE else two.b

    def job() -> int:
        return queue(user, regency)

    for number, stays in KILLS:
        one = begin(two)
        killed(worker, job, one, number, stays)
        assert seen(one) == end, number
    one = begin(two)
    cut_off(job, one)
    assert seen(one) == end
    sound()


def refused_at_commit(say: Callable[[], Any], one: ChangeProposal) -> None:
    """Say it once with the session cut off in its COMMIT, then once more in peace."""
    before, met = seen(one), []

    def sit() -> None:
        try:
            say()
        except Exception as error:  # noqa: BLE001 - whatever a thread met is shown
            met.append(error)
        finally:
            connection.close()

    with shut(AT_COMMIT) as gate:
        thread = threading.Thread(target=sit)
        thread.start()
        pid = gate.hit()
        admin_sql("SELECT pg_terminate_backend(%s)", [pid])
        thread.join(timeout=30)
        wait_until(gone(pid))
    assert len(met) == 1 and seen(one) == before
    say()
    assert seen(one) != before


def test_what_an_office_says_is_said_or_not(two: Two) -> None:
    """The web process's half: asking, declining, asking once more, confirming."""
    asked = movers.coming(two.b, THERE, next(two.people), two.place)
    refused_at_commit(lambda: movers.name(two.b, asked, HERE), asked)
    assert movers.state(asked) == "ASKED"
    _voter, made, one = two.offered()
    said = {"reason": "TIDAK_ADA"}
    for say, state in (
        (
            lambda: movers.answer(two.b, THERE, one, handover.decline, **said),
            "DECLINED",
        ),
        (lambda: movers.answer(two.a, HERE, one, handover.renew), "OFFERED"),
        (lambda: movers.confirm(two.b, THERE, one, two.place), "CONFIRMED"),
    ):
        refused_at_commit(say, made)
        assert movers.state(made) == state
