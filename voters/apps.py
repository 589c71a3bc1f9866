"""Registers the room with Django, and its two kinds of job."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotersConfig(AppConfig):
    name = "voters"
    verbose_name = "Pemilih"

    def ready(self) -> None:
        from jobs import registry
        from voters.services.applying import run_apply, run_undo

        registry.register(
            "apply",
            run_apply,
            label=_("Penerapan usulan"),
            stages={"terapkan": _("Menerapkan usulan")},
        )
        registry.register(
            "undo",
            run_undo,
            label=_("Pengurungan penerapan"),
            stages={"urungkan": _("Mengurungkan")},
        )
