"""The rules, by what they are about: how long each kind of data is kept, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from accounts import cache
from fieldwork.aid.services.forgetting import due_recipients, forget_recipients
from fieldwork.services import forget_places, placed_before
from files import services as downloads
from kpu_portal import onboarding
from kpu_portal.retention.due import (
    ask,
    attempts,
    contacts,
    contacts_before,
    counting,
    deleting,
    delivery_rows,
    digest_sends,
    drop_landing,
    handovers_before,
    jobs,
    left,
    parts,
    parts_before,
    places_before,
    region_rows,
    rows_before,
    sessions,
    unlink_parts,
)
from partners.services import due_contacts, forget_contacts
from reconciliation import landing
from reconciliation.services import searching
from reconciliation.services.ceiling import finish_withdrawals, unfinished_withdrawals
from voters.dhs.comparing import due_comparisons, forget_comparisons
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


def of_accounts() -> list[Rule]:
    """Sessions, tokens and attempts to sign in."""
    policy = settings.POLICY
    return [
        Rule(
            "sessions",
            "Sesi masuk yang sudah berakhir",
            "sampai berakhir",
            "Tidak dapat dipakai lagi; memuat nomor akun.",
            counting(sessions),
            deleting(sessions),
        ),
        Rule(
            "tokens",
            "Kunci cakupan (sidiknya saja) yang sudah lewat waktunya",
            "sampai berakhir",
            "Tidak membuka apa pun lagi; memuat nomor akun dan wilayahnya.",
            lambda now: ask("expired_scopes"),
            lambda now: ask("forget_scopes"),
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
            counting(attempts),
            deleting(attempts),
        ),
    ]


def of_work() -> list[Rule]:
    """Jobs and copies of rows that work left behind."""
    policy = settings.POLICY
    return [
        Rule(
            "jobs",
            "Pekerjaan yang sudah berakhir",
            f"{policy.keep_jobs_days} hari",
            "Akibatnya tercatat di peristiwa dan jejak.",
            counting(jobs),
            deleting(jobs),
        ),
        Rule(
            "delivery_rows",
            "Salinan baris kiriman (NIK, nama) dan kesalahannya",
            f"{policy.keep_delivery_rows_days} hari",
            "Salinan kedua data pribadi; berkas asalnya tetap disimpan.",
            counting(delivery_rows),
            deleting(delivery_rows),
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
            lambda now: placed_before(places_before(now)).count(),
            lambda now: forget_places(places_before(now)),
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
            lambda now: len(searching.unended(rows_before(now))),
            lambda now: searching.forget_unended(rows_before(now)),
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


def of_contacts() -> list[Rule]:
    """Persons beside rows that stay."""
    policy = settings.POLICY
    return [
        Rule(
            "contacts",
            "Nama, surel dan telepon narahubung yang diarsipkan",
            f"{policy.keep_contacts_days} hari",
            "Tidak dipakai lagi; barisnya tetap, tanpa orangnya.",
            lambda now: due_contacts(contacts_before(now)),
            lambda now: forget_contacts(contacts_before(now)),
        ),
        Rule(
            "report_contacts",
            "Kontak pelapor pada laporan warga",
            f"{policy.keep_report_contacts_days} hari",
            "Tidak perlu lagi setelah laporan selesai; laporannya tetap.",
            lambda now: contacts(now).count(),
            lambda now: contacts(now).update(contact=""),
        ),
        Rule(
            "handovers",
            "Orang (NIK, nama) dalam serah terima yang berakhir",
            f"{policy.keep_handover_days} hari",
            "Kedua kab/kota memilikinya atau menolaknya; barisnya tetap, tanpa orang.",
            lambda now: due_payloads(handovers_before(now)).count(),
            lambda now: forget_payloads(handovers_before(now)),
        ),
        Rule(
            "region_rows",
            "Isi lama usulan dan baris yang mengikuti perubahan wilayah",
            f"{policy.keep_delivery_rows_days} hari",
            "Hanya untuk mengurungkan selama periodenya terbuka; memuat data orang.",
            counting(region_rows),
            deleting(region_rows),
        ),
        Rule(
            "left_youths",
            "Orang yang menunggu 17 tahun, lalu disebut meninggal atau pindah",
            f"{policy.keep_delivery_rows_days} hari sejak terakhir disebut kiriman",
            "Hanya untuk mengurungkan kiriman yang keliru; memuat data anak.",
            counting(left),
            deleting(left),
        ),
    ]


def of_files() -> list[Rule]:
    """Files for a person to take, and lists that were never loaded."""
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


def of_rest() -> list[Rule]:
    """Letters, drafts and what dead processes left."""
    policy = settings.POLICY
    return [
        Rule(
            "digests",
            "Catatan surel pekerjaan: siapa, kapan, diterima atau ditolak",
            f"{policy.keep_digests_days} hari",
            "Cukup untuk melihat mengapa surel tidak sampai; memuat nomor akun.",
            counting(digest_sends),
            deleting(digest_sends),
        ),
        Rule(
            "landing",
            "Tabel pendaratan yang ditinggalkan proses yang mati",
            "sampai tidak dipegang pekerjaan mana pun",
            "Salinan mentah data pribadi.",
            lambda now: len(landing.leftovers()),
            drop_landing,
        ),
        Rule(
            "evidence_drafts",
            "Dokumen di samping isian yang tidak pernah dikirim",
            f"{policy.keep_upload_parts_hours} jam",
            "Pindaian dokumen orang tanpa usulan yang memerlukannya.",
            lambda now: old_drafts(parts_before(now)),
            lambda now: forget_drafts(parts_before(now)),
        ),
        Rule(
            "upload_parts",
            "Potongan unggahan yang tidak selesai",
            f"{policy.keep_upload_parts_hours} jam",
            "Salinan mentah data pribadi di cakram.",
            lambda now: len(parts(now)),
            unlink_parts,
        ),
    ]
