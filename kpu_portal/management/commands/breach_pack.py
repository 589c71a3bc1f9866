"""`breach_pack --account USER --from 2026-11-01 --to 2026-11-24T12:00 --out F.xlsx`."""

import json
import os
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import get_current_timezone

from accounts.models import User
from files.exports import ExportError
from kpu_portal.breach import write_pack


class Command(BaseCommand):
    """Everything an account touched in a window, as one file; counts on stdout."""

    help = "Semua baris dan orang yang disentuh sebuah akun dalam suatu kurun."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--account", required=True)
        parser.add_argument("--from", dest="since", required=True)
        parser.add_argument("--to", dest="until", required=True)
        parser.add_argument("--out", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        account = User.objects.filter(username=options["account"]).first()
        if account is None:
            raise CommandError("Tidak ada akun dengan nama itu.")
        out: Path = options["out"]
        since = moment(options["since"])
        until = moment(options["until"], end=True)
        if out.suffix.lower() not in {".xlsx", ".csv"}:
            raise CommandError("--out harus berakhiran .xlsx atau .csv.")
        if until <= since:
            raise CommandError("--to harus sesudah --from.")
        try:
            pack = write_pack(
                account=account,
                since=since,
                until=until,
                format=out.suffix.lstrip(".").lower(),
            )
        except ExportError:
            raise CommandError("--out harus berakhiran .xlsx atau .csv.") from None
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pack.exported.read())
        said = {
            "account": account.username,
            "from": since.isoformat(),
            "to": until.isoformat(),
            "persons": pack.persons,
            "counts": dict(sorted(pack.counts.items())),
            "files": pack.files,
            "out": str(out),
            "sha256": pack.exported.sha256,
        }
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))


def moment(text: str, *, end: bool = False) -> datetime:
    """A date (a whole day: its end for --to) or a date and time, of the office."""
    zone = get_current_timezone()
    try:
        if "T" not in text and ":" not in text:
            day = date.fromisoformat(text) + timedelta(days=int(end))
            return datetime.combine(day, time.min, tzinfo=zone)
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"Tidak terbaca sebagai waktu: {text}") from None
    return found if found.tzinfo else found.replace(tzinfo=zone)
