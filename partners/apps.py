"""Registers the room with Django, and its lists as files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.followers import Follower

FOLLOWERS = tuple(
    Follower(
        f"institution_{length}",
        _("Instansi mitra"),
        "partners_institution",
        code="region_code",
        length=length,
        where="r.archived_at IS NULL",
    )
    for length in (6, 10)
)
"""An institution goes with its kecamatan or kelurahan when all of it goes to one."""


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Mitra"

    def ready(self) -> None:
        from files.exports import sources
        from partners import exporting, tables
        from regions import followers

        followers.register(FOLLOWERS)
        sources.register(
            "partner.export",
            exporting.institution_file,
            label=_("Instansi mitra"),
            table=tables.InstitutionTable,
            by="entered_at",
        )
        sources.register(
            "agreement.export",
            exporting.agreement_file,
            label=_("Perjanjian (PKS)"),
            table=tables.AgreementTable,
            by="entered_at",
        )
        sources.register(
            "request.export",
            exporting.request_file,
            label=_("Permintaan data"),
            table=tables.RequestTable,
            by="entered_at",
        )
        sources.register(
            "activity.export",
            exporting.activity_file,
            label=_("Kegiatan bersama"),
            table=tables.ActivityTable,
            by="entered_at",
        )
