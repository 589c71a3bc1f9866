"""Aid: 10,000 recipients imported and matched to 258,028 voters, beside a bare INSERT.

The other side is one INSERT … SELECT of the very same rows into the same table: what
reading the file, finding each person and saying how alike the others are cost on top.
"""

from __future__ import annotations

from statistics import median
from typing import Any

from bench.figures import Figure
from bench.measures import EMPTY, RUN, Bench, say
from bench.rig import BenchError

REGENCY = "3272"
VOTERS, PEOPLE, ROUNDS = 258_028, 10_000, 3
GOAL = 20.0


def aid(bench: Bench, voters: int = VOTERS, people: int = PEOPLE) -> None:
    """The whole import of a list, three in ten without a usable NIK."""
    rig = bench.rig
    say(f"filling a roll of {voters:,} voters for {people:,} recipients")
    rig.clone(EMPTY, RUN)
    rig.child("crowd", RUN, regencies=[REGENCY], each=voters)
    rig.settle(RUN)
    taken: list[dict[str, Any]] = [
        rig.child("match_aid", RUN, regency=REGENCY, people=people)
        for _turn in range(ROUNDS)
    ]
    for one in taken:
        if one["result"].get("taken") != people:
            raise BenchError(f"{one['result']} of {people}")
    ours = median(one["seconds"] for one in taken)
    bare = median(one["bare"] for one in taken)
    bench.add(
        Figure(
            f"{people:,} recipients against {voters:,} voters / one INSERT",
            ours / bare,
            GOAL,
            detail=f"{ours:.2f} s / {bare:.2f} s; {taken[0]['result']['matches']}",
        )
    )
    rig.drop(RUN)
