"""Applies accepted proposals and undoes applied ones: the only writers of a voter.

Both are jobs of the worker. Everything happens in one transaction that ends with the
check of the lease, so a job that was killed, cancelled or overtaken leaves nothing.
"""

from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from jobs.models import Job
from jobs.services import Context, JobError, enqueue
from periods.models import Period
from voters.models import ChangeProposal, Kind, ProposalState, Status, Voter
from voters.selectors.undoing import applied_of, applied_of_delivery, open_undo_of
from voters.services.coming_of_age import remember_not_yet
from voters.services.errors import (
    BeingUndone,
    ClosedPeriod,
    NotDecidable,
    NothingToDo,
)
from voters.services.handover_sides import begin_job
from voters.services.keeping import free_pairs, kept_by
from voters.services.opening import lock_roll, write_as
from voters.services.recalling import recall_visited
from voters.sql_steps import Steps
from voters.verified import BACK_OFF, undo_strikes_visited, visited


def start_apply(*, actor: Any, regency: str, period: Period) -> Job:
    """Queue the application of every accepted proposal of a regency.

    Raises ClosedPeriod and NothingToDo.
    """
    _require(period)
    accepted = _accepted(regency, period.pk).count()
    if not accepted:
        raise NothingToDo(_("Tidak ada usulan yang diterima dan belum diterapkan."))
    return enqueue(
        actor=actor,
        kind="apply",
        regency=regency,
        params={"period": period.pk},
        weight=accepted,
    )


def start_undo(
    *,
    actor: Any,
    regency: str,
    period: Period,
    proposal: ChangeProposal | None = None,
    delivery_id: int | None = None,
    group: UUID | None = None,
    reason: str = "",
) -> Job:
    """Queue the undoing of one applied proposal, of a delivery, or of one act.

    Raises ClosedPeriod; NotDecidable for a proposal that this period has not applied,
    and where the undo would strike somebody whom the door has looked at (L18) or who
    stayed when a duplicate went; of a delivery BeingUndone, and NothingToDo where the
    period holds no change of it.
    """
    _require(period)
    if proposal is not None:
        _require_undoable(proposal, period)
    if delivery_id is not None:
        _require_delivery(regency, period, delivery_id)
    params = {
        "period": period.pk,
        "proposal": proposal.pk if proposal else None,
        "delivery": delivery_id,
        "group": str(group) if group else None,
        "note": (reason or _("diurungkan"))[:200],
    }
    return enqueue(actor=actor, kind="undo", regency=regency, params=params)


def may_undo(proposal: ChangeProposal) -> bool:
    """Whether the period that applied a proposal can take it back while it is open."""
    is_own_act = proposal.kind in (Kind.UNDO, Kind.WILAYAH)
    return proposal.state == ProposalState.APPLIED and not is_own_act


def _require_undoable(proposal: ChangeProposal, period: Period) -> None:
    if not may_undo(proposal):
        raise NotDecidable(_("Hanya usulan yang sudah diterapkan dapat diurungkan."))
    if proposal.period_id != period.pk:
        raise NotDecidable(
            _(
                "Perubahan ini diterapkan pada periode lain dan tetap; usulkan "
                "perubahan baru pada periode yang terbuka."
            )
        )
    if undo_strikes_visited(proposal):
        raise NotDecidable(
            _(
                "Orang ini sudah dikunjungi coklit terbatas dan akan keluar dari "
                "daftar; usulkan TMS dengan buktinya, untuk diterima dua orang."
            )
        )
    if _stays_for_another(proposal):
        raise NotDecidable(
            _(
                "Orang ini tetap di daftar dan catatan gandanya keluar karena itu, di "
                "sini atau di kab/kota lain: tanpa dia tidak ada yang tersisa. "
                "Urungkan dahulu yang keluar itu, atau usulkan TMS dengan buktinya."
            )
        )


def _stays_for_another(proposal: ChangeProposal) -> bool:
    """Whether undoing it takes off the roll who stayed when a duplicate went.

    Twin of the step sort of sql/undo.sql. Who was only held would be held again: that
    counts.
    """
    if proposal.kind not in BACK_OFF or proposal.old.get("status") == Status.HELD:
        return False
    regency, voter = proposal.regency_code, proposal.voter_id or 0
    struck = kept_by(regency, [voter], (ProposalState.APPLIED,)).values("voter_id")
    gone = Voter.objects.of(regency).filter(status=Status.INELIGIBLE)
    if gone.filter(pk__in=struck).exists():
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM exchange_side WHERE regency_code = %s "
            "AND voter_id = %s AND other_answer IN ('MOVED', 'STRIKE') "
            "AND exchange_needed(ref))",
            [regency, voter],
        )
        return bool(cursor.fetchone()[0])


def _require_delivery(regency: str, period: Period, delivery_id: int) -> None:
    running = open_undo_of(regency, delivery_id)
    if running is not None:
        raise BeingUndone(running)
    if not applied_of_delivery(regency, [period.pk], delivery_id).exists():
        raise NothingToDo(
            _(
                "Pada periode yang terbuka tidak ada perubahan dari kiriman ini yang "
                "dapat diurungkan: belum diterapkan, sudah diurungkan, atau diterapkan "
                "pada periode yang sudah ditutup."
            )
        )


def _require(period: Period) -> None:
    if not Period.objects.filter(pk=period.pk, state="OPEN").exists():
        raise ClosedPeriod


