"""Why a row is refused, and how its sender puts it right."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Issue:
    """A kind of refusal: its name, the field it is about, and the advice."""

    label: str | Promise
    field: str
    advice: str | Promise


ISSUES: dict[str, Issue] = {
    "RAGGED": Issue(
        _("Jumlah kolom tidak sama dengan judul"),
        "",
        _("Ada pemisah atau ganti baris di dalam isian; beri tanda kutip."),
    ),
    "NIK_NUMBER": Issue(
        _("NIK rusak oleh Excel"),
        "nik",
        _("Format kolom sebagai Teks sebelum menyimpan, lalu isi ulang 16 angka."),
    ),
    "NIK_LETTERS": Issue(
        _("NIK berisi selain angka"),
        "nik",
        _("Ganti huruf O dengan 0, huruf I atau l dengan 1; cocokkan dengan KTP-el."),
    ),
    "NIK_LENGTH": Issue(
        _("NIK bukan 16 angka"), "nik", _("Isi 16 angka sesuai KTP-el.")
    ),
    "NIK_SAME_DIGITS": Issue(
        _("NIK berisi angka yang sama semua"), "nik", _("Isi NIK sesuai KTP-el.")
    ),
    "NIK_PROVINCE": Issue(
        _("Kode provinsi di NIK tidak dikenal"), "nik", _("Cocokkan NIK dengan KTP-el.")
    ),
    "NIK_DATE": Issue(
        _("Tanggal di dalam NIK mustahil"), "nik", _("Cocokkan NIK dengan KTP-el.")
    ),
    "NIK_SERIAL": Issue(
        _("Nomor urut NIK 0000"), "nik", _("Cocokkan NIK dengan KTP-el.")
    ),
    "NAME_EMPTY": Issue(_("Nama kosong"), "name", _("Isi nama sesuai KTP-el.")),
    "CELL_ERROR": Issue(
        _("Isian berisi rumus atau galat Excel"),
        "",
        _("Isi #REF! dan sejenisnya, dan rumus tanpa nilai, dengan teks biasa."),
    ),
    "BIRTH_DATE": Issue(
        _("Tanggal lahir mustahil"),
        "birth_date",
        _("Periksa KK; tulis HH-BB-TTTT, tahun empat angka, bukan angka seri Excel."),
    ),
    "SEX_CODE": Issue(
        _("Kode jenis kelamin tidak dikenal"),
        "sex",
        _("Pakai L, P, LAKI-LAKI, PEREMPUAN, 1 atau 2."),
    ),
    "MARITAL_CODE": Issue(
        _("Kode status kawin tidak dikenal"),
        "marital_status",
        _("Pakai B, S, P atau 1 sampai 4."),
    ),
    "DISABILITY_CODE": Issue(
        _("Kode disabilitas tidak dikenal"),
        "disability",
        _(
            "Daftar kode 2024 memakai 0 sampai 6; daftar 2018 0, 1, 2, dan 4. "
            "Kosongkan 3 dan 5 daftar 2018, yang tidak berpadanan satu, lalu usulkan "
            "dengan tangan di halaman pemilihnya."
        ),
    ),
    "EKTP_CODE": Issue(
        _("Kode KTP-el tidak dikenal"),
        "ektp_status",
        _("Pakai S atau B, SUDAH atau BELUM."),
    ),
    "EVENT_CODE": Issue(
        _("Keterangan tidak dikenal"),
        "event",
        _("Pakai MENINGGAL, PINDAH, DATANG, TNI, POLRI, WNA, GANDA, UBAH atau BARU."),
    ),
    "EVENT_MISSING": Issue(
        _("Peristiwa kosong"), "event", _("Isi apa yang terjadi pada orang ini.")
    ),
    "EVENT_DATE": Issue(
        _("Tanggal peristiwa mustahil"),
        "event_date",
        _(
            "Tulis HH-BB-TTTT; tidak sebelum tanggal lahir dan tidak sesudah hari "
            "berkas diterima."
        ),
    ),
    "NATIONALITY_CODE": Issue(
        _("Kewarganegaraan tidak dikenal"),
        "nationality",
        _("Pakai WNI atau WNA; nama negara boleh menyusul, seperti WNA (Malaysia)."),
    ),
    "MOVE_INSIDE": Issue(
        _("Pindah ke dalam kab/kota ini tanpa kelurahan baru"),
        "destination",
        _(
            "Isi kelurahan dengan kelurahan yang baru: orangnya tetap pemilih di sini. "
            "Jika pindah ke luar, perbaiki tujuannya."
        ),
    ),
    "REGION_UNKNOWN": Issue(
        _("Kelurahan tidak dikenal"),
        "kelurahan",
        _("Pakai nama atau kode Kemendagri yang berlaku."),
    ),
    "REGION_OUTSIDE": Issue(
        _("Kelurahan di luar kab/kota ini"),
        "kelurahan",
        _("Kirim ke KPU tempat tinggalnya, atau isi keterangan PINDAH."),
    ),
    "INCOMPLETE": Issue(
        _("Orang baru tanpa unsur wajib"),
        "",
        _("Isi NIK, nama, tanggal lahir, jenis kelamin, alamat dan kelurahan."),
    ),
    "NIK_REPEATED": Issue(
        _("NIK sama dengan baris sebelumnya"),
        "nik",
        _("Baris pertama yang sah sudah dipakai. Hapus salah satu."),
    ),
}

IGNORED = {
    "NOT_OURS": _("bukan urusan daftar pemilih (kelahiran, surat)"),
    "NOT_ON_ROLL": _("tidak ada di daftar"),
    "ALREADY_APPLIED": _("sudah diterapkan"),
    "NOT_ALLOWED": _("di luar urusan pengirim ini"),
    "OTHER_VILLAGE": _("kelurahan lain"),
}

WARNINGS = {
    "NIK_PREFIX": _("Awalan NIK dari kab/kota lain"),
    "NIK_BIRTH_DATE": _("Tanggal di NIK berbeda dari tanggal lahir"),
    "NIK_SEX": _("Jenis kelamin di NIK berbeda"),
    "NIK_REGION_UNKNOWN": _("Kecamatan lama di NIK tidak dikenal"),
    "NKK_MISSING": _("NKK kosong"),
    "NKK_MALFORMED": _("NKK rusak"),
    "PLACE_NUMBER_UNREAD": _(
        "RT, RW, atau TPS tidak terbaca (paling banyak tiga angka)"
    ),
    "AGE_OVER_100": _("Umur di atas 100 tahun"),
}

OUTCOMES = (
    "SAME",
    "UBAH",
    "PINDAH_DALAM",
    "BARU",
    "NOT_YET",
    "TMS",
    "MUNCUL_KEMBALI",
    "NIK_GANDA_ORANG",
    "IGNORED",
    "REFUSED",
)
"""The ten outcomes in the order of the report."""
