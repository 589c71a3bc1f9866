"""manage.py generate_demo: made-up rolls and deliveries with their truth files."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpu_portal.demo.generator import DEMO_VOTERS, generate
from kpu_portal.demo.layouts import STYLES
from kpu_portal.demo.manifest import Manifest


class Command(BaseCommand):
    help = "Menulis daftar pemilih dan kiriman buatan, beserta hasil yang seharusnya."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--regency", action="append", help="default: 3272 dan 3101")
        parser.add_argument("--voters", type=int)
        parser.add_argument("--period", default="2026-11")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--scale", type=float, default=1.0)
        parser.add_argument("--style", choices=sorted(STYLES), default="siak-pipe")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        written = {}
        for regency in options["regency"] or list(DEMO_VOTERS):
            voters = options["voters"] or DEMO_VOTERS.get(regency)
            if voters is None:
                raise CommandError(f"--voters diperlukan untuk {regency}")
            try:
                manifest = generate(
                    out,
                    regency=regency,
                    voters=voters,
                    period=options["period"],
                    seed=options["seed"],
                    style=options["style"],
                    scale=options["scale"],
                )
            except (ValueError, OSError) as error:
                raise CommandError(str(error)) from error
            written[regency] = manifest.as_dict()
            self._report(manifest)
        text = json.dumps(written, ensure_ascii=False, indent=1, sort_keys=True)
        (out / "manifest.json").write_text(text + "\n", encoding="utf-8")

    def _report(self, manifest: Manifest) -> None:
        for file in manifest.files.values():
            self.stdout.write(f"{file.rows:>9,}  {file.name}")
        for kind, tally in manifest.deliveries.items():
            sums = "  ".join(f"{key} {n:,}" for key, n in tally.outcomes.items())
            self.stdout.write(f"{kind}: {sums}  TIDAK_ADA {tally.tidak_ada:,}")
