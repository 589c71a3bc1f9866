"""``python -m bench``: every goal once. ``python -m bench soak``: until the tenth hour.

Exit code 1 when a goal is missed, 2 when a measurement could not be made.
"""

from __future__ import annotations

import argparse
import sys
import time

from bench import (
    aid,
    demo,
    desk,
    duplicates,
    engine,
    exports,
    field,
    machine,
    measures,
    names,
    office,
    reading,
    remap,
    review,
    rig,
    soak,
    walls,
)
from bench.figures import show
from launcher.errors import LauncherError

PARTS = (
    *("reconcile", "engine", "reading", "apply", "recap", "pages", "walls"),
    *("duplicates", "desk", "field", "aid", "review", "remap", "exports"),
    *("names", "demo"),
)
LONG = ("office",)
"""Parts that run when they are asked for: make soak does."""
OWN = {
    *("engine", "desk", "field", "aid", "review", "remap", "exports", "names"),
    *LONG,
}
"""Parts that fill a database of their own, from the empty one."""
HELP = (
    "part of it; office (a browser, a roll of four million, a quarter of an hour and "
    "10 GB of disk) runs only when it is named, and in make soak"
)


def main() -> int:
    """Parse the command line and run what it asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="?", default="goals", choices=["goals", "soak"])
    parser.add_argument("--only", action="append", choices=(*PARTS, *LONG), help=HELP)
    parser.add_argument("--times", type=int, default=200, help="rounds of the soak")
    parser.add_argument(
        "--sizes",
        type=engine.sizes_of,
        default=list(engine.SIZES),
        help="voters of the engine's part, by commas; the office takes the largest",
    )
    given = parser.parse_args()
    try:
        if given.what == "soak":
            return soak.run(given.times)
        return goals(given.only or list(PARTS), given.sizes)
    except (rig.BenchError, LauncherError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def goals(parts: list[str], sizes: list[int]) -> int:
    """Measure the parts, print the table, say by the exit code whether all hold."""
    begun = time.monotonic()
    with rig.running() as running:
        described = machine.describe(running.server_settings())
        print(described, flush=True)
        bench = measures.Bench(running)
        if {*parts} - OWN - {"demo"}:
            made = measures.prepare(bench)
        elif OWN & {*parts}:
            running.prepare(measures.EMPTY)
        if "engine" in parts:
            bench.attempt(engine.engine, sizes)
        if "reconcile" in parts:
            bench.attempt(measures.reconcile, made)
        if "reading" in parts:
            bench.attempt(reading.reading, made)
        if "apply" in parts:
            bench.attempt(measures.apply)
        if "recap" in parts:
            bench.attempt(measures.recap)
        if "pages" in parts:
            bench.attempt(measures.pages, made)
        if "walls" in parts:
            bench.attempt(walls.walls)
        if "desk" in parts:
            bench.attempt(desk.desk)
        if "duplicates" in parts:
            bench.attempt(duplicates.quality)
            bench.attempt(duplicates.febrl)
            bench.attempt(duplicates.speed)
        if "field" in parts:
            bench.attempt(field.field)
        if "aid" in parts:
            bench.attempt(aid.aid)
        if "review" in parts:
            bench.attempt(review.review)
        if "remap" in parts:
            bench.attempt(remap.remap)
        if "exports" in parts:
            bench.attempt(exports.exports)
        if "names" in parts:
            bench.attempt(names.names)
        if "office" in parts:
            bench.attempt(office.office, sizes)
    if "demo" in parts:
        measures.say("starting the demo twice")
        bench.attempt(demo.seconds_to_first_page)
    print(f"\n{described}\n\n{show(bench.figures)}")
    print(f"\nmeasured in {time.monotonic() - begun:.0f} s")
    for one in bench.figures:
        if one.missed:
            print(f"MISSED: {one.what}; {one.detail}", file=sys.stderr)
    for failure in bench.failures:
        print(f"\nnot measured: {failure}", file=sys.stderr)
    if bench.failures:
        return 2
    return 1 if any(one.missed for one in bench.figures) else 0


if __name__ == "__main__":
    sys.exit(main())
