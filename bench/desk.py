"""The desk of a post among a million voters: a look-up against an empty page."""

from __future__ import annotations

from statistics import median

from bench.figures import Figure
from bench.measures import EMPTY, RUN, Bench, say

REGENCY = "3272"
VOTERS = 999_900
ROUNDS = 30
GOAL = 2


def desk(bench: Bench, voters: int = VOTERS) -> None:
    """NIK and whole name, each as the officer sends it, beside an empty page."""
    rig = bench.rig
    say(f"filling one regency with {voters:,} voters")
    rig.clone(EMPTY, RUN)
    rig.child("crowd", RUN, regencies=[REGENCY], each=voters)
    rig.child("post_officer", RUN)
    rig.settle(RUN)
    say("looking people up at the desk")
    answer = rig.child("desk_look_ups", RUN, role="web", rounds=ROUNDS)
    taken = {name: median(times) for name, times in answer.items()}
    empty = taken.pop("empty page")
    for name, seconds in taken.items():
        bench.add(
            Figure(
                f"desk, {name}, {voters:,} voters / an empty signed-in page",
                seconds / empty,
                GOAL if name.startswith("look-up") else None,
                detail=f"{seconds * 1000:.1f} ms / {empty * 1000:.1f} ms",
            )
        )
