"""Every URL of the portal; a by-regency URL carries the regency's code."""

from django.urls import include, path, re_path
from django.views.i18n import set_language

from kpu_portal.views import (
    accounts,
    accounts_bulk,
    codes,
    digest,
    downloads,
    due,
    home,
    jobs,
    ledger,
    onboarding,
    pictures,
    rules,
    saved_views,
    settings_pages,
    trail,
)
from plenos import views as plenos
from posts.views import opening, public
from voters import views as voters
from voters.views import report_status

jobs_urls = [
    path("pekerjaan/", jobs.job_list, name="list"),
    path("pekerjaan/ekspor/", jobs.job_export, name="export"),
    path("pekerjaan/lonceng/", jobs.bell_box, name="bell"),
    path("pekerjaan/<uuid:public_id>/", jobs.progress, name="progress"),
    path("pekerjaan/<uuid:public_id>/batalkan/", jobs.cancel, name="cancel"),
    path("pekerjaan/<uuid:public_id>/ulangi/", jobs.retry, name="retry"),
]
accounts_urls = [
    path("", accounts.account_list, name="list"),
    path("baru/", accounts.account_new, name="new"),
    path("templat/", accounts_bulk.template, name="template"),
    path("berkas/", accounts_bulk.upload, name="upload"),
    path("berkas/buat/", accounts_bulk.confirm, name="confirm"),
    path("<int:pk>/", accounts.account_detail, name="detail"),
    path("<int:pk>/aktif/", accounts.account_switch, name="switch"),
    path("<int:pk>/berlaku/", accounts.account_ends, name="ends"),
    path("<int:pk>/perubahan/", accounts.account_ask, name="ask"),
    path("<int:pk>/kode/", accounts.account_code, name="code"),
    path("perubahan/<int:pk>/", accounts.account_decide, name="decide"),
]
codes_urls = [
    path("", codes.code_list, name="list"),
    path("berkas/", codes.code_export, name="export"),
    path("baru/", codes.code_new, name="new"),
    path("perubahan/<int:pk>/", codes.code_decide, name="decide"),
    # No room for a number of a person (voters.rules.code_lists.SHAPES).
    re_path(
        r"^(?P<name>[A-Z]{3,12})/(?P<vintage>[0-9]{4})/"
        r"(?P<code>[0-9]{1,2}|[A-Z][A-Z_]{0,17}[0-9]{0,2})/$",
        codes.code_change,
        name="change",
    ),
]
settings_urls = [path("", settings_pages.setting_list, name="list")]
audit_urls = [
    path("jejak/", ledger.ledger, name="list"),
    path("pemilih/<uuid:public_id>/jejak/", trail.trail, name="trail"),
    path("pemilih/<uuid:public_id>/jejak.xlsx", trail.export, name="trail_export"),
    path("jejak/ekspor/", ledger.ledger_export, name="export"),
]
downloads_urls = [
    path("unduhan/", downloads.downloads, name="list"),
    path("unduhan/minta/<str:source>/", downloads.ask, name="new"),
    path(
        "unduhan/minta/<str:source>/pilihan/",
        downloads.chosen,
        name="chosen",
    ),
    path("unduhan/<uuid:public_id>/", downloads.fetch, name="file"),
    path("unduhan/<uuid:public_id>/kemajuan/", downloads.progress, name="progress"),
    path("unduhan/<uuid:public_id>/hapus/", downloads.delete, name="delete"),
]

