"""Rules of the work itself: ceiling (C), lists and settings (K), bad input (B)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CEILING: dict[str, str | Promise] = {
    "C1": _(
        "Tanpa riwayat, bagian menurut kebijakan per jenis adalah plafonnya; "
        "tepat di plafon belum melewatinya. Dihitung yang akan diusulkan baru: "
        "bukan yang menunggu, bukan pertanyaan yang sudah dijawab. Kiriman lain "
        "periode itu dihitung sejauh usulannya masih berlaku, di kelurahan "
        "orangnya sekarang: yang diurungkan atau ditolak tidak."
    ),
    "C2": _(
        "Dengan riwayat, plafon adalah median + k × simpangan median dari periode "
        "tertutup berkiriman; periode yang kirimannya tidak menemukan hal baru "
        "dihitung nol; satu bulan aneh tidak menaikkannya. Riwayat mengikuti "
        "perubahan wilayah: kode baru membawa bulan-bulan kode lamanya. Kiriman "
        "yang seluruhnya diurungkan atau ditolak bukan riwayat."
    ),
    "C3": _("Plafon tidak pernah di bawah sebagian pemilih dan sekian usulan."),
    "C3a": _(
        "Hal yang sama berlaku bagi satu jenis di seluruh kab/kota, dengan angkanya "
        "sendiri; yang di bawah plafon di setiap kelurahan dapat melampauinya di sini."
    ),
    "C4": _(
        "Di atasnya tidak ada yang diusulkan; yang ditemukan disimpan di luar "
        "antrean, dan bila dibuka sama baris demi baris."
    ),
    "C5": _(
        "Hanya Ketua yang memutus, dengan alasan, dan tidak membuka proses yang "
        "dimulainya sendiri, juga bila orang lain mengulanginya."
    ),
    "C6": _(
        "Yang ditarik tidak meninggalkan apa pun tentang orang, dan berkasnya boleh "
        "datang lagi."
    ),
    "C7": _(
        "Periode tertutup, potret lebih baru dari pengirimnya, atau kode wilayah "
        "yang berubah sesudah kiriman berhenti hanya menyisakan penarikan."
    ),
    "C8": _(
        "Pekerjaan besar menyisakan satu pekerja; yang kecil menyalip yang besar "
        "yang menunggu, sampai batas kesabaran."
    ),
    "C9": _(
        "Pekerjaan berkala dilakukan sekali tiap jatah waktu, berapa pun pengaturnya."
    ),
}
LISTS: dict[str, str | Promise] = {
    "K1": _("TPS 901 sampai 999 adalah lokasi khusus; Python dan SQL sepakat."),
    "K2": _(
        "Daftar pembuka menandainya menurut TPS, kecuali bila menyebut sendiri "
        "siapa yang memilih di sana."
    ),
    "K3": _(
        "Penerapan memutus lagi hanya bila TPS berubah; pengurungan mengembalikan "
        "yang semula."
    ),
    "K4": _("Pembagian rekap demo berjumlah cocok, dan pemeriksaan sepakat."),
    "K5": _(
        "Angkatan daftar hukum yang dibawa program terkunci; kode yang disebut "
        "aturan tidak dimulai dan tidak diakhiri."
    ),
    "K6": _(
        "Daftar hukum perlu dua administrator, juga di basis data; daftar praktik satu."
    ),
    "K7": _(
        "Kode yang ditambah ditawarkan dan diterima, yang berakhir tidak; keduanya "
        "tetap terbaca; tidak ada yang dihapus."
    ),
    "K8": _(
        "Sebuah angka: nilai kab/kota, bila tidak ada nilai nasional, bila tidak "
        "ada nilai lingkungan; dalam batasnya, tidak pernah ke masa lalu."
    ),
    "K9": _(
        "Templat hanya menawarkan yang diterima pembaca dan yang boleh disebut "
        "pengirimnya; yang terisi tidak perlu pemetaan; milik pengirim lain "
        "ditolak; versi lama diberitahukan dan dibaca."
    ),
}
BAD_INPUT: dict[str, str | Promise] = {
    "B1": _(
        "Berkas yang tidak terbaca, kosong, terpotong, berkata sandi, atau keliru."
    ),
    "B2": _("Berkas kab/kota lain."),
    "B3": _(
        "Berkas yang sama dua kali: kapan dan oleh siapa yang pertama datang, dan "
        "kirimannya dibuka."
    ),
    "B4": _("Periode tertutup."),
    "B5": _(
        "Tanpa pekerja: halaman mengatakan bahwa pekerjaan menunggu, dan berjalan "
        "sendiri kemudian."
    ),
    "B6": _("Valkey tidak menjawab: demikian juga."),
    "B7": _("Port yang sudah dipakai."),
    "B8": _("Folder data yang tidak dapat ditulis."),
    "B9": _("Pekerja yang mati: sebelum atau sesudah, tidak pernah di tengah."),
    "B10": _("Proses yang dibatalkan tidak meninggalkan apa pun."),
    "B11": _(
        "Sesi basis data yang diputus saat memuat atau menyimpan: kembali ke "
        "sebelumnya, dan selesai pada percobaan berikut."
    ),
    "B12": _(
        "Cakram penuh, pada basis data, unggahan, atau penyimpanan: tidak ada yang "
        "tersimpan, dan apa yang harus dilakukan."
    ),
    "B13": _(
        "Valkey lupa segalanya dan mulai lagi, saat pekerjaan menunggu maupun berjalan."
    ),
    "B14": _("Pekerja yang membeku melewati gilirannya: tulisannya ditolak."),
    "B15": _("Klik ganda pada mulai atau unggah."),
    "B16": _("Pembaca yang dimatikan: pekerjaannya mengatakannya dan dapat diulang."),
}
