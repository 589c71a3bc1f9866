"""`manage.py decide`: accept everything of some kinds, by the service of the page."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from voters import services
from voters.management.commands.proposals import period_of, person
from voters.models import ChangeProposal, Kind
from voters.services.errors import VoterError

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
        parser.add_argument("--as", dest="username")

    def handle(self, *args: Any, **options: Any) -> None:
        regency = options["regency"]
        actor = person(self, options["username"])
        period = period_of(regency, options["period"])
        kinds = [kind.strip().upper() for kind in options["accept"].split(",")]
        for kind in kinds:
            if kind in ONE_AT_A_TIME:
                raise CommandError(
                    f"{kind} diputus satu per satu di layar, tidak sekaligus."
                )
            if kind not in Kind.values or kind == Kind.UNDO:
                raise CommandError(f"Jenis tidak dikenal: {kind}")
        evidence_kind, _, evidence_no = options["evidence"].partition(":")
        accepted: dict[str, int] = {}
        left: dict[str, int] = {}
        for kind in kinds:
            rows = (
                ChangeProposal.objects.of(regency)
                .undecided()
                .filter(kind=kind, period_id__lte=period.pk)
            )
            try:
                outcome = services.decide_bulk(
                    actor=actor,
                    regency=regency,
                    rows=rows,
                    decision="accept",
                    evidence_kind=evidence_kind,
                    evidence_no=evidence_no,
                    note=options["reason"],
                )
            except VoterError as error:
                raise CommandError(str(error)) from error
            accepted[kind] = outcome.decided
            for reason, n in outcome.left_out.items():
                left[reason] = left.get(reason, 0) + n
        self.stdout.write(json.dumps({"accepted": accepted, "left_out": left}))
