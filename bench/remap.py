"""Re-mapping a kelurahan of 8,000 voters, beside one UPDATE of the same rows.

The other side is what the roll itself costs: the same rows, the same columns, with the
events and tallies that nobody can write past. With the triggers asleep it is printed.
"""

from __future__ import annotations

from statistics import median
from typing import Any

from bench.figures import Figure, shares
from bench.measures import EMPTY, RUN, Bench, say
from bench.moving import timed_update
from bench.rig import BenchError

REGENCY = "3272"
VOTERS, MOVED, ROUNDS = 160_000, 8_000, 3
GOAL = 3.0
READY = "bench_remap"


def remap(bench: Bench) -> None:
    """Plan, confirm, propose and apply: commits included, a fresh copy each round."""
    rig = bench.rig
    say(f"filling {VOTERS:,} voters, {MOVED:,} a kelurahan")
    rig.clone(EMPTY, READY)
    rig.child("crowd", READY, regencies=[REGENCY], each=VOTERS)
    rig.settle(READY)
    ours: list[dict[str, float]] = []
    bare: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(ROUNDS):
        say(f"re-mapping, round {turn + 1} of {ROUNDS}")
        rig.clone(READY, RUN)
        answer: dict[str, Any] = rig.child("remap_village", RUN, regency=REGENCY)
        if answer["moved"] != MOVED:
            raise BenchError(f"{answer['moved']} of {MOVED} were moved")
        ours.append(answer["steps"])
        rig.clone(READY, RUN)
        bare[True].append(rig.child("update_village", RUN, regency=REGENCY)["seconds"])
        rig.clone(READY, RUN)
        bare[False].append(_asleep(bench))
    rig.drop(RUN)
    rig.drop(READY)
    steps = {name: median(one[name] for one in ours) for name in ours[0]}
    total = median(sum(one.values()) for one in ours)
    for triggers, goal in ((True, GOAL), (False, None)):
        unit = median(bare[triggers])
        words = "the bare UPDATE" if triggers else "the same with triggers asleep"
        bench.add(
            Figure(
                f"re-mapping {MOVED:,} voters / {words}",
                total / unit,
                goal,
                detail=f"{total:.2f} s / {unit:.2f} s; {shares(steps, unit)}",
            )
        )


def _asleep(bench: Bench) -> float:
    """As the administrator: nobody else can put triggers to sleep."""
    with bench.rig.administrator(RUN) as opened, opened.cursor() as cursor:
        opened.autocommit = False
        cursor.execute("SET LOCAL session_replication_role = replica")
        return timed_update(cursor, REGENCY, opened.commit)
