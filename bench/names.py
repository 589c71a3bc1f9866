"""Search by name in the largest roll, against the page that a NIK opens."""

from __future__ import annotations

from statistics import median, quantiles

from bench.figures import Figure
from bench.measures import EMPTY, RUN, Bench, say

REGENCY = "3272"
VOTERS = 1_000_000
ROUNDS = 200
GOAL = 5


def names(bench: Bench, voters: int = VOTERS) -> None:
    """Whole names, rare and common words; the hundredth slowest counts."""
    rig = bench.rig
    say(f"filling one regency with {voters:,} voters")
    rig.clone(EMPTY, RUN)
    # The office's numbers of the generated roll end before a million.
    rig.child("crowd", RUN, regencies=[REGENCY], each=min(voters, 999_900))
    rig.child("people", RUN, regency=REGENCY)
    rig.settle(RUN)
    say("searching by name")
    answer = rig.child("name_searches", RUN, role="web", regency=REGENCY, rounds=ROUNDS)
    unit = median(answer.pop("page of a NIK"))
    alone = median(answer.pop("NIK look-up alone"))
    every = [seconds for times in answer.values() for seconds in times]
    slowest = quantiles(every, n=100)[98]
    kinds = ", ".join(
        f"{kind} {median(times) * 1000:.0f}/{quantiles(times, n=100)[98] * 1000:.0f}"
        for kind, times in answer.items()
    )
    bench.add(
        Figure(
            f"search by name among {voters:,}, 99th percentile / the page of a NIK",
            slowest / unit,
            GOAL,
            detail=(
                f"{slowest * 1000:.1f} ms / {unit * 1000:.1f} ms of {len(every)} "
                f"searches (the look-up alone {alone * 1000:.1f} ms); median/99th in "
                f"ms: {kinds}"
            ),
        )
    )
