"""A freeze and whoever is at work on proposals wait for each other and never cross."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections, transaction

from accounts.scope import scoped_as
from fieldwork.rules.visits import Result
from fieldwork.services import following
from periods.models import Period
from tests import databases
from tests.conftest import Cast
from tests.plenos.conftest import freeze_now, record_plenary
from tests.voters import desk, movers
from tests.voters.movers import HERE, THERE, Two
from tests.voters.test_overtaken import elsewhere
from tests.voters.test_standing import waits_for_a_lock
from voters.services import field, handover, handover_family


class Gate:
    """A service that stops before it begins, until it is let through."""

    def __init__(self, service: Callable[..., Any]) -> None:
        self.service = service
        self.reached, self.opened = threading.Event(), threading.Event()

    def __call__(self, *args: Any, **said: Any) -> Any:
        self.reached.set()
        self.opened.wait(60)
        return self.service(*args, **said)


def beside_a_freeze(
    gate: Gate, user: Any, work: Callable[[], Any], chair: Any, period: Period
) -> dict[str, str]:
    """What became of both: the work is at the gate when the freeze comes."""
    said: dict[str, str] = {}

    def run(name: str, one: Callable[[], str]) -> None:
        try:
            said[name] = one()
        except Exception as error:
            said[name] = repr(error)
        finally:
            connections.close_all()

    def at_the_desk() -> str:
        with transaction.atomic(), scoped_as(user):
            work()
        return "DONE"

    hand = threading.Thread(target=run, args=("desk", at_the_desk))
    freezing = threading.Thread(
        target=run, args=("freeze", lambda: str(freeze_now(chair, period).state))
    )
    hand.start()
    assert gate.reached.wait(60), said
    freezing.start()
    while freezing.is_alive() and not waits_for_a_lock():
        freezing.join(0.05)
    gate.opened.set()
    hand.join(60)
    freezing.join(60)
    return said


def test_a_visit_at_the_door(stocked: str, cast: Any, monkeypatch: Any) -> None:
    voter, other = desk.voters(cast.operator_a, 2)
    asked = desk.propose(cast.operator_a, "UBAH", voter, new={"name": "NAMA BENAR"})
    period = desk.period()
    record_plenary(cast.operator_a, period)
    visit = SimpleNamespace(
        regency_code="3272",
        moved_to=elsewhere(cast, other),
        moved_rw="",
        moved_rt="",
        moved_address="JL Z 1",
        document_no="SP 1",
        result=Result.MOVED_PROVEN.value,
    )
    doubt = {"actor": cast.operator_a, "regency": "3272", "proposal_id": asked.pk}
    gate = Gate(field.relocate)
    monkeypatch.setattr(field, "relocate", gate)
    said = beside_a_freeze(
        gate,
        cast.operator_a,
        lambda: following._moved(
            {**doubt, "note": "pindah"}, other, visit, None, "coklit 1/1"
        ),
        cast.chair_a,
        period,
    )
    assert said == {"desk": "DONE", "freeze": "DONE"}


@pytest.fixture
def two(_open_databases: None) -> Iterator[Two]:
    with databases.clone("stocked"):
        yield Two(Cast())


def test_a_family_taken_in(two: Two, monkeypatch: Any) -> None:
    """The first has a proposal here already, the second has none."""
    first, second = next(two.people), next(two.people)
    movers.coming(two.b, THERE, first, two.place)
    ones = []
    for voter in (first, second):
        leaving = movers.applied(two.a, movers.leaving(two.a, HERE, voter, THERE))
        ones.append(two.of(leaving))
    with desk.desk(two.b):
        period = Period.objects.open(THERE).get()
    record_plenary(two.b, period)
    gate = Gate(handover._proposed)
    monkeypatch.setattr(handover, "_proposed", gate)
    said = beside_a_freeze(
        gate,
        two.b,
        lambda: handover_family.confirm_family(
            actor=two.b,
            regency=THERE,
            public_ids=[one.public_id for one in ones],
            place={"address": "JL BARU 2", "kelurahan": two.place},
        ),
        Cast().chair_b,
        period,
    )
    assert said == {"desk": "DONE", "freeze": "DONE"}
