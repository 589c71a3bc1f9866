"""Kills a reconciliation at random moments, over and over, and looks at what is left.

After each kill the sweeper and another process finish the job; proposals, outcomes and
landing tables must then be those of a run that nobody disturbed. Half of the kills
that find a reader are for it alone: the job then ends with words and is repeated.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from bench.data import OPENING, PERIOD, REGENCY, Files, files
from bench.rig import Rig, running
from launcher.home import REPOSITORY

VOTERS = 20_000
MOST = 4
"""Rounds for each kill that is asked for, before it gives up."""
EMPTY, STOCKED, RUN = "soak_empty", "soak_stocked", "soak_run"
LEASE = {
    "PDPB_JOB_LEASE_SECONDS": "1",
    "PDPB_JOB_ATTEMPTS": "9",
    # As for a large delivery: there is more that can be killed.
    "PDPB_SEARCH_BESIDE_ROWS": "1",
}


def run(times: int) -> int:
    """Kill `times` reconciliations; return 1 when one of them ended differently.

    Rounds in which the job was faster than the kill do not count.
    """
    made = files(VOTERS)
    sources = [made.snapshot, _workbook(made)]
    hits = turn = different = 0
    with running() as rig:
        rig.extra.update(LEASE)
        rig.prepare(EMPTY)
        rig.clone(EMPTY, STOCKED)
        rig.child(
            "load",
            STOCKED,
            roll=str(made.roll),
            removed=str(made.removed),
            regency=REGENCY,
            period=OPENING,
        )
        whole = {source: _undisturbed(rig, source) for source in sources}
        while hits < times:
            source = sources[turn % 2]
            turn += 1
            expected, usual = whole[source]
            rig.clone(STOCKED, RUN)
            moment, killed = _kill(rig, source, random.uniform(0.2, usual))
            found = _finish(rig, source)
            same = found == expected
            hits, different = hits + bool(killed), different + (not same)
            end = "as undisturbed" if same else f"DIFFERENT: {found}"
            how = f"{killed} killed after {moment:.2f} s" if killed else "ended first"
            print(f"{hits:>4}/{times}  {source.suffix} {how}, {end}", flush=True)
            if turn >= MOST * times:
                print("the kills come too late; give it a quieter machine")
                return 1
    print(f"{turn} rounds, {hits} kills, {different} different")
    return 1 if different else 0


def _undisturbed(rig: Rig, source: Path) -> tuple[dict[str, Any], float]:
    """What this file leaves when nothing is killed, and how long that takes."""
    rig.clone(STOCKED, RUN)
    begun = time.monotonic()
    expected = _finish(rig, source)
    usual = time.monotonic() - begun
    print(f"{source.name} undisturbed, in {usual:.1f} s: {expected}", flush=True)
    return expected, usual


def _workbook(made: Files) -> Path:
    """The snapshot as a workbook: read by a process of its own, which can be killed."""
    out = made.snapshot.with_suffix(".xlsx")
    if not out.exists():
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Sheet1")
        for line in made.snapshot.read_text(encoding="utf-8").splitlines():
            sheet.append(line.split("|"))
        book.save(out)
    return out


def _finish(rig: Rig, source: Path) -> dict[str, Any]:
    found: dict[str, Any] = rig.child(
        "finish", RUN, file=str(source), regency=REGENCY, period=PERIOD
    )
    return found


def _kill(rig: Rig, source: Path, moment: float) -> tuple[float, str]:
    """Start a reconciliation and kill its group, or its reader where one runs then.

    Says when, and what was killed; "" when the job had ended.
    """
    given = {"file": str(source), "regency": REGENCY, "period": PERIOD}
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.child", "reconcile", json.dumps(given)],
        cwd=REPOSITORY,
        env=rig.environment(RUN, "worker"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(moment)
    killed = "" if process.poll() is not None else "group"
    found = _children(process.pid) if killed and random.random() < 0.5 else []
    if found:
        killed = "reader"
        for pid in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return moment, killed


def _children(pid: int) -> list[int]:
    """Processes that this one has started."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found
