"""Confirms the recap of a kelurahan, takes that back, and locks all at the freeze."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import OFFICE_ROLES, Role
from audit.services import record
from periods import services as periods
from periods.models import Period
from plenos.models import (
    ConfirmationState,
    Recap,
    VillageConfirmation,
    VillageRecap,
)
from plenos.selectors.villages import (
    confirmation_of,
    confirmations,
    counts_from,
    digest_of,
    lines_from,
    work,
    work_of,
)


class VillageError(Exception):
    """A confirmation that was refused; the message is for the person."""


def lock_confirmations(period: Period) -> None:
    """Let no confirmation pass a freeze: both take this until their commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('village'), %s)",
            [int(period.regency_code)],
        )


@transaction.atomic
def confirm_village(
    *,
    actor: Any,
    period: Period,
    kelurahan: str,
    seen: str,
    remark: str = "",
    paper_no: str = "",
    paper_on: date | None = None,
    signed_by: str = "",
) -> VillageConfirmation:
    """Confirm the figures whose digest is `seen`, in place of an older confirmation.

    The officer of the kelurahan confirms in person; the office only from a paper, with
    its number, date and who signed it. Raises VillageError: for anybody else, a closed
    period, figures that are not those seen any more, and what was confirmed already.
    """
    lock_confirmations(period)
    _require_open(period)
    paper = _paper(actor, kelurahan, paper_no, paper_on, signed_by)
    rows = work_of(period, kelurahan)
    now = digest_of(period, kelurahan, rows)
    if now != seen:
        raise VillageError(
            _("Angka berubah sejak halaman dibuka; periksa lagi, lalu konfirmasi.")
        )
    before = confirmation_of(period, kelurahan)
    if before is not None and before.sha256 == now:
        raise VillageError(_("Angka ini sudah dikonfirmasi."))
    if before is not None:
        _end(before, actor, ConfirmationState.REPLACED)
    made: VillageConfirmation = VillageConfirmation.objects.create(
        regency_code=period.regency_code,
        period=period,
        kelurahan=kelurahan,
        sha256=now,
        figures=[list(row) for row in rows],
        remark=remark.strip()[:400],
        entered_by_id=getattr(actor, "pk", None),
        entered_by_name=str(actor)[:150],
        **paper,
    )
    _record(actor, "village.confirm", made)
    return made


@transaction.atomic
def withdraw_village(*, actor: Any, period: Period, kelurahan: str) -> None:
    """Take back the confirmation that stands, until the freeze.

    The officer takes back any of the own kelurahan, the office only what it entered
    from a paper. Raises VillageError for anybody else, a closed period, and when there
    is nothing to take back.
    """
    lock_confirmations(period)
    _require_open(period)
    said = confirmation_of(period, kelurahan)
    if said is None:
        raise VillageError(_("Belum ada konfirmasi yang dapat ditarik."))
    by_paper = actor.role in OFFICE_ROLES and bool(said.paper_no)
    if not by_paper and not _is_officer(actor, kelurahan):
        raise VillageError(
            _("Hanya petugas kelurahan yang menarik konfirmasinya sendiri.")
        )
    _end(said, actor, ConfirmationState.WITHDRAWN)
    _record(actor, "village.withdraw", said)


def lock_villages(recap: Recap) -> int:
    """Keep every kelurahan's figures and confirmation with a version just frozen.

    Runs in the transaction of the freeze, before undecided proposals move on. Gives
    how many kelurahan they are.
    """
    period = recap.period
    lock_confirmations(period)
    figures, said = work(period), confirmations(period)
    kept = []
    for line in lines_from(period, counts_from(period, figures), said):
        rows = figures.get(line.kelurahan, [])
        kept.append(
            VillageRecap(
                recap=recap,
                regency_code=recap.regency_code,
                kelurahan=line.kelurahan,
                state=line.state,
                sha256=line.sha256,
                figures=[list(row) for row in rows],
                made=line.made,
                applied=line.applied,
                refused=line.refused,
                still_open=line.still_open,
                confirmation=said.get(line.kelurahan),
            )
        )
    VillageRecap.objects.bulk_create(kept)
    return len(kept)


def _require_open(period: Period) -> None:
    try:
        periods.require_open(period)
    except periods.PeriodError as error:
        raise VillageError(str(error)) from error


def _is_officer(actor: Any, kelurahan: str) -> bool:
    return bool(actor.role == Role.VILLAGE and actor.scope_code == kelurahan)


def _paper(
    actor: Any, kelurahan: str, number: str, day: date | None, signed_by: str
) -> dict[str, Any]:
    """Who confirms and on what; raises VillageError for who may not."""
    if _is_officer(actor, kelurahan):
        return {"signed_by": str(actor)[:150]}
    if actor.role not in OFFICE_ROLES:
        raise VillageError(_("Peran Anda tidak mengonfirmasi rekap kelurahan."))
    if not (number.strip() and day and signed_by.strip()):
        raise VillageError(
            _("Isi nomor surat, tanggalnya dan nama yang menandatangani.")
        )
    if day > timezone.localdate():
        raise VillageError(_("Tanggal surat belum tiba."))
    return {
        "signed_by": signed_by.strip()[:150],
        "paper_no": number.strip()[:80],
        "paper_on": day,
    }


def _end(said: VillageConfirmation, actor: Any, state: str) -> None:
    said.state, said.ended_at = state, timezone.now()
    said.ended_by_name = str(actor)[:150]
    said.save(update_fields=["state", "ended_at", "ended_by_name"])


def _record(actor: Any, action: str, said: VillageConfirmation) -> None:
    record(
        actor=actor,
        action=action,
        regency_code=said.regency_code,
        subject=said.period.code,
        data={
            "kelurahan": said.kelurahan,
            "sha256": said.sha256,
            "paper": said.paper_no,
        },
    )
