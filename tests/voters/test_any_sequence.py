"""Whatever is proposed by hand, decided, applied, undone: the roll stays provable."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from jobs.services import JobError
from plenos.selectors.verify import verify
from tests import databases
from tests.roles import admin_sql, as_worker
from tests.voters import desk, transfers
from tests.voters.movers import THERE
from voters import services
from voters.models import ChangeProposal, Voter
from voters.services import errors

RUNS = int(os.environ.get("PDPB_SEQUENCES", "1"))
STEPS = int(os.environ.get("PDPB_SEQUENCE_STEPS", "7"))
"""A soak asks for more, and looks after every step instead of after the last:
PDPB_SEQUENCES=200 PDPB_SEQUENCE_STEPS=40."""
NIKS = st.sampled_from([f"32010101019000{n}" for n in range(10, 14)])
PAPER = services.Grounds(evidence_kind="KTP_KK", evidence_no="1", note="uji")
THEN = st.sampled_from(["wait", "wait", "apply", "undo"])
"""What follows a proposal at once; else the rules below decide it some time later."""
REFUSED = (errors.VoterError, JobError)
BEGINNINGS = st.permutations(["leave", "ask", "say yes", "remap", "take back", "apply"])
"""What every sequence has done before its steps, in some order: a short one too."""


class Desk(transfers.Transfers, RuleBasedStateMachine):
    """One operator, six people of one card, four numbers that they fight about."""

    @initialize(order=BEGINNINGS)
    def a_roll(self, order: list[str]) -> None:
        self.stack = contextlib.ExitStack()
        self.stack.enter_context(databases.clone("stocked"))
        self.actor = User.objects.get(username="operator.sukabumi")
        self.people = [one.pk for one in desk.voters(self.actor, 6)]
        numbers = ", ".join(map(str, self.people))
        admin_sql(
            "UPDATE voter SET nkk = '3272010101210099', row_version = row_version + 1 "
            f"WHERE regency_code = '3272' AND id IN ({numbers})"
        )
        self.places = sorted({v.kelurahan for v in desk.voters(self.actor, 300)})[:3]
        self.serial = 0
        began: dict[str, Callable[[], None]] = {
            "leave": lambda: self.name_the_other_regency(0, asks=False),
            "ask": lambda: self.name_the_other_regency(1, asks=True),
            "say yes": lambda: self.answer(0, "confirm"),
            "remap": lambda: self.remap(2, "003", undo=False),
            "take back": lambda: self.remap(3, "901", undo=True),
            "apply": lambda: self.follow("apply"),
        }
        for what in order:
            began[what]()

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.the_roll_is_provable()
            self.stack.close()

    def voter(self, at: int) -> Voter:
        return desk.see_voter(self.actor, self.people[at])

    def hand_in(
        self, then: str, kind: str, voter: Voter | None, nik: str, **said: Any
    ) -> None:
        with contextlib.suppress(*REFUSED), desk.desk(self.actor):
            services.propose_by_hand(
                actor=self.actor,
                regency=desk.REGENCY,
                period=desk.period(),
                kind=kind,
                nik=nik,
                voter=voter,
                grounds=PAPER,
                **{"new": {}, **said},
            )
        self.follow(then)

    def follow(self, then: str) -> None:
        """Accept all that may be accepted at once and apply it; undo one of it."""
        if then == "wait":
            return
        with desk.desk(self.actor):
            services.decide_bulk(
                actor=self.actor,
                regency=desk.REGENCY,
                rows=ChangeProposal.objects.of(desk.REGENCY),
                decision="accept",
            )
        desk.work("apply", self.actor)
        self.look()
        if then == "undo":
            self.take_away(self.serial)

    @rule(then=THEN, nik=NIKS, place=st.integers(0, 2), sex=st.sampled_from("LP"))
    def propose_a_newcomer(self, then: str, nik: str, place: int, sex: str) -> None:
        new = {
            "name": "ORANG BARU",
            "birth_date": "1990-01-01",
            "sex": sex,
            "address": "JL 1",
            "kelurahan": self.places[place],
        }
        self.hand_in(then, "BARU", None, nik, new=new, category="PINDAH_MASUK")

    @rule(
        then=THEN,
        at=st.integers(0, 5),
        what=st.sampled_from(["address", "sex", "kelurahan"]),
        pick=st.integers(0, 2),
    )
    def propose_a_change(self, then: str, at: int, what: str, pick: int) -> None:
        voter = self.voter(at)
        self.serial += 1
        value = {
            "address": f"JL {self.serial}",
            "sex": "LPL"[pick],
            "kelurahan": self.places[pick],
        }[what]
        self.hand_in(then, "UBAH", voter, voter.nik, new={what: value})

    @rule(then=THEN, at=st.integers(0, 5), nik=NIKS)
    def propose_a_corrected_nik(self, then: str, at: int, nik: str) -> None:
        voter = self.voter(at)
        self.hand_in(then, "UBAH", voter, voter.nik, new={"nik": nik})

    @rule(
        then=THEN,
        at=st.integers(0, 5),
        kind=st.sampled_from([("TMS", "PINDAH"), ("TAHAN", "RAGU"), ("PEMULIHAN", "")]),
    )
    def propose_a_status(self, then: str, at: int, kind: tuple[str, str]) -> None:
        voter = self.voter(at)
        self.hand_in(then, kind[0], voter, voter.nik, category=kind[1])

    @rule(
        then=THEN,
        act=st.sampled_from(["dalam", "luar", "pisah"]),
        chosen=st.sets(st.integers(0, 5), min_size=1, max_size=5),
        place=st.integers(0, 2),
        away=st.booleans(),
    )
    def propose_a_family(
        self, then: str, act: str, chosen: set[int], place: int, away: bool
    ) -> None:
        self.serial += 1
        members = [self.voter(at) for at in sorted(chosen)]
        new = {"kelurahan": self.places[place], "address": f"JL K {self.serial}"}
        asked = services.FamilyAct(
            act,
            f"327201010122{self.serial:04d}",
            members,
            place=new if act == "dalam" else {},
            other=THERE if away and act == "luar" else "",
        )
        with contextlib.suppress(*REFUSED), desk.desk(self.actor):
            services.propose_family(
                actor=self.actor,
                regency=desk.REGENCY,
                period=desk.period(),
                act=asked,
                grounds=PAPER,
            )
        self.follow(then)

    @rule(at=st.integers(0, 5), tps=st.sampled_from(["003", "901"]), undo=st.booleans())
    def remap(self, at: int, tps: str, undo: bool) -> None:
        """Everybody of one person's RT to another station, and perhaps back."""
        with contextlib.suppress(*REFUSED):
            desk.remap(self.actor, self.voter(at), tps, undo=undo)
            self.look()

    def pick(self, luck: int, *states: str) -> ChangeProposal | None:
        with desk.desk(self.actor):
            rows = ChangeProposal.objects.of(desk.REGENCY).filter(state__in=states)
            found = list(rows.exclude(kind="UNDO").order_by("id"))
        return found[luck % len(found)] if found else None

    @rule(luck=st.integers(0, 50), how=st.sampled_from(["accept", "accept", "reject"]))
    def decide(self, luck: int, how: str) -> None:
        if one := self.pick(luck, "OPEN"):
            said = {} if how == "accept" else {"reason": "BUKTI_KURANG"}
            with contextlib.suppress(*REFUSED):
                desk.decide(self.actor, getattr(services, how), one, **said)

    @rule(luck=st.integers(0, 50), whole=st.booleans())
    def take_back(self, luck: int, whole: bool) -> None:
        if one := self.pick(luck, "OPEN", "ACCEPTED"):
            with contextlib.suppress(*REFUSED):
                desk.decide(self.actor, services.withdraw, one, whole_family=whole)

    @rule(luck=st.integers(0, 50))
    def undo(self, luck: int) -> None:
        self.take_away(luck)

    def take_away(self, luck: int) -> None:
        """Undo one of the applied proposals, where nothing rests on it."""
        if one := self.pick(luck, "APPLIED"):
            with contextlib.suppress(*REFUSED):
                desk.work("undo", self.actor, proposal=one.pk)
            self.look()

    def look(self) -> None:
        if RUNS > 1:
            self.the_roll_is_provable()

    def the_roll_is_provable(self) -> None:
        """After whatever wrote the roll; a proposal alone changes nobody."""
        desk.tallies_hold()
        transfers.hold()
        with as_worker():
            assert verify(desk.REGENCY) == []


@pytest.mark.no_cover
@pytest.mark.usefixtures("_open_databases")
def test_any_sequence_leaves_the_roll_provable() -> None:
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
