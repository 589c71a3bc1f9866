"""Registers the room with Django, its files, and its desk with the voters' room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.followers import Follower

PLANNED = "r.state = 'PLANNED'"
OF_PLANNED = (
    "r.event_id IN (SELECT e.id FROM posts_outreachevent e WHERE e.state = 'PLANNED')"
)
FOLLOWERS = tuple(
    Follower(name, label, table, code="kecamatan", length=6, where=where)
    for name, label, table, where in (
        ("post", _("Pos"), "posts_post", "true"),
        ("post_officer", _("Petugas pos"), "posts_postofficer", "true"),
        ("duty", _("Jadwal pos"), "posts_duty", "true"),
        (
            "event",
            _("Kegiatan yang direncanakan"),
            "posts_outreachevent",
            PLANNED,
        ),
        ("event_officer", _("Petugas kegiatan"), "posts_outreachofficer", OF_PLANNED),
        ("event_partner", _("Mitra kegiatan"), "posts_outreachpartner", OF_PLANNED),
        ("series", _("Rangkaian kegiatan"), "posts_outreachseries", "true"),
        ("bulletin", _("Kabar kecamatan"), "posts_bulletin", "true"),
        ("bulletin_picture", _("Gambar kabar"), "posts_bulletinpicture", "true"),
    )
)
"""What follows a kecamatan that goes to another code as a whole; visits never do.

Nor do short links: the kecamatan of before is printed in their code.
"""


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
        from regions import followers
        from voters import desks

        followers.register(FOLLOWERS)
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
