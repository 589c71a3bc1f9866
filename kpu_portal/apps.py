"""Registers the project package, which holds commands, tags and mixed pages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kpu_portal"
    verbose_name = "Portal"
