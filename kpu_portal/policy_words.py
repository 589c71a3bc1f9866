"""What each number of kpu_portal.settings.policy means, for the page "Setelan"."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VARIABLES = {
    "ceiling_first": "PDPB_CEILING_*_PERMILLE",
    "ceiling_floor_share": "PDPB_CEILING_FLOOR_PERMILLE",
    "ceiling_whole_first": "PDPB_CEILING_WHOLE_*_PERMILLE",
    "ceiling_whole_floor_share": "PDPB_CEILING_WHOLE_FLOOR_PERMILLE",
}
"""Variables that are not named as their number is; * stands for a kind."""
MEANINGS: dict[str, str | Promise] = {
    "job_lease_seconds": _(
        "Detik tanpa kabar sebelum pekerjaan yang berjalan diambil alih."
    ),
    "job_attempts": _(
        "Kali pekerjaan boleh mati sebelum berhenti dan berkata sebabnya."
    ),
    "sweep_seconds": _("Detik antara dua pencarian pekerjaan yang hilang."),
    "upload_max_bytes": _("Bita terbesar berkas kiriman."),
    "evidence_max_bytes": _("Bita terbesar pindaian atau foto bukti."),
    "unpacked_max_bytes": _("Bita terbesar isi buku kerja setelah dibuka."),
    "landing_chunk_rows": _("Baris kiriman yang dimuat di antara dua penyimpanan."),
    "search_beside_rows": _(
        "Baris kiriman yang mulai darinya ganda dicari sambil usulan ditulis."
    ),
    "page_rows": _("Baris pada satu halaman daftar."),
    "count_cap": _('Daftar dihitung tepat sampai sekian; di atasnya "lebih dari".'),
    "age_doubtful_years": _(
        "Usia yang ditandai untuk coklit terbatas; tidak pernah dicoret karenanya."
    ),
    "hold_days": _("Hari yang ditawarkan bila usulan ditunda."),
    "exchange_day": _(
        "Tanggal tiap bulan kantor diingatkan mencari ganda dengan kab/kota lain di "
        "provinsi; 0 berarti tidak."
    ),
    "station_voters": _(
        "Pemilih paling banyak di satu TPS: 500 menurut UU 7/2017 Pasal 350 ayat (1), "
        "atau yang ditetapkan KPU untuk pemilihannya."
    ),
    "handover_days": _("Hari bagi kab/kota lain untuk menjawab serah terima."),
    "keep_handover_days": _(
        "Hari orang dalam serah terima yang berakhir disimpan; barisnya tetap."
    ),
    "claim_minutes": _("Menit seseorang di antrean dipegang tanpa kegiatan."),
    "claim_ask_minutes": _(
        "Menit sampai kecamatan yang diminta rekan dilepas, kecuali tetap dipegang."
    ),
    "keep_attempts_days": _("Hari catatan gagal masuk disimpan."),
    "keep_contacts_days": _("Hari narahubung yang diarsipkan disimpan."),
    "keep_places_days": _("Hari lokasi dan foto kunjungan coklit disimpan."),
    "keep_report_contacts_days": _("Hari kontak pelapor warga disimpan."),
    "keep_jobs_days": _("Hari pekerjaan yang berakhir disimpan."),
    "keep_delivery_rows_days": _(
        "Hari salinan baris kiriman disimpan; berkasnya tetap sebagai sumber."
    ),
    "keep_readings_years": _("Tahun catatan siapa membuka siapa disimpan."),
    "keep_upload_parts_hours": _("Jam unggahan yang terputus disimpan."),
    "export_direct_rows": _("Baris terbanyak yang dijadikan berkas seketika."),
    "export_hours": _("Jam berkas unduhan dapat diambil."),
    "report_checks_per_address": _(
        "Percobaan cek laporan dari satu alamat jaringan tiap sepuluh menit."
    ),
    "picked_most_rows": _("Baris terbanyak yang dipilih satu per satu sekaligus."),
    "pdf_most_rows": _("Baris terbanyak yang dijadikan PDF."),
    "ceiling_first": _(
        "Bagian pemilih kelurahan yang boleh diusulkan per jenis selagi riwayat "
        "sedikit."
    ),
    "ceiling_floor_share": _("Plafon tidak pernah di bawah bagian ini dari pemilih."),
    "ceiling_floor_rows": _("Plafon tidak pernah di bawah sekian usulan."),
    "ceiling_whole_first": _(
        "Bagian pemilih seluruh kab/kota yang boleh diusulkan per jenis selagi riwayat "
        "sedikit."
    ),
    "ceiling_whole_floor_share": _(
        "Plafon kab/kota tidak pernah di bawah bagian ini dari pemilihnya."
    ),
    "ceiling_whole_floor_rows": _(
        "Plafon kab/kota tidak pernah di bawah sekian usulan."
    ),
    "ceiling_spread": _("Kali simpangan median di atas median periode lalu."),
    "ceiling_periods": _("Periode lalu berkiriman yang menjadi riwayat."),
    "ceiling_look_back": _("Periode lalu yang dibandingkan, dari yang terbaru."),
    "large_job_rows": _("Pekerjaan lebih dari sekian baris tergolong besar."),
    "large_jobs_at_once": _("Pekerjaan besar yang boleh berjalan bersamaan."),
    "job_patience_seconds": _("Detik sebelum pekerjaan besar tidak lagi disalip."),
    "due_soon_days": _(
        "Hari ke depan (tenggat) dan ke belakang (kabar) yang tampil pada daftar kerja."
    ),
    "digest_catch_up_hours": _(
        "Jam surel pekerjaan boleh terlambat; sesudahnya menunggu jatah berikutnya."
    ),
    "keep_digests_days": _("Hari catatan surel pekerjaan disimpan."),
    "period_kind": _("Masa satu periode: MONTH, QUARTER, atau SEMESTER."),
}
