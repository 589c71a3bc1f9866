"""Registers the room with Django, and its listeners for sign-ins."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Akun"

    def ready(self) -> None:
        from accounts import signals  # noqa: F401 - connects the receivers
