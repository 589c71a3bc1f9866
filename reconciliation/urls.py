"""URLs of reconciliation, below /kab/<regency>/."""

from django.urls import path

from reconciliation.views import ceiling, deliveries, lists, profiles, rows

app_name = "reconciliation"
urlpatterns = [
    path("kiriman/", lists.delivery_list, name="list"),
    path("kiriman/ekspor/", lists.delivery_export, name="export"),
    path("kiriman/unggah/", deliveries.upload, name="upload"),
    path("kiriman/pengirim/<slug:sender>/", profiles.profile, name="profile"),
    path(
        "kiriman/pengirim/<slug:sender>/kembali/<int:version>/",
        profiles.restore,
        name="profile_restore",
    ),
    path(
        "kiriman/templat/<slug:sender>/<slug:form>/",
        profiles.template,
        name="template",
    ),
    path("kiriman/<uuid:public_id>/", deliveries.detail, name="detail"),
    path("kiriman/<uuid:public_id>/pemetaan/", deliveries.mapping, name="mapping"),
    path("kiriman/<uuid:public_id>/pratinjau/", deliveries.preview, name="preview"),
    path("kiriman/<uuid:public_id>/mulai/", deliveries.begin, name="start"),
    path("kiriman/<uuid:public_id>/cari-ganda/", deliveries.search, name="search"),
    path("kiriman/<uuid:public_id>/plafon/", ceiling.ceiling, name="ceiling"),
    path(
        "kiriman/<uuid:public_id>/plafon/putusan/",
        ceiling.decide,
        name="ceiling_decide",
    ),
    path("kiriman/<uuid:public_id>/baris/", rows.rows, name="rows"),
    path("kiriman/<uuid:public_id>/bermasalah/", rows.refused, name="refused"),
]
