"""The engine's goals over the size of a roll: time, memory, look-ups, and the truth.

Every figure is a ratio inside one run. The rounds of two sides alternate, so that a
busy moment of the machine falls on both.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench import pandas_peer, plot, scaled, truth
from bench.copying import copy_seconds, plain
from bench.data import PERIOD, REGENCY, Files
from bench.figures import Figure, shares
from bench.measures import EMPTY, Bench, load, say
from bench.rig import BenchError, Rig
from bench.server_memory import Watch

SIZES = (250_000, 1_000_000, 4_000_000)
UNIT = 1_000_000
"""The size whose ratios to COPY are goals."""
FEW = 20_000
"""A small office's roll: what a run costs beside its rows shows there."""
RUN = "bench_engine_run"
ROUNDS = 3
OFFICE = {"regency": REGENCY, "period": PERIOD}
CSV_GOAL, PIPE_GOAL, GROWTH_GOAL = 9.0, 6.0, 4.2
PEAK_GOAL, SERVER_GOAL, LOOK_UP_GOAL, UNSETTLED_GOAL = 1.1, 256.0, 10.0, 1.5
LOOK_UPS = 300


def engine(bench: Bench, sizes: list[int]) -> None:
    """Measure each size, from the smallest; the databases of a size go with it."""
    taken: dict[int, dict[str, Any]] = {}
    for voters in sorted(sizes):
        say(f"generating {voters:,} voters (kept between runs)")
        made = scaled.made(voters)
        database = f"bench_engine_{voters}"
        load(bench.rig, EMPTY, database, made)
        size = taken[voters] = _size(bench, database, made)
        bench.attempt(pandas_peer.beside, made, size["seconds"], size["peak"])
        if voters == UNIT:
            bench.attempt(_csv, database, made)
            bench.attempt(_look_ups, database, made)
        bench.rig.drop(database)
        bench.rig.drop(RUN)
    bench.attempt(_unsettled)
    _over_sizes(bench, taken)
    plot.keep(plot.KEPT, taken)
    plot.main()
    bench.attempt(truth.classification)


