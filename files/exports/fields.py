"""Which columns a role may take away in a file: one list for every kind of file.

A kind of file is named by the action that the ledger records for it. `~` before a
column masks it. A role that a kind does not name takes nothing away; a column that its
list does not name is left out of the file, whoever asks. Roles come in as words: this
room stands below accounts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from files.exports.columns import Column, mask_birth, mask_number

OFFICE = ("OPERATOR", "CHAIR", "MEMBER")
READERS = (*OFFICE, "PROVINCE", "SUPERVISOR")
SYSTEM = "SYSTEM"
"""A command on the server, run by nobody's account."""
ANY = "*"
"""Every column: a file that goes back to who sent it, or one without persons."""

MASKS: Mapping[str, Callable[[str], str]] = {
    "nik": mask_number,
    "nik_a": mask_number,
    "nik_b": mask_number,
    "nkk": mask_number,
    "tanggal_lahir": mask_birth,
}
PERSON = (
    "~nik nama jk ~tanggal_lahir status_kawin alamat rt rw kelurahan tps status "
    "disabilitas ~nkk"
)
_PROPOSAL = (
    "nomor jenis ~nik nama kelurahan kategori_atau_sebab unsur keadaan sumber dibuat "
    "pemutus tanggal_peristiwa jenis_bukti"
)
_HELD = "yang_menunggu usulan ~nik nama kelurahan sebab tenggat oleh sejak"
_HANDOVER = (
    "nomor nama ~nik arah kab_kota_lain keadaan menunggu batas_jawaban alasan catatan "
    "pembuka dibuka penjawab"
)
_DUPLICATE = (
    "nomor nama_a ~nik_a kelurahan_a tps_a nama_b ~nik_b kelurahan_b tps_b tingkat "
    "bobot asal aturan keadaan catatan pemutus"
)
_EXCHANGE = (
    "nomor nama ~nik kelurahan tps kab_kota_lain persamaan aturan jawaban jawaban_lain "
    "catatan penjawab"
)
_HASHES = (
    "kunci kab_kota rujukan versi sidik_nik sidik_orang sidik_catatan kab_kota_lawan "
    "rujukan_lawan jawaban"
)
_DUKCAPIL = (
    "nomor ~nik nama_dalam_daftar kelurahan nama_dalam_data keadaan nomor_surat "
    "tanggal_surat jawaban nomor_jawaban tanggal_jawaban catatan"
)
_LETTER = (
    "no nik nama_dalam_daftar tempat_lahir_daftar lahir_daftar jk_daftar "
    "nama_dalam_data tempat_lahir_data lahir_data jk_data sumber"
)
_DELIVERY = (
    "berkas pengirim nomor_surat periode jenis baris ditolak diterima penerima keadaan "
    "sha_256"
)
_LEDGER = "waktu pelaku tindakan kode_tindakan objek rincian alamat_jaringan tujuan"
_JOB = "pekerjaan keadaan selesai jumlah peminta dibuat berakhir keterangan"
_ADVICE = (
    "nomor_surat jenis lembaga tanggal_surat batas_waktu isi jawaban nomor_jawaban "
    "tanggal_jawaban tindak_lanjut"
)
_PARTNER = "instansi jenis kode_wilayah alamat diundang_ke_pleno catatan"
_AGREEMENT = "nomor_pks instansi tentang tanggal berakhir sha_256_pindaian"
_REQUEST = (
    "nomor_surat instansi tanggal_surat data_yang_diminta dasar_hukum batas_waktu "
    "keadaan dijawab"
)
_ACTIVITY = "kegiatan jenis tanggal tempat diundang hadir hasil"
_POST = "nama kecamatan tempat kontak status halaman"
_VISIT = "waktu pos kecamatan jenis nomor_laporan petugas"
_BULLETIN = "judul kecamatan periode keadaan disematkan penulis terbit"
_EVENT = (
    "tanggal mulai sampai kegiatan jenis kecamatan tempat keadaan alasan_batal "
    "orang_ditemui laporan catatan"
)
_REACH = "tanggal kecamatan saluran kunjungan"
_RECAP = "periode versi kecamatan kelurahan jk kolom kategori jumlah"
_VILLAGE = (
    "periode kecamatan kelurahan keadaan tanggal usulan diterapkan ditolak "
    "belum_diputus sidik"
)
_COKLIT = (
    "kelompok lembar baris ~nik nama alasan kelurahan rw rt hari petugas kunjungan "
    "hasil keadaan"
)
_COKLIT_BATCH = (
    "nomor kelompok wilayah batas_waktu tugas selesai sisa diuji sesuai benih keadaan"
)
_COKLIT_SHEET = "nomor nama ~nik jk usia alamat alasan"
_SIDALIH = (
    "dpid no_kk nik nama tempat_lahir tanggal_lahir status_perkawinan jenis_kelamin "
    "jalan_dukuh rt rw disabilitas ktp_el keterangan tps kelurahan jenis "
    "unsur_diubah semula menjadi kode_tms sebab_tms kelurahan_semula tps_semula "
    "peristiwa"
)
# The elements of the by-name list; the numbers are masked, as in every office list.
_STATION_LIST = (
    "no ~nkk ~nik nama tempat_lahir ~tanggal_lahir status_kawin jk alamat rt rw "
    "disabilitas ktp_el keterangan tps"
)
_STATION_VILLAGES = (
    "kelurahan kecamatan tps lokasi_khusus l p jumlah tanpa_tps di_atas_kapasitas"
)
_STATIONS = "kecamatan kelurahan tps jenis l p jumlah kapasitas sisa"
_REGION = (
    "jenis dasar_hukum tanggal berlaku_sejak keadaan periode pemilih disusun_oleh "
    "orang_kedua"
)
_SIDALIH_COMPARED = (
    "baris hasil dpid nik nama kelurahan unsur portal sidalih keterangan lembar usulan"
)
_SIDALIH_COMPARISONS = (
    "berkas cakupan baris hasil sama berbeda hanya_di_sidalih dpid_bertentangan "
    "tidak_terbaca belum_dientri_di_sidalih pengunggah diunggah"
)
_AID_VILLAGE = (
    "no_penerima ~nik nama jk alamat kelurahan rw rt kecocokan hasil diperiksa"
)
# The social office's own file and the answer: nothing that the roll says.
_AID_SOCIAL = (
    "no_penerima nik nkk nama tanggal_lahir jk alamat kelurahan rw rt hasil diperiksa"
)
_SEVEN = "nama jenis_kelamin usia alamat rt rw keterangan"
_BREACH = (
    "jenis waktu tindakan kab_kota objek tujuan_atau_sebab alamat_jaringan kunci_orang "
    "nama nik_tersamar sha_256_berkas_keluar nomor"
)


