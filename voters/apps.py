"""Registers the room with Django, its two kinds of job and its two files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.followers import Follower

FOLLOWERS = (
    Follower(
        "citizen_report",
        _("Laporan warga yang belum selesai"),
        "citizen_report",
        proposal="proposal_id",
    ),
    Follower(
        "dukcapil_letter",
        _("Surat ke Dukcapil yang belum dijawab"),
        "dukcapil_letter",
        proposal="proposal_id",
        where="r.answer = ''",
    ),
    Follower(
        "exchange_side",
        _("Ganda antar kab/kota"),
        "exchange_side",
        voter="voter_id",
        where="NOT r.gone",
    ),
    *(
        Follower(
            f"duplicate_pair_{side}",
            _("Dugaan ganda"),
            "duplicate_pair",
            code=f"kelurahan_{side}",
            voter=f"voter_{side}",
        )
        for side in "ab"
    ),
)
"""Rows of this room that carry a place, beside voters and proposals (regions.sql)."""


class VotersConfig(AppConfig):
    name = "voters"
    verbose_name = "Pemilih"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from files.exports import sources
        from jobs import registry
        from regions import followers
        from voters.dhs import comparing, proposing
        from voters.dhs.exporting import KIND as COMPARED_ROWS
        from voters.dhs.exporting import LIST_KIND as COMPARISONS
        from voters.dhs.exporting import comparison_file, list_file
        from voters.dhs.tables import ComparisonTable, SidalihRowTable
        from voters.exporting import proposal_file, roll_file
        from voters.exporting_duplicates import duplicate_file
        from voters.exporting_exchange import (
            dukcapil_file,
            exchange_file,
            hash_file,
        )
        from voters.exporting_handover import handover_file
        from voters.exporting_held import held_file
        from voters.exporting_sidalih import sidalih_file
        from voters.exporting_tps import VILLAGES, station_list, village_file
        from voters.services import accepting
        from voters.services.applying import run_apply, run_undo
        from voters.services.duplicates import run_search
        from voters.services.exchange import run_exchange
        from voters.services.exchange_reading import run_read
        from voters.services.key_choice import carry_choice
        from voters.services.regions import run_regions, run_undo_regions
        from voters.services.tps_applying import run_stations
        from voters.tables import QueueTable, VoterTable
        from voters.tables_duplicates import DuplicateTable
        from voters.tables_exchange import DukcapilTable, ExchangeTable
        from voters.tables_held import HeldTable
        from voters.tables_regions import region_file
        from voters.tables_tps import StationsTable

        followers.register(FOLLOWERS)
        user_logged_in.connect(
            lambda sender, request, user, **kwargs: carry_choice(request, user),
            weak=False,
            dispatch_uid="key_choice",
        )
        registry.register(
            accepting.KIND,
            accepting.run_decide,
            label=_("Keputusan massal"),
            writing=False,
            stages={"putuskan": _("Memutuskan")},
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
            "stations",
            run_stations,
            label=_("Pemindahan TPS"),
            stages={"terapkan": _("Menerapkan usulan")},
        )
        registry.register(
            "regions",
            run_regions,
            label=_("Perubahan wilayah"),
            stages={"pindahkan": _("Memindahkan pemilih")},
        )
        registry.register(
            "regions.undo",
            run_undo_regions,
            label=_("Pengurungan perubahan wilayah"),
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
        sources.register("handover.export", handover_file, label=_("Serah terima"))
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
        sources.register("region.export", region_file, label=_("Perubahan wilayah"))
        sources.register("sidalih.export", sidalih_file, label=_("Lembar SIDALIH"))
        sources.register(
            VILLAGES, village_file, label=_("TPS per kelurahan"), table=StationsTable
        )
        sources.register(
            "station.list.export", station_list, label=_("Daftar per TPS atau RT")
        )
        registry.register(
            comparing.KIND,
            comparing.run_compare,
            label=_("Pembandingan SIDALIH"),
            writing=False,
            stages={
                "load": _("Membaca berkas"),
                "match": _("Mencocokkan dengan daftar"),
                "keep": _("Menyimpan"),
            },
        )
        registry.register(
            proposing.KIND,
            proposing.run_propose,
            label=_("Usulan dari SIDALIH"),
            stages={"propose": _("Menyusun usulan")},
        )
        sources.register(
            COMPARED_ROWS,
            comparison_file,
            label=_("Baris pembandingan SIDALIH"),
            table=SidalihRowTable,
        )
        sources.register(
            COMPARISONS,
            list_file,
            label=_("Pembandingan SIDALIH"),
            table=ComparisonTable,
            by="received_at",
        )
