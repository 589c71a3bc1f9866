"""Rules of aid recipients (docs/rules.md, H)."""

from django.utils.translation import gettext_lazy as _

AID = {
    "H1": _(
        "Daftar memerlukan kolom NIK dan nama; judul yang kurang disebut "
        "bersama yang terbaca, dan tidak ada isi berkas yang tersimpan."
    ),
    "H2": _(
        "Di bawah satu NIK dua catatan adalah satu orang bila kemiripan nama "
        "600, atau 350 dengan tanggal lahir yang sama; selain itu NIK milik "
        "orang lain."
    ),
    "H3": _(
        "Tanpa NIK yang terpakai, orang yang mirip dengan tanggal lahir atau "
        "NKK yang sama hanya saran, sampai seseorang menyatakannya."
    ),
    "H4": _(
        "Baris tanpa nama, dengan tanggal lahir atau jenis kelamin yang tidak"
        " mungkin, tanpa kunci, atau dengan NIK baris sebelumnya kembali "
        "dengan Kesalahan dan Saran; yang lain masuk bersama atau tidak sama "
        "sekali."
    ),
    "H5": _(
        "Yang sudah ada dalam program, menurut NIK atau nomornya, tidak "
        "dimasukkan lagi."
    ),
    "H6": _(
        "Kelurahan dan ketua RT/RW melihat penerima wilayahnya sendiri, juga "
        "di basis data; pos, provinsi, dan Bawaslu tidak melihat satu pun."
    ),
    "H7": _(
        "Pindah atau meninggal tidak mencoret siapa pun: dengan nomor dokumen"
        " menjadi usulan untuk dua orang, tanpa dokumen menjadi pertanyaan "
        "coklit terbatas."
    ),
    "H8": _(
        "Dinas sosial menerima kolom berkasnya sendiri dan hasilnya, tanpa "
        "apa pun dari daftar pemilih; kelurahan menerima kecocokan dengan NIK"
        " tersamar."
    ),
    "H9": _(
        "Penerima, hasil, dan baris yang ditolak dibuang beberapa waktu sesudah "
        "programnya ditutup, atau berakhir dan tidak dipakai lagi."
    ),
    "H10": _(
        "Daftar tanpa kolom NIK atau nama yang dikenal menunggu orang, yang "
        "menamai kolomnya di samping baris pertama; pilihannya diingat untuk "
        "pengirim itu."
    ),
    "H11": _(
        "Kecocokan dugaan dijawab satu per satu di samping pemilihnya, dengan "
        "alasannya, dan dapat diurungkan selama belum ada usulan darinya."
    ),
    "H12": _(
        "Jawaban berlaku sampai salah satu data berubah, juga pada daftar "
        "berikutnya; sesudah itu ditanyakan lagi."
    ),
    "H13": _(
        "Ketua RT atau RW mencatat jawaban, foto, dan data yang berbeda di "
        "wilayahnya dan tidak mengusulkan apa pun; petugas membawanya sebagai "
        "perbaikan. Penerima yang terdaftar di RT atau kelurahan lain menunggu "
        "kantor."
    ),
    "H14": _(
        "Foto adalah PDF, JPG, atau PNG menurut byte awalnya, disimpan tanpa "
        "metadata, dan hilang bersama orang programnya."
    ),
    "H15": _(
        "Berkas mengikuti saringan, urutan, dan kolom pilihan halaman; berkas dinas "
        "sosial menyimpan kolomnya sendiri dan tidak memuat NIK milik orang lain."
    ),
    "H16": _(
        "Lokasi kunjungan tidak wajib, ditampilkan kasar, dapat dihapus, tidak "
        "masuk berkas, dan dibuang pada waktunya."
    ),
    "H17": _(
        "Surel pekerjaan hanya ke alamat yang dibuktikan lewat tautan yang "
        "dikirim ke sana; alamat lain harus dibuktikan lagi."
    ),
}
