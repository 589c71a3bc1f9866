"""manage.py load_roll: an opening list becomes the first closed period."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.acting import add_as, person
from jobs.services import JobError
from kpu_portal.onboarding import OnboardError, load_here
from regions.models import Region
from regions.services import load_regions


class Command(BaseCommand):
    """Regions, enrolment, roll, frozen recap, next period; all or nothing."""

    requires_system_checks: list[str] = []  # noqa: RUF012
    help = "Muat daftar pembuka sebuah kab/kota sebagai periode yang sudah ditutup."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--removed", type=Path)
        parser.add_argument("--regency", required=True)
        parser.add_argument("--period", required=True)
        add_as(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        regency, actor = options["regency"], person(options["username"])
        if not Region.objects.villages(regency).exists():
            load_regions()
            if not Region.objects.villages(regency).exists():
                raise CommandError(f"Kode kab/kota tidak dikenal: {regency}")
        try:
            job = load_here(
                actor=actor,
                regency=regency,
                period=options["period"],
                roll=Path(options["file"]),
                removed=Path(options["removed"]) if options["removed"] else None,
            )
        except OSError as error:
            raise CommandError(f"Berkas tidak terbaca: {error.filename}") from error
        except (JobError, OnboardError) as error:
            raise CommandError(str(error)) from error
        told = {
            "regency": regency,
            "rows": job.result["rows"],
            "closed": options["period"],
            "open": job.result["open"],
            "seconds": round(time.monotonic() - began, 1),
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False))
