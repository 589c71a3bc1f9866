"""What two regencies do with people who move, as steps of a machine of any sequence."""

from __future__ import annotations

import contextlib
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from accounts.models import User
from jobs.services import JobError
from plenos.selectors.verify import verify
from tests.roles import admin_sql, as_worker
from tests.voters import desk, movers
from tests.voters.movers import HERE, THERE
from voters import services
from voters.models import ChangeProposal, Handover
from voters.rules.handover import state_of
from voters.services import errors, handover

REFUSED = (errors.VoterError, JobError)
HOWS = ["confirm", "family", "decline", "late"]


class Transfers:
    """Offer, ask, answer, decide on the other side, undo there; `people` are 3272's."""

    actor: Any
    people: list[int]

    @property
    def other(self) -> Any:
        return User.objects.get(username="operator.seribu")

    @rule(at=st.integers(0, 5), asks=st.booleans())
    def name_the_other_regency(self, at: int, asks: bool) -> None:
        voter = desk.see_voter(self.actor, self.people[at])
        with contextlib.suppress(*REFUSED):
            if asks:
                place = movers.village(THERE)
                movers.coming(self.other, THERE, voter, place, HERE)
            else:
                movers.leaving(self.actor, HERE, voter, THERE)

    @rule(luck=st.integers(0, 50), how=st.sampled_from(HOWS))
    def answer(self, luck: int, how: str) -> None:
        with as_worker():
            found = list(Handover.objects.order_by("id"))
        if not found:
            return
        one = found[luck % len(found)]
        regency = THERE if one.opened_by == "FROM" else HERE
        user = self.actor if regency == HERE else self.other
        with contextlib.suppress(*REFUSED):
            if how == "confirm":
                place = "" if one.leaves(regency) else movers.village(THERE)
                movers.confirm(user, regency, one, place)
            elif how == "family":
                place = {"address": "JL 2", "kelurahan": movers.village(THERE)}
                movers.confirm_kin(user, regency, one, place)
            elif how == "decline":
                said = {"reason": "TIDAK_PINDAH"}
                movers.answer(user, regency, one, handover.decline, **said)
            else:
                with as_worker():
                    handover.end_overdue(one.due_on.replace(year=2099))

    @rule(luck=st.integers(0, 50), how=st.sampled_from(["apply", "reject", "undo"]))
    def decide_there(self, luck: int, how: str) -> None:
        state = "APPLIED" if how == "undo" else "OPEN"
        with desk.desk(self.other):
            rows = ChangeProposal.objects.of(THERE).filter(state=state)
            found = list(rows.exclude(kind="UNDO").order_by("id"))
        if not found:
            return
        one = found[luck % len(found)]
        with contextlib.suppress(*REFUSED):
            if how == "undo":
                movers.work("undo", THERE, proposal=one.pk)
            elif how == "reject":
                movers.decide(self.other, services.reject, one, reason="BUKTI_KURANG")
            else:
                movers.applied(self.other, one)


def hold() -> None:
    """The other roll proves itself, a NIK counts once in each, states are computed."""
    with as_worker():
        assert verify(THERE) == []
        for one in Handover.objects.all():
            expired = one.expired_at is not None
            said = (one.opened_by, one.from_stage, one.to_stage, one.answer)
            assert one.state == state_of(*said, expired=expired)
    twice = admin_sql(
        "SELECT regency_code, nik FROM voter WHERE status IN ('ACTIVE', 'HELD') "
        "GROUP BY 1, 2 HAVING count(*) > 1"
    )
    assert twice == []
    # Whoever both have counted stands in a hand-over that is not done; and whoever was
    # handed over is in the other roll.
    lost = admin_sql(
        "SELECT h.id FROM handover h WHERE h.from_stage = 'APPLIED' "
        "AND h.to_stage = 'APPLIED' AND NOT EXISTS (SELECT FROM voter v "
        "WHERE v.regency_code = h.to_regency AND v.id = h.to_voter_id)"
    )
    assert lost == []