def _accepted(regency: str, period: int, group: Any = None) -> Any:
    """Of the open period: while one is reopened, the next one's wait with it."""
    rows = ChangeProposal.objects.of(regency).filter(
        state=ProposalState.ACCEPTED, period_id=period
    )
    return rows.filter(group_key=group) if group else rows


def open_period(context: Context) -> Period:
    """The job's period, locked against a freeze; JobError when it is closed."""
    period = Period.objects.filter(
        regency_code=context.regency, pk=context.params["period"], state="OPEN"
    ).first()
    if period is None:
        raise JobError(str(ClosedPeriod()))
    return period


def _in_rounds(
    context: Context,
    name: str,
    values: dict[str, Any],
    after: tuple[str, ...],
    rows: int = 0,
) -> Period:
    """Sort, then the steps `after` it, until no turn is left: one transaction.

    rows: how many proposals are about to be sorted.
    """
    with transaction.atomic():
        lock_roll(context.regency)
        period = open_period(context)
        write_as(
            actor=None,
            period=period,
            actor_id=context.actor_id,
            actor_name=context.actor_name,
        )
        begin_job(context.regency, values, applies=name == "apply")
        if name == "apply":
            recall_visited(actor=None, regency=context.regency)
        values["visited"] = visited(context.regency)
        steps = Steps(name, f"{name}_{context.job_id}", values)
        steps.expect(rows)
        more = True
        while more:
            steps.drop()
            steps.plan_for(steps.run("sort"))
            for step in after:
                steps.run(step)
            more = bool(steps.run("left"))
        steps.drop()
        free_pairs(context.regency)
        remember_not_yet(context.regency, values.get("delivery"))
        context.check()
    return period


def run_apply(context: Context) -> dict[str, Any]:
    """Apply every accepted proposal of the job's regency; the result counts them.

    With `group` only those of this key: acts about stations from before ADR 0062.
    The counts are read back by the job's number: a job that died after its commit
    reports the same when it is run again.
    """
    regency, job = context.regency, context.job_id
    asked, group = context.params["period"], context.params.get("group")
    _must_be_here(regency, context.params)
    waiting = _accepted(regency, asked, group).count()
    context.stage("terapkan", total=waiting, unit="usulan")
    period = _in_rounds(
        context,
        "apply",
        {"regency": regency, "job": job, "period": asked, "group": group},
        ("stale", "applied", "change", "add", "link", "back", "minors"),
        waiting,
    )
    counts = counts_of(regency, job)
    context.progress(counts["applied"] + counts["stale"])
    return {**counts, "period": period.code}


def counts_of(regency: str, job: int, group: UUID | None = None) -> dict[str, Any]:
    """Proposals that a job applied, by kind, and found stale; read back by its number.

    `group`: all of them are known to carry this key, which has an index.
    """
    rows = (
        ChangeProposal.objects.of(regency)
        .filter(apply_job_id=job, **({"group_key": group} if group else {}))
        .values_list("kind", "state")
        .annotate(n=Count("pk"))
    )
    kinds: dict[str, int] = {}
    stale = 0
    for kind, state, n in rows:
        if state == ProposalState.STALE:
            stale += n
        else:
            kinds[kind] = kinds.get(kind, 0) + n
    return {"applied": sum(kinds.values()), "stale": stale, "kinds": kinds}


def run_undo(context: Context) -> dict[str, Any]:
    """Undo one proposal, a delivery or an act.

    What a later change rests on stays as it is and is counted, and so does who stayed
    when a duplicate went.

    Raises JobError when the period is closed or the one proposal cannot be undone.
    """
    regency, job, params = context.regency, context.job_id, context.params
    values = {
        "regency": regency,
        "job": job,
        "period": params["period"],
        "proposal": params.get("proposal"),
        "delivery": params.get("delivery"),
        "group": params.get("group"),
        "note": params.get("note", ""),
        "actor": context.actor_id,
        "actor_name": context.actor_name,
    }
    _must_be_here(regency, params)
    wanted = _undoable(regency, params).count()
    context.stage("urungkan", total=wanted, unit="usulan")
    period = _in_rounds(
        context,
        "undo",
        values,
        ("propose", "restore", "undone", "again", "wait"),
        wanted,
    )
    undone = counts_of(regency, job)["applied"]
    kept = _undoable(regency, params).count()
    context.progress(undone)
    if params.get("proposal") and not undone:
        raise JobError(
            _(
                "Tidak dapat diurungkan: ada perubahan sesudahnya, periodenya lain, "
                "atau catatan gandanya keluar karena orang ini tetap."
            )
        )
    return {"undone": undone, "kept": kept, "period": period.code}


def _must_be_here(regency: str, params: dict[str, Any]) -> None:
    """JobError for a proposal, delivery or act that is none of this regency's."""
    names = {"proposal": "pk", "delivery": "delivery_id", "group": "group_key"}
    said = {of: params[name] for name, of in names.items() if params.get(name)}
    if said and not ChangeProposal.objects.of(regency).filter(**said).exists():
        raise JobError(_("Tidak ada usulan kab/kota ini untuk pekerjaan ini."))


def _undoable(regency: str, params: dict[str, Any]) -> Any:
    periods = [params["period"]]
    rows = applied_of(regency, periods)
    if params.get("proposal"):
        return rows.filter(pk=params["proposal"])
    if params.get("group"):
        return rows.filter(group_key=params["group"])
    return applied_of_delivery(regency, periods, params.get("delivery") or 0)
