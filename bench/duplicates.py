"""The duplicates' figures: quality beside Splink, Febrl's sets, and speed beside COPY.

Judged on seeds, and on a regency with other names, that bench/duplicates_learn.py
never reads; thresholds are those the weights came with. Splink gets the same rows in
the same run, its own best threshold, and blocking rules as wide.
"""

from __future__ import annotations

import csv
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.copying import copy_seconds, plain
from bench.data import REGENCY, files
from bench.duplicates_people import people, write
from bench.figures import Figure, shares
from bench.measures import EMPTY, Bench, load, say
from bench.rig import BenchError
from launcher.home import REPOSITORY
from voters.rules.duplicate_weights import TOP

JUDGED = ((101, "3272"), (102, "2101"), (103, "3272"))
COUNT = 40_000
MILLION = 1_000_000
PEERS = REPOSITORY / ".bench" / "bin" / "python"
Pair = tuple[int, int]


@dataclass
class Ranking:
    """Scored pairs, best first, beside the truth."""

    scored: list[tuple[float, Pair]]
    truth: set[Pair]

    def at_least(self, score: float) -> tuple[float, float]:
        """Precision and recall of the pairs that score so much."""
        kept = [pair in self.truth for each, pair in self.scored if each >= score]
        return sum(kept) / max(1, len(kept)), sum(kept) / len(self.truth)

    def best(self) -> float:
        """The best F1 that any threshold gives."""
        best, hits = 0.0, 0
        for place, (_, pair) in enumerate(self.scored, start=1):
            hits += pair in self.truth
            best = max(best, 2 * hits / (place + len(self.truth)))
        return best


def quality(bench: Bench) -> None:
    """Judge the tiers, and compare the best F1 with Splink's, seed by seed."""
    for seed, regency in JUDGED:
        say(f"looking for planted duplicates, seed {seed}")
        made, truth, _ = people(seed, COUNT, regency)
        source = bench.rig.home.path / f"people{seed}.csv"
        write(source, made)
        ours = Ranking(_ours(bench, source), truth)
        theirs = Ranking(_splink(source), truth)
        precision, recall = ours.at_least(TOP)
        listed = ours.at_least(-1e9)
        where = f"seed {seed}, {regency}"
        bench.add(
            Figure(
                f"top tier: 1 - precision ({where})",
                1 - precision,
                0.10,
                "",
                f"precision {precision:.3f}",
            ),
            Figure(f"top tier: 1 - recall ({where})", 1 - recall, 0.40, ""),
            Figure(
                f"whole list: 1 - recall ({where})",
                1 - listed[1],
                0.10,
                "",
                f"precision of the list {listed[0]:.3f}, {len(ours.scored)} pairs",
            ),
            _beside(ours, theirs, f"planted, {where}"),
        )


def febrl(bench: Bench) -> None:
    """The four Febrl sets, weights as they are, both at their best threshold."""
    for number in "1234":
        say(f"Febrl {number}")
        source = bench.rig.home.path / f"febrl{number}.csv"
        known = source.with_suffix(".truth")
        _peer("febrl", number, str(source), str(known))
        with known.open(newline="") as file:
            truth = {(int(r["a"]), int(r["b"])) for r in csv.DictReader(file)}
        ours = Ranking(_ours(bench, source, everything=True), truth)
        theirs = Ranking(_splink(source, "febrl"), truth)
        bench.add(_beside(ours, theirs, f"Febrl {number}"))


def _beside(ours: Ranking, theirs: Ranking, what: str) -> Figure:
    mine, other = ours.best(), theirs.best()
    return Figure(
        f"best F1 of Splink / ours, {what}",
        other / mine,
        1,
        detail=f"ours {mine:.4f}, Splink {other:.4f}",
    )


def speed(bench: Bench) -> None:
    """The search of a whole roll of a million beside COPY of its file."""
    say("loading a million voters")
    made = files(MILLION)
    rig = bench.rig
    load(rig, EMPTY, "bench_million", made)
    bare = plain(made.roll, rig.home.path / "roll.csv", _delimiter(made.roll))
    copy_seconds(rig, "bench_million", bare)
    rounds = []
    for turn in range(3):
        say(f"searching the whole roll, round {turn + 1}")
        unit = copy_seconds(rig, "bench_million", bare)
        found = rig.child("search_whole_roll", "bench_million", regency=REGENCY)
        rounds.append((found["seconds"] / unit, unit, found))
    ratio, unit, found = sorted(rounds, key=lambda each: each[0])[1]
    rig.drop("bench_million")
    bench.add(
        Figure(
            "whole-roll duplicate search at 1M / server-side COPY of the roll",
            ratio,
            15,
            detail=f"{found['seconds']:.1f} s / {unit:.2f} s; {found['pairs']} pairs; "
            f"{shares(found['steps'], unit)}",
        )
    )


def _delimiter(path: Path) -> bytes:
    head = path.open("rb").readline()
    return max((b"|", b",", b";"), key=head.count)


def _ours(
    bench: Bench, source: Path, everything: bool = False
) -> list[tuple[float, Pair]]:
    out = source.with_suffix(".ours")
    bench.rig.child(
        "search_people", EMPTY, path=str(source), out=str(out), whole=everything
    )
    return _read(out)


def _splink(source: Path, how: str = "splink") -> list[tuple[float, Pair]]:
    out = source.with_suffix(".splink")
    _peer("splink" if how == "splink" else "splink_febrl", str(source), str(out))
    return _read(out)


def _read(path: Path) -> list[tuple[float, Pair]]:
    with path.open(newline="") as file:
        return sorted(
            (
                (float(row["score"]), (int(row["a"]), int(row["b"])))
                for row in csv.DictReader(file)
            ),
            reverse=True,
        )


def _peer(*given: str) -> None:
    if not PEERS.exists():
        raise BenchError("the peers are not installed: make bench does it")
    done = subprocess.run(
        [str(PEERS), "-m", "bench.duplicates_peers", *given],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchError(f"peer {given[0]} failed:\n{done.stderr[-2000:]}")
