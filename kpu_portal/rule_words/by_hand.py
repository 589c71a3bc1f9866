"""Rules of proposing by hand, of families and of a month without a file (J)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BY_HAND: dict[str, str | Promise] = {
    "J1": _(
        "Di meja kantor, pengeluaran, pemulihan orang yang pernah TMS, dan "
        "koreksi NIK perlu jenis bukti dengan nomor atau pindaiannya; koreksi "
        "NIK juga menyebut sebabnya."
    ),
    "J2": _(
        "Umur di atas 100, atau kategori pemilih baru yang tidak cocok dengan "
        "umur atau kawinnya, memberi peringatan dan tidak pernah menolak."
    ),
    "J3": _(
        "NIK yang dikoreksi menyimpan riwayatnya: kedua nomor diperiksa "
        "terhadap orangnya, yang lama tetap menemukan pemilihnya, dan halaman "
        "pemilih menyebut siapa yang mengoreksi, kapan, dan mengapa."
    ),
    "J4": _(
        "Tidak dipulihkan: yang sudah ada di daftar, yang masuknya dibatalkan, "
        "yang NIK-nya dipakai pemilih lain, dan yang belum memenuhi syarat pada "
        "tanggal acuan; yang hanya ditahan selalu dapat dilepas."
    ),
    "J5": _(
        "Dokumen di samping isian diperiksa, dibersihkan, dan disimpan saat "
        "dipilih, untuk akunnya sendiri, sehingga isian yang salah tidak "
        "menghilangkannya; yang tidak dipakai terhapus setelah sehari, dan satu "
        "berkas dipakai sekali."
    ),
    "J6": _(
        "Pengusul boleh menarik usulannya selama belum diputus dan tidak memuat "
        "apa pun dari orang lain; baris kiriman milik pengirimnya, siapa pun yang "
        "menjalankannya. Itu bukan penolakan dan tidak dihitung sebagai "
        "pekerjaan."
    ),
    "J7": _(
        "Satu keluarga diusulkan dalam satu isian dengan satu berkas bukti: "
        "satu usulan untuk setiap orang, semua atau tidak satu pun, dan "
        "penolakan menyebut orangnya; lima orang pindah dengan paling banyak "
        "delapan tindakan."
    ),
    "J8": _(
        "Usulan dari satu isian boleh diputus, atau ditarik, bersama bila "
        "keputusan sekaligus diperbolehkan; masing-masing tetap keputusan "
        "tentang satu orang."
    ),
    "J9": _(
        "Selagi diisi, formulir menunjukkan penghalang terpisah dari peringatan "
        "dengan nomor aturannya, siapa pemilik NIK-nya, dan paling banyak lima "
        "orang yang mirip dalam cakupan petugas; setiap penglihatan dicatat dan "
        "tidak ada nomor di alamat halaman."
    ),
    "J10": _(
        "Yang belum diputus dialihkan saat pembekuan; antrean menunjukkan "
        "umurnya dalam hari dan periode, dan dapat disaring menurut itu."
    ),
    "J11": _(
        "Periode tanpa kiriman dan perubahan ditutup seperti yang lain; rekap "
        "dan Berita Acaranya menyebut nihil."
    ),
    "J12": _(
        "Setelah urutan apa pun dari usulan, keluarga, keputusan, penarikan, "
        "penerapan, dan pengurungan, verifikasi tidak menemukan apa pun dan "
        "satu NIK dihitung sekali."
    ),
    "J13": _(
        "Formulir kunjungan, lembar, bansos, dan laporan di pos atau kegiatan yang "
        "kembali karena kesalahan tetap membawa berkas yang dipilih, hanya untuk "
        "akunnya; yang tidak terpakai terhapus sesudah sehari."
    ),
}
