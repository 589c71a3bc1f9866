"""The rolls and deliveries that are measured, generated once and kept."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from bench.rig import FILES
from launcher.home import REPOSITORY

REGENCY = "3272"
OPENING = "2026-10"
PERIOD = "2026-11"
VOTERS = 258_028
TIMES = 4


@dataclass(frozen=True)
class Files:
    """One generated set: opening roll, removed people, and the snapshot."""

    folder: Path
    voters: int

    @property
    def roll(self) -> Path:
        return self.folder / f"roll_{REGENCY}_{OPENING}.csv"

    @property
    def removed(self) -> Path:
        return self.folder / f"removed_{REGENCY}_{OPENING}.csv"

    @property
    def snapshot(self) -> Path:
        return self.folder / f"snapshot_{REGENCY}_{PERIOD}.csv"

    def expected(self) -> dict[str, int]:
        """Return the sums of outcomes that the generator planted in the snapshot."""
        path = self.folder / f"manifest_{REGENCY}_{PERIOD}.json"
        planted: dict[str, int] = json.loads(path.read_text())["deliveries"][
            "snapshot"
        ]["outcomes"]
        return planted


def files(voters: int) -> Files:
    """Return the files of a roll of this size; a changed generator makes them anew."""
    from kpu_portal.demo.generator import generate

    folder = FILES / f"{voters}-{_generator_digest()}"
    if not (folder / "whole").exists():
        for old in FILES.glob(f"{voters}-*"):
            shutil.rmtree(old)
        generate(folder, regency=REGENCY, voters=voters, period=PERIOD)
        (folder / "whole").touch()
    return Files(folder, voters)


def _generator_digest() -> str:
    import hashlib

    digest = hashlib.sha256()
    for module in sorted((REPOSITORY / "kpu_portal" / "demo").glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:12]
