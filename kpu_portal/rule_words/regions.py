"""Rules of changes of regions (Y): the map, the two people, the roll, and undoing."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REGIONS: dict[str, str | Promise] = {
    "Y1": _(
        "Setiap pemilih kelurahan lama menuju tepat satu tempat menurut baris yang "
        "paling rinci (RT, lalu RW, lalu seluruh kelurahan), atau disebut belum punya "
        "tujuan dan peta ditolak."
    ),
    "Y2": _(
        "Perubahan wilayah perlu dua orang, satu di antaranya ketua, dan hanya selama "
        "periodenya terbuka."
    ),
    "Y3": _(
        "Pemilih mengikuti peta sebagai penyesuaian wilayah: bukan masuk, keluar, atau "
        "ubah."
    ),
    "Y4": _(
        "Rekap beku tetap memakai kode dan nama periodenya; ganti nama berlaku sejak "
        "harinya saja."
    ),
    "Y5": _(
        "Yang masih dikerjakan mengikuti peta: usulan terbuka dengan laporan dan "
        "suratnya, tugas yang belum selesai, penerima bantuan dari program aktif; "
        "jawaban tentang dua orang tetap berlaku; kunjungan, jawaban lapangan, "
        "dan peristiwa tetap di tempatnya."
    ),
    "Y6": _(
        "Mengurungkan mengembalikan semuanya persis, atau menolak bila ada yang sudah "
        "bertumpu padanya."
    ),
    "Y7": _("Kode kab/kota lain dalam peta ditolak: daftar disimpan per kab/kota."),
    "Y8": _(
        "Kiriman, daftar bantuan, dan unduhan SIDALIH yang masih memakai kode "
        "sebelum perubahan wilayah dibaca menurut tempat tinggal sekarang; tidak "
        "ada yang diusulkan kembali ke kode lama. Kiriman yang berhenti di plafon "
        "ditarik dan diunggah kembali."
    ),
    "Y9": _(
        "Pekerjaan baru hanya memilih wilayah yang berlaku; daftar tentang yang lalu "
        "juga menawarkan wilayah yang sudah berakhir."
    ),
    "Y10": _(
        "Peta batas dari sebelum perubahan wilayah diganti petak sampai peta yang baru "
        "diunggah."
    ),
    "Y11": _(
        "Akun petugas yang seluruh wilayahnya menuju satu tempat ikut, begitu juga "
        "akun ketua RT/RW yang warganya tetap persis sama; akun lain tidak ditebak dan "
        "ditempatkan ulang administrator."
    ),
}
