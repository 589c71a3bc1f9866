"""Rules of deliveries (D): outcomes, refusals, values, institutions, reading."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DELIVERIES: dict[str, str | Promise] = {
    "D1": _(
        "Ditolak: berlaku salah satu dari D20 sampai D38, D46, D67, D68, D76, "
        "atau D77; baris itu tidak menjadi apa pun."
    ),
    "D2": _(
        "Diabaikan: peristiwa di luar urusan daftar pemilih, orang tidak memenuhi "
        "syarat yang tidak ada di daftar, sebab yang sudah diterapkan, atau di luar "
        "urusan pengirimnya (D60)."
    ),
    "D3": _(
        "NIK ganda orang: NIK ada di daftar, tetapi nama dan tanggal lahirnya "
        "sama-sama berbeda."
    ),
    "D4": _(
        "TMS: NIK ada di daftar, dengan peristiwa, dinas, atau kewarganegaraan yang "
        "menggugurkan, atau di bawah umur dan belum kawin."
    ),
    "D5": _(
        "Pindah dalam: NIK ada di daftar, kelurahan atau TPS-nya berbeda di dalam "
        "kab/kota; unsur lain ikut."
    ),
    "D6": _("Ubah: NIK ada di daftar, unsur lain berbeda."),
    "D7": _("Sama: NIK ada di daftar, tidak ada yang berbeda."),
    "D8": _(
        "Muncul kembali: NIK yang pernah dicoret dan tidak dipulihkan oleh peristiwa "
        "yang sesuai alasannya (pindah: datang; TNI, Polri: purna; hak dicabut: "
        "dipulihkan), atau bernama dan bertanggal lahir lain: pertanyaan."
    ),
    "D9": _(
        "Belum waktunya: NIK tidak dikenal, di bawah umur dan belum kawin; "
        "disimpan sampai harinya, atau sampai pengirim yang berwenang menyatakan "
        "ia meninggal atau pindah."
    ),
    "D10": _("Baru: semua orang lainnya, menurut salah satu dari enam kategori."),
    "D11": _("Kesepuluh hasil berjumlah sama dengan baris berkas."),
    "D12": _(
        "Wadah tidak mengubah apa pun: teks, buku kerja, atau zip memberi hasil "
        "yang sama."
    ),
    "D13": _(
        "Tidak ada: pertanyaan tentang pemilih yang tidak disebut satu pun baris "
        "sah sebuah potret; meragukan bila hanya baris yang ditolak menyebutnya; "
        "berkas peristiwa tidak bertanya."
    ),
    "D14": _(
        "Pertanyaan yang sudah ditolak atau diteruskan kembali hanya bila arti "
        "barisnya berubah, bukan ejaannya, atau bila ditolak bersama pasangannya "
        "(P21); yang sudah diterapkan kembali bila orangnya keluar atau tidak ada lagi."
    ),
    "D15": _(
        "Berkas yang sama dua kali ditolak, dan yang pertama disebut; kiriman yang "
        "tidak dijalankan sebelum periodenya ditutup memberi tempat kepadanya."
    ),
    "D16": _(
        "Satu proses utuh atau tidak sama sekali: gangguan, pembatalan, atau "
        "hilangnya giliran tidak meninggalkan satu baris pun."
    ),
    "D17": _(
        "Berkas yang sebagian besar milik kab/kota lain, atau sebagian besar rusak, "
        "ditolak seluruhnya."
    ),
    "D18": _(
        "Judul kolom dikenali dari namanya; pemetaan yang dibetulkan diingat bagi "
        "pengirimnya."
    ),
    "D19": _(
        "Baris yang ditolak kembali dengan kolomnya sendiri, kesalahannya, dan "
        "sarannya."
    ),
    "D20": _("RAGGED: jumlah isian tidak sama dengan judul kolom."),
    "D21": _("NIK_NUMBER: isian tersimpan sebagai angka."),
    "D22": _("NIK_LETTERS: ada tanda selain angka."),
    "D23": _("NIK_LENGTH: bukan enam belas angka."),
    "D24": _("NIK_SAME_DIGITS: satu angka enam belas kali."),
    "D25": _("NIK_PROVINCE: dua angka pertamanya bukan kode provinsi."),
    "D26": _("NIK_DATE: hari atau bulannya mustahil."),
    "D27": _("NIK_SERIAL: berakhir dengan 0000."),
    "D28": _("NAME_EMPTY: tanpa nama."),
    "D29": _("BIRTH_DATE: tidak terbaca, mustahil, atau sesudah tanggal acuan."),
    "D30": _("SEX_CODE: kode jenis kelamin tidak dikenal."),
    "D31": _("MARITAL_CODE: kode status kawin tidak dikenal."),
    "D32": _(
        "EVENT_CODE: kata tidak dikenal, angka tanpa angkatan daftar kode, atau angka "
        "yang artinya dalam angkatan itu tidak pasti."
    ),
    "D33": _("EVENT_MISSING: baris berkas peristiwa tidak menyebut apa pun."),
    "D34": _(
        "EVENT_DATE: tanggal peristiwa tidak terbaca, sebelum lahir, atau sesudah "
        "hari berkas diterima."
    ),
    "D35": _(
        "REGION_UNKNOWN: kelurahan tidak dikenal, dan orangnya tidak pindah keluar; "
        "kata KEC, KEL, atau DESA di depan nama bukan bagian namanya, dan kecamatan "
        "boleh disebut dengan kodenya."
    ),
    "D36": _(
        "REGION_OUTSIDE: kelurahan di kab/kota lain, dan orangnya tidak pindah keluar."
    ),
    "D37": _(
        "INCOMPLETE: orang baru tanpa tanggal lahir, jenis kelamin, alamat, atau "
        "kelurahan."
    ),
    "D38": _(
        "NIK_REPEATED: baris sah sebelumnya berisi NIK ini; baris rusak tidak "
        "pernah menghalanginya."
    ),
    "D76": _("NATIONALITY_CODE: kewarganegaraan yang tidak menyebut WNI atau WNA."),
    "D77": _(
        "MOVE_INSIDE: pemilih pindah ke kab/kota ini sendiri dan barisnya tidak "
        "menyebut kelurahan lain: hak pilihnya tetap di sini."
    ),
    "D46": _(
        "CELL_ERROR: nama yang diawali = atau @, atau galat Excel atau rumus "
        "tanpa nilai di nama, tempat lahir, alamat, atau nomor bukti."
    ),
    "D39": _(
        "Hari sebelum bulan dalam setiap cara menulis; bulan tidak pernah lebih dulu."
    ),
    "D40": _(
        "Teks dirapikan, apa pun spasi, apostrof, atau tanda tak terlihatnya; RT, "
        "RW, dan TPS ditulis tiga angka. RT dan RW yang sekolom dibaca bersama; "
        "yang tidak berisi dua angka tidak mengubah apa pun dan diberi "
        "peringatan."
    ),
    "D41": _(
        "TNI dan Polri dikenali dari kata utuh atau nama lengkapnya; "
        "purnawirawan, keluarga, PNS, dan honorer di sana bukan TNI atau Polri."
    ),
    "D42": _(
        "Delapan peringatan mendampingi baris yang sah dan tidak menghentikan apa pun."
    ),
    "D43": _(
        "Daftar pembuka dengan satu baris rusak tidak memuat apa pun dan menyebut "
        "barisnya."
    ),
    "D44": _(
        'Isian kosong atau "-" tidak menghapus apa pun; hanya kolom yang ada di berkas '
        "yang dibandingkan."
    ),
    "D45": _(
        "Baris yang semua isiannya kosong bukan baris dan tidak dihitung, apa pun "
        "wadahnya."
    ),
    "D60": _(
        "Pengirim hanya menghasilkan apa yang menjadi urusannya, dengan unsur yang "
        "menjadi urusannya; selebihnya diabaikan, dan jumlahnya tetap cocok."
    ),
    "D61": _(
        "Daftar berkepercayaan rendah tidak mencoret siapa pun: TMS-nya menjadi "
        "pertanyaan tidak ada, calon verifikasi yang sejak awal menunggu coklit "
        "terbatas dan diterima satu per satu, dengan bukti, oleh dua orang."
    ),
    "D62": _(
        "Hanya Disdukcapil dan KPU RI yang mengirim potret; yang lain mengirim "
        "peristiwa."
    ),
    "D63": _(
        "Laporan menyebut aturan setiap hasil dan penolakan, usulan menyebut aturan "
        "hasilnya."
    ),
    "D64": _(
        "Berkas yang tanggal peristiwa pada baris-baris pertamanya semua di luar "
        "periode disebut mungkin milik periode lain sebelum dimulai; tidak ditolak."
    ),
    "D65": _(
        "Berkas tanpa baris, tanpa judul yang dikenal, bukan tabel, dengan terlalu "
        "banyak kolom atau isian yang terlalu panjang, atau yang tidak terbuka dalam "
        "batas memori dan waktunya, ditolak seluruhnya dengan sebabnya."
    ),
    "D66": _(
        'RT, RW, dan TPS boleh didahului katanya ("RT 05"); isian yang bukan nomor '
        'paling banyak tiga angka ("001/002", "?") tidak dibandingkan dan tidak '
        "diusulkan, dan diberi peringatan."
    ),
    "D69": _(
        "Tempat dan tanggal lahir dalam satu kolom: tanggal ada di akhirnya; "
        "isian berangka tanpa tanggal, atau yang tanggalnya mungkin mulai satu "
        "angka lebih awal, ditolak."
    ),
    "D70": _(
        "Pindah di dalam kab/kota tidak menutupi TNI, Polri, atau WNA; tujuan yang "
        "disebut tetapi tidak dikenal bukan di kab/kota ini."
    ),
    "D71": _(
        "Peristiwa kawin atau cerai menentukan status perkawinan bila kolomnya kosong."
    ),
    "D72": _(
        "Yang belum cukup umur menurut barisnya dicoret dengan tanggal lahir dan "
        "status itu, bukan dengan yang ada di daftar."
    ),
    "D73": _(
        "Yang menunggu 17 tahun dan pindah di dalam kab/kota tetap menunggu, di "
        "kelurahan barunya."
    ),
    "D74": _(
        "Yang menunggu lalu disebut meninggal atau pindah tidak diusulkan lagi; "
        "ia menunggu kembali bila baris yang lebih baru menyebutnya atau semua "
        "kiriman yang menyatakannya diurungkan."
    ),
    "D75": _(
        "Laporan menghitung pertanyaan yang diajukan kiriman itu sendiri; yang "
        "menyusul usulan terbuka adalah bukti tambahan, bukan baris."
    ),
    "D67": _(
        "DISABILITY_CODE: kode disabilitas tidak dikenal oleh daftar kode yang "
        "dipilih, atau berasal dari daftar 2018 dan tidak berpadanan satu; angka tidak "
        "pernah dibaca tanpa angkatannya."
    ),
    "D68": _("EKTP_CODE: kode KTP-el tidak dikenal."),
    "D47": _(
        'NIK diambil dari ="…", tanda petik, spasi, dan titik; desimal atau '
        "pangkat berarti isian itu pernah menjadi angka: NIK_NUMBER."
    ),
    "D48": _("Sel berisi angka bukan NIK, apa pun angkanya."),
    "D49": _(
        "Berkas teks yang sepuluh NIK pertamanya atau lebih berakhir 0 semua, atau "
        "yang dua puluh NIK Papuanya genap semua, ditolak seluruhnya."
    ),
    "D50": _(
        "Ukuran, rasio, dan banyaknya isi diperiksa sebelum dibuka; zip di dalam "
        "zip ditolak."
    ),
    "D51": _(
        "Entitas, halaman yang menyamar, kata sandi, berkas terpotong atau berubah, "
        "bita NUL, dan baris tanpa akhir ditolak dengan sebabnya; makro tidak "
        "pernah dijalankan."
    ),
    "D52": _(
        "Ukuran lembar yang bohong, seribu kolom kosong, judul di baris 6, setiap "
        "pemisah dan penyandian tidak mengubah apa pun."
    ),
    "D53": _("Tanda kutip yang tidak ditutup hanya merugikan barisnya sendiri."),
    "D54": _(
        "Dari dua kolom bernama sama tidak satu pun dipetakan sampai seseorang memilih."
    ),
    "D55": _(
        "Baris dan lembar tersembunyi dibaca dan diberitahukan; sel gabungan dan "
        "galat diberitahukan; baris jumlah bukan orang dan bukan baris."
    ),
    "D56": _(
        "Tanggal asli dibaca dalam kedua sistem tanggal; angka seri saja dan tahun "
        "dua angka ditolak."
    ),
    "D57": _(
        "Lembar dan berkas zip berjudul kolom sama adalah satu kiriman; yang lain "
        "disebut dengan sebabnya; masalah menyebut lembar dan baris."
    ),
    "D58": _(
        "Berkas di kotak masuk yang tidak berubah dalam dua pemeriksaan menjadi "
        "kiriman yang menunggu; tidak ada yang dimulai; tautan, nama sementara, dan "
        "berkas yang masih tumbuh dibiarkan."
    ),
    "D59": _(
        "Berkas diambil sekali, oleh satu pemeriksaan; berkas yang ditolak mendapat "
        "satu catatan dan dicoba lagi bila isinya berubah; folder tak dikenal "
        "diberitahukan sekali."
    ),
}
"""In the order of docs/rules.md."""
