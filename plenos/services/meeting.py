"""Records the plenary, takes the signed minutes in, publishes; web's own writes."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role
from audit.services import record
from jobs.models import OPEN_STATES, Job
from jobs.services import enqueue
from periods.models import Period, State
from plenos.models import (
    Plenary,
    PlenaryAttendance,
    PlenaryInput,
    PlenaryState,
    Signatory,
)
from plenos.selectors.recap import counted, draft, proof
from plenos.services.freezing import (
    NotBalanced,
    NotReady,
    why_not_as_read,
    why_not_ready,
)
from plenos.services.meanwhile import saved_meanwhile
from plenos.services.outgoing import ask_copy


class PlenaryError(Exception):
    """A step of the plenary that was refused; the message is for the person."""


class PlenaryChanged(PlenaryError):
    """Somebody else saved the record since the page was opened."""


FACTS = ("number", "held_on", "hour", "place", "agenda", "decision", "copies")


@transaction.atomic
def save_plenary(
    *,
    actor: Any,
    period: Period,
    facts: dict[str, Any],
    signatories: Sequence[dict[str, Any]],
    attendance: Sequence[dict[str, Any]],
    inputs: Sequence[dict[str, Any]],
    seen: str | None = None,
) -> Plenary:
    """Write the record of a plenary, whole; before the freeze only.

    seen: Plenary.seen of the page that sends it, "" where it showed none; None asks
    nothing. Raises PlenaryError when the period is closed or the plenary frozen,
    PlenaryChanged when the record is another than the page showed: it is written
    whole, and what a colleague has entered meanwhile would go.
    """
    plenary = _to_write(period, seen)
    for name in FACTS:
        if name in facts:
            setattr(plenary, name, facts[name])
    plenary.updated_by_name = str(actor)[:150]
    plenary.save()
    lists: tuple[tuple[Any, Sequence[dict[str, Any]]], ...] = (
        (Signatory, signatories),
        (PlenaryAttendance, attendance),
        (PlenaryInput, inputs),
    )
    for model, rows in lists:
        model.objects.filter(plenary=plenary).delete()
        model.objects.bulk_create(model(plenary=plenary, **row) for row in rows)
    record(
        actor=actor,
        action="plenary.save",
        regency_code=period.regency_code,
        subject=period.code,
    )
    return plenary


def _to_write(period: Period, seen: str | None) -> Plenary:
    """The record as it stands, begun where there is none, locked until the commit."""
    if period.state != State.OPEN:
        raise PlenaryError(_("Periode sudah ditutup; catatan pleno tidak berubah."))
    mine, is_new = Plenary.objects.filter(period=period), False
    plenary: Plenary | None = mine.select_for_update().first()
    if plenary is None:  # a colleague may begin it in the same moment
        told = {"regency_code": period.regency_code}
        plenary, is_new = mine.get_or_create(period=period, version=1, defaults=told)
    if plenary.state != PlenaryState.DRAFT:
        raise PlenaryError(_("Pleno sudah dibekukan; catatannya tidak berubah."))
    if seen is not None and seen != ("" if is_new else plenary.seen):
        who, when = plenary.updated_by_name, plenary.updated_at
        raise PlenaryChanged(saved_meanwhile(who, when))
    return plenary


def ask_freeze(*, actor: Any, period: Period, seen: str | None = None) -> Job:
    """Queue the freeze; only the chair's own account may (design 9).

    seen: Plenary.seen of the page on which the chair decided; None asks nothing. Raises
    NotReady or NotBalanced at once, so that nobody waits for a refusal; the job
    proves everything again.
    """
    if getattr(actor, "role", "") != Role.CHAIR:
        raise NotReady(_("Hanya ketua yang dapat membekukan."))
    if period.state != State.OPEN:
        raise NotReady(_("Periode ini sudah ditutup."))
    plenary = Plenary.objects.filter(period=period).first()
    lacks = [*why_not_ready(plenary), *why_not_as_read(plenary, seen)]
    if lacks:
        raise NotReady(" ".join(lacks))
    under_way = freezing_of(period).filter(state__in=OPEN_STATES)
    if under_way.exists():
        raise NotReady(_("Periode ini sedang dibekukan; tunggu sebentar."))
    wrong = proof(draft(period), counted(period.regency_code))
    if wrong:
        raise NotBalanced(
            _("Rekap tidak seimbang di %(n)s tempat.") % {"n": len(wrong)}
        )
    return enqueue(
        actor=actor,
        kind="freeze",
        regency=period.regency_code,
        params={"period": period.code, "seen": seen},
    )


def freezing_of(period: Period) -> QuerySet[Job]:
    """Jobs that freeze this period or open it once more, the newest first."""
    return Job.objects.filter(
        regency_code=period.regency_code,
        kind__in=["freeze", "reopen"],
        params__period=period.code,
    ).order_by("-pk")


@transaction.atomic
def store_scan(*, actor: Any, plenary: Plenary, upload: Any) -> Plenary:
    """Take in the signed minutes as PDF; it closes the document.

    Raises PlenaryError before the freeze, after publication, and for what is no PDF.
    """
    plenary = Plenary.objects.select_for_update().get(pk=plenary.pk)
    if plenary.state not in (PlenaryState.FROZEN, PlenaryState.SIGNED):
        raise PlenaryError(
            _("Pindaian diunggah sesudah beku dan sebelum terbit, tidak sekarang.")
        )
    data = _pdf_bytes(upload)
    digest = hashlib.sha256(data).hexdigest()
    period = plenary.period
    plenary.scan = default_storage.save(
        f"plenos/{plenary.regency_code}/{period.code}/{digest[:16]}.pdf",
        ContentFile(data),
    )
    plenary.scan_sha256 = digest
    plenary.signed_at = timezone.now()
    plenary.state = PlenaryState.SIGNED
    plenary.save()
    record(
        actor=actor,
        action="plenary.scan",
        regency_code=plenary.regency_code,
        subject=period.code,
        data={"sha256": digest},
    )
    return plenary


def _pdf_bytes(upload: Any) -> bytes:
    most = settings.POLICY.evidence_max_bytes
    if (upload.size or 0) > most:
        raise PlenaryError(
            _("Berkas lebih besar dari %(mb)s MB.") % {"mb": most // 1_000_000}
        )
    data: bytes = upload.read()
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise PlenaryError(
            _("Berkas ini bukan PDF utuh. Pindai Berita Acara dan simpan sebagai PDF.")
        )
    return data


@transaction.atomic
def publish(*, actor: Any, plenary: Plenary) -> Plenary:
    """Show the frozen recap to province and Bawaslu; needs the signed scan.

    Where the office has a shared folder, a job copies the papers there. Raises
    PlenaryError otherwise.
    """
    plenary = Plenary.objects.select_for_update().get(pk=plenary.pk)
    if plenary.state == PlenaryState.PUBLISHED:
        raise PlenaryError(_("Rekap ini sudah terbit."))
    if plenary.state != PlenaryState.SIGNED:
        raise PlenaryError(_("Unggah dahulu pindaian Berita Acara bertanda tangan."))
    plenary.state = PlenaryState.PUBLISHED
    plenary.published_at = timezone.now()
    plenary.published_by_name = str(actor)[:150]
    plenary.save()
    record(
        actor=actor,
        action="plenary.publish",
        regency_code=plenary.regency_code,
        subject=plenary.period.code,
    )
    ask_copy(actor=actor, plenary=plenary)
    return plenary
