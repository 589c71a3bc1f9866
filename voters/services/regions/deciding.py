"""A change of regions among the voters: prepared by one, confirmed by another."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role
from audit.services import record
from jobs.models import Job
from jobs.services import enqueue
from periods import services as periods
from periods.models import Period
from regions import services as regions
from regions.models import RegionChange
from regions.rules.change import Line, may_confirm
from voters.selectors.regions import preview
from voters.services.errors import NotDecidable, VoterError

Applied = RegionChange.State.APPLIED


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
    in_period(_open_period(regency), facts["effective_on"])
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
    tell(actor, "region.prepare", kept, lines=kept.lines.count())
    return kept


def _open_period(regency: str) -> Period:
    period = periods.current(regency)
    if period is None:
        raise NotDecidable(_("Tidak ada periode yang terbuka."))
    return period


def in_period(period: Period, day: Any) -> None:
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
    tell(actor, "region.ask", asked)
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
        raise NotDecidable(no_place(left.proposals_unplaced))
    if left.waiting_unplaced:
        raise NotDecidable(no_place_yet(left.waiting_unplaced))


def no_place(n: int) -> str:
    return _(
        "%(n)s usulan terbuka berada di RT yang tidak ada dalam peta; putuskan "
        "dahulu, atau tambahkan barisnya."
    ) % {"n": n}


def no_place_yet(n: int) -> str:
    return _(
        "%(n)s orang yang belum waktunya berada di RT yang tidak ada dalam peta; "
        "tambahkan barisnya."
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
    in_period(period, asked.effective_on)
    _complete(asked)
    with _words():
        regions.settle(
            asked,
            RegionChange.State.CONFIRMED,
            decided_by_id=actor.pk,
            decided_by_name=str(actor)[:150],
            decided_at=timezone.now(),
        )
    tell(actor, "region.confirm", asked)
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
    tell(actor, "region.refuse", gone)
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
    last_one(change)
    tell(actor, "region.undo", change, reason=reason[:200])
    return enqueue(
        actor=actor,
        kind="regions.undo",
        regency=change.regency_code,
        params={"change": change.pk, "period": period.pk, "note": reason[:200]},
        weight=int(change.counts.get("voters", 0)),
    )


def last_one(change: RegionChange) -> None:
    later = RegionChange.objects.of(change.regency_code).filter(
        state=Applied, applied_at__gt=change.applied_at
    )
    if later.exists():
        raise NotDecidable(_("Urungkan dahulu perubahan wilayah yang lebih baru."))


def tell(actor: Any, action: str, change: RegionChange, **data: Any) -> None:
    record(
        actor=actor,
        action=action,
        regency_code=change.regency_code,
        subject=str(change.public_id),
        data={"kind": change.kind, "basis": change.basis_no, **data},
    )
