"""Learns the weights of the duplicates' score: ``python -m bench.duplicates_learn``.

Training seeds only; bench/duplicates.py judges on seeds and a regency that this module
never sees. Logistic regression over the levels, which is Fellegi and Sunter without
the assumption that elements are independent; each element is then shifted so that it
says nothing on the average of two different people, as a missing one does.
"""

from __future__ import annotations

import csv
import math
import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from bench import rig
from bench.duplicates_people import people, write
from launcher.home import REPOSITORY

SEEDS, COUNT = (11, 12, 13, 14), 40_000
TARGET = REPOSITORY / "voters" / "rules" / "duplicate_weights.py"
LEVELS = {
    "name": 7, "first": 3, "birth_date": 6, "birth_place": 3, "nkk": 3, "nik": 3,
    "address": 3, "sex": 2, "kelurahan": 4,
}  # fmt: skip
RARE = {1, 2, 3, 5}
ROUNDS, STEP, CALM = 800, 0.5, 0.5
TOP_PRECISION, LIST_RECALL = 0.95, 0.93
Row = tuple[int, ...]


def features(row: dict[str, str]) -> Row:
    """Levels in the order of LEVELS, then the rarity where the name lets it speak."""
    found = [int(row[element]) for element in LEVELS]
    return (*found, int(row["rarity"]) if found[0] in RARE else 0)


def learn(seen: Counter[tuple[Row, bool]]) -> tuple[list[list[float]], float, float]:
    """Weights a level (natural logarithm), weight of a bit of rarity, bias."""
    weights = [[0.0] * (most + 1) for most in LEVELS.values()]
    squares = [[1e-6] * (most + 1) for most in LEVELS.values()]
    rarity = bias = 0.0
    rarity_square = bias_square = 1e-6
    for _ in range(ROUNDS):
        slopes = [[CALM * w for w in each] for each in weights]
        rarity_slope = bias_slope = 0.0
        for (row, same), times in seen.items():
            total = bias + rarity * row[-1]
            for at, level in enumerate(row[:-1]):
                total += weights[at][level]
            missed = times * (1 / (1 + math.exp(-total)) - same)
            for at, level in enumerate(row[:-1]):
                slopes[at][level] += missed
            rarity_slope += missed * row[-1]
            bias_slope += missed
        for at, each in enumerate(slopes):
            for level, slope in enumerate(each):
                squares[at][level] += slope * slope
                weights[at][level] -= STEP * slope / math.sqrt(squares[at][level])
        rarity_square += rarity_slope**2
        rarity -= STEP * rarity_slope / math.sqrt(rarity_square)
        bias_square += bias_slope**2
        bias -= STEP * bias_slope / math.sqrt(bias_square)
    return weights, rarity, bias


def centred(
    weights: list[list[float]], bias: float, seen: Counter[tuple[Row, bool]]
) -> tuple[list[list[float]], float]:
    """Shift each element so that exp(weight) averages one over different people."""
    out = []
    for at, each in enumerate(weights):
        shares: Counter[int] = Counter()
        for (row, same), times in seen.items():
            if not same:
                shares[row[at]] += times
        mean = sum(n * math.exp(each[level]) for level, n in shares.items())
        shift = math.log(mean / shares.total())
        bias += shift
        out.append([0.0, *(w - shift for w in each[1:])])
    return out, bias


def edges(scored: Iterable[tuple[int, bool]], truth: int) -> tuple[int, int]:
    """Lowest scores of the top tier and of the list, on the training seeds."""
    ranked = sorted(scored, reverse=True)
    top = bottom = ranked[0][0]
    hits = 0
    for place, (score, same) in enumerate(ranked, start=1):
        hits += same
        if hits / place >= TOP_PRECISION:
            top = score
        bottom = score
        if hits / truth >= LIST_RECALL:
            break
    return top, min(bottom, top)


def gather(running: rig.Rig) -> tuple[Counter[tuple[Row, bool]], int]:
    """Every pair that met on the training seeds, and how many pairs there are."""
    seen: Counter[tuple[Row, bool]] = Counter()
    known = met = 0
    for seed in SEEDS:
        made, truth, _ = people(seed, COUNT)
        path, out = running.home.path / "people.csv", running.home.path / "met.csv"
        write(path, made)
        running.child(
            "search_people", "learn", path=str(path), out=str(out), everything=True
        )
        with out.open(newline="") as file:
            for row in csv.DictReader(file):
                same = (int(row["a"]), int(row["b"])) in truth
                seen[features(row), same] += 1
                met += same
        known += len(truth)
    print(f"{known} pairs, {met} met ({met / known:.3f}), {seen.total()} compared")
    return seen, known


def main(running: rig.Rig) -> None:
    """Learn and write the weights."""
    seen, known = gather(running)
    weights, rarity, bias = learn(seen)
    weights, bias = centred(weights, bias, seen)
    told = {e: tuple(map(_bits, w)) for e, w in zip(LEVELS, weights, strict=True)}
    scored = []
    for (row, same), times in seen.items():
        total = _bits(bias) + _bits(rarity) * row[-1]
        total += sum(told[e][level] for e, level in zip(LEVELS, row[:-1], strict=True))
        scored += [(total, same)] * times
    top, bottom = edges(scored, known)
    for name, edge in (("top", top), ("list", bottom)):
        kept = [same for score, same in scored if score >= edge]
        print(f"{name}: precision {sum(kept) / len(kept):.3f}", end=", ")
        print(f"recall {sum(kept) / known:.3f}, {len(kept)} pairs")
    lines = [f'    "{element}": {each},' for element, each in told.items()]
    head = TARGET.read_text(encoding="utf-8").split("VERSION")[0]
    TARGET.write_text(
        f'{head}VERSION = "{datetime.now(UTC):%Y-%m-%d.%H%M}"\nBIAS = {_bits(bias)}\n'
        f"RARITY = {_bits(rarity)}\nTOP = {top}\nLIST = {bottom}\n"
        "WEIGHTS: dict[str, tuple[int, ...]] = {\n" + "\n".join(lines) + "\n}\n",
        encoding="utf-8",
    )


def _bits(weight: float) -> int:
    return round(weight / math.log(2) * 100)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(), rig.running() as started:
        started.prepare("learn")
        main(started)