def _each(roles: Sequence[str], columns: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(roles, tuple(columns.split()))


FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    # Persons by name.
    "voter.export": _each(OFFICE, PERSON),
    "proposal.export": _each(OFFICE, _PROPOSAL),
    "held.export": _each(OFFICE, _HELD),
    "handover.export": _each(OFFICE, _HANDOVER),
    "duplicate.export": _each(OFFICE, _DUPLICATE),
    "exchange.export": _each(OFFICE, _EXCHANGE),
    "dukcapil.export": _each(OFFICE, _DUKCAPIL),
    # To Dukcapil under a letter's number: without the NIK nobody could answer.
    "dukcapil.letter.export": _each(OFFICE, _LETTER),
    # Typed into SIDALIH, which knows people by their numbers.
    "sidalih.export": _each(OFFICE, _SIDALIH),
    "station.list.export": _each(OFFICE, _STATION_LIST),
    # Looked up there one by one.
    "sidalih.compare.export": _each(OFFICE, _SIDALIH_COMPARED),
    "sidalih.unreadable.export": _each(OFFICE, ANY),
    "delivery.refused.export": _each(OFFICE, ANY),
    "coklit.task.export": _each(OFFICE, _COKLIT),
    "aid.village.export": _each((*OFFICE, "VILLAGE"), _AID_VILLAGE),
    "aid.social.export": _each(OFFICE, _AID_SOCIAL),
    "aid.sheet.export": _each(
        (*OFFICE, "VILLAGE", "NEIGHBOURHOOD"), "nomor nama ~nik jk alamat kecocokan"
    ),
    "aid.refused.export": _each(OFFICE, ANY),
    # Exactly the seven elements (PKPU), as a PDF that cannot be changed.
    "supervisor.list.export": _each(("SUPERVISOR",), _SEVEN),
    # Paper for the door: who goes there must find the person.
    "coklit.sheet.export": _each((*OFFICE, "POST", "VILLAGE"), _COKLIT_SHEET),
    # A command on the office's own server: what another program compares.
    "proposal.command": _each((*OFFICE, SYSTEM), "nik kind category elements state"),
    "breach.export": _each((SYSTEM,), _BREACH),
    # No person's data.
    "exchange.hash.export": _each(OFFICE, _HASHES),
    "delivery.export": _each(OFFICE, _DELIVERY),
    "sidalih.comparisons.export": _each(OFFICE, _SIDALIH_COMPARISONS),
    "job.export": _each(OFFICE, _JOB),
    "ledger.export": _each(OFFICE, _LEDGER),
    "trail.export": _each(OFFICE, "waktu pelaku tindakan tujuan catatan_nomor"),
    "advice.export": _each((*OFFICE, "SUPERVISOR"), _ADVICE),
    "post.export": _each(OFFICE, _POST),
    "visit.export": _each(OFFICE, _VISIT),
    "bulletin.export": _each(OFFICE, _BULLETIN),
    "event.export": _each(OFFICE, _EVENT),
    # Of children: no number and no birth date, whoever asks.
    "turning.export": _each(OFFICE, "nama jk kelurahan bulan_genap_17"),
    "turning.figures.export": _each(OFFICE, "kelurahan l p jumlah"),
    "reach.export": _each(OFFICE, _REACH),
    # A poster: facts of an open post.
    "poster.export": _each((*OFFICE, "POST"), ANY),
    # A citizen's receipt: number, code and place, no person.
    "report.receipt": _each((*OFFICE, "POST"), ANY),
    "coklit.batch.export": _each((*OFFICE, "SUPERVISOR"), _COKLIT_BATCH),
    "recap.export": _each(READERS, _RECAP),
    "station.export": _each((*OFFICE, "SUPERVISOR"), _STATIONS),
    "station.village.export": _each((*OFFICE, "SUPERVISOR"), _STATION_VILLAGES),
    "region.export": _each(OFFICE, _REGION),
    "partner.export": _each(OFFICE, _PARTNER),
    "agreement.export": _each(OFFICE, _AGREEMENT),
    "request.export": _each(OFFICE, _REQUEST),
    "activity.export": _each(OFFICE, _ACTIVITY),
    # Bawaslu reads the states of kelurahan, not who confirmed.
    "village.export": _each(OFFICE, f"{_VILLAGE} oleh nomor_surat")
    | _each(("SUPERVISOR",), _VILLAGE),
    # A sheet without rows, to be filled in.
    "code.export": _each(
        ("ADMIN",),
        "daftar angkatan kode sebutan sebutan_inggris sejak sampai keadaan penjagaan",
    ),
    "delivery.template": _each((*OFFICE, SYSTEM), ANY),
    "region.template": _each(OFFICE, ANY),
    "aid.template": _each(OFFICE, ANY),
    "account.template": _each(("ADMIN",), ANY),
    "advice.template": _each(OFFICE, ANY),
    # Finished papers: minutes and recap; Bawaslu's sample, of its seven elements.
    "export": _each((*READERS, SYSTEM), ANY),
    "request.letter": _each(OFFICE, ANY),
    "outgoing.copy": _each((SYSTEM,), ANY),
    "supervisor.sample.export": _each(("SUPERVISOR",), ANY),
}


