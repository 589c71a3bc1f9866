"""Every URL of the portal; a by-regency URL carries the regency's code."""

from django.contrib.auth import views as auth
from django.urls import include, path
from django.views.i18n import set_language

from kpu_portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sehat/", views.health, name="health"),
    path(
        "masuk/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"
    ),
    path("keluar/", auth.LogoutView.as_view(), name="logout"),
    path("bahasa/", set_language, name="set_language"),
    path("kab/<str:regency>/", views.regency_home, name="regency-home"),
    path("kab/<str:regency>/", include("voters.urls")),
    path("kab/<str:regency>/", include("reconciliation.urls")),
    path("kab/<str:regency>/", include("plenos.urls")),
    path("kab/<str:regency>/", include("jobs.urls")),
    path("kab/<str:regency>/", include("audit.urls")),
    path("provinsi/<str:province>/", views.province, name="province"),
]
