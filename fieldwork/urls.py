"""URLs of coklit terbatas, below /kab/<regency>/."""

from django.urls import path

from fieldwork.views import batches, sheets, spots, tasks

app_name = "fieldwork"
urlpatterns = [
    path("coklit/", batches.batch_list, name="list"),
    path("coklit/ekspor/", batches.batch_export, name="export_batches"),
    path("coklit/tarik/", batches.draw, name="draw"),
    path("coklit/tugas/", tasks.task_list, name="tasks"),
    path("coklit/tugas/ekspor/", tasks.task_export, name="export_tasks"),
    path("coklit/tugas/<uuid:public_id>/", tasks.task, name="task"),
    path("coklit/kunjungan/<uuid:public_id>/", tasks.undo_visit, name="undo_visit"),
    path("coklit/uji-petik/<uuid:public_id>/", spots.spot_check, name="spot_check"),
    path("coklit/<uuid:public_id>/", batches.batch, name="batch"),
    path("coklit/<uuid:public_id>/bagi/", batches.assign, name="assign"),
    path("coklit/<uuid:public_id>/akhiri/", batches.end, name="end"),
    path("coklit/<uuid:public_id>/uji-petik/", spots.spot_checks, name="spot"),
    path("coklit/<uuid:public_id>/lembar/", sheets.find, name="find_sheet"),
    path("coklit/<uuid:public_id>/lembar.pdf", sheets.paper, name="papers"),
    path("coklit/<uuid:public_id>/lembar/<int:number>/", sheets.sheet, name="sheet"),
    path("coklit/<uuid:public_id>/lembar/<int:number>.pdf", sheets.paper, name="paper"),
]
