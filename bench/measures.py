"""The measurements behind the goals; each answers figures for the table."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench import filling
from bench.applying import step_seconds
from bench.copying import PlainFile, copy_seconds, plain
from bench.data import OPENING, PERIOD, REGENCY, TIMES, VOTERS, Files, files
from bench.figures import Figure, shares
from bench.rig import BenchError, Rig

EMPTY, STOCKED, RUN = "bench_empty", "bench_stocked", "bench_run"
ROUNDS = 5
PAGE_ROUNDS = 30
PROPOSALS = 25_000
LONG_LIST = 3_000
"""Rows of each list that grows by people's work; rolls and rows have their own size."""
OFFICE = {"regency": REGENCY, "period": PERIOD}


@dataclass
class Bench:
    """One run: what is measured so far."""

    rig: Rig
    figures: list[Figure] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def attempt(self, measure: Callable[..., None], *given: Any) -> None:
        """Measure; what cannot be measured is kept, so that the rest still is."""
        try:
            measure(self, *given)
        except BenchError as error:
            self.failures.append(str(error))

    def add(self, *figures: Figure) -> None:
        self.figures.extend(figures)


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def prepare(bench: Bench) -> Files:
    """Make the database with the roll of the demo's size."""
    say(f"generating {VOTERS:,} voters (kept between runs)")
    made = files(VOTERS)
    say("migrating")
    bench.rig.prepare(EMPTY)
    seconds = load(bench.rig, EMPTY, STOCKED, made)
    bench.add(_loaded(bench.rig, made, seconds))
    return made


def _loaded(rig: Rig, made: Files, seconds: float) -> Figure:
    """How long the base list took to load, frozen recap and all; printed only."""
    bare = plain(made.roll, rig.home.path / "roll.csv")
    rig.clone(EMPTY, RUN)
    unit = median(copy_seconds(rig, RUN, bare) for _ in range(ROUNDS))
    return Figure(
        "load of the base list / server-side COPY of the same file",
        seconds / unit,
        detail=f"{seconds:.2f} s / {unit:.3f} s for {bare.rows:,} rows",
    )


def load(
    rig: Rig, source: str, target: str, made: Files, *, settled: bool = True
) -> float:
    """A copy of `source` with the roll of these files; seconds of its loading.

    settled: vacuumed and analysed, as an installation is once it has run for a while.
    """
    say(f"loading {made.voters:,} voters")
    rig.clone(source, target)
    loaded = rig.child(
        "load",
        target,
        roll=str(made.roll),
        removed=str(made.removed),
        regency=REGENCY,
        period=OPENING,
    )
    if loaded["voters"] != made.voters:
        raise BenchError(f"{loaded['voters']:,} voters loaded of {made.voters:,}")
    if settled:
        rig.settle(target)
    seconds: float = loaded["seconds"]
    return seconds


