"""What is wrong with the map of a change of regions, in words for whoever typed it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.rules.change import Problem

LABELS = {
    "kode_lama": gettext_lazy("Kode lama"),
    "rw": gettext_lazy("RW"),
    "rt": gettext_lazy("RT"),
    "kode_baru": gettext_lazy("Kode baru"),
    "nama_baru": gettext_lazy("Nama baru"),
    "nama_kecamatan_baru": gettext_lazy("Nama kecamatan baru"),
    "rw_baru": gettext_lazy("RW baru"),
    "rt_baru": gettext_lazy("RT baru"),
}
HEADINGS = {
    "kode_lama": "Kode lama",
    "rw": "RW",
    "rt": "RT",
    "kode_baru": "Kode baru",
    "nama_baru": "Nama baru",
    "nama_kecamatan_baru": "Nama kecamatan baru",
    "rw_baru": "RW baru",
    "rt_baru": "RT baru",
}
"""Of the form, in whatever language the portal is read: a file passes many hands."""
WHY = {
    "OLD_UNKNOWN": gettext_lazy(
        "bukan kode wilayah kab/kota ini. Tulis sepuluh angka kode kelurahan."
    ),
    "OLD_ENDED": gettext_lazy("sudah berakhir pada perubahan sebelumnya."),
    "OUTSIDE": gettext_lazy(
        "milik kab/kota lain. Daftar pemilih disimpan per kab/kota; pembentukan "
        "kab/kota baru tidak dapat dilakukan dari halaman ini."
    ),
    "CODE": gettext_lazy("bukan kode kelurahan. Tulis sepuluh angka."),
    "ENDED": gettext_lazy("pernah dipakai dan sudah berakhir. Pakai kode yang baru."),
    "NAME": gettext_lazy("kosong. Isi nama barunya."),
    "NAMES": gettext_lazy("berbeda dari nama di baris lain untuk kode yang sama."),
    "DISTRICT": gettext_lazy("kosong. Kecamatannya belum ada; isi namanya."),
    "RT_ALONE": gettext_lazy("tanpa RW. Isi juga RW-nya."),
    "NUMBER": gettext_lazy("bukan nomor. Tulis seperti 1, 1-3 atau 1, 4."),
    "TWICE": gettext_lazy("sudah ada di baris lain untuk RW dan RT yang sama."),
    "RENAME_CODE": gettext_lazy(
        "tidak boleh lain dari kode lama pada ganti nama. Kosongkan."
    ),
    "SAME_NAME": gettext_lazy("sama dengan nama sekarang."),
    "WHOLE": gettext_lazy("tidak dipakai pada ganti nama. Kosongkan RW dan RT."),
    "SAME_DISTRICT": gettext_lazy("masih di kecamatan yang sama."),
    "NOT_SPLIT": gettext_lazy(
        "satu-satunya tujuan. Pada pemekaran, satu kelurahan menuju dua atau lebih; "
        "tulis juga baris untuk yang tinggal."
    ),
    "NOT_MERGED": gettext_lazy(
        "hanya dituju satu kelurahan. Pada penggabungan, dua atau lebih menuju satu."
    ),
    "APART": gettext_lazy(
        "bukan satu-satunya tujuan. Pada jenis ini seluruh kelurahan menuju satu; "
        "untuk yang terbagi pilih pemekaran."
    ),
    "EMPTY": gettext_lazy("Peta masih kosong. Isi paling sedikit satu baris."),
}


def sentences(problems: Iterable[Problem]) -> list[str]:
    """Each problem with its row, its column and what was found there."""
    return [_sentence(one) for one in problems]


def _sentence(one: Problem) -> str:
    why = WHY[one.reason]
    if not one.column:
        return str(why)
    return _("Baris %(n)s, kolom %(column)s: “%(found)s” %(why)s") % {
        "n": one.number,
        "column": LABELS[one.column],
        "found": one.found or "-",
        "why": why,
    }
