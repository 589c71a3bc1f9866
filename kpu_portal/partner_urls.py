"""URLs of the institutions around an office, below /kab/<regency>/."""

from django.urls import path

from kpu_portal.views import partners as pages

app_name = "partners"
urlpatterns = [
    path("mitra/", pages.institution_list, name="list"),
    path("mitra/ekspor/", pages.institution_export, name="institution_export"),
    path("mitra/baru/", pages.institution_new, name="new"),
    path("mitra/<uuid:public_id>/", pages.institution, name="detail"),
    path("mitra/<uuid:public_id>/ubah/", pages.institution_edit, name="edit"),
    path("mitra/<uuid:public_id>/narahubung/", pages.contact_new, name="contact_new"),
    path("mitra/narahubung/<uuid:public_id>/", pages.contact_edit, name="contact_edit"),
    path("mitra/pks/", pages.agreement_list, name="agreements"),
    path("mitra/pks/ekspor/", pages.agreement_export, name="agreement_export"),
    path("mitra/pks/baru/", pages.agreement_new, name="agreement_new"),
    path("mitra/pks/<uuid:public_id>/", pages.agreement, name="agreement"),
    path(
        "mitra/pks/<uuid:public_id>/pindaian/",
        pages.agreement_scan,
        name="agreement_scan",
    ),
    path("mitra/permintaan/", pages.request_list, name="requests"),
    path("mitra/permintaan/ekspor/", pages.request_export, name="request_export"),
    path("mitra/permintaan/baru/", pages.request_new, name="request_new"),
    path("mitra/permintaan/<uuid:public_id>/", pages.request_detail, name="request"),
    path(
        "mitra/permintaan/<uuid:public_id>/ubah/",
        pages.request_edit,
        name="request_edit",
    ),
    path(
        "mitra/permintaan/<uuid:public_id>/surat/",
        pages.request_letter,
        name="request_letter",
    ),
    path(
        "mitra/permintaan/<uuid:public_id>/keadaan/",
        pages.request_state,
        name="request_state",
    ),
    path(
        "mitra/permintaan/<uuid:public_id>/kiriman/",
        pages.request_delivery,
        name="request_delivery",
    ),
    path("mitra/kegiatan/", pages.activity_list, name="activities"),
    path("mitra/kegiatan/ekspor/", pages.activity_export, name="activity_export"),
    path("mitra/kegiatan/baru/", pages.activity_new, name="activity_new"),
    path("mitra/kegiatan/<uuid:public_id>/", pages.activity, name="activity"),
    path(
        "mitra/pengingat/<uuid:public_id>/selesai/",
        pages.reminder_done,
        name="reminder_done",
    ),
    path("mitra/<slug:what>/<uuid:public_id>/arsip/", pages.archive, name="archive"),
    path("mitra/<slug:what>/<uuid:public_id>/pulihkan/", pages.restore, name="restore"),
]
