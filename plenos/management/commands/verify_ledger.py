"""Recomputes the hash chain of the events; exit 1 and the first row not fitting."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plenos.selectors.ledger import Misfit, verify_ledger

WORDS = {
    "changed": "peristiwa {event} berubah sejak disegel",
    "gone": "peristiwa {event} hilang sejak disegel",
    "added": "peristiwa {event} disisipkan sesudah disegel",
    "links": "tautan rantai tidak lagi memberi kepala segelnya",
    "previous": "segel tidak menyambung ke segel sebelumnya",
    "head": "peristiwa tidak lagi memberi kepala segelnya",
    "recap": "kepala pada rekap beku berbeda dari segelnya",
    "printed": "kepala tercetak bukan kepala segel mana pun; segel telah ditulis ulang "
    "atau kepala salah disalin",
}


class Command(BaseCommand):
    """`verify_ledger [--regency 3272] [--head HEX]`: JSON out, sentences to stderr."""

    help = "Hitung ulang rantai peristiwa; keluar 1 dan nama baris yang tidak cocok."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regency", default="")
        parser.add_argument("--head", default="", help="kepala dari Berita Acara (hex)")

    def handle(self, *args: Any, **options: Any) -> None:
        report = verify_ledger(options["regency"], options["head"])
        if not report.seals:
            raise CommandError("Belum ada rantai yang disegel di sini.")
        out = {
            "regency": options["regency"],
            "ok": not report.misfits,
            "seals": report.seals,
            "events": report.events,
            "unsealed_events": report.unsealed,
            "misfits": [vars(misfit) for misfit in report.misfits],
        }
        self.stdout.write(json.dumps(out, ensure_ascii=False, indent=1))
        for misfit in report.misfits:
            self.stderr.write(sentence(misfit))
        if report.misfits:
            sys.exit(1)


def sentence(misfit: Misfit) -> str:
    """One finding in words."""
    place = " ".join(part for part in (misfit.regency, misfit.period) if part)
    return f"{place}: {WORDS[misfit.what].format(event=misfit.event)}".lstrip(": ")
