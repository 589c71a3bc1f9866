"""One command from an empty server to a migrated database."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kpu_portal import bootstrap, env
from kpu_portal.settings.database import NAME, ROLES_FILE


class Command(BaseCommand):
    """Makes roles and database as the administrator of DATABASE_URL, then migrates."""

    help = "Siapkan peran, basis data, lalu migrasi (DATABASE_URL = administrator)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            admin_url = env.text("DATABASE_URL")
        except env.BadSetting as error:
            raise CommandError(str(error)) from error
        roles = bootstrap.ensure_roles(admin_url, ROLES_FILE)
        if shares := env.text("PDPB_ROLES_SHARES", ""):
            bootstrap.write_shares(roles, Path(shares))
        bootstrap.ensure_database(admin_url, NAME)
        command = [sys.executable, "manage.py", "migrate"]
        with bootstrap.ledger_open(admin_url, NAME):
            subprocess.run(
                [*command, "--no-input", "--skip-checks", "-v", "0"],
                cwd=settings.BASE_DIR,
                env={**os.environ, "PDPB_DB_ROLE": "owner"},
                check=True,
            )
        bootstrap.forget_counts(admin_url, NAME)
        self.stdout.write(f"Basis data {NAME} siap.")