class ExportRefused(PermissionDenied):
    """The role takes no such file away; the page answers 403."""


def role_of(actor: Any) -> str:
    """The word for who asks: the account's role, or SYSTEM without one."""
    return str(actor.role) if actor is not None else SYSTEM


def may_take(kind: str, role: str) -> bool:
    """Whether the role takes files of this kind at all."""
    return bool(FIELDS.get(kind, {}).get(role))


def list_of(kind: str, role: str) -> tuple[str, ...]:
    """The columns that `role` may take in a file of this kind. Raises ExportRefused."""
    found = FIELDS.get(kind, {}).get(role)
    if not found:
        raise ExportRefused(_("Peran Anda tidak dapat mengunduh berkas ini."))
    return found


def allowed(
    kind: str, role: str, columns: Sequence[Column]
) -> tuple[list[Column], list[int]]:
    """What is left of `columns` for a role, masked as its list says, and its places.

    Raises ExportRefused when the role has no list or nothing is left.
    """
    names = list_of(kind, role)
    kept, places = [], []
    for at, column in enumerate(columns):
        if column.off:
            continue
        if ANY in names or column.name in names:
            kept.append(column)
        elif f"~{column.name}" in names:
            mask = column.mask or MASKS[column.name]
            kept.append(replace(column, mask=mask))
        else:
            continue
        places.append(at)
    if not kept:
        raise ExportRefused(_("Peran Anda tidak dapat mengunduh berkas ini."))
    return kept, places
