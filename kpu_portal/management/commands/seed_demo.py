"""manage.py seed_demo: accounts, made-up rolls of two regencies, last month closed.

A second run changes nothing: what stands is left as it is.
"""

from __future__ import annotations

import io
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db.models import Sum
from django.utils import timezone

from kpu_portal.demo.accounts import (
    ACCOUNTS,
    PASSWORD,
    ensure_demo_accounts,
    secret_of,
)
from kpu_portal.demo.aid import ensure_aid
from kpu_portal.demo.calendar import previous_period
from kpu_portal.demo.coklit import ensure_coklit
from kpu_portal.demo.generator import DEMO_VOTERS, generate
from kpu_portal.demo.moves import ensure_moves
from kpu_portal.demo.partners import ensure_partners
from kpu_portal.demo.posts import ensure_outreach, ensure_posts
from kpu_portal.demo.sidalih import ensure_download
from kpu_portal.ui.formats import figure
from periods.models import Period
from regions.models import Region
from voters.models import RollTally

PERIOD = "2026-11"


class Command(BaseCommand):
    help = "Isi data contoh: akun, dua daftar pemilih buatan, bulan lalu ditutup."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--voters", type=int, help="sama untuk kedua kab/kota")
        parser.add_argument("--period", default=PERIOD)

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_demo_accounts()
        for regency, voters in DEMO_VOTERS.items():
            self._roll(regency, options["voters"] or voters, options["period"])
            ensure_partners(regency, timezone.localdate())
            ensure_posts(regency, options["period"])
            ensure_coklit(regency, timezone.localdate())
            ensure_outreach(regency, timezone.localdate())
            ensure_aid(regency, timezone.localdate())
            ensure_download(regency, settings.HOME / "demo")
        ensure_moves()
        self._say()

    def _roll(self, regency: str, voters: int, period: str) -> None:
        """Generate the files and load the roll, unless the regency has a period."""
        out = settings.HOME / "demo"
        stands = Period.objects.of(regency).exists()
        if not stands or not (out / f"manifest_{regency}_{period}.json").exists():
            manifest = generate(out, regency=regency, voters=voters, period=period)
        if stands:
            return
        call_command(
            "load_roll",
            str(manifest.path("roll")),
            removed=str(manifest.path("removed")),
            regency=regency,
            period=previous_period(period),
            stdout=io.StringIO(),
        )

    def _say(self) -> None:
        self.stdout.write(f"Berkas contoh: {settings.HOME / 'demo'}")
        self.stdout.write(f"Kata sandi semua akun: {PASSWORD}")
        self.stdout.write(
            "Langkah kedua: ketik rahasia di aplikasi autentikator, atau minta kode "
            "dengan\n  .venv/bin/python manage.py demo_code NAMA"
        )
        for account in ACCOUNTS:
            name = account.username
            who = f"{account.title}, {account.full_name}"
            self.stdout.write(f"  {name:<20} {secret_of(name)}  {who}")
        for regency in DEMO_VOTERS:
            counted = RollTally.objects.filter(
                regency_code=regency, status__in=("ACTIVE", "HELD")
            )
            total = counted.aggregate(n=Sum("n"))["n"] or 0
            name = Region.objects.get(code=regency).name
            self.stdout.write(f"{name} ({regency}): {figure(total)} pemilih")