def reconcile(bench: Bench, made: Files) -> None:
    """Goal 1 and the first half of goal 2: a snapshot against COPY, and its memory."""
    rig = bench.rig
    bare = plain(made.snapshot, rig.home.path / "plain.csv")
    copies, jobs = [], []
    for turn in range(ROUNDS):
        say(f"reconciling the snapshot, round {turn + 1} of {ROUNDS}")
        rig.clone(STOCKED, RUN)
        copy_seconds(rig, RUN, bare)
        copies.append(copy_seconds(rig, RUN, bare))
        jobs.append(_reconcile(rig, RUN, made))
    middle = sorted(jobs, key=lambda job: job["seconds"])[len(jobs) // 2]
    unit = median(copies)
    bench.add(
        Figure(
            "reconcile of the snapshot / server-side COPY of the same file",
            middle["seconds"] / unit,
            8,
            detail=_reconcile_detail(middle, bare, unit),
        )
    )
    _memory(bench, made, jobs)


def _reconcile_detail(job: dict[str, Any], bare: PlainFile, unit: float) -> str:
    return (
        f"{job['seconds']:.2f} s / {unit:.3f} s for {bare.rows:,} rows "
        f"({bare.left_out} ragged lines left out of the COPY); "
        f"{shares(job['stages'], unit)}; the search for duplicates that follows: "
        f"{job['search']['seconds']:.2f} s ({job['search']['seconds'] / unit:.1f})"
    )


def _reconcile(rig: Rig, database: str, made: Files) -> dict[str, Any]:
    job: dict[str, Any] = rig.child(
        "reconcile", database, file=str(made.snapshot), **OFFICE
    )
    found = {key: job["outcomes"].get(key, 0) for key in made.expected()}
    if found != made.expected():
        raise BenchError(f"outcomes {found} where {made.expected()} were planted")
    return job


def _memory(bench: Bench, made: Files, jobs: list[dict[str, Any]]) -> None:
    grown = max(job["peak"] - job["idle"] for job in jobs)
    bench.add(
        Figure(
            "peak memory of the worker child above idle",
            grown,
            60,
            "MB",
            detail=f"idle {jobs[0]['idle']:.0f} MB, the worst of {len(jobs)} rounds",
        )
    )
    say(f"generating and loading {TIMES} times the voters")
    large = files(TIMES * VOTERS)
    seconds = load(bench.rig, EMPTY, "bench_large", large)
    say(f"reconciling {TIMES} times the rows")
    job = _reconcile(bench.rig, "bench_large", large)
    bench.rig.drop("bench_large")
    bench.add(
        Figure(
            f"more memory with {TIMES} times the rows",
            job["peak"] - job["idle"] - grown,
            10,
            "MB",
            detail=f"{large.voters:,} voters: loaded in {seconds:.0f} s, "
            f"reconciled in {job['seconds']:.1f} s",
        )
    )


def apply(bench: Bench) -> None:
    """Goal 3: an apply with its events against the same UPDATE without triggers."""
    rig = bench.rig
    say(f"proposing and accepting {PROPOSALS:,} changes")
    ready = "bench_ready"
    rig.clone(STOCKED, ready)
    rig.child("propose", ready, count=PROPOSALS, **OFFICE)
    rig.settle(ready)
    jobs: list[dict[str, Any]] = []
    bare: list[dict[str, float]] = []
    full: list[dict[str, float]] = []
    for turn in range(ROUNDS):
        say(f"applying them, round {turn + 1} of {ROUNDS}")
        rig.clone(ready, RUN)
        jobs.append(rig.child("apply", RUN, **OFFICE))
        for triggers, kept in ((False, bare), (True, full)):
            rig.clone(ready, RUN)
            kept.append(step_seconds(rig, RUN, triggers=triggers, **OFFICE))
    rig.drop(ready)
    unit = median(steps["change"] for steps in bare)
    update = median(steps["change"] for steps in full)
    job = median(job["seconds"] for job in jobs)
    parts = {name: median(steps[name] for steps in full) for name in full[0]}
    bench.add(
        Figure(
            f"UPDATE of {PROPOSALS:,} with events / the same without triggers",
            update / unit,
            2.5,
            detail=f"{update:.2f} s / {unit:.2f} s",
        ),
        Figure(
            "the whole apply job / that UPDATE without triggers",
            job / unit,
            detail=f"{job:.2f} s / {unit:.2f} s; {shares(parts, unit)}",
        ),
    )


def recap(bench: Bench) -> None:
    """Goal 4: the recap from its summaries against a count of the roll."""
    say("reading the recap")
    bench.rig.child("people", STOCKED, regency=REGENCY)
    answer = bench.rig.child("recap", STOCKED, role="web", rounds=15, **OFFICE)
    if not answer["same"]:
        raise BenchError("the recap does not agree with a count of the roll")
    summary, grouped = median(answer["summary"]), median(answer["grouped"])
    bench.add(
        Figure(
            "recap from its summary / GROUP BY over the roll",
            summary / grouped,
            1 / 20,
            detail=f"{summary * 1000:.2f} ms / {grouped * 1000:.1f} ms",
        )
    )


def pages(bench: Bench, made: Files) -> None:
    """Goal 5: the list pages, first and last, against an empty signed-in page."""
    say("opening the list pages")
    rig = bench.rig
    rig.clone(STOCKED, RUN)
    _reconcile(rig, RUN, made)
    rig.child("people", RUN, regency=REGENCY)
    known = rig.child("fill_lists", RUN, times=LONG_LIST, **OFFICE)
    with rig.administrator(RUN) as opened, opened.cursor() as cursor:
        filling.fill(cursor, REGENCY, LONG_LIST)
    rig.settle(RUN)
    answer = rig.child(
        "pages", RUN, role="web", regency=REGENCY, rounds=PAGE_ROUNDS, known=known
    )
    taken = {name: median(times) for name, times in answer["taken"].items()}
    for name, empty in answer["empty"].items():
        bench.add(
            Figure(
                f"page {name} / an empty signed-in page",
                taken[name] / taken[empty],
                3,
                detail=f"{taken[name] * 1000:.1f} ms / {taken[empty] * 1000:.1f} ms",
            )
        )
