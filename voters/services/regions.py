"""A change of regions among the voters: prepared by one, confirmed by another, applied.

The only way in which a region's change reaches a voter (ADR 0058). Every voter gets an
accepted proposal of kind WILAYAH with the key of the act; the event trigger counts it
as an adjustment of regions. Two jobs of the worker: `regions` and `regions.undo`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from audit.services import record
from jobs.models import Job
from jobs.services import Context, JobError, enqueue
from periods import services as periods
from periods.models import Period, State
from regions import services as regions
from regions.models import RegionChange
from regions.rules.change import Line, may_confirm
from voters.models import ChangeProposal, Kind, ProposalState
from voters.selectors.regions import preview
from voters.services.applying import _in_rounds
from voters.services.errors import NotDecidable, VoterError
from voters.services.opening import lock_roll, write_as
from voters.sql_steps import Steps

Applied = RegionChange.State.APPLIED
ROLL = ("same", "propose", "change", "not_yet")


class BadMap(VoterError):
    """A map that cannot stand; `problems` are those of its lines."""

    def __init__(self, error: regions.ChangeError) -> None:
        super().__init__(str(error))
        self.problems = error.problems


@transaction.atomic
def prepare(
    *,
    actor: Any,
    regency: str,
    facts: Mapping[str, Any],
    lines: Iterable[Line],
    change: RegionChange | None = None,
) -> RegionChange:
    """Keep a draft of a change with its map.

    Raises BadMap, and NotDecidable without an open period or for a day after it.
    """
    _in_period(_open_period(regency), facts["effective_on"])
    try:
        kept = regions.keep_change(
            actor=actor,
            by_chair=actor.role == Role.CHAIR,
            regency=regency,
            facts=facts,
            lines=lines,
            change=change,
        )
    except regions.ChangeError as error:
        raise BadMap(error) from error
    _record(actor, "region.prepare", kept, lines=kept.lines.count())
    return kept


def _open_period(regency: str) -> Period:
    period = periods.current(regency)
    if period is None:
        raise NotDecidable(_("Tidak ada periode yang terbuka."))
    return period


def _in_period(period: Period, day: Any) -> None:
    if day > period.reference_date:
        raise NotDecidable(
            _(
                "Tanggal berlaku %(day)s sesudah periode %(code)s; catat perubahan ini "
                "pada periodenya."
            )
            % {"day": f"{day:%d-%m-%Y}", "code": period.code}
        )


@transaction.atomic
def ask_second(*, actor: Any, change: RegionChange) -> RegionChange:
    """Send a draft to the second person.

    Raises NotDecidable while a voter or an open proposal has no place in the map.
    """
    _complete(change)
    with _words():
        asked = regions.ask(change)
    _record(actor, "region.ask", asked)
    return asked


class _words:  # noqa: N801 - reads like a statement
    """Refusals of the floor below as this room's."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if isinstance(error, regions.ChangeError):
            raise NotDecidable(str(error)) from error


def _complete(change: RegionChange) -> None:
    """Everybody goes to exactly one place, or the map is refused."""
    left = preview(change)
    if left.unplaced:
        raise NotDecidable(
            _(
                "Peta belum lengkap: %(n)s pemilih di %(rt)s RT belum punya tujuan. "
                "Tambahkan baris untuk RT itu, atau satu baris tanpa RW dan RT untuk "
                "sisanya."
            )
            % {"n": left.unplaced, "rt": len(left.gaps)}
        )
    if left.proposals_unplaced:
        raise NotDecidable(_no_place(left.proposals_unplaced))


def _no_place(n: int) -> str:
    return _(
        "%(n)s usulan terbuka berada di RT yang tidak ada dalam peta; putuskan "
        "dahulu, atau tambahkan barisnya."
    ) % {"n": n}


