"""`retention`: what is due to be removed and why; --apply removes it."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kpu_portal import bootstrap, retention


class Command(BaseCommand):
    """Prints each rule; with --apply removes. --ledger needs the administrator."""

    help = "Data yang jatuh tempo untuk dibuang, dan sebabnya; --apply membuangnya."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true")
        parser.add_argument(
            "--ledger",
            action="store_true",
            help="buang juga jejak lama per orang (perlu DATABASE_URL administrator)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        done = retention.apply(now) if options["apply"] else retention.plan(now)
        for rule in retention.rules():
            self.stdout.write(f"{rule.name}: {done[rule.name]}")
            self.stdout.write(f"  {rule.what}; disimpan {rule.keep}. {rule.why}")
        self._ledger(now, remove=options["apply"] and options["ledger"])
        for name, why in retention.KEPT.items():
            self.stdout.write(f"{name}: disimpan. {why}")

    def _ledger(self, now: Any, *, remove: bool) -> None:
        """Only the server's administrator may: no login of the portal can."""
        before = retention.readings_before(now)
        count = retention.due_readings(now)
        if remove:
            count = forget(before)
        self.stdout.write(f"ledger_persons: {count}")
        self.stdout.write(
            f"  Siapa melihat siapa; disimpan {settings.POLICY.keep_readings_years} "
            "tahun. Hanya administrator server yang dapat membuangnya: "
            f"SELECT forget_readings('{before:%Y-%m-%d}')"
        )


def forget(before: Any) -> int:
    """Run forget_readings as the administrator of DATABASE_URL."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        raise CommandError("--ledger perlu DATABASE_URL administrator PostgreSQL.")
    opened = bootstrap.connect(url, settings.DATABASES["default"]["NAME"])
    try:
        with opened.cursor() as cursor:
            cursor.execute("SELECT forget_readings(%s)", [before])
            return int(cursor.fetchone()[0])
    finally:
        opened.close()
