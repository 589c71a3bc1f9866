"""What the second wall costs: the same requests with its policies and without them."""

from __future__ import annotations

from statistics import median
from typing import Any

from bench.figures import Figure
from bench.measures import EMPTY, RUN, Bench, say
from bench.rig import BenchError, Rig

# The 27 kabupaten/kota of Jawa Barat, a million voters between them.
REGENCIES = [*(str(code) for code in range(3201, 3219)), *map(str, range(3271, 3280))]
EACH = 37_038
LOOKED_AT = "3272"
TURNS = 3
ROUNDS = 30
GOAL = 1.3
GUARDED = """SELECT c.oid::regclass::text FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('public', 'part') AND c.relkind IN ('r', 'p')
    AND c.relrowsecurity"""


def walls(bench: Bench) -> None:
    """List page, look-up by NIK and search by name among a million voters."""
    rig = bench.rig
    say(f"filling {len(REGENCIES)} regencies with {len(REGENCIES) * EACH:,} voters")
    rig.clone(EMPTY, RUN)
    rig.child("crowd", RUN, regencies=REGENCIES, each=EACH)
    rig.child("people", RUN, regency=LOOKED_AT)
    rig.settle(RUN)
    with_policies: dict[str, list[float]] = {}
    without: dict[str, list[float]] = {}
    guarded = _guarded(rig)
    for turn in range(TURNS):
        say(f"looking with and without policies, turn {turn + 1} of {TURNS}")
        _switch(rig, guarded, "ENABLE")
        _look(rig, with_policies)
        _switch(rig, guarded, "DISABLE")
        _look(rig, without)
    for name, taken in with_policies.items():
        guarded_time, bare = median(taken), median(without[name])
        bench.add(
            Figure(
                f"{name} with policies / without, 1,000,000 voters in 27 regencies",
                guarded_time / bare,
                GOAL,
                detail=f"{guarded_time * 1000:.1f} ms / {bare * 1000:.1f} ms",
            )
        )


def _look(rig: Rig, kept: dict[str, list[float]]) -> None:
    answer: dict[str, Any] = rig.child(
        "look_ups", RUN, role="web", regency=LOOKED_AT, rounds=ROUNDS
    )
    for name, taken in answer.items():
        kept.setdefault(name, []).extend(taken)


def _guarded(rig: Rig) -> list[str]:
    with rig.administrator(RUN) as opened, opened.cursor() as cursor:
        cursor.execute(GUARDED)
        tables = [row[0] for row in cursor.fetchall()]
    if "voter" not in tables:
        raise BenchError("the roll has no policy: nothing to compare")
    return tables


def _switch(rig: Rig, tables: list[str], to: str) -> None:
    with rig.administrator(RUN) as opened, opened.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {to} ROW LEVEL SECURITY")
