"""Prints the recap of a period as JSON, at the level asked for; the ledger says to
whom."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.acting import add_as, person
from audit.services import record
from periods.models import Period
from plenos.rules.recap import LEVELS, add_up
from plenos.selectors import counted, proof, sheet
from plenos.selectors.recap import Sheet
from regions.selectors import names_on


class Command(BaseCommand):
    """`recap --regency 3272 --period 2026-11 [--level kecamatan]`."""

    help = "Cetak rekap satu periode sebagai JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regency", required=True)
        parser.add_argument("--period", required=True)
        parser.add_argument("--level", choices=sorted(LEVELS), default="regency")
        add_as(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        regency, code = options["regency"], options["period"]
        actor = person(options["username"])
        period = Period.objects.filter(regency_code=regency, code=code).first()
        if period is None:
            raise CommandError(f"Periode {code} tidak ada di {regency}.")
        figures = sheet(period)
        wrong = proof(figures, None if figures.is_frozen else counted(regency))
        out = {
            "regency": regency,
            "period": code,
            "state": period.state,
            "version": figures.version,
            "sha256": figures.sha256,
            "balanced": not wrong,
            "differences": [vars(d) | {"by": d.by} for d in wrong],
            "rows": _rows(figures, LEVELS[options["level"]]),
        }
        record(
            actor=actor,
            action="recap.command",
            regency_code=regency,
            subject=code,
            data={"level": options["level"]},
        )
        self.stdout.write(json.dumps(out, ensure_ascii=False, indent=1))


def _rows(figures: Sheet, level: int) -> list[dict[str, Any]]:
    names = names_on(figures.regency, figures.period.reference_date)
    rows = []
    for place, columns in sorted(add_up(figures.cells, level).items()):
        row: dict[str, Any] = {"code": place, "name": names.get(place, place)}
        for column, sex in sorted(columns):
            both = row.setdefault(column, {"L": 0, "P": 0, "L+P": 0})
            both[sex] += columns[column, sex]
            both["L+P"] += columns[column, sex]
        rows.append(row)
    return rows
