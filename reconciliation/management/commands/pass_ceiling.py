"""manage.py pass_ceiling: the chair opens or withdraws a delivery that stopped."""

import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from accounts.acting import add_as, person
from jobs.following import see_through
from jobs.models import Job, State
from jobs.services import JobError, run
from reconciliation.models import Delivery
from reconciliation.services import (
    DeliveryError,
    open_for_review,
    searching,
    withdraw,
)


class Command(BaseCommand):
    """JSON on stdout: the delivery, its state, and what was proposed."""

    requires_system_checks: list[str] = []  # noqa: RUF012
    help = "Putusan Ketua atas kiriman yang melewati plafon perubahan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("delivery", type=UUID)
        parser.add_argument("--regency", required=True)
        add_as(parser, required=True)
        parser.add_argument("--reason", required=True)
        parser.add_argument("--withdraw", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Delivery.objects.of(options["regency"])
        delivery = rows.filter(public_id=options["delivery"]).first()
        if delivery is None:
            raise CommandError("Kiriman tidak ada.")
        actor = person(options["username"])
        does = withdraw if options["withdraw"] else open_for_review
        try:
            job = does(actor=actor, delivery=delivery, reason=options["reason"])
        except DeliveryError as error:
            raise CommandError(str(error)) from error
        # A worker may be faster, or the office busy: then it is the worker's to end.
        run(job.pk, heeding=False)
        job.refresh_from_db()
        if job.state == State.FAILED:
            raise CommandError(job.error)
        search = searching.of_delivery(delivery).first()
        if search is not None and job.state == State.DONE:
            self._see_through(search)
        delivery.refresh_from_db()
        report = {
            "delivery": str(delivery.public_id),
            "state": delivery.state,
            "job": job.state,
            **job.result,
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))

    def _see_through(self, search: Job) -> None:
        """Duplicates are searched for as well; what was opened stands without them."""
        try:
            see_through(search)
        except JobError as error:
            self.stderr.write(f"Pencarian ganda gagal: {error}")
