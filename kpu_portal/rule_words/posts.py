"""Rules of the posts and of what citizens report there (docs/rules.md, W)."""

from django.utils.translation import gettext_lazy as _

POSTS = {
    "W1": _(
        "Laporan diambil dalam paling banyak lima tindakan, dan tanda terimanya "
        "tidak menyebut siapa pun."
    ),
    "W2": _("Laporan menjadi usulan di satu antrean, dengan sumber dan buktinya."),
    "W3": _(
        "Sudah terdaftar dan tidak ada perubahan juga dihitung: tanda terima "
        "dan kunjungan, tanpa usulan."
    ),
    "W4": _(
        "Pindah di dalam kab/kota adalah perubahan, ke luar kab/kota adalah "
        "pengeluaran."
    ),
    "W5": _(
        "Pengeluaran yang dilaporkan dua kali bergabung dengan usulan yang terbuka."
    ),
    "W6": _(
        "Status laporan adalah status usulannya; setiap keadaan dan alasan "
        "punya kata untuk umum."
    ),
    "W7": _(
        "Kode yang salah dan nomor yang tidak dikenal dijawab sama; yang terus "
        "menebak harus menunggu."
    ),
    "W8": _("Foto yang disimpan hanya memuat gambarnya."),
    "W9": _(
        "Pengunjung melihat pos yang buka dan kabar yang terbit, dijaga oleh "
        "basis data."
    ),
    "W10": _(
        "Petugas pos menulis untuk kecamatannya sendiri; kantor menerbitkan, dan "
        "hanya yang sudah dibacanya: kabar yang diubah sesudah dibuka tidak "
        "terbit."
    ),
    "W11": _(
        "Tanda di dalam kabar tidak pernah menjadi markah; hanya alamat web "
        "menjadi tautan."
    ),
    "W12": _(
        "Seorang petugas berada di satu tempat pada satu waktu; satu pekan "
        "disalin di sela yang sudah ada."
    ),
    "W13": _(
        "Lampiran pos dibekukan bersama versi rekap dan sama di ketiga berkasnya."
    ),
}
OUTREACH = {
    "A1": _(
        "Rangkaian kegiatan datang kembali tiap minggu pada harinya, atau tiap bulan "
        "pada urutan harinya, sampai tanggal terakhirnya."
    ),
    "A2": _(
        "Satu tanggal dipindah atau dibatalkan tanpa menyentuh rangkaian; pembatalan "
        "memerlukan alasan."
    ),
    "A3": _(
        "Memperpanjang rangkaian menambah tanggal yang belum ada dan "
        "mengembalikan yang batal karena rangkaian lebih pendek; memendekkannya "
        "membatalkan yang masih direncanakan."
    ),
    "A4": _("Seorang petugas berada di satu kegiatan pada satu waktu."),
    "A5": _(
        "Di antrean, orang dicari hanya dalam kecamatan kegiatan; laporannya menjadi "
        "usulan dalam antrean tinjauan yang sama."
    ),
    "A6": _(
        "Orang pertama yang ditemui membuat kegiatan tercatat dilaksanakan; sebelum "
        "tanggalnya tidak ada yang dicatat."
    ),
    "A7": _(
        "Orang yang ditemui dihitung di angka pos dan lampiran rekap; tanggal sebuah "
        "rangkaian menjadi satu baris."
    ),
    "A8": _(
        "Yang genap 17 tahun dalam rentang hari dihitung per kelurahan; nama hanya "
        "untuk kantor, tanpa NIK dan tanggal lahir."
    ),
    "A9": _(
        "Pengunjung melihat kegiatan yang direncanakan dan diumumkan, juga yang "
        "sedang berlangsung hari ini, dijaga oleh basis data."
    ),
}
