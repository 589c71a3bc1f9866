"""The same rows by a capable analyst's pandas: what an office does without a portal.

Both files read as text, cleaned, checked (NIK, birth date against NIK), repeated NIKs
set aside, one outer merge on the NIK, the columns compared, and the new people looked
up by name and birth date. ``python -m bench.pandas_peer ROLL SNAPSHOT`` runs in .bench,
where pandas is, and answers JSON. It leaves out what the portal adds: no events, no
proposals with their evidence, no rules named, nothing kept.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.figures import Figure
from launcher.home import REPOSITORY

if TYPE_CHECKING:
    from bench.data import Files
    from bench.measures import Bench

PEERS = REPOSITORY / ".bench" / "bin" / "python"
FASTER, SMALLER = 3, 10
ROLL = ("NKK", "NIK", "NAMA", "TEMPAT LAHIR", "TANGGAL LAHIR", "ALAMAT", "RT", "RW")
SNAPSHOT = ("NO_KK", "NIK", "NAMA_LGKP", "TMPT_LHR", "TGL_LHR", "ALAMAT", "NO_RT")
NAMES = ("nkk", "nik", "name", "place", "born", "address", "rt", "rw")
COMPARED = ("nkk", "name", "place", "born", "address", "rt", "rw")


def beside(bench: Bench, made: Files, seconds: float, peak: float) -> None:
    """Add the figures: the portal's seconds and its worker's peak MB over pandas'.

    Raises BenchError when pandas is not installed or fails.
    """
    from bench.measures import say
    from bench.rig import BenchError

    say(f"{made.voters:,} voters by pandas")
    if not PEERS.exists():
        raise BenchError("no pandas to compare with: make bench installs it in .bench")
    command = [str(PEERS), "-m", "bench.pandas_peer", str(made.roll)]
    done = subprocess.run(
        [*command, str(made.snapshot)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchError(f"pandas failed:\n{done.stderr[-2000:]}")
    theirs = json.loads(done.stdout.splitlines()[-1])
    what = f"snapshot of {made.voters:,} / an analyst's pandas merge"
    bench.add(
        Figure(
            what,
            seconds / theirs["seconds"],
            1 / FASTER,
            detail=f"{seconds:.1f} s / {theirs['seconds']:.1f} s; "
            f"pandas found {theirs['counts']}",
        ),
        Figure(
            f"{what}, peak memory of the process",
            peak / theirs["peak"],
            1 / SMALLER,
            detail=f"{peak:.0f} MB / {theirs['peak']:.0f} MB",
        ),
    )


def main(roll: str, snapshot: str) -> dict[str, Any]:
    """Seconds from opening the files to the four lists, peak MB, and their lengths."""
    import pandas as pd  # only .bench has it

    begun = time.perf_counter()
    old = _read(pd, roll, (*ROLL, "STATUS PERKAWINAN", "JENIS KELAMIN"))
    new = _read(pd, snapshot, (*SNAPSHOT, "NO_RW", "STAT_KWN", "JENIS_KLMIN"))
    old.columns = [*NAMES, "married", "sex"]
    new.columns = [*NAMES, "married", "sex"]
    counts: dict[str, int] = {}
    for rows in (old, new):
        _clean(pd, rows)
    good = _valid(pd, new)
    counts["REFUSED"] = int((~good).sum())
    new = new[good]
    repeated = new["nik"].duplicated(keep=False)
    counts["REPEATED"] = int(repeated.sum())
    new = new[~repeated]
    both = old.merge(
        new, on="nik", how="outer", suffixes=("_old", "_new"), indicator=True
    )
    same = both["_merge"] == "both"
    differs = pd.Series(False, index=both.index)
    for name in COMPARED:
        differs |= both[f"{name}_old"] != both[f"{name}_new"]
    counts["SAME"] = int((same & ~differs).sum())
    counts["CHANGED"] = int((same & differs).sum())
    counts["ABSENT"] = int((both["_merge"] == "left_only").sum())
    fresh = both[both["_merge"] == "right_only"]
    counts["NEW"] = len(fresh)
    keys = old.assign(key=old["name"] + old["born"])[["key", "nik"]]
    twins = fresh.assign(key=fresh["name_new"] + fresh["born_new"]).merge(
        keys, on="key", suffixes=("", "_roll")
    )
    counts["TWINS"] = len(twins)
    return {
        "seconds": time.perf_counter() - begun,
        "peak": _peak_mb(),
        "counts": counts,
    }


def _read(pd: Any, path: str, columns: tuple[str, ...]) -> Any:
    """The wanted columns as text; ragged lines are skipped, as an analyst would."""
    return pd.read_csv(
        path,
        sep="|",
        dtype=str,
        keep_default_na=False,
        usecols=list(columns),
        on_bad_lines="skip",
        quoting=3,
    )[list(columns)]


def _clean(pd: Any, rows: Any) -> None:
    for name in ("name", "place", "address"):
        text = rows[name].str.strip().str.upper()
        rows[name] = text.str.replace(r"\s+", " ", regex=True)
    for name in ("nik", "nkk"):
        rows[name] = rows[name].str.replace(r"\D", "", regex=True)
    for name in ("rt", "rw"):
        rows[name] = rows[name].str.strip().str.lstrip("0")
    born = pd.to_datetime(rows["born"], format="%d-%m-%Y", errors="coerce")
    rows["born"] = born.dt.strftime("%Y-%m-%d")


def _valid(pd: Any, rows: Any) -> Any:
    """Sixteen digits, a birth date, and the same in the NIK (a woman's day + 40)."""
    nik, born = rows["nik"], pd.to_datetime(rows["born"], errors="coerce")
    whole = nik.str.fullmatch(r"[0-9]{16}") & born.notna()
    day = pd.to_numeric(nik.str[6:8], errors="coerce")
    day = day.where(day <= 40, day - 40)
    month = pd.to_numeric(nik.str[8:10], errors="coerce")
    year = pd.to_numeric(nik.str[10:12], errors="coerce")
    told = (day == born.dt.day) & (month == born.dt.month)
    return whole & told & (year == born.dt.year % 100)


def _peak_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise OSError("no peak memory here")


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
