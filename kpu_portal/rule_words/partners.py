"""Words of the rules about institutions, a kelurahan's own list, and shared folders."""

from django.utils.translation import gettext_lazy as _

PARTNERS = {
    "M1": _(
        "Beranda mengingatkan 60, 30 dan 7 hari sebelum PKS berakhir, serta 3 "
        "hari sebelum permintaan data jatuh tempo dan sesudahnya; tiap langkah "
        "sekali, dan lagi bila jawaban atau arsip diurungkan."
    ),
    "M2": _(
        "Narahubung hanya data kantor: telepon atau surel; siapa yang membukanya "
        "tercatat."
    ),
    "M3": _("Jenis instansi yang mengirim data sama dengan pengirim kiriman."),
    "M4": _(
        "Tidak ada yang dihapus: diarsipkan dan dapat dikembalikan; instansi dengan "
        "permintaan yang menunggu tidak diarsipkan."
    ),
    "M5": _("Pindaian PKS satu PDF utuh dan tidak terlalu besar."),
    "M6": _(
        "Permintaan menunggu sampai dijawab atau ditarik, keduanya dapat dibuka "
        "kembali; lewat batas waktu mengikuti tanggalnya."
    ),
    "M7": _(
        "Kiriman dapat menjawab permintaan yang menunggu, hanya dari instansi yang "
        "diminta."
    ),
    "M8": _(
        "Kantor hanya melihat instansinya sendiri; berkas tidak memuat narahubung."
    ),
    "M9": _("Catatan pleno menawarkan instansi kantor di samping isian bebas."),
    "M10": _("Narahubung yang setahun diarsipkan hilang namanya, barisnya tetap."),
}
VILLAGE_LISTS = {
    "V1": _(
        "Daftar kelurahan adalah potret satu kelurahan yang dipilih orang; pemilih "
        "kelurahan lain tidak ditanyakan."
    ),
    "V2": _(
        "Tanpa kolom kelurahan, setiap orang di daftar itu tinggal di sana; yang "
        "pindah dan menurut daftar pemilih tinggal di tempat lain tetap di sana."
    ),
    "V3": _(
        "Baris tentang kelurahan lain diabaikan; daftar yang sebagian besar milik "
        "kelurahan lain ditolak seluruhnya."
    ),
    "V4": _(
        "Atas kata kelurahan saja tidak ada yang dicoret, dan pindah dalam kab/kota "
        "diperiksa dahulu di lapangan."
    ),
}
FOLDERS = {
    "S1": _(
        "Folder terpasang, bucket S3 dan folder fsspec dibaca dan ditulis lewat satu "
        "jalan; alamatnya diperiksa ketika portal dinyalakan."
    ),
    "S2": _("Tautan di folder terpasang tidak didaftar, diikuti, atau ditulisi."),
    "S3": _("Folder yang tidak menjawab tidak membuat kotak masuk lupa apa pun."),
    "S4": _(
        "Yang terbit disalin berikut sidiknya; berkas yang sudah utuh di sana tidak "
        "ditulis lagi."
    ),
    "S5": _(
        "Penerbitan meminta salinan; yang gagal diminta lagi tiap seperempat jam "
        "selama 60 hari."
    ),
}
