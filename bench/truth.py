"""Every row of many small deliveries against what the generator says of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from bench.data import OPENING, PERIOD, REGENCY, Files
from bench.figures import Figure
from bench.rig import BenchError
from bench.scaled import quoted

if TYPE_CHECKING:
    from bench.measures import Bench

SEEDS = (11, 12, 13, 14, 15)
STYLES = ("siak-pipe", "kpu-pipe", "quoted csv")
PROFILES = {"few errors": 0.5, "usual errors": 1.0, "many errors": 3.0}
"""How often each case is planted, as a multiple of the plan."""
VOTERS = 3_000
RUN = "bench_truth"


def classification(bench: Bench) -> None:
    """Five seeds, three styles, three error profiles: none missing, none extra."""
    from bench.measures import EMPTY, say

    missing = extra = rows = 0
    for seed in SEEDS:
        say(f"classification against the truth, seed {seed}")
        for style in STYLES:
            for scale in PROFILES.values():
                bench.rig.clone(EMPTY, RUN)
                one = _one(bench, seed, style, scale)
                missing, extra = missing + one["missing"], extra + one["extra"]
                rows += one["rows"]
                if one["missing"] or one["extra"]:
                    say(f"DIFFERENT: {style}, {scale}: {one['shown']}")
    bench.rig.drop(RUN)
    if not rows:
        raise BenchError("no row was compared")
    sets = f"{len(SEEDS) * len(STYLES) * len(PROFILES)} deliveries, {rows:,} rows told"
    bench.add(
        Figure("rows of the truth that are missing", missing, 0, "rows", sets),
        Figure("rows that the truth does not know", extra, 0, "rows", sets),
    )


def _one(bench: Bench, seed: int, style: str, scale: float) -> dict[str, int]:
    from kpu_portal.demo.generator import generate

    folder = bench.rig.home.path / "truth"
    try:
        generate(
            folder,
            regency=REGENCY,
            voters=VOTERS,
            period=PERIOD,
            seed=seed,
            style="siak-pipe" if style == "quoted csv" else style,
            scale=scale,
        )
        made = Files(folder, VOTERS)
        file: Path = made.snapshot
        if style == "quoted csv":
            file = quoted(made.snapshot, folder / "quoted.csv")
        answer: dict[str, int] = bench.rig.child(
            "against_truth",
            RUN,
            roll=str(made.roll),
            removed=str(made.removed),
            file=str(file),
            truth=str(folder / f"truth_{made.snapshot.name}"),
            regency=REGENCY,
            periods=[OPENING, PERIOD],
        )
        return answer
    finally:
        shutil.rmtree(folder, ignore_errors=True)
