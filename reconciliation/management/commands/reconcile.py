"""manage.py reconcile: a delivery from the command line, under a job row and lease."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.acting import add_as, person
from files.readers import FileRefused
from jobs.following import see_through
from jobs.services import JobError, run_here
from periods.services import current
from reconciliation.models import Delivery, Sender
from reconciliation.rules.issues import OUTCOMES
from reconciliation.services import (
    AwaitsChair,
    DeliveryError,
    DuplicateDelivery,
    receive,
    searching,
)
from reconciliation.services.receiving import latest_profile
from reconciliation.services.starting import KIND, prepare

STOPPED = 3
"""Exit code of a run that stopped at the change ceiling: nothing is proposed."""


class Command(BaseCommand):
    """JSON on stdout: all ten outcomes, what stands beside them, seconds of stages."""

    requires_system_checks: list[str] = []  # noqa: RUF012
    help = "Rekonsiliasi satu berkas kiriman terhadap daftar pemilih."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--regency", required=True)
        parser.add_argument("--period", required=True)
        parser.add_argument("--kind", choices=["snapshot", "events"])
        parser.add_argument("--sender", choices=Sender.values, default=Sender.DUKCAPIL)
        parser.add_argument("--kelurahan", default="")
        add_as(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        regency, actor = options["regency"], person(options["username"])
        period = current(regency)
        if period is None or period.code != options["period"]:
            raise CommandError(f"Periode {options['period']} tidak terbuka.")
        try:
            delivery = self._receive(actor, options)
            profile = latest_profile(regency, delivery.sender)
            kind = (options["kind"] or "").upper()
            kind = kind or (profile.kind if profile else delivery.kind_guess)
            prepare(delivery=delivery, kind=kind, village=options["kelurahan"])
            job = run_here(
                actor=actor,
                kind=KIND,
                regency=regency,
                params={"delivery": delivery.pk},
            )
        except AwaitsChair as error:
            raise CommandError(str(error), returncode=STOPPED) from error
        except (DeliveryError, FileRefused, JobError) as error:
            raise CommandError(str(error)) from error
        report = {
            "delivery": str(delivery.public_id),
            "kind": kind,
            "seconds": job.timings,
            **job.result,
            "outcomes": {one: job.result["outcomes"].get(one, 0) for one in OUTCOMES},
        }
        try:
            report |= _searched(delivery, report["seconds"])
        finally:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        if "ceiling" in job.result:
            raise CommandError(
                "Melewati plafon perubahan: menunggu alasan Ketua (pass_ceiling).",
                returncode=STOPPED,
            )

    def _receive(self, actor: Any, options: dict[str, Any]) -> Delivery:
        path: Path = options["file"]
        try:
            with path.open("rb") as handle:
                return receive(
                    actor=actor,
                    regency=options["regency"],
                    file=handle,
                    filename=path.name,
                    sender=options["sender"],
                )
        except OSError as error:
            raise CommandError(f"Berkas tidak terbaca: {path.name}") from error
        except DuplicateDelivery as error:
            if error.delivery.is_done:
                raise
            return error.delivery


def _searched(delivery: Delivery, seconds: dict[str, float]) -> dict[str, Any]:
    """See the search for duplicates through; gives its count and seconds.

    Raises CommandError when it failed; the reconciliation stands.
    """
    job = searching.of_delivery(delivery).first()
    if job is None:
        return {}
    try:
        job = see_through(job)
    except JobError as error:
        raise CommandError(f"Pencarian ganda gagal: {error}") from error
    return {
        "duplicates": job.result["pairs"],
        "seconds": {**seconds, "duplicates": round(sum(job.timings.values()), 3)},
    }
