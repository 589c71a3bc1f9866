"""Registers the room with Django, its two kinds of job and its two files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotersConfig(AppConfig):
    name = "voters"
    verbose_name = "Pemilih"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from files.exports import sources
        from jobs import registry
        from voters.exporting import proposal_file, roll_file
        from voters.exporting_duplicates import duplicate_file
        from voters.exporting_exchange import (
            dukcapil_file,
            exchange_file,
            hash_file,
        )
        from voters.exporting_held import held_file
        from voters.exporting_sidalih import sidalih_file
        from voters.services.applying import run_apply, run_undo
        from voters.services.duplicates import run_search
        from voters.services.exchange import run_exchange
        from voters.services.exchange_reading import run_read
        from voters.services.key_choice import carry_choice
        from voters.tables import QueueTable, VoterTable
        from voters.tables_duplicates import DuplicateTable
        from voters.tables_exchange import DukcapilTable, ExchangeTable
        from voters.tables_held import HeldTable

        user_logged_in.connect(
            lambda sender, request, user, **kwargs: carry_choice(request, user),
            weak=False,
            dispatch_uid="key_choice",
        )
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
        registry.register(
            "exchange",
            run_exchange,
            label=_("Ganda antar kab/kota"),
            writing=False,
            stages={"hash": _("Menghitung sidik"), "compare": _("Membandingkan")},
        )
        registry.register(
            "exchange.read",
            run_read,
            label=_("Berkas sidik"),
            writing=False,
            stages={"read": _("Membaca"), "compare": _("Membandingkan")},
        )
        sources.register(
            "voter.export", roll_file, label=_("Daftar pemilih"), table=VoterTable
        )
        sources.register(
            "proposal.export", proposal_file, label=_("Usulan"), table=QueueTable
        )
        sources.register(
            "held.export", held_file, label=_("Ditunda dan ditahan"), table=HeldTable
        )
        sources.register(
            "duplicate.export",
            duplicate_file,
            label=_("Dugaan ganda"),
            table=DuplicateTable,
        )
        sources.register(
            "exchange.export",
            exchange_file,
            label=_("Ganda antar kab/kota"),
            table=ExchangeTable,
        )
        sources.register("exchange.hash.export", hash_file, label=_("Berkas sidik"))
        sources.register(
            "dukcapil.export",
            dukcapil_file,
            label=_("NIK ganda orang"),
            table=DukcapilTable,
        )
        sources.register("sidalih.export", sidalih_file, label=_("Lembar SIDALIH"))
