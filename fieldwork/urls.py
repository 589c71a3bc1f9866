"""URLs of coklit terbatas, below /kab/<regency>/."""

from django.urls import path

from fieldwork.aid.views import mapping as aid_mapping
from fieldwork.aid.views import matching as aid_matching
from fieldwork.aid.views import people as aid_people
from fieldwork.aid.views import programmes as aid
from fieldwork.aid.views import sheets as aid_sheets
from fieldwork.views import assigning, batches, sheets, spots, tasks

app_name = "fieldwork"
urlpatterns = [
    path("coklit/", batches.batch_list, name="list"),
    path("coklit/ekspor/", batches.batch_export, name="export_batches"),
    path("coklit/tarik/", batches.draw, name="draw"),
    path("coklit/tugas/", tasks.task_list, name="tasks"),
    path("coklit/tugas/ekspor/", tasks.task_export, name="export_tasks"),
    path("coklit/tugas/bagi/", assigning.assign_tasks, name="assign_tasks"),
    path("coklit/tugas/<uuid:public_id>/", tasks.task, name="task"),
    path("coklit/kunjungan/<uuid:public_id>/", tasks.undo_visit, name="undo_visit"),
    path(
        "coklit/kunjungan/<uuid:public_id>/lokasi/",
        tasks.drop_place,
        name="drop_place",
    ),
    path(
        "coklit/kunjungan/<uuid:public_id>/foto/",
        tasks.visit_photo,
        name="visit_photo",
    ),
    path("coklit/uji-petik/<uuid:public_id>/", spots.spot_check, name="spot_check"),
    path("coklit/<uuid:public_id>/", batches.batch, name="batch"),
    path("coklit/<uuid:public_id>/bagi/", batches.assign, name="assign"),
    path("coklit/<uuid:public_id>/akhiri/", batches.end, name="end"),
    path("coklit/<uuid:public_id>/uji-petik/", spots.spot_checks, name="spot"),
    path("coklit/<uuid:public_id>/lembar/", sheets.find, name="find_sheet"),
    path("coklit/<uuid:public_id>/lembar.pdf", sheets.paper, name="papers"),
    path("coklit/<uuid:public_id>/lembar/<int:number>/", sheets.sheet, name="sheet"),
    path("coklit/<uuid:public_id>/lembar/<int:number>.pdf", sheets.paper, name="paper"),
    path("bansos/", aid.programme_list, name="aid"),
    path("bansos/baru/", aid.new, name="aid_new"),
    path("bansos/templat/", aid.template, name="aid_template"),
    path("bansos/ekspor/", aid.village_export, name="aid_export"),
    path("bansos/ekspor-dinsos/", aid.social_export, name="aid_social"),
    path("bansos/daftar/<uuid:public_id>/ditolak/", aid.refused, name="aid_refused"),
    path("bansos/daftar/<uuid:public_id>/", aid_mapping.mapping, name="aid_mapping"),
    path(
        "bansos/daftar/<uuid:public_id>/pratinjau/",
        aid_mapping.preview,
        name="aid_preview",
    ),
    path("bansos/daftar/<uuid:public_id>/buang/", aid_mapping.drop, name="aid_drop"),
    path("bansos/putusan/<uuid:public_id>/", aid_matching.undo, name="aid_undo"),
    path("bansos/penerima/<uuid:public_id>/", aid_people.person, name="aid_person"),
    path("bansos/foto/<uuid:public_id>/", aid_people.photo, name="aid_photo"),
    path("bansos/<uuid:public_id>/cocok/", aid_matching.likely, name="aid_likely"),
    path("bansos/<uuid:public_id>/", aid.programme, name="aid_programme"),
    path("bansos/<uuid:public_id>/unggah/", aid.upload, name="aid_upload"),
    path("bansos/<uuid:public_id>/tutup/", aid.close, name="aid_close"),
    path("bansos/<uuid:public_id>/lembar.pdf", aid_sheets.paper, name="aid_paper"),
    path("bansos/<uuid:public_id>/lembar/", aid_sheets.sheet, name="aid_sheet"),
]
