"""What is thrown away, when and why; and what is kept on purpose.

Each rule declares what it removes before it removes it. Nothing here can touch the
ledger or the events: those belong to pdpb_ledger (see `ledger_rule`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session as OldSession
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import cache, digests
from accounts.models import Session
from audit.models import PersonsShown
from audit.services import record
from fieldwork.aid.services.forgetting import due_recipients, forget_recipients
from fieldwork.services import forget_places, placed_before
from files import services as downloads
from jobs.models import OPEN_STATES, Job
from kpu_portal import onboarding
from partners.services import due_contacts, forget_contacts
from reconciliation import landing
from reconciliation.models import Delivery, DeliveryRow, RowIssue
from reconciliation.services import searching
from reconciliation.services.ceiling import finish_withdrawals, unfinished_withdrawals
from regions.models import RegionFollowed
from voters.dhs.comparing import due_comparisons, forget_comparisons
from voters.models import CitizenReport
from voters.services import due_left
from voters.services.drafts import forget_drafts, old_drafts
from voters.services.handover import due_payloads, forget_payloads


@dataclass(frozen=True)
class Rule:
    """One kind of data: what, how long, why; how many are due, and their removal."""

    name: str
    what: str
    keep: str
    why: str
    due: Callable[[datetime], int]
    remove: Callable[[datetime], int]


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


def _sessions(now: datetime) -> list[QuerySet]:
    # Django's own table may hold rows from before the portal kept its sessions itself.
    return [kind.objects.filter(expire_date__lt=now) for kind in (Session, OldSession)]


def _attempts(now: datetime) -> list[QuerySet]:
    before = now - timedelta(days=settings.POLICY.keep_attempts_days)
    kinds = (AccessAttempt, AccessLog, AccessFailureLog)
    return [kind.objects.filter(attempt_time__lt=before) for kind in kinds]


def _jobs(now: datetime) -> list[QuerySet]:
    before = now - timedelta(days=settings.POLICY.keep_jobs_days)
    return [Job.objects.filter(created_at__lt=before).exclude(state__in=OPEN_STATES)]


def _rows_before(now: datetime) -> datetime:
    return now - timedelta(days=settings.POLICY.keep_delivery_rows_days)


def _delivery_rows(now: datetime) -> list[QuerySet]:
    old = list(
        Delivery.objects.filter(received_at__lt=_rows_before(now)).values_list(
            "regency_code", "pk"
        )
    )
    return [
        kind.objects.filter(regency_code=code, delivery_id=pk)
        for code, pk in old
        for kind in (DeliveryRow, RowIssue)
    ]


def _digests(now: datetime) -> list[QuerySet]:
    return [digests.old_sends(now, settings.POLICY.keep_digests_days)]


def _places_before(now: datetime) -> datetime:
    return now - timedelta(days=settings.POLICY.keep_places_days)


def _contacts_before(now: datetime) -> datetime:
    return now - timedelta(days=settings.POLICY.keep_contacts_days)


def _contacts(now: datetime) -> "QuerySet[CitizenReport]":
    before = now - timedelta(days=settings.POLICY.keep_report_contacts_days)
    return CitizenReport.objects.filter(taken_at__lt=before).exclude(contact="")


def _region_rows(now: datetime) -> list[QuerySet]:
    return [RegionFollowed.objects.filter(change__applied_at__lt=_rows_before(now))]


def _left(now: datetime) -> list[QuerySet]:
    return [due_left(_rows_before(now).date())]


def _handovers_before(now: datetime) -> datetime:
    return now - timedelta(days=settings.POLICY.keep_handover_days)


def _parts_before(now: datetime) -> datetime:
    return now - timedelta(hours=settings.POLICY.keep_upload_parts_hours)


def _parts(now: datetime) -> list[Path]:
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR or "")
    before = _parts_before(now)
    if not settings.FILE_UPLOAD_TEMP_DIR or not folder.is_dir():
        return []
    files = (file for file in folder.iterdir() if file.is_file())
    return [file for file in files if file.stat().st_mtime < before.timestamp()]


def _counting(rows: Callable[[datetime], list[QuerySet]]) -> Callable[[datetime], int]:
    return lambda now: sum(one.count() for one in rows(now))


def _deleting(rows: Callable[[datetime], list[QuerySet]]) -> Callable[[datetime], int]:
    return lambda now: sum(one.delete()[0] for one in rows(now))


def _ask(function: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}()")
        return int(cursor.fetchone()[0])


def _drop_landing(now: datetime) -> int:
    count = len(landing.leftovers())
    landing.drop_leftovers()
    return count


def _unlink_parts(now: datetime) -> int:
    found = _parts(now)
    for file in found:
        file.unlink(missing_ok=True)
    return len(found)


def rules() -> list[Rule]:
    """Every rule, with the numbers of the policy as they stand."""
    return [
        *_of_accounts(),
        *_of_work(),
        *_of_contacts(),
        *_of_files(),
        *_of_rest(),
    ]


def _of_accounts() -> list[Rule]:
    policy = settings.POLICY
    return [
        Rule(
            "sessions",
            "Sesi masuk yang sudah berakhir",
            "sampai berakhir",
            "Tidak dapat dipakai lagi; memuat nomor akun.",
            _counting(_sessions),
            _deleting(_sessions),
        ),
        Rule(
            "tokens",
            "Kunci cakupan (sidiknya saja) yang sudah lewat waktunya",
            "sampai berakhir",
            "Tidak membuka apa pun lagi; memuat nomor akun dan wilayahnya.",
            lambda now: _ask("expired_scopes"),
            lambda now: _ask("forget_scopes"),
        ),
        Rule(
            "sign_in_marks",
            "Hitungan percobaan kode dan kode yang sudah dipakai",
            "sampai berakhir",
            "Tidak dibaca lagi.",
            cache.expired,
            cache.forget_expired,
        ),
        Rule(
            "attempts",
            "Percobaan masuk (akun, alamat jaringan)",
            f"{policy.keep_attempts_days} hari",
            "Cukup untuk melihat pola; ringkasannya ada di jejak.",
            _counting(_attempts),
            _deleting(_attempts),
        ),
    ]


def _of_work() -> list[Rule]:
    policy = settings.POLICY
    return [
        Rule(
            "jobs",
            "Pekerjaan yang sudah berakhir",
            f"{policy.keep_jobs_days} hari",
            "Akibatnya tercatat di peristiwa dan jejak.",
            _counting(_jobs),
            _deleting(_jobs),
        ),
        Rule(
            "delivery_rows",
            "Salinan baris kiriman (NIK, nama) dan kesalahannya",
            f"{policy.keep_delivery_rows_days} hari",
            "Salinan kedua data pribadi; berkas asalnya tetap disimpan.",
            _counting(_delivery_rows),
            _deleting(_delivery_rows),
        ),
        Rule(
            "aid_recipients",
            "Penerima bantuan (NIK, nama, alamat) dan hasilnya, berkas gagal",
            f"{policy.keep_delivery_rows_days} hari sesudah programnya berakhir",
            "Data orang yang mungkin bukan pemilih; usulannya tetap di tinjauan.",
            lambda now: due_recipients(now, policy.keep_delivery_rows_days),
            lambda now: forget_recipients(now, policy.keep_delivery_rows_days),
        ),
        Rule(
            "visit_places",
            "Lokasi perangkat, foto, dan alamat baru pada kunjungan coklit",
            f"{policy.keep_places_days} hari",
            "Cukup untuk uji petik; kunjungannya tetap.",
            lambda now: placed_before(_places_before(now)).count(),
            lambda now: forget_places(_places_before(now)),
        ),
        Rule(
            "sidalih_rows",
            "Baris unduhan SIDALIH yang dibandingkan (NIK, nama), berkas gagal",
            f"{policy.keep_delivery_rows_days} hari",
            "Salinan kedua data pribadi; jumlah dan usulannya tetap.",
            lambda now: due_comparisons(now, policy.keep_delivery_rows_days),
            lambda now: forget_comparisons(now, policy.keep_delivery_rows_days),
        ),
        Rule(
            "search_rows",
            "Baris kiriman yang menunggu pencarian ganda yang tidak pernah selesai",
            f"{policy.keep_delivery_rows_days} hari",
            "Salinan kedua data pribadi; berkas asalnya tetap disimpan.",
            lambda now: len(searching.unended(_rows_before(now))),
            lambda now: searching.forget_unended(_rows_before(now)),
        ),
        Rule(
            "withdrawn_rows",
            "Sisa kiriman yang ditarik Ketua dan pekerjaannya tidak berakhir",
            "sampai tidak ada pekerjaan yang membuangnya",
            "Salinan data pribadi dari kiriman yang sudah ditarik seluruhnya.",
            lambda now: unfinished_withdrawals().count(),
            lambda now: finish_withdrawals(),
        ),
    ]


def _of_contacts() -> list[Rule]:
    policy = settings.POLICY
    return [
        Rule(
            "contacts",
            "Nama, surel dan telepon narahubung yang diarsipkan",
            f"{policy.keep_contacts_days} hari",
            "Tidak dipakai lagi; barisnya tetap, tanpa orangnya.",
            lambda now: due_contacts(_contacts_before(now)),
            lambda now: forget_contacts(_contacts_before(now)),
        ),
        Rule(
            "report_contacts",
            "Kontak pelapor pada laporan warga",
            f"{policy.keep_report_contacts_days} hari",
            "Tidak perlu lagi setelah laporan selesai; laporannya tetap.",
            lambda now: _contacts(now).count(),
            lambda now: _contacts(now).update(contact=""),
        ),
        Rule(
            "handovers",
            "Orang (NIK, nama) dalam serah terima yang berakhir",
            f"{policy.keep_handover_days} hari",
            "Kedua kab/kota memilikinya atau menolaknya; barisnya tetap, tanpa orang.",
            lambda now: due_payloads(_handovers_before(now)).count(),
            lambda now: forget_payloads(_handovers_before(now)),
        ),
        Rule(
            "region_rows",
            "Isi lama usulan dan baris yang mengikuti perubahan wilayah",
            f"{policy.keep_delivery_rows_days} hari",
            "Hanya untuk mengurungkan selama periodenya terbuka; memuat data orang.",
            _counting(_region_rows),
            _deleting(_region_rows),
        ),
        Rule(
            "left_youths",
            "Orang yang menunggu 17 tahun, lalu disebut meninggal atau pindah",
            f"{policy.keep_delivery_rows_days} hari sejak terakhir disebut kiriman",
            "Hanya untuk mengurungkan kiriman yang keliru; memuat data anak.",
            _counting(_left),
            _deleting(_left),
        ),
    ]


def _of_files() -> list[Rule]:
    return [
        Rule(
            "downloads",
            "Unduhan yang lewat waktunya: berkas, kata sandi, lalu barisnya",
            f"sampai waktunya; barisnya {downloads.ROW_DAYS} hari",
            "Salinan data pribadi; siapa mengambil apa tetap di jejak.",
            downloads.due_expired,
            lambda now: sum(downloads.remove_expired().values()),
        ),
        Rule(
            "base_lists",
            "Berkas daftar dasar yang diperiksa dan tidak pernah dimuat",
            f"{onboarding.KEEP_DAYS} hari",
            "Salinan mentah seluruh daftar; yang dimuat dibuang saat itu juga.",
            lambda now: len(onboarding.unloaded(now)),
            onboarding.forget_unloaded,
        ),
    ]


def _of_rest() -> list[Rule]:
    policy = settings.POLICY
    return [
        Rule(
            "digests",
            "Catatan surel pekerjaan: siapa, kapan, diterima atau ditolak",
            f"{policy.keep_digests_days} hari",
            "Cukup untuk melihat mengapa surel tidak sampai; memuat nomor akun.",
            _counting(_digests),
            _deleting(_digests),
        ),
        Rule(
            "landing",
            "Tabel pendaratan yang ditinggalkan proses yang mati",
            "sampai tidak dipegang pekerjaan mana pun",
            "Salinan mentah data pribadi.",
            lambda now: len(landing.leftovers()),
            _drop_landing,
        ),
        Rule(
            "evidence_drafts",
            "Dokumen di samping isian yang tidak pernah dikirim",
            f"{policy.keep_upload_parts_hours} jam",
            "Pindaian dokumen orang tanpa usulan yang memerlukannya.",
            lambda now: old_drafts(_parts_before(now)),
            lambda now: forget_drafts(_parts_before(now)),
        ),
        Rule(
            "upload_parts",
            "Potongan unggahan yang tidak selesai",
            f"{policy.keep_upload_parts_hours} jam",
            "Salinan mentah data pribadi di cakram.",
            lambda now: len(_parts(now)),
            _unlink_parts,
        ),
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
