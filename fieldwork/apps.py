"""Registers the room with Django, and the job that draws."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldworkConfig(AppConfig):
    name = "fieldwork"
    verbose_name = "Coklit terbatas"

    def ready(self) -> None:
        from fieldwork.services.drawing import run_draw
        from jobs import registry

        registry.register(
            "coklit",
            run_draw,
            label=_("Penarikan tugas coklit"),
            stages={"draw": _("Menarik tugas")},
        )
