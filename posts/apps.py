"""Registers the room with Django, its files, and its desk with the voters' room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.followers import Follower

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
            "r.state = 'PLANNED'",
        ),
    )
)
"""What follows a kecamatan that goes to another code as a whole; visits never do."""


class PostsConfig(AppConfig):
    name = "posts"
    verbose_name = "Pos"

    def ready(self) -> None:
        from files.exports import sources
        from posts.exporting import bulletin_file, post_file, visit_file
        from posts.exporting_outreach import event_file, turning_file
        from posts.exporting_reach import reach_file
        from posts.services.desk import desk_of, log_report
        from regions import followers
        from voters import desks

        followers.register(FOLLOWERS)
        sources.register("post.export", post_file, label=_("Pos kecamatan"))
        sources.register("visit.export", visit_file, label=_("Kunjungan pos"))
        sources.register("bulletin.export", bulletin_file, label=_("Kabar kecamatan"))
        sources.register("event.export", event_file, label=_("Kegiatan sapa warga"))
        sources.register("turning.export", turning_file, label=_("Genap 17 tahun"))
        sources.register("reach.export", reach_file, label=_("Jangkauan tautan"))
        desks.register(place_of=desk_of, taken=log_report)
