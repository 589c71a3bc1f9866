"""Registers the room with Django."""

from django.apps import AppConfig


class VotersConfig(AppConfig):
    name = "voters"
    verbose_name = "Pemilih"
