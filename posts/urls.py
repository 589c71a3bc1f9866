"""URLs of the room, below /kab/<regency>/; the public ones stand in kpu_portal.urls."""

from django.urls import path

from posts import views
from posts.urls_reach import urlpatterns as reach_patterns

app_name = "posts"
urlpatterns = [
    *reach_patterns,
    path("pos-kecamatan/", views.post_list, name="list"),
    path("pos-kecamatan/ekspor/", views.post_export, name="export"),
    path("pos-kecamatan/baru/", views.post_new, name="new"),
    path("pos-kecamatan/angka/", views.figures, name="figures"),
    path("pos-kecamatan/<uuid:public_id>/", views.post_detail, name="detail"),
    path("pos-kecamatan/<uuid:public_id>/ubah/", views.post_edit, name="edit"),
    path("pos-kecamatan/<uuid:public_id>/status/", views.post_state, name="state"),
    path("pos-kecamatan/<uuid:public_id>/petugas/", views.officer, name="officer"),
    path("pos-kecamatan/<uuid:public_id>/piket/", views.roster, name="roster"),
    path("kunjungan/", views.visit_list, name="visits"),
    path("kunjungan/ekspor/", views.visit_export, name="visits_export"),
    path("kunjungan/catat/", views.visit_new, name="visit_new"),
    path("kabar/", views.bulletin_list, name="bulletins"),
    path("kabar/ekspor/", views.bulletin_export, name="bulletins_export"),
    path("kabar/baru/", views.bulletin_new, name="bulletin_new"),
    path("kabar/<uuid:public_id>/", views.bulletin, name="bulletin"),
    path("kabar/<uuid:public_id>/ubah/", views.bulletin_edit, name="bulletin_edit"),
    path(
        "kabar/<uuid:public_id>/keadaan/", views.bulletin_state, name="bulletin_state"
    ),
    path(
        "kabar/<uuid:public_id>/gambar/",
        views.bulletin_picture,
        name="bulletin_picture",
    ),
]
