"""manage.py load_roll: an opening list becomes the first closed period."""

import json
import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from files.readers import FileRefused
from kpu_portal.onboarding import make_room
from periods.services import PeriodError, current, open_period
from plenos.services import record_opening
from reconciliation.services import DeliveryError, load_opening_files
from regions.models import Region
from regions.services import load_regions
from voters.services import enrol
from voters.services.errors import VoterError


class Command(BaseCommand):
    """Regions, enrolment, roll, frozen recap, next period; all or nothing."""

    requires_system_checks: list[str] = []  # noqa: RUF012
    help = "Muat daftar pembuka sebuah kab/kota sebagai periode yang sudah ditutup."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--removed", type=Path)
        parser.add_argument("--regency", required=True)
        parser.add_argument("--period", required=True)
        parser.add_argument("--as", dest="username")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        regency = options["regency"]
        removed = Path(options["removed"]) if options["removed"] else None
        actor = None
        if options["username"]:
            actor = User.objects.filter(username=options["username"]).first()
        if not Region.objects.villages(regency).exists():
            load_regions()
            if not Region.objects.villages(regency).exists():
                raise CommandError(f"Kode kab/kota tidak dikenal: {regency}")
        enrol(regency)
        try:
            with transaction.atomic():
                make_room()
                period = current(regency)
                if period is None or period.code != options["period"]:
                    period = open_period(
                        actor=actor, regency=regency, code=options["period"]
                    )
                loaded = load_opening_files(
                    actor=actor,
                    period=period,
                    roll=Path(options["file"]),
                    removed=removed,
                    token=os.getpid(),
                )
                following = record_opening(actor=actor, period=period)
        except OSError as error:
            raise CommandError(f"Berkas tidak terbaca: {error.filename}") from error
        except (DeliveryError, FileRefused, PeriodError, VoterError) as error:
            raise CommandError(str(error)) from error
        told = {
            "regency": regency,
            "rows": loaded,
            "closed": options["period"],
            "open": following.code,
            "seconds": round(time.monotonic() - began, 1),
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False))
