"""Coklit terbatas: 10,000 tasks drawn, grouped and assigned, beside a bare INSERT.

The other side is one INSERT … SELECT of the very same rows into the same table, with
its indexes, policies and constraints: what the rules, the grouping by RT and the giving
out cost on top.
"""

from __future__ import annotations

from statistics import median
from typing import Any

from bench.figures import Figure, shares
from bench.measures import EMPTY, RUN, Bench, say
from bench.rig import BenchError

REGENCY = "3272"
VOTERS, TASKS, ROUNDS = 258_028, 10_000, 3
GOAL = 5.0


def field(bench: Bench) -> None:
    """Questions as tasks (the goal), and a random sample of the roll (printed)."""
    rig = bench.rig
    say(f"filling a roll of {VOTERS:,} voters with {TASKS:,} questions")
    rig.clone(EMPTY, RUN)
    rig.child("crowd", RUN, regencies=[REGENCY], each=VOTERS)
    rig.child("ask_about", RUN, regency=REGENCY, questions=TASKS)
    rig.settle(RUN)
    for reason, goal in (("TIDAK_ADA", GOAL), ("SAMPLE", None)):
        say(f"drawing {TASKS:,} tasks by {reason}")
        taken: list[dict[str, Any]] = [
            rig.child("draw_tasks", RUN, regency=REGENCY, reason=reason, tasks=TASKS)
            for _turn in range(ROUNDS)
        ]
        if any(one["tasks"] != TASKS for one in taken):
            raise BenchError(f"{[one['tasks'] for one in taken]} tasks of {TASKS}")
        middle = sorted(taken, key=lambda one: one["steps"]["draw"])[ROUNDS // 2]
        ours = median(sum(one["steps"].values()) for one in taken)
        bare = median(one["bare"] for one in taken)
        bench.add(
            Figure(
                f"{TASKS:,} tasks by {reason}, drawn and assigned / one INSERT",
                ours / bare,
                goal,
                detail=f"{ours:.2f} s / {bare:.2f} s; "
                f"{shares(middle['steps'], bare)}; {middle['sheets']} sheets",
            )
        )
    rig.drop(RUN)
