"""Registers the room with Django, and its job."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.followers import Follower

FOLLOWERS = (
    Follower(
        "advice_voter",
        _("Orang dalam saran Bawaslu yang belum selesai"),
        "plenos_advicevoter",
        voter="voter_id",
        where="r.advice_id IN (SELECT a.id FROM plenos_advice a "
        "WHERE a.state IN ('OPEN', 'WORKING'))",
    ),
)
"""What follows a change of regions; recaps and confirmations are of their period."""


class PlenosConfig(AppConfig):
    name = "plenos"
    verbose_name = "Pleno"

    def ready(self) -> None:
        from files.exports import sources
        from jobs import registry
        from plenos.exporting import advice_file, recap_file
        from plenos.jobs import run_freeze, run_reopen
        from plenos.services.outgoing import KIND, run_copy
        from plenos.tables import AdviceTable
        from plenos.village_list import VillageTable, village_file
        from regions import followers

        followers.register(FOLLOWERS)
        registry.register(
            "freeze",
            run_freeze,
            label=_("Pembekuan periode"),
            stages={"bekukan": _("Membekukan")},
        )
        registry.register(
            "reopen",
            run_reopen,
            label=_("Pembukaan kembali periode"),
            stages={"buka": _("Membuka kembali")},
        )
        registry.register(
            KIND,
            run_copy,
            label=_("Salinan ke folder bersama"),
            writing=False,
            stages={"salin": _("Menyalin berkas")},
        )
        sources.register(
            "advice.export",
            advice_file,
            label=_("Saran Bawaslu"),
            table=AdviceTable,
            by="entered_at",
        )
        sources.register("recap.export", recap_file, label=_("Rekap terbit"))
        sources.register(
            "village.export",
            village_file,
            label=_("Rekap kelurahan"),
            table=VillageTable,
        )
