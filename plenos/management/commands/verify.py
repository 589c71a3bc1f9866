"""Proves recap, roll, events and chain of a regency; exit 1 and what differs."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from periods.models import Period
from plenos.selectors.verify import CHECKS, verify


class Command(BaseCommand):
    """`verify --regency 3272`: JSON on stdout, one sentence a difference on stderr."""

    help = "Cocokkan rekap, daftar, peristiwa dan rantai; keluar 1 bila berbeda."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regency", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        regency = options["regency"]
        if not Period.objects.filter(regency_code=regency).exists():
            raise CommandError(f"Kab/kota {regency} belum punya periode.")
        findings = verify(regency)
        out = {
            "regency": regency,
            "ok": not findings,
            "checks": ["recap", *CHECKS, "chain", "digest", "files"],
            "findings": [vars(f) | {"difference": f.difference} for f in findings],
        }
        self.stdout.write(json.dumps(out, ensure_ascii=False, indent=1))
        for f in findings:
            self.stderr.write(
                f"{f.check}: {f.place} {f.name}: {f.what}: seharusnya {f.expected}, "
                f"ada {f.found}, selisih {f.difference:+d}"
            )
        if findings:
            sys.exit(1)
