"""URLs of the room, below /kab/<regency>/; the public ones stand in kpu_portal.urls."""

from django.urls import path

from posts import views
from posts.urls_reach import urlpatterns as reach_patterns

app_name = "posts"
EVENT = "sapa-warga/<uuid:public_id>"
PERSON = f"{EVENT}/antrean/<uuid:person>"
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
    path("sapa-warga/", views.event_list, name="events"),
    path("sapa-warga/ekspor/", views.event_export, name="events_export"),
    path("sapa-warga/kalender/", views.event_calendar, name="event_calendar"),
    path("sapa-warga/baru/", views.event_new, name="event_new"),
    path(f"{EVENT}/", views.event_detail, name="event"),
    path(f"{EVENT}/ubah/", views.event_edit, name="event_edit"),
    path(f"{EVENT}/keadaan/", views.event_state, name="event_state"),
    path(f"{EVENT}/petugas/", views.event_officer, name="event_officer"),
    path(f"{EVENT}/mitra/", views.event_partner, name="event_partner"),
    path(f"{EVENT}/rangkaian/", views.event_series, name="event_series"),
    path(f"{EVENT}/hasil/", views.event_results, name="event_results"),
    path(f"{EVENT}/antrean/", views.event_queue, name="event_queue"),
    path(f"{EVENT}/antrean/baru/", views.event_newcomer, name="event_newcomer"),
    path(f"{EVENT}/antrean/bertanya/", views.event_asked, name="event_asked"),
    path(f"{PERSON}/", views.event_person, name="event_person"),
    path(f"{PERSON}/lapor/", views.event_report, name="event_report"),
    path(f"{PERSON}/tetap/", views.event_unchanged, name="event_unchanged"),
    path(
        f"{EVENT}/tanda-terima/<uuid:report>/",
        views.event_receipt,
        name="event_receipt",
    ),
    path("genap-17/", views.turning, name="turning"),
    path("genap-17/ekspor/", views.turning_export, name="turning_export"),
    path(
        "genap-17/angka/ekspor/",
        views.turning_figures_export,
        name="turning_figures",
    ),
]
