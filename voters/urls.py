"""URLs of voters, below /kab/<regency>/."""

from django.urls import path, re_path

from voters import views

app_name = "voters"
urlpatterns = [
    path("pemilih/", views.voter_list, name="list"),
    path("pemilih/cari/", views.search, name="search"),
    path("pemilih/ekspor/", views.export_roll, name="export"),
    path("pemilih/<uuid:public_id>/", views.detail, name="detail"),
    path("pemilih/<uuid:public_id>/tampilkan/", views.unmask, name="unmask"),
    path("tinjauan/", views.review, name="review"),
    path("tinjauan/ekspor/", views.export_proposals, name="export_proposals"),
    path("tinjauan/sekaligus/", views.bulk, name="bulk"),
    path("tinjauan/terapkan/", views.apply, name="apply"),
    path("tinjauan/urungkan/", views.undo, name="undo"),
    path("usulan/baru/", views.propose, name="propose"),
    path("usulan/periksa/", views.check, name="check"),
    path("usulan/dokumen/", views.documents, name="documents"),
    path("usulan/<uuid:public_id>/tarik/", views.withdraw, name="withdraw"),
    path("keluarga/", views.family, name="family"),
    path("keluarga/usulkan/", views.family_propose, name="family_propose"),
    path("usulan/<uuid:public_id>/", views.proposal, name="proposal"),
    path("usulan/<uuid:public_id>/putuskan/", views.decide, name="decide"),
    path("usulan/<uuid:public_id>/bukti/", views.evidence, name="evidence"),
    path("ditahan/", views.held, name="held"),
    path("ditahan/ekspor/", views.export_held, name="export_held"),
    re_path(
        r"^ditahan/(?P<jenis>[UP])/(?P<public_id>[0-9a-f-]{36})/$",
        views.held_item,
        name="held_item",
    ),
    path("tinjauan/sisa/", views.left, name="left"),
    re_path(
        r"^tinjauan/kecamatan/(?P<kecamatan>[0-9]{6})/$",
        views.claim_district,
        name="claim_district",
    ),
    path("usulan/<uuid:public_id>/pegang/", views.claim, name="claim"),
    path("ganda/", views.duplicates, name="duplicates"),
    path("ganda/ekspor/", views.export_duplicates, name="export_duplicates"),
    path("ganda/cari/", views.duplicates_search, name="duplicates_search"),
    path("ganda/antar/", views.exchange, name="exchange"),
    path("ganda/antar/ekspor/", views.exchange_export, name="exchange_export"),
    path("ganda/antar/bandingkan/", views.exchange_run, name="exchange_run"),
    path("ganda/antar/sidik/", views.exchange_hashes, name="exchange_hashes"),
    path("ganda/antar/berkas/", views.exchange_upload, name="exchange_upload"),
    path("ganda/antar/<uuid:public_id>/", views.exchange_side, name="exchange_side"),
    path(
        "ganda/antar/<uuid:public_id>/jawab/",
        views.exchange_answer,
        name="exchange_answer",
    ),
    path("serah-terima/", views.handovers, name="handovers"),
    path("serah-terima/ekspor/", views.handover_export, name="handover_export"),
    path("serah-terima/<uuid:public_id>/", views.handover, name="handover"),
    path(
        "serah-terima/<uuid:public_id>/jawab/",
        views.handover_answer,
        name="handover_answer",
    ),
    path(
        "usulan/<uuid:public_id>/kab-lain/", views.handover_name, name="handover_name"
    ),
    path("sidalih/", views.sidalih, name="sidalih"),
    path("sidalih/ekspor/", views.sidalih_export, name="sidalih_export"),
    path("sidalih/tandai/", views.sidalih_tick, name="sidalih_tick"),
    path("tps/", views.tps, name="tps"),
    path("tps/ekspor/", views.tps_export, name="tps_export"),
    *(
        re_path(
            rf"^tps/(?P<kelurahan>[0-9]{{10}})/{words}$",
            getattr(views, name),
            name=name,
        )
        for words, name in (
            ("", "tps_village"),
            ("isi/", "tps_assign"),
            ("pindah/", "tps_move"),
            ("urungkan/", "tps_undo"),
            ("cetak/", "tps_print"),
        )
    ),
    path("ganda/dukcapil/", views.dukcapil, name="dukcapil"),
    path("ganda/dukcapil/ekspor/", views.dukcapil_export, name="dukcapil_export"),
    path("ganda/dukcapil/surat/", views.dukcapil_send, name="dukcapil_send"),
    path("ganda/dukcapil/lampiran/", views.dukcapil_annex, name="dukcapil_annex"),
    path(
        "ganda/dukcapil/<uuid:public_id>/",
        views.dukcapil_answer,
        name="dukcapil_answer",
    ),
    path("ganda/<uuid:public_id>/", views.duplicate, name="duplicate"),
    path(
        "ganda/<uuid:public_id>/putuskan/",
        views.duplicate_decide,
        name="duplicate_decide",
    ),
    path("ganda/<uuid:public_id>/baris/", views.link_decide, name="link_decide"),
    path("pos/", views.post, name="post"),
    path("pos/usulan-baru/", views.post_newcomer, name="post_newcomer"),
    path("pos/<uuid:public_id>/", views.post_person, name="post_person"),
    path("pos/<uuid:public_id>/usulan/", views.post_propose, name="post_propose"),
    path("pos/<uuid:public_id>/tetap/", views.post_unchanged, name="post_unchanged"),
    path("laporan/<uuid:public_id>/", views.report, name="report"),
    path(
        "laporan/<uuid:public_id>/tanda-terima.pdf",
        views.report_pdf,
        name="report_pdf",
    ),
    path("warga/", views.residents, name="residents"),
    path(
        "usulan/<uuid:public_id>/bukti/<uuid:evidence_id>/",
        views.evidence_file,
        name="evidence_file",
    ),
]
