"""A confirmed change of regions carried out and undone: jobs of the worker.

Every voter gets an accepted proposal of kind WILAYAH with the key of the act; the event
trigger counts it as an adjustment of regions.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import placing
from accounts.models import User
from jobs.services import Context, JobError
from periods.models import Period, State
from periods.services import wait_for_writers
from regions import services as regions
from regions.models import RegionChange
from voters.models import UNDECIDED, ChangeProposal, Kind, ProposalState
from voters.selectors.regions import accounts_of
from voters.services.applying import _in_rounds
from voters.services.duplicates.moved import CARRIED_OUT, TAKEN_BACK, renew_prints
from voters.services.errors import NotDecidable
from voters.services.handover_sides import take_turns_of
from voters.services.opening import lock_roll, write_as
from voters.services.regions.deciding import (
    Applied,
    in_period,
    last_one,
    no_place,
    no_place_yet,
    tell,
)
from voters.sql_steps import Steps

LIVE = [*UNDECIDED, ProposalState.ACCEPTED]
ROLL = ("same", "propose", "change", "not_yet")


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
    """The open period and the change, both locked against everybody else.

    Whoever is proposing is waited for, and who comes after it waits: a proposal into a
    kelurahan that ends meanwhile would not follow the map.
    """
    lock_roll(context.regency)
    wait_for_writers(context.regency)
    period = Period.objects.filter(
        regency_code=context.regency, pk=context.params["period"], state=State.OPEN
    ).first()
    if period is None:
        raise NotDecidable(_("Periodenya sudah ditutup; susun lagi perubahan ini."))
    change = RegionChange.objects.select_for_update().get(pk=context.params["change"])
    # Proposals that are handed over follow the map, and their hand-overs with them.
    live = ChangeProposal.objects.of(context.regency).filter(state__in=LIVE)
    take_turns_of(live)
    return period, change


def _carry_out(context: Context, change: RegionChange) -> dict[str, Any]:
    period, change = _begin(context)
    if change.state != RegionChange.State.CONFIRMED:
        raise NotDecidable(_("Perubahan ini belum disetujui orang kedua."))
    in_period(period, change.effective_on)
    write_as(
        actor=None,
        period=period,
        actor_id=context.actor_id,
        actor_name=context.actor_name,
    )
    day = max(change.effective_on, period.starts_on)
    done = change.done = regions.carry_out(change, day)
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
    tell(_actor(context), "region.apply", change, **counts)
    return counts


def _actor(context: Context) -> User | None:
    return User.objects.filter(pk=context.actor_id or 0).first()


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
        raise NotDecidable(no_place(left))
    left = steps.run("unplaced_waiting")
    if left:
        raise NotDecidable(no_place_yet(left))
    accounts = placing.follow(change, accounts_of(change), _actor(context))
    proposals = steps.run("keep_proposals")
    steps.run("follow_proposals")
    steps.run("keep_after")
    counts = {step: steps.run(step) for step in ROLL}
    renew_prints(context.regency, table, CARRIED_OUT)
    followed = regions.follow(change, table)
    steps.run("claims")
    steps.drop()
    return {
        "voters": counts["change"],
        "proposals": proposals,
        "not_yet": counts["not_yet"],
        "accounts": accounts,
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
        "touched": _touched(change),
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


def _touched(change: RegionChange) -> list[str]:
    """Codes of which nobody holds a queue across the act: old, new, made and ended."""
    pairs = change.lines.values_list("old_code", "new_code")
    done = [*change.done.get("made", []), *change.done.get("ended", [])]
    return sorted({*done, *(code for pair in pairs for code in pair)})


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
    last_one(change)
    values = _values(context, change, period)
    table = f"regions_{context.job_id}"
    steps = Steps("regions", table, values)
    moved = change.counts.get("voters", 0)
    steps.expect(moved)
    blocked = steps.run("blocked")
    if blocked:
        raise NotDecidable(
            _(
                "%(n)s pemilih punya perubahan sesudah penyesuaian wilayah ini; "
                "urungkan dahulu perubahan itu."
            )
            % {"n": blocked}
        )
    # A visit does not hold back that a code becomes what it was.
    undo = {**values, "proposal": None, "delivery": None, "visited": []}
    undo["note"] = context.params["note"]
    _in_rounds(context, "undo", undo, ("propose", "restore", "undone"), moved)
    rows = ChangeProposal.objects.of(context.regency).filter(
        group_key=change.public_id, kind=Kind.WILAYAH
    )
    if rows.filter(state=ProposalState.APPLIED).exists():
        raise NotDecidable(_("Sebagian pemilih tidak dapat dikembalikan."))
    steps.run("proposals_back")
    steps.run("not_yet_back")
    steps.drop()
    steps.run("returned")
    renew_prints(context.regency, table, TAKEN_BACK)
    steps.run("proposals_since")
    placing.follow_back(change, _actor(context))
    regions.follow_back(change, table)
    steps.drop()
    steps.run("claims")
    _nobody_left(change, steps)
    regions.take_back(change)
    regions.settle(
        change,
        RegionChange.State.UNDONE,
        undone_at=timezone.now(),
        undone_by_name=context.actor_name[:150],
    )
    return rows.count()


def _nobody_left(change: RegionChange, steps: Steps) -> None:
    """Refuse to remove a region in which something stands that came since."""
    lost = steps.run("lost")
    if lost:
        raise NotDecidable(
            _("%(n)s usulan terbuka ada di kelurahan baru; putuskan dahulu.")
            % {"n": lost}
        )
    left = regions.left_behind(change)
    if left:
        raise NotDecidable(
            _("Masih ada yang dibuat di wilayah baru sesudahnya: %(what)s.")
            % {"what": ", ".join(f"{one.label} ({one.going})" for one in left)}
        )
    made = change.done.get("made", [])
    n = User.objects.filter(scope_code__in=made, is_active=True).count()
    if n:
        raise NotDecidable(
            _("%(n)s akun memakai wilayah baru; admin mengubah wilayahnya dahulu.")
            % {"n": n}
        )
