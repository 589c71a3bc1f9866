"""What is thrown away, when and why; and what is kept on purpose.

Each rule declares what it removes before it removes it. Nothing here can touch the
ledger or the events: those belong to pdpb_ledger (see `ledger_rule`).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit.models import PersonsShown
from audit.services import record
from kpu_portal.retention.kinds import (
    Rule,
    of_accounts,
    of_contacts,
    of_files,
    of_rest,
    of_work,
)

KEPT = {
    "voter": "Daftar pemilih; seorang pemilih tidak pernah dihapus, hanya TMS.",
    "voter_event": "Peristiwa dan rantainya; bukti daftar, milik pdpb_ledger.",
    "citizen_report": "Tanda terima warga; orangnya hanya disebut nomor kunci.",
    "change_proposal, evidence": "Dasar setiap perubahan; diperiksa Bawaslu dan DKPP.",
    "tugas dan kunjungan coklit": "Dasar usulan dari lapangan; tanpa nama dan NIK.",
    "jangkauan tautan": "Jumlah kunjungan tiap hari dan saluran; tanpa orang.",
    "berkas kiriman": "Sumber hukum sebuah perubahan, dengan sha256-nya.",
    "pleno, rekap, Berita Acara": "Arsip negara.",
    "audit_ledgerentry": "Jejak tanpa orang; tidak pernah dibuang.",
}


def rules() -> list[Rule]:
    """Every rule, with the numbers of the policy as they stand."""
    return [
        *of_accounts(),
        *of_work(),
        *of_contacts(),
        *of_files(),
        *of_rest(),
    ]


def readings_before(now: datetime) -> datetime:
    """Readings of persons recorded before this are due to leave the ledger."""
    return now - timedelta(days=365.25 * settings.POLICY.keep_readings_years)


def due_readings(now: datetime) -> int:
    """How many rows of ledger_persons are due; the portal cannot remove them."""
    return PersonsShown.objects.filter(recorded_at__lt=readings_before(now)).count()


def plan(now: datetime | None = None) -> dict[str, int]:
    """How many of each rule are due."""
    moment = now or timezone.now()
    return {rule.name: rule.due(moment) for rule in rules()}


def apply(now: datetime | None = None) -> dict[str, int]:
    """Remove what is due; one entry of the ledger says what went, if anything did."""
    moment = now or timezone.now()
    with transaction.atomic():
        gone = {rule.name: rule.remove(moment) for rule in rules()}
        if any(gone.values()):
            record(actor=None, action="retention", data=gone)
    return gone
