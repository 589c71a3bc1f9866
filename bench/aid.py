"""Aid: recipients imported and matched to the roll, beside what no import leaves out.

The other side reads the very same file by COPY, finds by joins who has the number, the
birth date or the family of each row, and inserts the rows that were kept: what the
guard, the checks, the likeness of names and what was said before cost on top. A second
figure says whether the work grows with the list and no faster.
"""

from __future__ import annotations

from statistics import median
from typing import Any

from bench.figures import Figure, shares
from bench.measures import EMPTY, RUN, Bench, say
from bench.rig import BenchError

REGENCY = "3272"
VOTERS, PEOPLE, ROUNDS = 258_028, 10_000, 3
GOAL = 8.0
"""That of a delivery beside COPY, whose work is of the same kind."""
TIMES, GROWTH = 4, 4.4
"""So many times the recipients, and at most so many times the seconds."""


def aid(bench: Bench, voters: int = VOTERS, people: int = PEOPLE) -> None:
    """The whole import of a list, three in ten without a usable NIK."""
    rig = bench.rig
    say(f"filling a roll of {voters:,} voters for {people:,} recipients")
    rig.clone(EMPTY, RUN)
    rig.child("crowd", RUN, regencies=[REGENCY], each=voters)
    rig.settle(RUN)
    taken = [_match(bench, people) for _turn in range(ROUNDS)]
    ours = median(one["seconds"] for one in taken)
    bare = median(sum(one["bare"].values()) for one in taken)
    bench.add(
        Figure(
            f"{people:,} recipients against {voters:,} voters / COPY, joins, INSERT",
            ours / bare,
            GOAL,
            detail=f"{ours:.2f} s / {bare:.2f} s ({shares(taken[0]['bare'])}); "
            f"{taken[0]['result']['matches']}",
        )
    )
    many = _match(bench, TIMES * people)["seconds"]
    bench.add(
        Figure(
            f"{TIMES * people:,} recipients / {people:,}",
            many / ours,
            GROWTH,
            detail=f"{many:.2f} s / {ours:.2f} s",
        )
    )
    rig.drop(RUN)


def _match(bench: Bench, people: int) -> dict[str, Any]:
    told: dict[str, Any] = bench.rig.child(
        "match_aid", RUN, regency=REGENCY, people=people
    )
    if told["result"].get("taken") != people:
        raise BenchError(f"{told['result']} of {people}")
    return told
