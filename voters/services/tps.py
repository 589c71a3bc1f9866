"""Gives voters a polling station: one act, one key, applied and undone as a whole.

The confirmed act is kept as it was shown; its job makes the proposals, one a person as
the law counts persons, and applies them (voters.services.tps_applying, ADR 0062).
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from jobs.models import Job
from jobs.services import enqueue
from periods.models import Period
from voters.models import ChangeProposal, ProposalState, StationMove
from voters.selectors.tps import Plan
from voters.services.applying import start_undo
from voters.services.errors import NotDecidable, NothingToDo
from voters.services.proposing import require_open


@dataclass(frozen=True)
class Moved:
    """The act that was written down, and the job that carries it out."""

    move: StationMove
    job: Job


def move_stations(
    *, actor: Any, regency: str, period: Period, plan: Plan, seen: str, note: str = ""
) -> Moved:
    """Keep every move of a plan as one act, and queue the job that carries it out.

    `seen` is the digest of the plan that the person confirmed. Raises ClosedPeriod;
    NothingToDo for a plan that moves nobody; NotDecidable when the roll has changed
    since.
    """
    if plan.digest != seen:
        raise NotDecidable(_("Daftar berubah sejak pratinjau ini; periksa lagi."))
    if not plan.moves:
        raise NothingToDo(_("Tidak ada pemilih yang pindah TPS."))
    with transaction.atomic():
        require_open(period)
        key, n = uuid4(), len(plan.moves)
        job = enqueue(
            actor=actor,
            kind="stations",
            regency=regency,
            params={"period": period.pk, "group": str(key)},
            weight=n,
        )
        move = StationMove(
            regency_code=regency,
            group_key=key,
            period_id=period.pk,
            kelurahan=plan.kelurahan,
            act=plan.act,
            target=plan.target,
            voters=n,
            moves=_grouped(plan),
            note=note[:400],
            job_id=job.pk,
            made_by_id=getattr(actor, "pk", None),
            made_by_name=str(actor or "sistem")[:150],
        )
        move.save(force_insert=True)
        record(
            actor=actor,
            action="station.move",
            regency_code=regency,
            subject=str(move.group_key),
            data={
                "act": plan.act,
                "kelurahan": plan.kelurahan,
                "target": plan.target,
                "voters": n,
            },
        )
    return Moved(move, job)


def _grouped(plan: Plan) -> list[tuple[str, str, list[int]]]:
    """The plan as the act keeps it: from where, to where, whom."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for key, tps in sorted(plan.moves.items()):
        groups[plan.stood.get(key, ""), tps].append(key)
    return [(stood, tps, keys) for (stood, tps), keys in groups.items()]


def undo_stations(
    *, actor: Any, regency: str, period: Period, move: StationMove, reason: str = ""
) -> Job:
    """Queue the undoing of everything of an act that nothing rests on since.

    Raises ClosedPeriod; NotDecidable when nothing of it is applied, or it belongs to
    a period that has ended.
    """
    rows = ChangeProposal.objects.of(regency).filter(group_key=move.group_key)
    if move.period_id != period.pk:
        raise NotDecidable(
            _("Tindakan ini dari periode yang sudah ditutup; pindahkan kembali saja.")
        )
    if not rows.filter(state=ProposalState.APPLIED).exists():
        raise NotDecidable(_("Tindakan ini belum diterapkan, atau sudah diurungkan."))
    with transaction.atomic():
        record(
            actor=actor,
            action="station.undo",
            regency_code=regency,
            subject=str(move.group_key),
            data={"kelurahan": move.kelurahan, "voters": move.voters},
        )
        return start_undo(
            actor=actor,
            regency=regency,
            period=period,
            group=move.group_key,
            reason=reason or _("pemindahan TPS diurungkan"),
        )
