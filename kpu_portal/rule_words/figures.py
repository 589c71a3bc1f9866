"""Rules of figures: recap and its proof (R), periods and the freeze (F)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RECAP: dict[str, str | Promise] = {
    "R1": _(
        "Untuk setiap tempat dan jenis kelamin: sebelumnya + baru + pemulihan − TMS "
        "+ masuk − keluar ± koreksi = sekarang."
    ),
    "R2": _(
        "Baris di bawah sebuah tempat berjumlah sama dengan barisnya, kolom demi "
        "kolom; selisih disebut dengan tempat dan besarnya."
    ),
    "R3": _(
        "Sebab TMS berjumlah TMS, kategori baru berjumlah baru; sebab tak dikenal "
        "dihitung kurang."
    ),
    "R4": _(
        "Pindah di dalam kab/kota adalah −1 dan +1 di bawahnya dan nol di jumlahnya."
    ),
    "R5": _(
        "Jenis kelamin yang dikoreksi mengurangi L atau P satu dan menambah yang lain."
    ),
    "R6": _("Ubah tidak pernah menggeser jumlah."),
    "R7": _('"Sekarang" dalam rekap sama dengan hitungan daftar.'),
    "R8": _("Setiap angka sepanjang daftar di baliknya."),
    "R9": _(
        "Peristiwa yang diurungkan keluar dari angka dan daftar; itu bukan pemulihan."
    ),
    "R10": _("Pemicu SQL dan aturan Python menggeser sel yang sama."),
    "R11": _(
        "Apa pun yang diterapkan dan diurungkan, dalam urutan apa pun, hitungan "
        "sama dengan daftar."
    ),
    "R12": _("Pemilih yang ditahan tetap dalam jumlah dan ditampilkan di sampingnya."),
    "R13": _("Berita acara dan buku kerja memuat angka rekap."),
    "R14": _("Sidik mengikuti angka, dan hanya angka."),
    "R15": _("Perubahan di luar portal ditemukan, dengan kelurahan dan banyaknya."),
    "R16": _("Rekap terbit yang benar diterima (Kediri, triwulan ketiga 2025)."),
    "R17": _(
        "Tempat dihitung dari wilayah: Kota Sukabumi punya 7 kecamatan dan 33 "
        "kelurahan."
    ),
    "R18": _(
        "Reguler + lokasi khusus = jumlah, di setiap tingkat, juga dalam daftar "
        "beku (Kota Kediri, triwulan ketiga 2025)."
    ),
    "R19": _(
        "Dokumen beku tetap bita dan sidiknya; data yang sama memberi bita yang sama."
    ),
    "R20": _(
        "Draf yang disimpan tidak pernah berubah; yang berubah sejak itu "
        "ditunjukkan per kelurahan."
    ),
    "R21": _("Daftar pembuka yang dimuat bertahap dibandingkan orang demi orang."),
    "R22": _(
        "Penyesuaian wilayah berdiri sendiri: −n dan +n di kelurahan, dan nol di "
        "jumlah kab/kota."
    ),
}
FREEZE: dict[str, str | Promise] = {
    "F1": _(
        "Kode menyebut bulan, triwulan, atau semester; hari terakhirnya adalah "
        "tanggal acuan."
    ),
    "F2": _(
        "Periode berurutan tanpa celah atau tumpang tindih; panjang yang lain mulai "
        "bersama periode sepanjang itu, dan sampai saat itu yang sekarang berlanjut."
    ),
    "F3": _("Kab/kota punya paling banyak satu periode terbuka."),
    "F4": _("Periode tertutup tidak menerima keputusan, pekerjaan, atau kiriman."),
    "F5": _("Hanya Ketua yang meminta pembekuan."),
    "F6": _(
        "Catatan yang kurang, pleno yang tanggalnya belum tiba atau sebelum "
        "periodenya, atau rekap yang tidak seimbang, tidak dibekukan; pembekuan "
        "diminta sekali."
    ),
    "F7": _(
        "Pembekuan menutup periode, membuka yang berikutnya, dan membawa yang belum "
        "diputus; jumlahnya bersambung."
    ),
    "F8": _(
        "Daftar periode beku adalah daftar hari itu, apa pun yang datang kemudian."
    ),
    "F9": _(
        "Tidak ada dari pleno beku yang berubah, dengan formulir maupun SQL dari web."
    ),
    "F10": _("Segel merangkai peristiwa: yang ditulis ulang kemudian ditemukan."),
    "F11": _("Angka dan anggota beku ikut diawasi."),
    "F12": _("Daftar pertama dibekukan sebagai pembuka, dan dimuat sekali."),
    "F13": _("Penerbitan perlu pindaian berita acara bertanda tangan, PDF yang utuh."),
    "F14": _("Pembaca melihat periode hanya sesudah terbit."),
    "F15": _("Web tidak membuka dan tidak menutup periode."),
    "F16": _("Berita acara periode terbuka menyebut dirinya draf."),
    "F17": _(
        "Konfirmasi kelurahan memuat angka yang dilihat; bila berubah, disebut yang "
        "mana dan diminta lagi."
    ),
    "F18": _(
        "Kelurahan dikonfirmasi petugasnya sendiri, atau oleh kantor dari surat "
        "bernomor, bertanggal dan bertanda tangan; kantor hanya menarik catatannya "
        "sendiri."
    ),
    "F19": _(
        "Pembekuan mengunci angka dan konfirmasi setiap kelurahan; lampiran memuat "
        "keadaannya, bukan catatannya."
    ),
    "F20": _(
        "Periode tertutup yang terakhir dibuka sekali lagi oleh dua orang, satu di "
        "antaranya ketua, selama belum ada perubahan periode berikutnya yang "
        "diterapkan; periode berikutnya menunggu, dan pembekuan membuat versi "
        "lanjutan beserta selisihnya."
    ),
    "F21": _(
        "Catatan pleno disimpan utuh: siapa yang menyimpan catatan yang sementara itu "
        "disimpan rekan ditanya dahulu, dan isiannya tetap; ketua membekukan catatan "
        "yang dibacanya."
    ),
    "F22": _(
        "Kantor menetapkan batas data dan rencana pleno periode yang terbuka; tanggal "
        "acuan usia tetap menurut kalender."
    ),
}
