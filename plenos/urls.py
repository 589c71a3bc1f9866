"""URLs of plenos, below /kab/<regency>/."""

from django.urls import path

from plenos import views

app_name = "plenos"
urlpatterns = [
    path("pleno/", views.index, name="index"),
    path("pleno/<str:period>/", views.recap, name="recap"),
    path("pleno/<str:period>/rincian/", views.behind, name="behind"),
    path("pleno/<str:period>/riwayat/", views.drafts, name="drafts"),
    path("pleno/<str:period>/riwayat/simpan/", views.keep_draft, name="keep_draft"),
    path("pleno/<str:period>/riwayat/<uuid:public_id>/", views.draft, name="draft"),
    path("pleno/<str:period>/rapat/", views.plenary, name="plenary"),
    path("pleno/<str:period>/bekukan/", views.freeze, name="freeze"),
    path("pleno/<str:period>/berita-acara.pdf", views.minutes, name="minutes"),
    path(
        "pleno/<str:period>/berita-acara.docx",
        views.minutes_word,
        name="minutes_word",
    ),
    path("pleno/<str:period>/rekap.xlsx", views.workbook, name="workbook"),
    path("pleno/<str:period>/pindaian/", views.scan, name="scan"),
    path("pleno/<str:period>/terbitkan/", views.publish, name="publish"),
    path("pleno/<str:period>/buka-kembali/", views.reopen, name="reopen"),
    path(
        "pleno/<str:period>/buka-kembali/putuskan/",
        views.reopen_decide,
        name="reopen_decide",
    ),
    path("pleno/<str:period>/versi/", views.versions, name="versions"),
    path("pleno/<str:period>/versi/<int:number>/", views.version, name="version"),
    path(
        "pleno/<str:period>/versi/<int:number>/<str:kind>/",
        views.version_paper,
        name="version_paper",
    ),
    path("pleno/<str:period>/kelurahan/", views.villages, name="villages"),
    path(
        "pleno/<str:period>/kelurahan/ekspor/",
        views.village_export,
        name="village_export",
    ),
    path(
        "pleno/<str:period>/kelurahan/<str:kelurahan>/",
        views.village_recap,
        name="village_recap",
    ),
    path(
        "pleno/<str:period>/kelurahan/<str:kelurahan>/konfirmasi/",
        views.village_confirm,
        name="village_confirm",
    ),
    path(
        "pleno/<str:period>/kelurahan/<str:kelurahan>/tarik/",
        views.village_withdraw,
        name="village_withdraw",
    ),
    path("saran/", views.advices, name="advices"),
    path("saran/ekspor/", views.advice_export, name="advice_export"),
    path("saran/baru/", views.advice_new, name="advice_new"),
    path("saran/format.xlsx", views.advice_template, name="advice_template"),
    path("saran/<uuid:public_id>/", views.advice, name="advice"),
    path("saran/<uuid:public_id>/ubah/", views.advice_edit, name="advice_edit"),
    path("saran/<uuid:public_id>/orang/", views.advice_voter, name="advice_voter"),
    path("saran/<uuid:public_id>/lembar/", views.advice_upload, name="advice_upload"),
    path(
        "saran/<uuid:public_id>/usulkan/",
        views.advice_propose,
        name="advice_propose",
    ),
    path("pengawas/", views.supervisor, name="supervisor"),
    path("pengawas/daftar/", views.supervisor_list, name="supervisor_list"),
    path("pengawas/daftar.pdf", views.supervisor_paper, name="supervisor_paper"),
    path("pengawas/sampel/", views.sample, name="sample"),
    path("pengawas/jejak/", views.supervisor_ledger, name="supervisor_ledger"),
    path("kelurahan/", views.village, name="village"),
]
