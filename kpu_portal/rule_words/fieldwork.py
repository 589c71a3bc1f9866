"""Rules of coklit terbatas (docs/rules.md, L)."""

from django.utils.translation import gettext_lazy as _

DOOR = {
    "L1": _(
        "Kunjungan bertanggal antara hari penarikan dan hari ini; tugas yang "
        "sudah berakhir tidak menerima kunjungan."
    ),
    "L2": _("Satu kunjungan per tugas per hari, juga di basis data."),
    "L3": _(
        '"Tidak ditemukan" dicatat pada kunjungan kedua di hari lain; yang '
        "pertama meminta satu kunjungan lagi."
    ),
    "L4": _(
        "Pindah atau meninggal dengan dokumen memerlukan nomornya (paling "
        "sedikit empat huruf dengan satu angka, bukan NIK) atau pindaiannya."
    ),
    "L5": _(
        "Pindah atau meninggal tanpa dokumen tidak mengusulkan apa pun: "
        "pertanyaannya ditunda dengan catatan, tugasnya menunggu dokumen."
    ),
    "L6": _('"Tidak di rumah" menyebut hari kunjungan berikutnya, sesudah yang ini.'),
    "L7": _(
        "Pengeluaran atau pemulihan yang dibawa atau dibuktikan dari lapangan "
        "memerlukan dua akun, satu per satu, tidak pernah massal."
    ),
    "L8": _(
        "Tidak ada urutan hasil yang mengeluarkan warga tanpa surat dan orang "
        "kedua (orang hidup yang senama)."
    ),
    "L9": _(
        "Siapa yang ditemui menjawab keraguan: catatan kantor menolak "
        "pertanyaan dengan alasan lapangan, yang sudah dikeluarkan diusulkan "
        "pulih; catatan kelurahan atau pos diputus kantor."
    ),
    "L10": _(
        "Seseorang ditarik sekali, karena alasan pertama yang berlaku, tidak "
        "selama tugasnya belum selesai, dan tidak dua kali dalam satu periode "
        "kecuali uji petik membantah."
    ),
    "L11": _(
        "Benih yang sama menarik orang yang sama; satu lembar satu RT; satu "
        "hari memuat sebanyak bebannya."
    ),
    "L12": _(
        "Kelompok dibatalkan hanya selama belum ada yang dikunjungi; "
        "sesudahnya ditutup."
    ),
    "L13": _("Yang mencatat kunjungan tidak memeriksanya (uji petik)."),
    "L14": _(
        "Dugaan ganda diberi tahu apa yang ditemukan tentang tiap datanya, "
        "dan tetap belum diputus."
    ),
    "L16": _(
        "Siapa yang sudah dikunjungi dalam periode terbuka dikeluarkan hanya oleh dua "
        "akun, satu per satu, apa pun sumber dan suratnya."
    ),
    "L17": _(
        "Pengeluaran yang diterima satu akun sebelum orangnya dikunjungi menunggu "
        "orang kedua; kunjungan memintanya, penerapan sekali lagi."
    ),
    "L18": _(
        "Urungkan tidak mengeluarkan siapa pun yang sudah dikunjungi dalam periode "
        "terbuka: satu usulan ditolak, dari sebuah kiriman tetap dan dihitung."
    ),
    "L19": _(
        "Dari pasangan dengan kab/kota lain data sendiri ditarik sebagai dugaan ganda "
        "selama belum dijawab; temuannya dicatat di sampingnya, untuk kantor sendiri."
    ),
    "L20": _(
        "Yang pindah di dalam kab/kota diusulkan ke kelurahan yang lain, dengan RW, "
        "RT, dan alamatnya bila diketahui; tidak ada yang dikeluarkan. Yang pindah RT "
        "lepas dari TPS-nya dan mendapat TPS terdekat RT barunya (X1)."
    ),
    "L21": _(
        "Hanya dua perintah mengeluarkan pemilih dari daftar; penerapan tidak "
        "mengeluarkan siapa pun tanpa surat, atau tanpa dua akun bila wajib, dari mana "
        "pun usulannya datang."
    ),
    "L22": _(
        "Kunjungan menyimpan fotonya atau foto lembar bertanda tangan asalnya; foto "
        "lembar tidak membuktikan pengeluaran; keduanya dihapus setelah waktunya."
    ),
    "L23": _(
        "Yang ditemukan tinggal di sini oleh pemeriksaan bansos dalam periode terbuka "
        "dianggap sudah dilihat: dikeluarkan dua akun, persetujuan sebelumnya menunggu "
        "orang kedua, tidak ada pengurungan yang mengeluarkannya. Jawaban lain tidak "
        "dihitung dan tidak menariknya kembali."
    ),
    "L15": _(
        "Kunjungan terakhir yang keliru diurungkan oleh yang mencatat atau kantor "
        "selama usulannya belum diputus; usulan itu ditolak, pertanyaannya kembali "
        "seperti semula, dan kunjungannya tetap tercatat."
    ),
}
