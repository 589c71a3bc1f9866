"""URLs of reconciliation, below /kab/<regency>/."""

from django.urls import path

from reconciliation import ceiling_views, list_views, profile_views, views

app_name = "reconciliation"
urlpatterns = [
    path("kiriman/", list_views.delivery_list, name="list"),
    path("kiriman/ekspor/", list_views.delivery_export, name="export"),
    path("kiriman/unggah/", views.upload, name="upload"),
    path("kiriman/pengirim/<slug:sender>/", profile_views.profile, name="profile"),
    path(
        "kiriman/pengirim/<slug:sender>/kembali/<int:version>/",
        profile_views.restore,
        name="profile_restore",
    ),
    path(
        "kiriman/templat/<slug:sender>/<slug:form>/",
        profile_views.template,
        name="template",
    ),
    path("kiriman/<uuid:public_id>/", views.detail, name="detail"),
    path("kiriman/<uuid:public_id>/pemetaan/", views.mapping, name="mapping"),
    path("kiriman/<uuid:public_id>/pratinjau/", views.preview, name="preview"),
    path("kiriman/<uuid:public_id>/mulai/", views.begin, name="start"),
    path("kiriman/<uuid:public_id>/cari-ganda/", views.search, name="search"),
    path("kiriman/<uuid:public_id>/plafon/", ceiling_views.ceiling, name="ceiling"),
    path(
        "kiriman/<uuid:public_id>/plafon/putusan/",
        ceiling_views.decide,
        name="ceiling_decide",
    ),
    path("kiriman/<uuid:public_id>/baris/", views.rows, name="rows"),
    path("kiriman/<uuid:public_id>/bermasalah/", views.refused, name="refused"),
]