@transaction.atomic
def confirm(*, actor: Any, change: RegionChange) -> Job:
    """The second person's yes: queue the act.

    Raises NotDecidable for the preparer, for a role that may not, for another state,
    for an incomplete map and for a period that ended.
    """
    asked = RegionChange.objects.select_for_update().get(pk=change.pk)
    if asked.state != RegionChange.State.ASKED:
        raise NotDecidable(_("Perubahan ini tidak menunggu orang kedua."))
    if not may_confirm(
        preparer=asked.prepared_by_id or 0,
        by_chair=asked.prepared_by_chair,
        actor=actor.pk,
        role=actor.role,
    ):
        raise NotDecidable(
            _("Yang disusun ketua disetujui seorang anggota.")
            if asked.prepared_by_chair
            else _("Perubahan wilayah disetujui ketua dengan akunnya sendiri.")
        )
    period = _open_period(asked.regency_code)
    _in_period(period, asked.effective_on)
    _complete(asked)
    with _words():
        regions.settle(
            asked,
            RegionChange.State.CONFIRMED,
            decided_by_id=actor.pk,
            decided_by_name=str(actor)[:150],
            decided_at=timezone.now(),
        )
    _record(actor, "region.confirm", asked)
    return enqueue(
        actor=actor,
        kind="regions",
        regency=asked.regency_code,
        params={"change": asked.pk, "period": period.pk},
        weight=preview(asked).moving,
    )


@transaction.atomic
def refuse(*, actor: Any, change: RegionChange) -> RegionChange:
    """Withdraw a draft, or refuse what waits. Raises NotDecidable afterwards."""
    with _words():
        gone = regions.refuse(change)
    _record(actor, "region.refuse", gone)
    return gone


@transaction.atomic
def start_undo_regions(*, actor: Any, change: RegionChange, reason: str) -> Job:
    """Queue the undoing of an applied change of the open period.

    Raises NotDecidable for another state or period, for an older one than the last,
    and without a reason.
    """
    period = _open_period(change.regency_code)
    if change.state != Applied or change.period_code != period.code:
        raise NotDecidable(
            _("Hanya perubahan yang diterapkan pada periode terbuka dapat diurungkan.")
        )
    if not reason.strip():
        raise NotDecidable(_("Tulis alasan pengurungan."))
    _last_one(change)
    _record(actor, "region.undo", change, reason=reason[:200])
    return enqueue(
        actor=actor,
        kind="regions.undo",
        regency=change.regency_code,
        params={"change": change.pk, "period": period.pk, "note": reason[:200]},
        weight=int(change.counts.get("voters", 0)),
    )


def _last_one(change: RegionChange) -> None:
    later = RegionChange.objects.of(change.regency_code).filter(
        state=Applied, applied_at__gt=change.applied_at
    )
    if later.exists():
        raise NotDecidable(_("Urungkan dahulu perubahan wilayah yang lebih baru."))


def run_regions(context: Context) -> dict[str, Any]:
    """Carry a confirmed change out, in one transaction; a refusal makes it a draft.

    Raises JobError with the reason.
    """
    change = RegionChange.objects.of(context.regency).get(pk=context.params["change"])
    if change.state == Applied:
        return dict(change.counts)
    context.stage("pindahkan", total=context.params.get("voters", 0), unit="pemilih")
    try:
        with transaction.atomic():
            counts = _carry_out(context, change)
            context.check()
    except (NotDecidable, regions.ChangeError) as error:
        with transaction.atomic():
            regions.settle(
                RegionChange.objects.get(pk=change.pk),
                RegionChange.State.DRAFT,
                decided_by_id=None,
                decided_by_name="",
                decided_at=None,
            )
        raise JobError(str(error)) from error
    context.progress(counts["voters"], counts["voters"])
    return counts


def _begin(context: Context) -> tuple[Period, RegionChange]:
    """The open period and the change, both locked against everybody else."""
    lock_roll(context.regency)
    period = Period.objects.filter(
        regency_code=context.regency, pk=context.params["period"], state=State.OPEN
    ).first()
    if period is None:
        raise NotDecidable(_("Periodenya sudah ditutup; susun lagi perubahan ini."))
    change = RegionChange.objects.select_for_update().get(pk=context.params["change"])
    return period, change


def _carry_out(context: Context, change: RegionChange) -> dict[str, Any]:
    period, change = _begin(context)
    if change.state != RegionChange.State.CONFIRMED:
        raise NotDecidable(_("Perubahan ini belum disetujui orang kedua."))
    _in_period(period, change.effective_on)
    write_as(
        actor=None,
        period=period,
        actor_id=context.actor_id,
        actor_name=context.actor_name,
    )
    day = max(change.effective_on, period.starts_on)
    done = regions.carry_out(change, day)
    counts: dict[str, Any] = {"voters": 0, "proposals": 0, "followed": {}}
    if change.kind != RegionChange.Kind.RENAME:
        counts = _move(context, change, period)
    regions.settle(
        change,
        Applied,
        applied_at=timezone.now(),
        applies_from=day,
        period_code=period.code,
        counts=counts,
        done=done,
    )
    actor = User.objects.filter(pk=context.actor_id or 0).first()
    _record(actor, "region.apply", change, **counts)
    return counts


