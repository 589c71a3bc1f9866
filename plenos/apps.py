"""Registers the room with Django."""

from django.apps import AppConfig


class PlenosConfig(AppConfig):
    name = "plenos"
    verbose_name = "Pleno"
