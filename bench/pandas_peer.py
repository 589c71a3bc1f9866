"""The same rows by pandas: what an office does without a portal, in .bench.

Two peers. The merge (bench/pandas_peer_bare.py) is the one that the goal was set for:
every row cleaned, one outer merge, the columns compared. The tuned one
(bench/pandas_peer_whole.py) comes to the portal's whole result, or its figure is not
taken; it is printed without a goal, so that nobody takes the merge for the best that
pandas can do.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.data import PERIOD, REGENCY
from bench.figures import Figure
from bench.rig import BenchError
from launcher.home import REPOSITORY

if TYPE_CHECKING:
    from bench.data import Files
    from bench.measures import Bench

PEERS = REPOSITORY / ".bench" / "bin" / "python"
FASTER, SMALLER = 3, 10


def beside(bench: Bench, made: Files, seconds: float, peak: float) -> None:
    """Add the figures: the portal's seconds and its worker's peak MB over pandas'.

    Raises BenchError when pandas is not installed, fails, or finds something else than
    was planted.
    """
    from bench.measures import say

    say(f"{made.voters:,} voters by an analyst's merge in pandas")
    what = f"snapshot of {made.voters:,} / an analyst's pandas merge"
    bench.add(*_figures(what, seconds, peak, bare(made), (1 / FASTER, 1 / SMALLER)))
    say(f"{made.voters:,} voters by pandas, tuned, to the same result")
    with tempfile.TemporaryDirectory() as folder:
        theirs = whole(made, Path(folder))
    what = f"snapshot of {made.voters:,} / the same result in pandas, tuned"
    bench.add(*_figures(what, seconds, peak, theirs, (None, None)))


def _figures(
    what: str,
    seconds: float,
    peak: float,
    theirs: dict[str, Any],
    goals: tuple[float | None, float | None],
) -> list[Figure]:
    told = f"{seconds:.1f} s / {theirs['seconds']:.1f} s ({theirs['cpu']:.1f} s of CPU)"
    found = theirs.get("lists", theirs["counts"])
    return [
        Figure(
            what,
            seconds / theirs["seconds"],
            goals[0],
            detail=f"{told}; pandas found {found}",
        ),
        Figure(
            f"{what}, peak memory",
            peak / theirs["peak"],
            goals[1],
            detail=f"{peak:.0f} MB / {theirs['peak']:.0f} MB",
        ),
    ]


def whole(made: Files, folder: Path) -> dict[str, Any]:
    """What the whole peer answers; its lists are in the folder.

    Raises BenchError when its outcomes are not those that the generator planted.
    """
    regions = folder / "regions.csv"
    regions.write_text("\n".join(["code", *_codes()]) + "\n")
    given = (made.roll, made.removed, made.snapshot, regions, REGENCY, PERIOD, folder)
    answer = _peer("bench.pandas_peer_whole", *given)
    counts: dict[str, int] = answer["counts"]
    found = {key: counts.get(key, 0) for key in {**made.expected(), **counts}}
    if found != made.expected():
        raise BenchError(f"pandas found {found} where {made.expected()} were planted")
    return answer


def bare(made: Files) -> dict[str, Any]:
    """What the bare merge answers: seconds, cpu, peak and the lengths of its lists."""
    return _peer("bench.pandas_peer_bare", made.roll, made.snapshot)


def _peer(module: str, *given: str | Path) -> dict[str, Any]:
    if not PEERS.exists():
        raise BenchError("no pandas to compare with: make bench installs it in .bench")
    done = subprocess.run(
        [str(PEERS), "-m", module, *map(str, given)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchError(f"pandas failed:\n{done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _codes() -> list[str]:
    """Code of every region of the country, the list that an office has as a file."""
    data = files("lokal") / "data"
    parts = (data / "wilayah.json.gz", data / "desa.json.gz")
    loaded = (json.loads(gzip.decompress(part.read_bytes())) for part in parts)
    return [code.replace(".", "") for part in loaded for code in part]
