"""`manage.py proposals`: the proposals of a period as csv, through the one door out."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.acting import add_as, person
from audit.services import Persons
from files import exports
from periods.models import Period
from voters.models import ChangeProposal

COLUMNS = [
    exports.Column("nik"),
    exports.Column("kind"),
    exports.Column("category"),
    exports.Column("elements"),
    exports.Column("state"),
]


def period_of(regency: str, code: str) -> Period:
    """The period of this code."""
    found = Period.objects.filter(regency_code=regency, code=code).first()
    if found is None:
        raise CommandError(f"Periode tidak ada: {regency} {code}")
    return found


class Command(BaseCommand):
    """Prints nik, kind, category or reason, elements and state."""

    help = "Cetak usulan sebuah periode (nik, kind, category, elements, state)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regency", required=True)
        parser.add_argument("--period", required=True)
        parser.add_argument("--format", choices=["csv"], default="csv")
        add_as(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        regency = options["regency"]
        actor = person(options["username"])
        period = period_of(regency, options["period"])
        rows = (
            ChangeProposal.objects.of(regency)
            .filter(period_id=period.pk)
            .order_by("id")
            .values_list("nik", "kind", "category", "elements", "state", "public_id")
        )
        persons = Persons()
        try:
            exported = exports.export(
                actor=actor,
                regency=regency,
                name=f"usulan-{regency}-{period.code}",
                columns=COLUMNS,
                rows=_lines(rows.iterator(5_000), persons),
                persons=persons,
                format=options["format"],
                action="proposal.export",
                kind="proposal.command",
            )
        except exports.ExportRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(exported.read().decode("utf-8-sig"), ending="")


def _lines(rows: Iterable[Any], persons: Persons) -> Iterator[tuple[str, ...]]:
    for nik, kind, category, elements, state, key in rows:
        persons.add(key)
        yield nik, kind, category, " ".join(elements), state
