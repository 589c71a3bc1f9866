"""Rules of polling stations (X): who gets which, and how it is taken back."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATIONS: dict[str, str | Promise] = {
    "X1": _(
        "Sekeluarga mendapat TPS yang sama: TPS keluarganya, lalu TPS terbanyak di "
        "RT-nya, lalu di RW-nya, lalu yang paling lapang."
    ),
    "X2": _(
        "Pengisian tidak pernah melewati kapasitas TPS; yang tidak tertampung "
        "disebut beserta sebabnya."
    ),
    "X3": _(
        "TPS lokasi khusus hanya untuk pemilihnya sendiri, dan mereka tidak pindah ke "
        "TPS reguler."
    ),
    "X4": _(
        "Pemindahan TPS dipratinjau, lalu dikonfirmasi sekali; bila daftarnya berubah "
        "sejak itu, pratinjau diminta lagi."
    ),
    "X5": _(
        "Satu pemindahan TPS adalah satu kunci: diterapkan bersama tanpa usulan lain, "
        "dan diurungkan bersama."
    ),
    "X6": _(
        "Jumlah semua TPS, termasuk yang tanpa TPS, sama dengan hitungan daftar; "
        "angkanya dibaca juga oleh yang tidak membuka nama."
    ),
    "X7": _(
        "Daftar cetak per TPS atau RT menyamarkan NIK, No. KK dan tanggal lahir, dan "
        "setiap TPS atau RT mulai di halamannya sendiri."
    ),
}