def _move(context: Context, change: RegionChange, period: Period) -> dict[str, Any]:
    """Voters, open proposals, those not yet eligible, and rows of every other room."""
    table = f"regions_{context.job_id}"
    steps = Steps("regions", table, _values(context, change, period))
    steps.drop()
    steps.run("sort")
    steps.plan_for(steps.run("rows"))
    steps.run("stations")
    left = steps.run("unplaced")
    if left:
        raise NotDecidable(
            _("Peta belum lengkap: %(n)s pemilih belum punya tujuan.") % {"n": left}
        )
    left = steps.run("unplaced_proposals")
    if left:
        raise NotDecidable(_no_place(left))
    proposals = steps.run("keep_proposals")
    steps.run("follow_proposals")
    steps.run("keep_after")
    counts = {step: steps.run(step) for step in ROLL}
    followed = regions.follow(change, table)
    steps.drop()
    return {
        "voters": counts["change"],
        "proposals": proposals,
        "not_yet": counts["not_yet"],
        "followed": {one.name: one.going for one in followed},
    }


def _values(context: Context, change: RegionChange, period: Period) -> dict[str, Any]:
    return {
        "regency": context.regency,
        "change": change.pk,
        "period": period.pk,
        "group": str(change.public_id),
        "olds": sorted(set(change.lines.values_list("old_code", flat=True))),
        "made": change.done.get("made", []),
        "day": change.effective_on,
        "note": f"{change.get_kind_display()}, {change.basis_no}"[:200],
        "basis": change.basis_no[:80],
        "job": context.job_id,
        "prepared_id": change.prepared_by_id,
        "prepared_name": change.prepared_by_name,
        "actor": context.actor_id,
        "actor_name": context.actor_name,
        "decided_at": change.decided_at,
    }


def run_undo_regions(context: Context) -> dict[str, Any]:
    """Take an applied change back: everything, or nothing with the reason.

    Raises JobError when something rests on it by now.
    """
    change = RegionChange.objects.of(context.regency).get(pk=context.params["change"])
    if change.state == RegionChange.State.UNDONE:
        return {"undone": change.counts.get("voters", 0)}
    context.stage("urungkan", total=change.counts.get("voters", 0), unit="pemilih")
    try:
        with transaction.atomic():
            undone = _undo(context)
            context.check()
    except NotDecidable as error:
        raise JobError(str(error)) from error
    context.progress(undone)
    return {"undone": undone}


def _undo(context: Context) -> int:
    period, change = _begin(context)
    if change.state != Applied or change.period_code != period.code:
        raise NotDecidable(_("Perubahan ini tidak dapat diurungkan lagi."))
    _last_one(change)
    values = _values(context, change, period)
    steps = Steps("regions", f"regions_{context.job_id}", values)
    blocked = steps.run("blocked")
    if blocked:
        raise NotDecidable(
            _(
                "%(n)s pemilih punya perubahan sesudah penyesuaian wilayah ini; "
                "urungkan dahulu perubahan itu."
            )
            % {"n": blocked}
        )
    undo = {**values, "proposal": None, "delivery": None}
    undo["note"] = context.params["note"]
    _in_rounds(context, "undo", undo, ("propose", "restore", "undone"))
    rows = ChangeProposal.objects.of(context.regency).filter(
        group_key=change.public_id, kind=Kind.WILAYAH
    )
    if rows.filter(state=ProposalState.APPLIED).exists():
        raise NotDecidable(_("Sebagian pemilih tidak dapat dikembalikan."))
    steps.run("proposals_back")
    steps.run("not_yet_back")
    regions.follow_back(change)
    lost = steps.run("lost")
    if lost:
        raise NotDecidable(
            _("%(n)s usulan terbuka ada di kelurahan baru; putuskan dahulu.")
            % {"n": lost}
        )
    regions.take_back(change)
    regions.settle(
        change,
        RegionChange.State.UNDONE,
        undone_at=timezone.now(),
        undone_by_name=context.actor_name[:150],
    )
    return rows.count()


def _record(actor: Any, action: str, change: RegionChange, **data: Any) -> None:
    record(
        actor=actor,
        action=action,
        regency_code=change.regency_code,
        subject=str(change.public_id),
        data={"kind": change.kind, "basis": change.basis_no, **data},
    )
