"""Carries a confirmed act about stations out: the job `stations` (ADR 0062).

Proposals, voters, events and tallies stand in one transaction that ends with the check
of the lease: a job that was killed, cancelled or overtaken leaves nothing, and one that
died after its commit finds its proposals and adds nothing.
"""

from typing import Any

from django.db import transaction

from jobs.services import Context
from voters.models import ChangeProposal, StationAct, StationMove
from voters.rules import tps as rules
from voters.services.applying import counts_of, open_period
from voters.services.opening import lock_roll, write_as
from voters.sql_steps import Steps

SOURCE = "Pemetaan TPS"
RULE_OF = {
    StationAct.ASSIGN.value: rules.BY_RULE,
    StationAct.REMAP.value: rules.BY_HAND,
}


def run_stations(context: Context) -> dict[str, Any]:
    """Propose and apply every move of the job's act; the result counts them.

    `stale`: whoever does not stand any more where the confirmation saw them. Raises
    JobError when the period is closed.
    """
    regency, job = context.regency, context.job_id
    move = StationMove.objects.of(regency).get(group_key=context.params["group"])
    context.stage("terapkan", total=move.voters, unit="usulan")
    with transaction.atomic():
        lock_roll(regency)
        period = open_period(context)
        made = ChangeProposal.objects.of(regency).filter(group_key=move.group_key)
        if not made.exists():
            write_as(
                actor=None,
                period=period,
                actor_id=context.actor_id,
                actor_name=context.actor_name,
            )
            _carry_out(move, job)
        context.check()
    counts = counts_of(regency, job, move.group_key)
    context.progress(counts["applied"] + counts["stale"])
    return {**counts, "period": period.code}


def _carry_out(move: StationMove, job: int) -> None:
    """Write the proposals, then the roll."""
    values = {
        "regency": move.regency_code,
        "move": move.pk,
        "job": job,
        "ids": [key for _stood, _tps, keys in move.moves for key in keys],
        "stood": [stood for stood, _tps, keys in move.moves for _key in keys],
        "stations": [tps for _stood, tps, keys in move.moves for _key in keys],
        "rule": RULE_OF[move.act],
        "source": SOURCE,
    }
    steps = Steps("tps_move", "none", values)
    steps.run("propose")
    steps.run("change")
