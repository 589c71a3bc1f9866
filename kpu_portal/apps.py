"""Registers the project package, which holds commands, tags and mixed pages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kpu_portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from kpu_portal import checks  # noqa: F401 - registers itself
