"""The reviewer's path: what a key waits for, against an empty signed-in page."""

from __future__ import annotations

from statistics import median

from bench.figures import Figure
from bench.measures import EMPTY, RUN, Bench, say

REGENCY, PERIOD = "3272", "2026-11"
VOTERS = 250_000
PROPOSALS = 25_000
ROUNDS = 30
GOAL = 2


def review(bench: Bench, voters: int = VOTERS) -> None:
    """The next proposal ahead of its key, the decision beside it, the lists round it.

    After a key the next one is on screen at once where it is ready; the figure is what
    making it ready costs.
    """
    rig = bench.rig
    say(f"filling one regency with {voters:,} voters and {PROPOSALS:,} proposals")
    rig.clone(EMPTY, RUN)
    rig.child("crowd", RUN, regencies=[REGENCY], each=voters)
    rig.child("people", RUN, regency=REGENCY)
    rig.child("queue_up", RUN, regency=REGENCY, count=PROPOSALS)
    rig.settle(RUN)
    say("walking the queue")
    answer = rig.child(
        "walk_the_queue", RUN, role="web", regency=REGENCY, rounds=ROUNDS
    )
    taken = {name: median(times) for name, times in answer.items()}
    empty = taken.pop("empty page")
    for name, seconds in taken.items():
        bench.add(
            Figure(
                f"review, {name}, {PROPOSALS:,} waiting / an empty signed-in page",
                seconds / empty,
                GOAL if name == "next proposal" else None,
                detail=f"{seconds * 1000:.1f} ms / {empty * 1000:.1f} ms",
            )
        )