def _size(bench: Bench, database: str, made: Files) -> dict[str, Any]:
    """Reconcile the pipe separated snapshot; give seconds, memory, and COPY's."""
    rig = bench.rig
    bare = plain(made.snapshot, rig.home.path / "plain.csv")
    copies, jobs = [], []
    for turn in range(ROUNDS):
        say(f"{made.voters:,} voters, pipe, round {turn + 1}")
        rig.clone(database, RUN)
        copy_seconds(rig, RUN, bare)
        copies.append(copy_seconds(rig, RUN, bare))
        jobs.append(reconcile(rig, made.snapshot, made))
    bare.path.unlink()
    # Looking at each process four times a second costs the cores 2 % of their time.
    say(f"{made.voters:,} voters, pipe, the server's memory watched")
    rig.clone(database, RUN)
    with Watch(rig) as watch:
        jobs.append(reconcile(rig, made.snapshot, made))
    middle = sorted(jobs[:ROUNDS], key=lambda job: job["seconds"])[ROUNDS // 2]
    return {
        "seconds": middle["seconds"],
        "copy": median(copies),
        "peak": max(job["peak"] for job in jobs),
        "server": watch.peak,
        "shared": watch.shared,
        "stages": middle["stages"],
        "rows": bare.rows + bare.left_out,
    }


def reconcile(rig: Rig, file: Path, made: Files) -> dict[str, Any]:
    """Run the job, and the search that follows it, in a process of their own.

    Seconds are those of both together; outcomes must be those that were planted.
    """
    job: dict[str, Any] = rig.child("reconcile", RUN, file=str(file), **OFFICE)
    job["seconds"] += job["search"]["seconds"]
    job["stages"]["duplicates"] = job["search"]["seconds"]
    found = {key: job["outcomes"].get(key, 0) for key in made.expected()}
    if found != made.expected():
        raise BenchError(f"outcomes {found} where {made.expected()} were planted")
    return job


def _unsettled(bench: Bench) -> None:
    """A delivery in a database that nobody has analysed yet, beside one that is.

    Without statistics the planner guesses; a statement whose plan hangs on a guess
    took five times the seconds of all others together.
    """
    rig, made = bench.rig, scaled.made(FEW)
    bases = ("bench_engine_new", "bench_engine_old")
    for base, settled in zip(bases, (False, True), strict=True):
        load(rig, EMPTY, base, made, settled=settled)
    jobs: dict[str, list[dict[str, Any]]] = {base: [] for base in bases}
    for turn in range(ROUNDS):
        say(f"{FEW:,} voters, not analysed and analysed, round {turn + 1}")
        for base in bases:
            rig.clone(base, RUN)
            jobs[base].append(reconcile(rig, made.snapshot, made))
    new, old = (median(job["seconds"] for job in jobs[base]) for base in bases)
    bench.add(
        Figure(
            f"snapshot of {FEW:,} in a database never analysed / analysed",
            new / old,
            UNSETTLED_GOAL,
            detail=f"{new:.2f} s / {old:.2f} s",
        )
    )
    for base in (*bases, RUN):
        rig.drop(base)


def _csv(bench: Bench, database: str, made: Files) -> None:
    rig = bench.rig
    file = scaled.quoted(made.snapshot, rig.home.path / "quoted.csv")
    bare = plain(file, rig.home.path / "plain.csv", b'","')
    copies, jobs = [], []
    for turn in range(ROUNDS):
        say(f"{made.voters:,} voters, quoted csv, round {turn + 1}")
        rig.clone(database, RUN)
        copies.append(copy_seconds(rig, RUN, bare, "FORMAT csv"))
        jobs.append(reconcile(rig, file, made))
    unit = median(copies)
    job = sorted(jobs, key=lambda one: one["seconds"])[len(jobs) // 2]
    bench.add(
        Figure(
            f"snapshot of {made.voters:,}, quoted csv / server-side COPY",
            job["seconds"] / unit,
            CSV_GOAL,
            detail=_detail(job, unit),
        )
    )
    file.unlink()
    bare.path.unlink()


def _detail(job: dict[str, Any], unit: float) -> str:
    return f"{job['seconds']:.2f} s / {unit:.3f} s; {shares(job['stages'], unit)}"


def _look_ups(bench: Bench, database: str, made: Files) -> None:
    """The 99th percentile of a look-up by NIK, idle and beside a reconciliation."""
    rig = bench.rig
    say("looking up NIKs, idle and beside a reconciliation")
    rig.clone(database, RUN)
    rig.child("people", RUN, regency=REGENCY)
    idle = _nik_seconds(rig, None)
    done = threading.Event()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            reconcile(rig, made.snapshot, made)
        except BaseException as error:  # told by the main thread
            failed.append(error)
        finally:
            done.set()

    busy = threading.Thread(target=work)
    busy.start()
    beside = _nik_seconds(rig, done)
    busy.join()
    if failed:
        raise BenchError(str(failed[0]))
    calm, pressed = (quantiles(seconds, n=100)[98] for seconds in (idle, beside))
    bench.add(
        Figure(
            "NIK look-up, 99th percentile, beside a reconciliation / idle",
            pressed / calm,
            LOOK_UP_GOAL,
            detail=f"{pressed * 1000:.1f} ms of {len(beside)} / {calm * 1000:.1f} ms "
            f"of {len(idle)}",
        )
    )


def _nik_seconds(rig: Rig, until: threading.Event | None) -> list[float]:
    """Look-ups of one signed-in person; with `until`, again and again till it is set.

    Those of a turn that ended after it are left out: their end was idle.
    """
    seconds: list[float] = []
    while True:
        begun = time.time()
        answer: list[float] = rig.child(
            "nik_look_ups", RUN, role="web", regency=REGENCY, rounds=LOOK_UPS
        )
        if until is None:
            return answer
        if until.is_set() and seconds:
            return seconds
        seconds += answer
        if until.is_set():
            say(f"only one turn of {time.time() - begun:.1f} s beside the job")
            return seconds


def _over_sizes(bench: Bench, taken: dict[int, dict[str, Any]]) -> None:
    for voters, one in taken.items():
        bench.add(
            Figure(
                f"snapshot of {voters:,}, pipe separated / server-side COPY",
                one["seconds"] / one["copy"],
                PIPE_GOAL if voters == UNIT else None,
                detail=_detail(one, one["copy"]),
            )
        )
    small, unit, large = (taken.get(voters) for voters in SIZES)
    if large and unit:
        bench.add(
            Figure(
                f"growth, {SIZES[1]:,} to {SIZES[2]:,}",
                large["seconds"] / unit["seconds"],
                GROWTH_GOAL,
                detail=f"{large['seconds']:.1f} s / {unit['seconds']:.1f} s",
            )
        )
    if large and small:
        bench.add(
            Figure(
                f"worker's peak at {SIZES[2]:,} / at {SIZES[0]:,}",
                large["peak"] / small["peak"],
                PEAK_GOAL,
                detail=f"{large['peak']:.0f} MB / {small['peak']:.0f} MB",
            )
        )
    most = max(taken)
    bench.add(
        Figure(
            f"PostgreSQL, private and shared memory at {most:,}",
            taken[most]["server"],
            SERVER_GOAL if most == SIZES[2] else None,
            "MB",
            detail=f"{taken[most]['shared']:.0f} MB of it shared",
        )
    )


def sizes_of(text: str) -> list[int]:
    """Read --sizes. Raises ValueError."""
    return [int(part.replace("_", "")) for part in text.split(",")]
