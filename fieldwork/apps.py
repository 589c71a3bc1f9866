"""Registers the room with Django, and the job that draws."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.followers import Follower

UNFINISHED = "r.state IN ('TODO', 'AGAIN', 'PAPER')"
ACTIVE = "SELECT g.id FROM aid_programme g WHERE g.state = 'ACTIVE'"
OF_ACTIVE = (
    "SELECT a.id FROM aid_recipient a JOIN aid_programme g ON g.id = a.programme_id "
    "WHERE g.state = 'ACTIVE'"
)
FOLLOWERS = (
    Follower(
        "task",
        _("Tugas coklit yang belum selesai"),
        "fieldwork_task",
        rw="rw",
        rt="rt",
        where=UNFINISHED,
    ),
    Follower(
        "spot_check",
        _("Uji ulang coklit yang belum diisi"),
        "fieldwork_spotcheck",
        rw="rw",
        rt="rt",
        where="r.agrees IS NULL",
    ),
    Follower(
        "aid_recipient",
        _("Penerima bantuan dari program aktif"),
        "aid_recipient",
        rw="rw",
        rt="rt",
        where=f"r.programme_id IN ({ACTIVE})",
    ),
    Follower(
        "aid_decision",
        _("Putusan kecocokan penerima bantuan"),
        "aid_decision",
        rw="rw",
        rt="rt",
        where=f"r.ended_at IS NULL AND r.recipient_id IN ({OF_ACTIVE})",
    ),
)
"""What follows a change of regions; visits and answers stay where they were given."""


class FieldworkConfig(AppConfig):
    name = "fieldwork"
    verbose_name = "Coklit terbatas"

    def ready(self) -> None:
        from fieldwork.aid import exporting as aid_files
        from fieldwork.aid.selectors import found_living
        from fieldwork.aid.services.importing import KIND, run_import
        from fieldwork.aid.tables import RecipientTable
        from fieldwork.exporting import batch_file, task_file
        from fieldwork.selectors import visited
        from fieldwork.services.drawing import run_draw
        from fieldwork.tables import BatchTable, TaskTable
        from files.exports import sources
        from jobs import registry
        from regions import followers
        from voters import verified

        followers.register(FOLLOWERS)
        registry.register(
            "coklit",
            run_draw,
            label=_("Penarikan tugas coklit"),
            stages={"draw": _("Menarik tugas")},
        )
        registry.register(
            KIND,
            run_import,
            label=_("Impor penerima bantuan"),
            writing=False,
            stages={
                "load": _("Membaca berkas"),
                "match": _("Mencocokkan dengan daftar"),
                "keep": _("Menyimpan"),
            },
        )
        sources.register(
            "coklit.batch.export",
            batch_file,
            label=_("Kelompok coklit"),
            table=BatchTable,
            by="made_at",
        )
        sources.register(
            "coklit.task.export",
            task_file,
            label=_("Tugas coklit"),
            table=TaskTable,
        )
        verified.register(visited)
        verified.register(found_living)
        sources.register(
            aid_files.VILLAGE_KIND,
            aid_files.village_file,
            label=_("Penerima bantuan, untuk kelurahan"),
            table=RecipientTable,
        )
        sources.register(
            aid_files.SOCIAL_KIND,
            aid_files.social_file,
            label=_("Penerima bantuan, untuk dinas sosial"),
        )
