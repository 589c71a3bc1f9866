"""manage.py demo_code NAME: the present code of a demo account, without a phone."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpu_portal.demo.accounts import ACCOUNTS, address_of, code_of


class Command(BaseCommand):
    help = "Kode langkah kedua sebuah akun contoh, untuk 30 detik ini."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="nama akun contoh")
        parser.add_argument("--alamat", action="store_true", help="alamat otpauth://")

    def handle(self, *args: Any, **options: Any) -> None:
        """Only accounts of the demo have a secret that can be worked out again."""
        name = options["username"]
        if name not in {account.username for account in ACCOUNTS}:
            raise CommandError(f"{name} bukan akun contoh.")
        self.stdout.write(address_of(name) if options["alamat"] else code_of(name))
