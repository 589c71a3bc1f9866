"""Registers the room with Django, and its two kinds of job."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReconciliationConfig(AppConfig):
    name = "reconciliation"
    verbose_name = "Rekonsiliasi"

    def ready(self) -> None:
        from files.exports import sources
        from jobs import registry
        from reconciliation.exporting import delivery_file
        from reconciliation.services import run, searching
        from reconciliation.tables import DeliveryTable
        from reconciliation.telling import refused_row
        from voters import delivered

        delivered.register(refused_row)
        registry.register(
            "reconcile",
            run,
            label=_("Rekonsiliasi kiriman"),
            stages={
                "load": _("Memuat"),
                "compare": _("Membandingkan"),
                "check": _("Memeriksa"),
                "propose": _("Mengusulkan"),
                "search": _("Mencari ganda"),
            },
        )
        registry.register(
            searching.KIND,
            searching.run,
            label=_("Pencarian ganda kiriman"),
            writing=False,
            stages={"search": _("Mencari"), "keep": _("Menyimpan")},
        )
        sources.register(
            "delivery.export",
            delivery_file,
            label=_("Kiriman"),
            table=DeliveryTable,
            by="received_at",
        )
