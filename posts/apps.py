"""Registers the room with Django, its files, and its desk with the voters' room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostsConfig(AppConfig):
    name = "posts"
    verbose_name = "Pos"

    def ready(self) -> None:
        from files.exports import sources
        from posts import tables
        from posts.exporting import bulletin_file, post_file, visit_file
        from posts.exporting_outreach import event_file, turning_figures, turning_file
        from posts.exporting_reach import reach_file
        from posts.services.desk import desk_of, log_report
        from posts.tables_outreach import EventTable
        from voters import desks

        sources.register(
            "post.export",
            post_file,
            label=_("Pos kecamatan"),
            table=tables.PostTable,
            by="made_at",
        )
        sources.register(
            "visit.export",
            visit_file,
            label=_("Kunjungan pos"),
            table=tables.VisitTable,
            by="at",
        )
        sources.register(
            "bulletin.export",
            bulletin_file,
            label=_("Kabar kecamatan"),
            table=tables.BulletinTable,
            by="made_at",
        )
        sources.register(
            "event.export",
            event_file,
            label=_("Kegiatan sapa warga"),
            table=EventTable,
        )
        sources.register("turning.export", turning_file, label=_("Genap 17 tahun"))
        sources.register(
            "turning.figures.export", turning_figures, label=_("Angka genap 17 tahun")
        )
        sources.register("reach.export", reach_file, label=_("Jangkauan tautan"))
        desks.register(place_of=desk_of, taken=log_report)
