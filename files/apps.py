"""Registers the room with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from regions.followers import Follower

FOLLOWERS = (
    Follower(
        "saved_view",
        _("Tampilan tersimpan"),
        "files_savedview",
        code="query",
        query=True,
    ),
)
"""A saved filter by a place that all went to one other goes on showing its rows."""


class FilesConfig(AppConfig):
    name = "files"
    verbose_name = "Berkas"

    def ready(self) -> None:
        from regions import followers

        followers.register(FOLLOWERS)