# No room for a number of a person.
KECAMATAN = "(?P<kecamatan>[0-9]{6})"
PROOF = "(?P<proof>[A-Za-z0-9_-]{1,200}:[A-Za-z0-9]{1,12}:[A-Za-z0-9_-]{43})"
STOP = "(?P<token>[0-9]{1,9}:[A-Za-z0-9_-]{43})"
SHORT = "(?P<short>[0-9]{6}[a-z])"
REPORT = "(?P<number>[0-9]{4}-[0-9]{2}[0-9TS][0-9]-[0-9]{5,10})"
public_urls = [
    path("pos/", public.posts, name="public-posts"),
    path("pos/<slug:slug>/", public.post, name="public-post"),
    path("pos/<slug:slug>/foto/", public.photo, name="public-photo"),
    re_path(f"^kegiatan/{KECAMATAN}/$", public.events, name="public-events"),
    path("kabar/gambar/<uuid:key>/", public.picture, name="public-picture"),
    re_path(f"^kabar/{KECAMATAN}/$", public.bulletins, name="public-bulletins"),
    re_path(f"^kabar/{KECAMATAN}/rss.xml$", public.feed, name="public-feed"),
    re_path(
        f"^kabar/{KECAMATAN}/(?P<key>[0-9a-f-]{{36}})/$",
        public.bulletin,
        name="public-bulletin",
    ),
    re_path(f"^surel/berhenti/{STOP}/$", digest.stop_digest, name="digest-stop"),
    re_path(f"^surel/bukti/{PROOF}/$", digest.verify_digest, name="digest-verify"),
    re_path(f"^q/{SHORT}/$", opening.open_link, name="public-reach"),
    re_path(
        f"^q/{SHORT}/pos/$",
        opening.open_link,
        {"to_post": True},
        name="public-reach-post",
    ),
    path("laporan/", report_status, name="report-check"),
    re_path(f"^laporan/{REPORT}/$", report_status, name="report-status"),
]
"""Pages without an account and without a cookie."""

urlpatterns = [
    path("", home.home, name="home"),
    path("sehat/", home.health, name="health"),
    path("", include("accounts.urls")),
    path("akun-petugas/", include((accounts_urls, "accounts"))),
    path("daftar-kode/", include((codes_urls, "codes"))),
    path("akun/kerja/", due.own_due, name="own-due"),
    path("akun/surel/", digest.own_digest, name="own-digest"),
    path("akun/lonceng/", jobs.own_bell, name="own-bell"),
    path("akun/tombol/", voters.own_keys, name="own-keys"),
    path("setelan/", include((settings_urls, "settings"))),
    path("aturan/", rules.rule_list, name="rules"),
    path("bahasa/", set_language, name="set_language"),
    *public_urls,
    path("kab/<str:regency>/", home.regency_home, name="regency-home"),
    path("kab/<str:regency>/tampilan/", saved_views.saved_views, name="saved-views"),
    path("kab/<str:regency>/mulai/", onboarding.begin, name="onboarding"),
    path("kab/<str:regency>/gambaran/", pictures.pictures, name="pictures"),
    path("kab/<str:regency>/gambaran/batas/", pictures.borders, name="borders"),
    path(
        "kab/<str:regency>/gambaran/peta/",
        pictures.border_upload,
        name="border-upload",
    ),
    path("kab/<str:regency>/", include("voters.urls")),
    path("kab/<str:regency>/", include("reconciliation.urls")),
    path("kab/<str:regency>/", include("posts.urls")),
    path("kab/<str:regency>/", include("fieldwork.urls")),
    path("kab/<str:regency>/", include("plenos.urls")),
    path("kab/<str:regency>/", include("kpu_portal.partner_urls")),
    path("kab/<str:regency>/", include((jobs_urls, "jobs"))),
    path("kab/<str:regency>/", include((audit_urls, "audit"))),
    path("kab/<str:regency>/", include((downloads_urls, "downloads"))),
    path("provinsi/<str:province>/", plenos.province, name="province"),
    path("provinsi/<str:province>/banding/", plenos.compare, name="province-compare"),
    path(
        "provinsi/<str:province>/ganda/",
        voters.exchange_province,
        name="province-duplicates",
    ),
    path(
        "provinsi/<str:province>/serah-terima/",
        voters.handover_province,
        name="province-handovers",
    ),
    path(
        "provinsi/<str:province>/unduhan/",
        downloads.province_downloads,
        name="province-downloads",
    ),
    path(
        "provinsi/<str:province>/rekap.xlsx",
        plenos.province_workbook,
        name="province-workbook",
    ),
    path(
        "provinsi/<str:province>/pengawas/",
        plenos.supervised,
        name="province-supervisor",
    ),
]

handler400 = "kpu_portal.errors.bad_request"
