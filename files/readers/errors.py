"""Why a file is not read, in words for the person who chose it."""

from django.utils.translation import gettext, gettext_noop

WORDS = {
    "empty": gettext_noop(
        "Berkas kosong. Periksa isinya atau minta kiriman ulang, lalu unggah lagi."
    ),
    "headings_only": gettext_noop("Berkas hanya berisi judul kolom, tanpa baris."),
    "wrong": gettext_noop(
        "Bukan berkas csv, txt, xlsx, xls, ods atau zip yang dapat dibaca."
    ),
    "no_header": gettext_noop(
        "Judul kolom tidak ditemukan: harus ada NIK dan kolom lain yang dikenal "
        "(NAMA, TGL LAHIR, …). Mungkin ini bukan berkas kiriman."
    ),
    "unreadable": gettext_noop(
        "Berkas tidak terbaca; mungkin rusak. Simpan ulang sebagai xlsx atau csv UTF-8."
    ),
    "nul": gettext_noop(
        "Berkas berisi byte NUL, jadi bukan teks utuh. Simpan ulang sebagai csv UTF-8."
    ),
    "truncated": gettext_noop(
        "Berkas terpotong atau rusak; unduh ulang dari pengirim, lalu kirim lagi."
    ),
    "password": gettext_noop(
        "Berkas dikunci kata sandi. Buka kuncinya, lalu unggah kembali."
    ),
    "page": gettext_noop(
        "Ini halaman web atau XML yang diberi nama lain (misalnya .xls). Buka di "
        "Excel, lalu Simpan Sebagai xlsx."
    ),
    "entities": gettext_noop(
        "Berkas memuat deklarasi XML yang tidak pernah ada dalam lembar kerja. "
        "Buka di Excel, simpan ulang sebagai xlsx, dan tanyakan asalnya ke pengirim."
    ),
    "bomb": gettext_noop(
        "Isi berkas mengembang tidak wajar bila dibuka, jadi tidak dibuka. Minta "
        "pengirim menyimpan ulang sebagai csv."
    ),
    "entries": gettext_noop(
        "Terlalu banyak berkas di dalam zip. Kirim paling banyak 500 berkas sekaligus."
    ),
    "nested": gettext_noop("Ada zip di dalam zip. Keluarkan isinya dulu."),
    "too_big": gettext_noop("Isi berkas terlalu besar bila dibuka. Kirim sebagai csv."),
    "too_slow": gettext_noop("Berkas terlalu lama dibuka. Kirim sebagai csv."),
    "stopped": gettext_noop(
        "Pembaca berkas dihentikan sebelum selesai (terlalu lama, atau oleh komputer). "
        "Ulangi; bila terulang, kirim sebagai csv."
    ),
    "long_line": gettext_noop(
        "Ada baris yang tidak berakhir (lebih dari dua juta huruf); berkas rusak. "
        "Minta pengirim menyimpan ulang."
    ),
    "rounded": gettext_noop(
        "Semua NIK di baris pertama dibulatkan Excel (berakhir 0, atau semua genap), "
        "jadi salah. Format kolom NIK sebagai Teks, isi ulang dari sumbernya, lalu "
        "simpan."
    ),
    "columns": gettext_noop("Terlalu banyak kolom. Hapus kolom yang tidak dipakai."),
    "long_cell": gettext_noop(
        "Ada satu isian yang lebih panjang dari yang mungkin di Excel (32.767 huruf). "
        "Hapus isian itu, lalu simpan ulang."
    ),
}
"""Cause to what is told; every one says what to do where something can be done."""


class FileRefused(Exception):
    """The file cannot be used; nothing of it was taken. `code` names the cause."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def refusal(code: str) -> FileRefused:
    """The refusal with the words of its cause."""
    return FileRefused(code, gettext(WORDS[code]))
