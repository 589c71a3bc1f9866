"""Every URL of the portal; a by-regency URL carries the regency's code."""

from django.contrib.auth import views as auth
from django.urls import include, path
from django.views.i18n import set_language

from kpu_portal.views import downloads, home, jobs, ledger
from plenos import views as plenos

jobs_urls = [
    path("pekerjaan/", jobs.job_list, name="list"),
    path("pekerjaan/ekspor/", jobs.job_export, name="export"),
    path("pekerjaan/<uuid:public_id>/", jobs.progress, name="progress"),
    path("pekerjaan/<uuid:public_id>/batalkan/", jobs.cancel, name="cancel"),
    path("pekerjaan/<uuid:public_id>/ulangi/", jobs.retry, name="retry"),
]
audit_urls = [
    path("jejak/", ledger.ledger, name="list"),
    path("jejak/ekspor/", ledger.ledger_export, name="export"),
]
downloads_urls = [
    path("unduhan/", downloads.downloads, name="list"),
    path("unduhan/minta/<str:source>/", downloads.ask, name="new"),
    path("unduhan/<uuid:public_id>/", downloads.fetch, name="file"),
    path("unduhan/<uuid:public_id>/hapus/", downloads.delete, name="delete"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("sehat/", home.health, name="health"),
    path(
        "masuk/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"
    ),
    path("keluar/", auth.LogoutView.as_view(), name="logout"),
    path("bahasa/", set_language, name="set_language"),
    path("kab/<str:regency>/", home.regency_home, name="regency-home"),
    path("kab/<str:regency>/", include("voters.urls")),
    path("kab/<str:regency>/", include("reconciliation.urls")),
    path("kab/<str:regency>/", include("plenos.urls")),
    path("kab/<str:regency>/", include((jobs_urls, "jobs"))),
    path("kab/<str:regency>/", include((audit_urls, "audit"))),
    path("kab/<str:regency>/", include((downloads_urls, "downloads"))),
    path("provinsi/<str:province>/", plenos.province, name="province"),
]
