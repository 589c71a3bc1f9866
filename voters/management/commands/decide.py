"""`manage.py decide`: accept everything of some kinds, as a job of this process."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.acting import add_as, person
from jobs.services import JobError
from voters import services
from voters.management.commands.proposals import period_of
from voters.models import Kind

ONE_AT_A_TIME = {Kind.TIDAK_ADA, Kind.MUNCUL_KEMBALI, Kind.NIK_GANDA_ORANG}


class Command(BaseCommand):
    """Prints {"accepted": {kind: n}, "left_out": {reason: n}}."""

    help = "Terima semua usulan dari jenis-jenis yang disebut."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regency", required=True)
        parser.add_argument("--period", required=True)
        parser.add_argument("--accept", required=True, metavar="KIND[,KIND]")
        parser.add_argument("--reason", default="", help="catatan")
        parser.add_argument("--evidence", default="", metavar="KIND:NUMBER")
        add_as(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        regency = options["regency"]
        actor = person(options["username"])
        period = period_of(regency, options["period"])
        evidence_kind, _, evidence_no = options["evidence"].partition(":")
        try:
            job = services.accept_kinds(
                actor=actor,
                regency=regency,
                period=period,
                kinds=_kinds(options["accept"]),
                evidence_kind=evidence_kind,
                evidence_no=evidence_no,
                note=options["reason"],
            )
        except JobError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(job.result))


def _kinds(text: str) -> list[str]:
    """The kinds of `--accept`, each once; CommandError for one that may not be."""
    kinds = list(dict.fromkeys(kind.strip().upper() for kind in text.split(",")))
    for kind in kinds:
        if kind in ONE_AT_A_TIME:
            raise CommandError(
                f"{kind} diputus satu per satu di layar, tidak sekaligus."
            )
        if kind not in Kind.values or kind == Kind.UNDO:
            raise CommandError(f"Jenis tidak dikenal: {kind}")
    return kinds
