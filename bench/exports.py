"""A whole roll as a workbook: against xlsxwriter, same cells, and its memory."""

from __future__ import annotations

from statistics import median
from typing import Any

from bench.figures import Figure
from bench.measures import EMPTY, RUN, Bench, say

REGENCY = "3272"
VOTERS = 250_000
ROUNDS = 3
GOAL, GOAL_MEMORY = 1.3, 60


def exports(bench: Bench, voters: int = VOTERS) -> None:
    """The roll as the job writes it, beside the bare writer, each a process."""
    rig = bench.rig
    say(f"filling one regency with {voters:,} voters")
    rig.clone(EMPTY, RUN)
    rig.child("crowd", RUN, regencies=[REGENCY], each=voters)
    rig.child("people", RUN, regency=REGENCY)
    rig.settle(RUN)
    ours: list[dict[str, Any]] = []
    bare: list[float] = []
    for turn in range(ROUNDS):
        say(f"writing the workbook, round {turn + 1} of {ROUNDS}")
        ours.append(rig.child("export_roll", RUN, role="web", regency=REGENCY))
        bare.append(rig.child("bare_workbook", RUN, role="web", regency=REGENCY))
    middle = sorted(ours, key=lambda one: one["seconds"])[len(ours) // 2]
    unit = median(bare)
    grown = max(one["peak"] - one["idle"] for one in ours)
    spans = ", ".join(f"{one['seconds']:.1f}" for one in ours)
    bench.add(
        Figure(
            f"export of {voters:,} voters as xlsx / xlsxwriter with the same cells",
            middle["seconds"] / unit,
            GOAL,
            detail=(
                f"{middle['seconds']:.1f} s / {unit:.1f} s, {middle['rows']:,} rows, "
                f"{middle['size'] / 1e6:.1f} MB; all rounds {spans} s"
            ),
        ),
        Figure(
            f"memory of the export of {voters:,} voters above idle (MB)",
            grown,
            GOAL_MEMORY,
            detail=f"idle {ours[0]['idle']:.0f} MB, peak {ours[0]['peak']:.0f} MB",
        ),
    )
