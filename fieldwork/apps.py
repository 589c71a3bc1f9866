"""Registers the room with Django, and the job that draws."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldworkConfig(AppConfig):
    name = "fieldwork"
    verbose_name = "Coklit terbatas"

    def ready(self) -> None:
        from fieldwork.exporting import batch_file, task_file
        from fieldwork.selectors import visited
        from fieldwork.services.drawing import run_draw
        from files.exports import sources
        from jobs import registry
        from voters import verified

        registry.register(
            "coklit",
            run_draw,
            label=_("Penarikan tugas coklit"),
            stages={"draw": _("Menarik tugas")},
        )
        sources.register("coklit.batch.export", batch_file, label=_("Kelompok coklit"))
        sources.register("coklit.task.export", task_file, label=_("Tugas coklit"))
        verified.register(visited)
