"""Rules about people: NIK (N), eligibility (E), proposals (P), duplicates (G)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NUMBERS: dict[str, str | Promise] = {
    "N1": _(
        "NIK adalah teks enam belas angka 0 sampai 9; angka lain dari Unicode bukan."
    ),
    "N2": _(
        "Ditolak: semua angkanya sama, provinsi tak dikenal, hari atau bulan "
        "mustahil, nomor urut 0000."
    ),
    "N3": _("Hari 41 sampai 71 adalah perempuan yang lahir pada hari dikurangi 40."),
    "N4": _(
        "Awalan, tanggal lahir, atau jenis kelamin yang berbeda dari catatan "
        "memberi peringatan dan tidak pernah menolak."
    ),
    "N5": _("Angka yang dirusak Excel ditolak, tidak pernah diperbaiki."),
    "N6": _("SQL dan Python menilai NIK dengan cara yang sama."),
    "N7": _(
        "Satu NIK berdiri sekali di antara pemilih yang dihitung di kab/kota; dari "
        "dua yang mengaku, satu kedaluwarsa."
    ),
    "N8": _("NKK berisi enam belas angka; yang diisi tangan dan berbeda ditolak."),
    "N9": _(
        "NKK rusak dalam kiriman memberi peringatan dan tidak dibandingkan maupun "
        "diusulkan."
    ),
    "N10": _("Orang dipertemukan oleh NIK; nama saja tidak mempertemukan siapa pun."),
    "N11": _("NIK dan NKK disamarkan di halaman dan berkas; menampilkannya dicatat."),
}
ELIGIBILITY: dict[str, str | Promise] = {
    "E1": _(
        "Genap tujuh belas pada tanggal acuan memenuhi syarat, sehari sebelumnya tidak."
    ),
    "E2": _("Lahir 29 Februari: tujuh belas pada 1 Maret tahun biasa."),
    "E3": _("Status S atau P memenuhi syarat pada umur berapa pun."),
    "E4": _(
        "WNA, TNI, Polri, dan hak yang dicabut menggugurkan, dalam urutan ini, "
        "sebelum umur ditanya."
    ),
    "E5": _("SQL dan Python sepakat siapa yang tujuh belas."),
    "E6": _(
        "Siapa yang menunggu harinya menjadi usulan baru begitu memenuhi syarat, "
        "dan tidak menunggu lagi."
    ),
    "E7": _("Membuka periode menanyakan E6 dengan sendirinya."),
    "E8": _(
        "Yang di bawah umur dan belum kawin tidak dapat diusulkan baru dengan tangan."
    ),
}
PROPOSALS: dict[str, str | Promise] = {
    "P1": _("Pertanyaan hanya datang dari kiriman, tidak pernah dengan tangan."),
    "P2": _(
        "Satu usulan terbuka per orang dan jenis; sumber berikutnya menjadi bukti "
        "tambahan."
    ),
    "P3": _(
        "Pencoretan perlu sebab, jenis bukti, dan nomor atau pindaiannya; surat untuk "
        "sebab lain bergabung sebagai bukti dan tidak membuktikannya."
    ),
    "P4": _("Tidak ada dan pencoretan ganda perlu dua akun yang berbeda."),
    "P5": _("Muncul kembali diterima dua akun dan memulihkan pemilihnya."),
    "P6": _(
        "Satu NIK untuk dua orang diteruskan ke Dukcapil dan tidak dapat diterima."
    ),
    "P7": _(
        "Dari dua keputusan pada saat yang sama yang pertama berlaku; yang kedua "
        "diberi tahu siapa yang memutus."
    ),
    "P8": _("Sebagian unsur boleh diterima; membuka lagi mengembalikan sisanya."),
    "P9": _(
        'Penolakan perlu alasan, "lainnya" perlu catatan, penundaan perlu hari '
        "sesudahnya."
    ),
    "P10": _("Yang sudah diterapkan atau disusul tidak dibuka lagi."),
    "P11": _(
        "Secara sekaligus tidak ada pertanyaan, pencoretan tanpa bukti, atau jawaban "
        "ganda antar kab/kota yang diterima; jumlah yang berubah menghentikannya."
    ),
    "P12": _(
        "Bukti adalah PDF, JPG, atau PNG menurut isinya, tidak kosong, tidak "
        "terlalu besar, dan disimpan tanpa keterangan tentang pembuat, alat, waktu, "
        "dan tempatnya; PDF bertanda tangan elektronik disimpan apa adanya."
    ),
    "P13": _(
        "Penerimaan tidak mengubah siapa pun; penerapan mengubah, dengan peristiwa "
        "yang menyebut pelakunya."
    ),
    "P14": _("Usulan yang dasarnya berubah menjadi kedaluwarsa."),
    "P15": _(
        "Setiap jenis dapat diurungkan dan mengembalikan orangnya seperti semula."
    ),
    "P16": _(
        "Yang menjadi dasar perubahan kemudian tidak diurungkan; pengurungan "
        "kiriman membiarkan dan menghitungnya."
    ),
    "P17": _(
        "Penerapan yang dibatalkan tidak meninggalkan apa pun; yang sudah "
        "tersimpan sebelum pekerjanya mati dilaporkan, siapa pun yang "
        "membatalkan."
    ),
    "P18": _("Proses web tidak dapat menulis pemilih."),
    "P19": _(
        "Tidak seorang pun yang masuk ke basis data dapat mengubah peristiwa atau "
        "jejak."
    ),
    "P20": _(
        "NIK terkoreksi, tidak ada dan baru dari orang yang sama, diterima sebagai "
        "satu perubahan satu pemilih oleh dua akun; setengahnya tidak diterima "
        "sendiri."
    ),
    "P21": _(
        "Menolak setengahnya menolak keduanya, dan kiriman berikutnya bertanya lagi "
        "sebagai pasangan; bahwa keduanya dua orang dinyatakan dengan catatan."
    ),
    "P22": _(
        "Pembatalan tidak menunggu pekerjaan yang sedang menyimpan; yang datang "
        "sesudahnya diberi tahu dan tidak menyebut apa pun batal, juga bila "
        "pekerjanya mati. Pekerjaan yang diparkir sesudah menyimpan mengatakan "
        "bahwa yang disimpan tetap berlaku; yang dicoba lagi melaporkan apa yang "
        "dilakukannya waktu itu."
    ),
    "P23": _(
        "Pengurungan, satu perubahan atau satu kiriman, menarik kembali yang "
        "diterapkan pada periode yang terbuka; yang diterapkan pada periode lain "
        "tetap. Halaman kiriman bertanya dengan jumlahnya, menjalankannya satu kali "
        "pada satu waktu, dan mengatakan apa yang diurungkan dan apa yang tetap."
    ),
    "P24": _(
        "Apa yang dikatakan baris tentang sebuah NIK tidak mencoret atau menahan "
        "orang yang NIK-nya kini lain; apa yang dikatakan orang tentang seseorang "
        "tetap berlaku. Tidak ada yang dicoret karena belum cukup umur bila pada "
        "tanggal acuan sudah 17 tahun atau kawin, dan tidak ada yang kembali bila "
        "belum; umur yang sejak itu terbukti menyelamatkan dari baris yang lebih "
        "lama."
    ),
    "P25": _(
        "Pemulihan hanya cocok dengan keadaan saat diusulkan: yang sejak itu "
        "dicoret tidak dilepas, yang batal masuk tidak kembali, dan catatan lama "
        "tidak menghidupkan orang yang catatan terakhirnya dicoret."
    ),
    "P26": _(
        "NIK orang yang sudah TMS masuk sebagai pemilih baru hanya dengan "
        "kategori yang menghapus sebabnya (pindah: pindah masuk atau kawin "
        "sebelum 17; TNI, Polri: purna; hak dicabut: hak dipulihkan; belum cukup "
        "umur: apa pun, bila sudah cukup; ganda: serah terima dari kantor yang "
        "catatannya tetap), atau bila nama dan tanggal lahirnya lain; selain itu "
        "lewat pemulihan."
    ),
    "P27": _(
        "Yang dicoret karena belum cukup umur menunggu harinya dan diusulkan "
        "sebagai pemilih baru bila tanggal acuannya tiba."
    ),
    "P28": _(
        "Yang diputus lagi pada bulan kemudian, dan apa pun yang menunggu pada "
        "periode yang ditutup, milik periode yang terbuka. Pembekuan menunggu "
        "siapa pun yang sedang mengusulkan atau memutus, dan keduanya tidak "
        "saling menghentikan."
    ),
    "P29": _(
        "Yang pindah ke kelurahan lain meninggalkan TPS dan tanda lokasi "
        "khususnya, kecuali pindahnya menyebut TPS di sana; perbandingannya "
        "mengatakannya."
    ),
    "P30": _(
        "Pengurungan tidak mengeluarkan orang yang tetap ketika catatan gandanya "
        "keluar, di sini atau di kab/kota lain, selama catatan itu masih di luar "
        "dan tidak ada lain yang mempertahankannya: satu usulan ditolak, dari "
        "sebuah kiriman tetap dan dihitung. Yang hanya ditahan kembali ditahan."
    ),
    "P31": _(
        "Yang menunggu harinya lalu masuk daftar tidak ikut diurungkan bersama "
        "kiriman lamanya; bila diurungkan sendiri, ia menunggu lagi dan diusulkan "
        "oleh periode berikutnya."
    ),
    "P35": _(
        "Tempelan yang ditolak kembali kosong: tidak satu isian pun tampil di "
        "halaman, dan galatnya meminta menempel sekali lagi."
    ),
    "P40": _(
        "Dari sekelompok catatan ganda tepat satu yang tetap: usulan setiap yang "
        "dicoret menyebut yang dipertahankan, perlu bukti dan akun kedua; urutan "
        "keputusan apa pun tidak meninggalkan siapa pun hilang. Kelompok besar "
        "diputus pasangan demi pasangan: kedua catatannya, lalu yang paling dekat "
        "tautannya."
    ),
    "P41": _(
        "Yang dipertahankan tidak dicoret keputusan ganda lain selama yang pertama "
        "menunggu; siapa yang keluar dengan cara lain tidak dipertahankan."
    ),
    "P42": _(
        "Penerapan mencoret ganda hanya selama yang dipertahankan dihitung dan "
        "tidak hendak keluar; bila tidak, usulannya kedaluwarsa dan pasangannya "
        "menunggu lagi."
    ),
    "P43": _(
        '"Bukan ganda" perlu catatan, berlaku sampai salah satu catatan berubah, '
        "dan dapat ditarik."
    ),
    "P45": _(
        "Baris yang berkata lain daripada usulan terbuka untuk orang dan jenis "
        "yang sama memperbarui usulan itu selama belum ada yang melihatnya dan "
        "pengirimnya sama, atau usulannya dari daftar berkepercayaan rendah; "
        "isinya yang lama tetap ada pada baris sebelumnya. Selain itu usulan "
        "ditandai, dibandingkan di halamannya, dan diputus satu per satu. Sel "
        "kosong tidak mengatakan apa-apa, dan daftar berkepercayaan rendah tidak "
        "membantah. Keputusan dari halaman sebelum pembaruan ditolak."
    ),
    "P60": _(
        "Usulan dari orang, dengan formulir atau di pos, diperiksa unsur demi unsur "
        "seperti kiriman dan diputus dengan aturan yang sama."
    ),
}
DUPLICATES: dict[str, str | Promise] = {
    "G1": _(
        "Nama dibandingkan menurut bunyinya: ejaan lama, gelar, bentuk MUHAMMAD, "
        "huruf ganda."
    ),
    "G2": _(
        "Setiap unsur bertingkat dari sama sampai berbeda, 0 bila satu sisi tidak "
        "menyebutnya; 1 Januari, 1 Juli, dan 31 Desember bertingkat sendiri."
    ),
    "G3": _(
        "Bobot adalah jumlah bobot yang dipelajari; nama jarang menambah, daftar "
        "panjang mengurangi."
    ),
    "G4": _(
        "Dua catatan dipertemukan oleh DATE_NAME, SWAP_NAME, NKK_DATE, NKK_NAME, "
        "NAME_YEAR, NAME_DAY, DATE_PLACE, DATE_WORD, atau DATE_LAST; "
        "pasangan menyimpan yang mana."
    ),
    "G5": _(
        '"Bukan ganda" berlaku sampai unsur yang dibandingkan berubah, catatan '
        "mana pun yang disebut dahulu, juga di bawah kode baru dari perubahan "
        "wilayah; pasangan yang tidak ditemukan lagi kedaluwarsa, yang "
        "diselesaikan ditanyakan lagi bila yang dicoret kembali. Pasangan dari "
        "baris menunggu selama barisnya dapat menambahkan orang: dengan BARU "
        "yang ditolak atau diurungkan ia kedaluwarsa, dengan yang sudah di "
        "daftar pada pencarian berikutnya."
    ),
    "G6": _(
        "Pasangan dilihat yang melihat kedua catatan; web hanya menulis "
        "keputusannya. Baris dibaca dari usulan Barunya; bila satu catatan tidak "
        "terlihat, tidak ada yang dijawab."
    ),
    "G7": _(
        "Baris yang ditolak tanpa NIK yang dapat dipakai ditautkan ke daftar "
        "sebagai dugaan; hasilnya tetap ditolak."
    ),
    "G8": _(
        "Antarkabupaten/kota: NIK yang sama, dengan HMAC-SHA256 memakai kunci "
        "provinsi; kuncinya hanya pada pekerja."
    ),
    "G9": _(
        "Antarkabupaten/kota: nama yang sama bunyinya, tanggal lahir, dan jenis "
        "kelamin."
    ),
    "G10": _(
        "Dari satu orang di beberapa kabupaten/kota, sedikitnya satu mempertahankan "
        "datanya: jawaban yang tidak menyisakan siapa pun ditolak basis data sampai "
        "jawaban lain ditarik. Yang tidak dihitung lagi, atau yang pencoretannya "
        "diterima, tidak mempertahankan siapa pun; penerapan bertanya sekali lagi."
    ),
    "G11": _(
        'Jawaban berlaku sampai salah satu data berubah; "bukan ganda" '
        "memerlukan catatan, dan orang lain tidak mempertahankan siapa pun."
    ),
    "G12": _(
        "Kantor melihat datanya sendiri dan apa yang sama dengan data kantor "
        "lain, tidak pernah barisnya; provinsi melihat jumlah."
    ),
    "G13": _(
        "Berkas sidik data diterima utuh atau tidak sama sekali: judul sendiri, "
        "huruf sendiri, kunci yang sama, satu kabupaten/kota provinsi itu yang "
        "tidak bekerja di sini, rujukannya sendiri."
    ),
    "G14": _(
        'Terhadap pemasangan lain "tetap" mengikat, dan tidak ada yang keluar '
        'sebelum berkasnya mengatakan "tetap".'
    ),
    "G15": _(
        "Satu NIK dua orang ditanyakan kepada Dukcapil dengan surat bernomor, "
        "jawabannya dicatat; keduanya tidak mengubah seorang pemilih pun."
    ),
    "G16": _(
        'Bila kedua data tidak sama NIK-nya, "sudah pindah" menunggu orang kedua '
        'seperti "keluarkan".'
    ),
    "G20": _(
        '"Ini orangnya" membuat usulan dari unsur yang berbeda, atau TMS dari '
        "peristiwa baris, sejauh urusan pengirimnya, dengan kiriman dan baris "
        'sebagai sumber; tidak ada yang diterapkan. "Bukan orangnya" diingat '
        "sampai salah satu berubah; keduanya dapat diurungkan."
    ),
    "G21": _(
        "Dugaan ganda dari sebuah kiriman dicari sesudah laporannya, oleh pekerjaan "
        "yang tidak menahan siapa pun dan mulai lagi dari baris yang disimpan sampai "
        "pasangannya tertulis; kiriman yang menunggu ketua dicari sesudah dibuka."
    ),
    "G22": _(
        "Siapa yang masuk daftar dengan NIK baris itu sendiri adalah orang baris itu, "
        "bukan gandanya."
    ),
    "G30": _(
        "Sejak tanggal tertentu tiap bulan dalam periode terbuka kantor diingatkan "
        "mencari ganda dengan kab/kota lain di provinsi, sampai dilakukan bulan itu."
    ),
}
