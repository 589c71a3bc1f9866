"""Freezes a period: figures, members and chain in one transaction (design 9).

Runs on the worker's connection; the web role has no right on these tables.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from periods import services as periods
from periods.models import Period, State
from plenos.models import (
    ChainSeal,
    Plenary,
    PlenaryState,
    Recap,
    RecapLine,
    Reopening,
    ReopeningState,
)
from plenos.rules import recap as rules
from plenos.rules.recap import Cell
from plenos.selectors.annexes import annexes_of
from plenos.selectors.recap import Sheet, counted, draft, proof, special_sites
from plenos.services.changes import keep_changes
from plenos.services.villages import lock_villages
from voters import services as voters
from voters.models import UNDECIDED, ChangeProposal, RollTally, Status, VoterEvent


class FreezeError(Exception):
    """A freeze that was refused; the message is for the person."""


class NotBalanced(FreezeError):
    """The identity does not hold, or the roll counts otherwise."""


class NotReady(FreezeError):
    """The plenary's record is not complete, or the period is closed."""


def lock_roll(regency: str) -> None:
    """Keep every other writer of the regency's roll out until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('roll'), %s)", [int(regency)]
        )


@transaction.atomic
def record_opening(*, actor: Any, period: Period) -> Period:
    """Freeze the opening roll as version 1 of `period`, close it, open the next.

    Gives the period that is open now. The roll must have been loaded into `period`.
    Raises PeriodClosed when it was recorded before.
    """
    periods.require_open(period)
    lock_roll(period.regency_code)
    cells: dict[Cell, int] = {}
    for (kelurahan, sex), n in counted(period.regency_code).items():
        cells[Cell(kelurahan, sex, "SEKARANG")] = n
    held = RollTally.objects.filter(
        regency_code=period.regency_code, status=Status.HELD
    )
    for kelurahan, sex, n in held.values_list("kelurahan", "sex", "n"):
        cells[Cell(kelurahan, sex, "DITAHAN")] = n
    cells |= special_sites(period.regency_code)
    sha = rules.digest(period.regency_code, period.code, 1, cells)
    sheet = Sheet(period.regency_code, period, cells, 1, sha, None)
    _store(actor=actor, sheet=sheet, is_opening=True)
    return _turn(actor=actor, period=period)


@transaction.atomic
def freeze(
    *,
    actor: Any,
    period: Period,
    seen: str | None = None,
    check: Callable[[], None] = lambda: None,
) -> Recap:
    """Freeze the period as its plenary decided; closes it and opens the next.

    seen: Plenary.seen of the record that the chair has read; `check` is the job's
    fencing check. Raises NotReady when the record of the plenary is incomplete or
    another by now, or the period closed, NotBalanced when the proof fails.
    """
    check()
    lock_roll(period.regency_code)
    plenary = Plenary.objects.select_for_update().filter(period=period).first()
    if plenary is not None and plenary.state != PlenaryState.DRAFT:
        raise NotReady(_("Pleno periode ini sudah dibekukan."))
    missing = [*why_not_ready(plenary), *why_not_as_read(plenary, seen)]
    if plenary is None or missing:
        raise NotReady(" ".join(missing))
    try:
        periods.require_open(period)
    except periods.PeriodError as error:
        raise NotReady(str(error)) from error
    sheet = draft(period)
    wrong = proof(sheet, counted(period.regency_code))
    if wrong:
        first = wrong[0]
        raise NotBalanced(
            _(
                "Rekap tidak seimbang di %(n)s tempat; pertama %(place)s %(sex)s: "
                "seharusnya %(due)s, ada %(found)s (selisih %(by)s)."
            )
            % {
                "n": len(wrong),
                "place": first.place,
                "sex": first.sex,
                "due": first.expected,
                "found": first.found,
                "by": first.by,
            }
        )
    recap = _store(actor=actor, sheet=sheet, is_opening=False)
    Plenary.objects.filter(period=period, version__lt=plenary.version).update(
        state=PlenaryState.SUPERSEDED
    )
    plenary.state, plenary.frozen_at = PlenaryState.FROZEN, timezone.now()
    plenary.save(update_fields=["state", "frozen_at", "updated_at"])
    _turn(actor=actor, period=period)
    check()
    return recap


def why_not_as_read(plenary: Plenary | None, seen: str | None) -> list[str]:
    """Why a decision does not hold for the record as it stands; empty when it does.

    What is frozen cannot be changed any more, so the chair decides on what was read.
    """
    if seen is None or plenary is None or plenary.seen == seen:
        return []
    return [_("Catatan pleno berubah sejak halaman dibuka; baca lagi, lalu bekukan.")]


def why_not_ready(plenary: Plenary | None) -> list[str]:
    """What the record of a plenary still lacks, as sentences; empty when complete."""
    if plenary is None:
        return [_("Rapat pleno belum dicatat.")]
    lacks = []
    if not plenary.number:
        lacks.append(_("Nomor Berita Acara belum diisi."))
    if not (plenary.held_on and plenary.hour and plenary.place):
        lacks.append(_("Tanggal, jam dan tempat pleno belum lengkap."))
    elif plenary.held_on > timezone.localdate():
        lacks.append(
            _(
                "Tanggal pleno %(day)s belum tiba; bekukan pada harinya, atau "
                "perbaiki tanggalnya."
            )
            % {"day": f"{plenary.held_on:%d-%m-%Y}"}
        )
    elif plenary.held_on < plenary.period.starts_on:
        lacks.append(
            _("Tanggal pleno %(day)s sebelum periode dimulai; perbaiki tanggalnya.")
            % {"day": f"{plenary.held_on:%d-%m-%Y}"}
        )
    if not plenary.decision:
        lacks.append(_("Keputusan pleno belum diisi."))
    if not plenary.signatories.exists():
        lacks.append(_("Penanda tangan belum diisi."))
    if not plenary.attendance.exists():
        lacks.append(_("Daftar hadir belum diisi."))
    return lacks


def _store(*, actor: Any, sheet: Sheet, is_opening: bool) -> Recap:
    """Members, seal, recap and its lines."""
    period = sheet.period
    _store_members(period, sheet.version)
    seal = _seal(period, sheet.version)
    recap = Recap.objects.create(
        regency_code=sheet.regency,
        period=period,
        version=sheet.version,
        is_opening=is_opening,
        frozen_by_id=getattr(actor, "pk", None),
        frozen_by_name=str(actor or "sistem")[:150],
        head=seal.head,
        sha256=sheet.sha256,
        annexes=annexes_of(period),
    )
    RecapLine.objects.bulk_create(
        RecapLine(recap=recap, regency_code=sheet.regency, n=n, **cell._asdict())
        for cell, n in sorted(sheet.cells.items())
        if n
    )
    if sheet.version > 1:
        keep_changes(recap)
    if not is_opening:
        lock_villages(recap)
    record(
        actor=actor,
        action="plenary.freeze",
        regency_code=sheet.regency,
        subject=period.code,
        data={
            "sha256": sheet.sha256,
            "head": seal.head,
            "version": sheet.version,
        },
    )
    return recap


def _store_members(period: Period, version: int) -> None:
    """Who is counted; of a reopened period only what is otherwise than before."""
    regency = period.regency_code
    with connection.cursor() as cursor:
        if version > 1:
            cursor.execute(
                "SELECT replace_members(%s, %s, %s)", [regency, period.pk, version]
            )
            return
        cursor.execute("SELECT enrol_members(%s)", [regency])
        cursor.execute(
            "INSERT INTO period_member (regency_code, period_id, voter_id, "
            "row_version, kelurahan, sex, tps, list_no) "
            "SELECT regency_code, %s, id, row_version, kelurahan, sex, tps, "
            "row_number() OVER (PARTITION BY kelurahan ORDER BY tps, name, id) "
            "FROM voter WHERE regency_code = %s AND status IN ('ACTIVE', 'HELD')",
            [period.pk, regency],
        )


def _seal(period: Period, version: int) -> ChainSeal:
    regency = period.regency_code
    before = ChainSeal.objects.of(regency).order_by("-last_id", "-id").first()
    last = VoterEvent.objects.filter(regency_code=regency).order_by("-id").first()
    after_id = before.last_id if before else 0
    last_id = last.pk if last else after_id
    previous = before.head if before else ""
    head, events = chain_head(regency, previous, after_id, last_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT keep_links(%s, %s, %s)", [regency, after_id, last_id])
    return ChainSeal.objects.create(
        regency_code=regency,
        period=period,
        version=version,
        previous_head=previous,
        head=head,
        events=events,
        after_id=after_id,
        last_id=last_id,
    )


def chain_head(
    regency: str, previous: str, after_id: int, last_id: int
) -> tuple[str, int]:
    """Head of the chain over the events in (after_id, last_id], and their number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT head, events FROM chain_head(%s, %s, %s, %s)",
            [regency, previous, after_id, last_id],
        )
        head, events = cursor.fetchone()
    return head, events


def _turn(*, actor: Any, period: Period) -> Period:
    """Close `period`, open the one after it, carry over what nobody decided.

    Whoever turns eligible by the new reference date is proposed at once.
    """
    regency = period.regency_code
    periods.close(period, actor=actor)
    for one in Reopening.objects.filter(period=period, state=ReopeningState.OPEN):
        one.state, one.closed_at = ReopeningState.CLOSED, timezone.now()
        one.save(update_fields=["state", "closed_at"])
    opened = periods.open_after(period, actor=actor)
    closed = Period.objects.of(regency).filter(state=State.CLOSED)
    ChangeProposal.objects.of(regency).filter(
        period_id__in=closed.values("pk"), state__in=[*UNDECIDED, "ACCEPTED"]
    ).update(period_id=opened.pk)
    voters.propose_now_eligible(actor=actor, regency=regency, period=opened)
    return opened
