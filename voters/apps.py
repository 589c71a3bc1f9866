"""Registers the room with Django, its two kinds of job and its two files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotersConfig(AppConfig):
    name = "voters"
    verbose_name = "Pemilih"

    def ready(self) -> None:
        from files.exports import sources
        from jobs import registry
        from voters.exporting import proposal_file, roll_file
        from voters.exporting_duplicates import duplicate_file
        from voters.services.applying import run_apply, run_undo
        from voters.services.duplicates import run_search

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
        registry.register(
            "duplicates",
            run_search,
            label=_("Pencarian ganda"),
            stages={"search": _("Mencari"), "keep": _("Menyimpan")},
        )
        sources.register("voter.export", roll_file, label=_("Daftar pemilih"))
        sources.register("proposal.export", proposal_file, label=_("Usulan"))
        sources.register("duplicate.export", duplicate_file, label=_("Dugaan ganda"))
