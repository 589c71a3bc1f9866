"""Rules of what the portal tells by itself and how it is made known (rules.md, T)."""

from django.utils.translation import gettext_lazy as _

TELLING = {
    "T1": _(
        "Surel pekerjaan tidak dikirim sebelum orangnya memilih; bila tidak ada yang "
        "menunggu, tidak ada surel."
    ),
    "T2": _(
        "Paling banyak satu surel untuk satu orang dan satu jatah waktu, juga bila "
        "pekerjanya mati atau diminta dua kali."
    ),
    "T3": _(
        "Surel dan teks grup hanya memuat jumlah, tenggat, dan tautan; tanpa nama dan "
        "NIK siapa pun."
    ),
    "T4": _("Yang menunggu ditanyakan dengan cakupan orang yang menerimanya."),
    "T5": _(
        "Surel yang ditolak disebut dengan jumlah dan kodenya, dan hanya itu yang "
        "dikirim lagi."
    ),
    "T6": _(
        "Tautan berhenti bertanya dahulu; satu klik program surel langsung "
        "menghentikan."
    ),
    "T7": _(
        "Kunjungan tautan dihitung tiap hari dan saluran; alamat, perangkat, dan waktu "
        "pengunjung tidak disimpan."
    ),
    "T8": _(
        "Program yang menyebut dirinya, HEAD, dan halaman yang diambil sebelum diklik "
        "tidak dihitung."
    ),
    "T9": _("Pengunjung menambah hitungan dan tidak dapat membacanya."),
    "T10": _(
        "Tujuan tautan dapat diganti tanpa mencetak ulang; tautan yang tidak dibuat "
        "kantor tidak ada."
    ),
    "T11": _(
        "Poster dan selebaran memuat fakta pos yang dibuka saja, dan terbaca pada "
        "lebar 360 piksel."
    ),
    "T12": _("Petugas pos mencetak untuk kecamatannya sendiri."),
}
