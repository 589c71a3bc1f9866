"""Proves recap, roll, events and chain of a regency; exit 1 and what differs.

The ledger says who had it proved, once the answer is out.
"""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.acting import add_as, person
from audit.services import record
from periods.models import Period
from plenos.selectors.verify import CHECKS, verify


class Command(BaseCommand):
    """`verify --regency 3272`: JSON on stdout, one sentence a difference on stderr."""

    help = "Cocokkan rekap, daftar, peristiwa dan rantai; keluar 1 bila berbeda."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regency", required=True)
        add_as(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        regency, actor = options["regency"], person(options["username"])
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
        record(
            actor=actor,
            action="verify.command",
            regency_code=regency,
            data={"findings": len(findings)},
        )
        if findings:
            sys.exit(1)
