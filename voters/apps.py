"""Registers the room with Django, and its two kinds of job."""

from django.apps import AppConfig


class VotersConfig(AppConfig):
    name = "voters"
    verbose_name = "Pemilih"

    def ready(self) -> None:
        from jobs import registry
        from voters.services.applying import run_apply, run_undo

        registry.register(
            "apply",
            run_apply,
            label="Penerapan usulan",
            stages={"terapkan": "Menerapkan usulan"},
        )
        registry.register(
            "undo",
            run_undo,
            label="Pengurungan penerapan",
            stages={"urungkan": "Mengurungkan"},
        )
