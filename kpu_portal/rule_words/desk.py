"""Rules of the desk's queue (Q)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

QUEUE: dict[str, str | Promise] = {
    "Q1": _(
        "Orang atau kecamatan punya satu pemegang; dari dua yang mengambil bersamaan "
        "satu mendapatnya."
    ),
    "Q2": _(
        "Putusan atas yang sedang dipegang rekan ditolak; lewat waktunya ia bebas."
    ),
    "Q3": _("Kecamatan yang dipegang tidak menutup jalan orang kedua."),
    "Q4": _(
        "Yang diminta segera berakhir, kecuali pemegangnya menahan atau melepasnya."
    ),
    "Q5": _(
        "Pegangan hanya atas nama sendiri dan tidak mengambil milik rekan, juga di "
        "basis data."
    ),
    "Q6": _(
        "Yang dipegang rekan dilewati, baik sebagai yang berikut maupun pada keputusan "
        "massal."
    ),
    "Q7": _(
        "Urut risiko: yang akan keluar dari daftar, yang diragukan, yang masuk atau "
        "berganti identitas, yang pindah, lalu sisanya."
    ),
    "Q8": _(
        "Unsur yang hanya utuh bersama diambil bersama atau ditolak bersama: RT, RW, "
        "TPS dengan kelurahannya, NIK dengan tanggal lahir dan jenis kelamin."
    ),
    "Q9": _("Yang tidak diambil ditolak dalam keputusan yang sama, dengan alasannya."),
    "Q10": _("Menerima memerlukan satu tombol, menolak dua."),
    "Q11": _(
        "Yang menunggu dengan tanggal ada di satu daftar dengan jalan keluarnya; yang "
        "jatuh tempo ditandai dan diingatkan."
    ),
    "Q12": _("Lonceng berbunyi bagi yang meminta sampai akhirnya dilihat."),
    "Q13": _("Pekerjaan yang menunggu tahu gilirannya di antara semua kantor."),
    "Q14": _(
        "Tindakan atas beberapa baris memakai saringan atau kunci baris, tidak "
        "pernah lebih dari yang terlihat; bila barisnya bukan lagi yang "
        "disetujui, itu dikatakan dan tidak ada yang berubah."
    ),
    "Q15": _(
        "Berkas sebuah daftar sama dengan halamannya: saringan, urutan, kolom, "
        "baris yang dipilih."
    ),
    "Q16": _(
        "Dugaan ganda dan penarikan menunggu rekan yang sedang membuka orangnya; "
        "kunjungan juga, tetapi tidak menunggu kecamatan."
    ),
    "Q17": _(
        "Beberapa yang ditahan dilepas bersama, masing-masing lewat pintunya; "
        "yang tidak dapat dilepas tetap dan dikatakan."
    ),
}
