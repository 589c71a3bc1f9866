"""Gives voters a polling station: one act, one key, applied and undone as a whole.

It goes the one way in: every voter gets a proposal, as the law counts persons; all are
made and accepted in one statement and carry one key (ADR 0056).
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit.services import record
from jobs.models import Job
from periods.models import Period
from voters.migration_sql import FOLDER
from voters.models import ChangeProposal, ProposalState, StationAct, StationMove
from voters.rules import tps as rules
from voters.selectors.tps import Plan
from voters.services.applying import start_apply, start_undo
from voters.services.errors import NotDecidable, NothingToDo
from voters.services.proposing import require_open

SOURCE = "Pemetaan TPS"
RULE_OF = {
    StationAct.ASSIGN.value: rules.BY_RULE,
    StationAct.REMAP.value: rules.BY_HAND,
}


@dataclass(frozen=True)
class Moved:
    """The act that was written down, and the job that applies it."""

    move: StationMove
    job: Job


def move_stations(
    *, actor: Any, regency: str, period: Period, plan: Plan, seen: str, note: str = ""
) -> Moved:
    """Propose and accept every move of a plan under one key, and queue its application.

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
        move = StationMove(
            regency_code=regency,
            period_id=period.pk,
            kelurahan=plan.kelurahan,
            act=plan.act,
            target=plan.target,
            voters=len(plan.moves),
            made_by_id=getattr(actor, "pk", None),
            made_by_name=str(actor or "sistem")[:150],
            group_key=uuid.uuid4(),
        )
        move.save(force_insert=True)
        if propose_stations(move, plan, note) != len(plan.moves):
            raise NotDecidable(_("Daftar berubah sejak pratinjau ini; periksa lagi."))
        record(
            actor=actor,
            action="station.move",
            regency_code=regency,
            subject=str(move.group_key),
            data={
                "act": plan.act,
                "kelurahan": plan.kelurahan,
                "target": plan.target,
                "voters": move.voters,
            },
        )
        job = start_apply(
            actor=actor, regency=regency, period=period, group=move.group_key
        )
    return Moved(move, job)


def propose_stations(move: StationMove, plan: Plan, note: str) -> int:
    """Write the accepted proposals of an act; gives how many there are."""
    text = (FOLDER / "tps_propose.sql").read_text(encoding="utf-8")
    values: dict[str, Any] = {
        "regency": move.regency_code,
        "period": move.period_id,
        "kelurahan": move.kelurahan,
        "ids": list(plan.moves),
        "stations": list(plan.moves.values()),
        "rule": RULE_OF[move.act],
        "source": SOURCE,
        "note": note[:400],
        "group": str(move.group_key),
        "actor": move.made_by_id,
        "actor_name": move.made_by_name,
    }
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return int(cursor.fetchone()[0])


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
