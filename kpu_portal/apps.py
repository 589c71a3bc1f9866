"""Registers the project package, which holds commands, tags and mixed pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "kpu_portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from files.exports import sources
        from jobs import registry
        from kpu_portal import (
            checks,  # noqa: F401 - registers itself
            contributing,
            due,
        )
        from kpu_portal.digest import proving, queueing
        from kpu_portal.exporting import run_export
        from kpu_portal.exporting_lists import job_file, ledger_file
        from kpu_portal.onboarding import KIND, LOAD_KIND, run_onboard
        from kpu_portal.tables import JobTable, LedgerTable

        sources.register(
            "job.export",
            job_file,
            label=_("Pekerjaan"),
            table=JobTable,
            by="created_at",
        )
        sources.register(
            "ledger.export",
            ledger_file,
            label=_("Jejak"),
            table=LedgerTable,
            by="recorded_at",
        )
        due.register_all()
        contributing.register_all()

        registry.register(
            "export",
            run_export,
            label=_("Ekspor daftar"),
            writing=False,
            stages={"tulis": _("Menulis berkas")},
        )
        registry.register(
            KIND,
            run_onboard,
            label=_("Daftar dasar"),
            stages={"muat": _("Membaca dan menghitung")},
        )
        registry.register(
            LOAD_KIND,
            run_onboard,
            label=_("Pemuatan daftar pemilih"),
            stages={"muat": _("Membaca dan menghitung")},
        )
        registry.register(
            proving.KIND,
            proving.run_proof,
            label=_("Pembuktian alamat surel"),
            writing=False,
            stages={"kirim": _("Mengirim surel")},
        )
        registry.register(
            queueing.KIND,
            queueing.run_digest,
            label=_("Surel pekerjaan"),
            writing=False,
            stages={"kirim": _("Mengirim surel")},
        )
