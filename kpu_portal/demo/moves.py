"""Hand-overs of the demo: three people who moved between its two regencies.

Run as the worker, when both rolls stand; a second run changes nothing. Nobody's roll
changes: all three wait for somebody, one of them in review at the origin.
"""

from __future__ import annotations

from accounts.models import Role, User
from periods.models import Period
from regions.models import Region
from voters import services
from voters.models import BaruCategory, EvidenceKind, Handover, Kind, Voter
from voters.services.handover import confirm

MOVES = (("3272", "3101", 150), ("3101", "3272", 120), ("3101", "3272", 160))
"""From, to, and who: the voter at this place of the roll."""
FAR = 300
"""The roll is read so far, which the smallest demo has."""


def ensure_moves() -> int:
    """Ask for three people and confirm the last of them; how many were made."""
    if Handover.objects.exists():
        return 0
    made = [one for goer, taker, at in MOVES if (one := _asked(goer, taker, at))]
    if made:
        last = made[-1]
        confirm(
            actor=_operator(last.from_regency),
            regency=last.from_regency,
            public_id=last.public_id,
            place={},
        )
    return len(made)


def _operator(regency: str) -> User:
    found = User.objects.filter(scope_code=regency, role=Role.OPERATOR)
    return found.order_by("id")[0]


def _asked(goer: str, taker: str, at: int) -> Handover | None:
    """Somebody of one roll, proposed as moved in by the other office."""
    period = Period.objects.open(taker).first()
    people = list(Voter.objects.of(goer).counted().order_by("id")[:FAR])
    if period is None or len(people) <= at:
        return None
    voter, actor = people[at], _operator(taker)
    village = Region.objects.villages(taker).order_by("code")[0].code
    proposal = services.propose(
        actor=actor,
        regency=taker,
        period=period,
        kind=Kind.BARU,
        nik=voter.nik,
        category=BaruCategory.PINDAH_MASUK,
        new={
            "name": voter.name,
            "birth_place": voter.birth_place,
            "birth_date": voter.birth_date,
            "sex": voter.sex,
            "marital_status": voter.marital_status,
            "address": "JL CONTOH PINDAH 7",
            "rt": "001",
            "rw": "001",
            "kelurahan": village,
        },
        source="Portal",
        evidence_kind=EvidenceKind.SURAT_PINDAH,
        evidence_no=f"SKPWNI-CONTOH-{at:04d}",
    )
    services.name_other(
        actor=actor, regency=taker, public_id=proposal.public_id, other=goer
    )
    return Handover.objects.filter(to_proposal_id=proposal.pk).first()
