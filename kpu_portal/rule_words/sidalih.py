"""Rules of the comparison with SIDALIH (docs/rules.md, Z)."""

from django.utils.translation import gettext_lazy as _

SIDALIH = {
    "Z1": _(
        "Unduhan SIDALIH dicocokkan menurut DPID, lalu NIK lengkap; NIK "
        "tersamar hanya diperiksa pada catatan yang ditemukan DPID-nya dan "
        "tidak pernah ditebak."
    ),
    "Z2": _(
        "Setiap baris berkas jatuh pada tepat satu dari lima hasil dan "
        "jumlahnya sama dengan berkas; DHS yang dibuat dari daftar tidak "
        "berbeda sedikit pun."
    ),
    "Z3": _(
        "DPID milik NIK lain, NIK dengan DPID lain, serta nama dan tanggal "
        "lahir yang keduanya berbeda adalah pertentangan: didaftar, tidak "
        "pernah diusulkan."
    ),
    "Z4": _(
        "Baris yang tidak terbaca kembali sebagai xlsx dengan kolom, isi yang "
        "terbaca, dan cara memperbaikinya; berkas tanpa kunci atau nama tidak "
        "meninggalkan apa pun."
    ),
    "Z5": _(
        "Orang tidak ada dalam unduhan hanya di tempat yang dimuat lengkap; ia "
        "didaftar bersama lembarnya dan tidak pernah dicoret."
    ),
    "Z6": _("Isian kosong tidak berkata apa-apa, NKK rusak tidak dibandingkan."),
    "Z7": _(
        "Yang sudah TMS di sini dan masih ada di SIDALIH disebut hanya di "
        "SIDALIH beserta sebabnya, bukan calon pemilih baru."
    ),
    "Z8": _(
        "Baris pilihan menjadi usulan setelah satu pertanyaan: ubah atau pindah"
        " dalam dari SIDALIH ke portal, diukur lagi; orang yang belum dikenal "
        "menjadi calon untuk coklit terbatas. DPID yang kosong diusulkan dan "
        "dapat diurungkan."
    ),
    "Z9": _(
        "Baris lembar disarankan sudah dientri bila semua unsur barunya ada di "
        "unduhan, atau yang TMS sudah tidak ada di daftar lengkap; satu "
        "penegasan menandainya."
    ),
    "Z10": _(
        "Baris pembandingan hanya untuk kantor, juga di basis data, dan dibuang"
        " sesudah 730 hari; jumlahnya tetap."
    ),
}
