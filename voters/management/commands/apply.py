"""`manage.py apply`: apply accepted proposals in this process, as the worker would."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.acting import add_as, person
from jobs.services import JobError, run_here
from voters.management.commands.proposals import period_of


class Command(BaseCommand):
    """Prints the job's result and the seconds of its stages."""

    help = "Terapkan semua usulan yang diterima."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regency", required=True)
        parser.add_argument("--period", required=True)
        add_as(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        actor = person(options["username"])
        period = period_of(options["regency"], options["period"])
        try:
            job = run_here(
                actor=actor,
                kind="apply",
                regency=options["regency"],
                params={"period": period.pk},
            )
        except JobError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps({**job.result, "seconds": job.timings}))
