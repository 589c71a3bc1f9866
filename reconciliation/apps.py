"""Registers the room with Django, and its two kinds of job."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

STEPS = {
    "load": _("Baris berkas disalin ke tempat sementara, bagian demi bagian."),
    "compare": _(
        "Semua baris dicocokkan sekaligus dengan daftar pemilih; hitungannya baru ada "
        "di akhir langkah ini."
    ),
    "check": _(
        "Isi baris yang berbeda diperiksa sekaligus dan tiap baris mendapat satu "
        "hasil; hitungannya baru ada di akhir langkah ini."
    ),
    "propose": _(
        "Usulan dan laporan disimpan sekaligus; sebelum tersimpan tidak ada yang "
        "berubah."
    ),
    "search": _(
        "Orang baru dibandingkan dengan daftar dan satu sama lain; yang mungkin satu "
        "orang dicatat sebagai pasangan."
    ),
}
"""What each stage does. Those of one statement cannot tell how far they are."""


class ReconciliationConfig(AppConfig):
    name = "reconciliation"
    verbose_name = "Rekonsiliasi"

    def ready(self) -> None:
        from files.exports import sources
        from jobs import registry
        from reconciliation.exporting import delivery_file
        from reconciliation.services import run, searching
        from reconciliation.tables import DeliveryTable
        from reconciliation.telling import files, named, refused_row
        from voters import delivered

        delivered.register(refused_row)
        delivered.register_files(files)
        delivered.register_finder(named)
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
            does=STEPS,
        )
        registry.register(
            searching.KIND,
            searching.run,
            label=_("Pencarian ganda kiriman"),
            writing=False,
            stages={"search": _("Mencari"), "keep": _("Menyimpan")},
            does={
                "search": STEPS["search"],
                "keep": _("Pasangan yang ditemukan disimpan untuk ditinjau."),
            },
        )
        sources.register(
            "delivery.export",
            delivery_file,
            label=_("Kiriman"),
            table=DeliveryTable,
            by="received_at",
        )
