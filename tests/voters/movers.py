"""Two offices of one installation and the people who move between them."""

from __future__ import annotations

from typing import Any

from jobs.services import run_here
from periods.models import Period
from plenos.selectors.verify import verify
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, Handover, Voter
from voters.selectors.handover import kin_of
from voters.services import handover, handover_family

HERE, THERE = "3272", "3101"
PAPER = {"evidence_kind": "SURAT_PINDAH", "evidence_no": "SKP/1"}


class Two:
    """Both offices; every test takes people of its own."""

    def __init__(self, cast: Any) -> None:
        self.a, self.b = cast.operator_a, cast.operator_b
        self.people = iter(desk.voters(self.a, 80))
        self.place = village(THERE)
        self.waiting: list[tuple[Voter, ChangeProposal]] = []

    def let_go(self, n: int) -> None:
        """Let so many go in one application, for the tests to come."""
        for _turn in range(n):
            voter = next(self.people)
            made = leaving(self.a, HERE, voter, THERE)
            decide(self.a, services.accept, made)
            self.waiting.append((voter, made))
        work("apply", HERE)

    def offered(self) -> tuple[Voter, ChangeProposal, Handover]:
        """Somebody whom 3272 has let go to 3101."""
        if not self.waiting:
            self.let_go(12)
        voter, made = self.waiting.pop()
        return voter, made, self.of(made)

    def asked(self) -> tuple[Voter, ChangeProposal, Handover]:
        """Somebody of 3272 whom 3101 proposes as come from there."""
        voter = next(self.people)
        made = coming(self.b, THERE, voter, self.place, HERE)
        return voter, made, self.of(made)

    @staticmethod
    def of(proposal: ChangeProposal) -> Handover:
        found = of(proposal)
        assert found is not None
        return found


def sound() -> None:
    """Both rolls prove themselves, and nobody counts twice in one."""
    with as_worker():
        assert verify(HERE) == verify(THERE) == []
    desk.tallies_hold()


def propose(user: Any, regency: str, kind: str, **said: Any) -> ChangeProposal:
    """A proposal by hand in a regency, with its paper."""
    voter = said.get("voter")
    with desk.desk(user):
        return services.propose(
            actor=user,
            regency=regency,
            period=Period.objects.open(regency).get(),
            kind=kind,
            source="Uji",
            **{"nik": voter.nik if voter else "", "new": {}, **PAPER, **said},
        )


def leaving(user: Any, regency: str, voter: Voter, other: str = "") -> ChangeProposal:
    """A TMS pindah that names where to."""
    made = propose(user, regency, "TMS", voter=voter, category="PINDAH")
    return name(user, made, other) if other else made


def person(voter: Voter) -> dict[str, Any]:
    """Elements of a voter as the taking office would type them."""
    return {
        "name": voter.name,
        "birth_date": voter.birth_date.isoformat(),
        "sex": voter.sex,
        "marital_status": voter.marital_status,
    }


def coming(
    user: Any, regency: str, voter: Voter, village: str, other: str = ""
) -> ChangeProposal:
    """A pindah masuk of this person that names where from."""
    new = {**person(voter), "address": "JL BARU 1", "kelurahan": village}
    made = propose(
        user, regency, "BARU", nik=voter.nik, new=new, category="PINDAH_MASUK"
    )
    return name(user, made, other) if other else made


def name(user: Any, proposal: ChangeProposal, other: str) -> ChangeProposal:
    """Name the other regency."""
    with desk.desk(user):
        return handover.name_other(
            actor=user,
            regency=proposal.regency_code,
            public_id=proposal.public_id,
            other=other,
        )


def decide(user: Any, service: Any, proposal: ChangeProposal, **said: Any) -> Any:
    """Call a service of decisions in the proposal's regency."""
    with desk.desk(user):
        return service(
            actor=user,
            regency=proposal.regency_code,
            public_id=proposal.public_id,
            **said,
        )


def answer(user: Any, regency: str, one: Handover, service: Any, **said: Any) -> Any:
    """Call a service of hand-overs as this office."""
    with desk.desk(user):
        return service(actor=user, regency=regency, public_id=one.public_id, **said)


def confirm(user: Any, regency: str, one: Handover, village: str = "") -> Any:
    """Confirm the own half; with a village the address of a newcomer."""
    place = {"address": "JL BARU 2", "kelurahan": village} if village else {}
    return answer(user, regency, one, handover.confirm, place=place)


def confirm_kin(
    user: Any, regency: str, one: Handover, place: dict[str, Any]
) -> list[ChangeProposal]:
    """Confirm everybody who goes by the same act."""
    with desk.desk(user):
        kin = kin_of(Handover.objects.of(regency), one)
        return handover_family.confirm_family(
            actor=user,
            regency=regency,
            public_ids=[each.public_id for each in kin],
            place={} if one.leaves(regency) else place,
        )


def work(kind: str, regency: str, actor: Any = None, **params: Any) -> dict[str, Any]:
    """Run a job of a regency as the worker; its result."""
    with as_worker():
        period = Period.objects.open(regency).get().pk
        job = run_here(
            actor=actor, kind=kind, regency=regency, params={"period": period, **params}
        )
        result: dict[str, Any] = job.result
        return result


def applied(user: Any, proposal: ChangeProposal) -> ChangeProposal:
    """Accept a proposal and apply what its regency has accepted."""
    decide(user, services.accept, proposal)
    work("apply", proposal.regency_code)
    return proposal


def of(proposal: ChangeProposal) -> Handover | None:
    """The newest hand-over about the proposal's person, as the worker sees it."""
    with as_worker():
        rows = Handover.objects.filter(payload__nik=proposal.nik)
        return rows.order_by("-id").first()


def state(proposal: ChangeProposal) -> str:
    """Its state; "" without one."""
    one = of(proposal)
    return one.state if one else ""


def village(regency: str) -> str:
    """A kelurahan of a regency."""
    ((code,),) = admin_sql(
        "SELECT min(kelurahan) FROM voter WHERE regency_code = %s", [regency]
    )
    return str(code)


def counted(regency: str, nik: str) -> int:
    """How many counted records of a NIK a regency has."""
    ((n,),) = admin_sql(
        "SELECT count(*) FROM voter WHERE regency_code = %s AND nik = %s "
        "AND status IN ('ACTIVE', 'HELD')",
        [regency, nik],
    )
    return int(n)
