"""Rules of hand-overs between regencies (O)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HANDOVERS: dict[str, str | Promise] = {
    "O1": _(
        "TMS pindah dan pindah masuk dapat menyebut kab/kota lain instalasi ini; "
        "tujuan di luarnya hanya menjadi catatan."
    ),
    "O2": _(
        "Yang keluar ditawarkan saat diterapkan, yang masuk diminta saat diusulkan; "
        "satu serah terima berjalan per orang dan pasangan kab/kota."
    ),
    "O3": _(
        "Tawaran yang dikonfirmasi menjadi usulan pemilih baru, pindah masuk, yang "
        "ditinjau kantor tujuan."
    ),
    "O4": _(
        "Permintaan yang dikonfirmasi menjadi usulan TMS pindah yang ditinjau kantor "
        "asal; kantor lain tidak mengeluarkan siapa pun."
    ),
    "O5": _(
        "Keadaan serah terima mengikuti usulan kedua kantor, jawabannya, dan waktunya; "
        "basis data dan program sama."
    ),
    "O6": _(
        "Diurungkan, dipulihkan, ditolak, atau ditarik: kantor yang bagiannya sudah "
        "terjadi bertanya lagi; tanpa bagian yang terjadi serah terima berakhir."
    ),
    "O7": _("Usulan yang serah terimanya ditarik tidak diterima dan tidak diterapkan."),
    "O8": _(
        "Kab/kota lain menjawab dalam batas waktu; lewat dari itu ditandai, jawabannya "
        "tetap diterima, dan dapat diminta lagi."
    ),
    "O9": _(
        "Bila catatannya sudah seperti yang diminta, tidak ada calon; kantor "
        "menyatakannya selesai."
    ),
    "O10": _(
        "Hanya kedua kantor melihat serah terimanya, masing-masing hanya menjawab "
        "bagiannya; provinsi melihat hitungan."
    ),
    "O11": _(
        "Setiap langkah terjadi seluruhnya atau tidak sama sekali; mengulanginya "
        "berakhir sama."
    ),
    "O12": _(
        "Yang masuk di tujuan dan belum keluar di asal terdaftar di kedua kantor."
    ),
    "O13": _(
        "Serah terima dihitung sebagai TMS pindah di asal dan pindah masuk di tujuan."
    ),
    "O14": _("Orang dalam serah terima yang berakhir dihapus setelah waktunya."),
    "O15": _(
        "Satu keluarga diserahterimakan dengan satu isian di setiap kantor: semua atau "
        "tidak seorang pun, masing-masing dengan serah terimanya sendiri."
    ),
    "O16": _(
        "Kab/kota tujuan yang disebut kiriman menjadi tujuan TMS pindah bila kantornya "
        "di instalasi ini; sebelum ditawarkan dapat diganti atau dilepas."
    ),
    "O17": _(
        "Dua kantor, atau dua orang sekantor, yang mengerjakan serah terima yang sama "
        "pada saat yang sama saling menunggu dan tidak saling menggagalkan."
    ),
}
