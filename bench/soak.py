"""Kills a reconciliation at random moments, over and over, and looks at what is left.

After each kill the sweeper and another process finish the job; proposals, outcomes and
landing tables must then be those of a run that nobody disturbed. Every other kill is
for the reader that the job has started, if it has one, and not for the job's group: the
job then ends with words, and is asked for again.
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

from bench.data import OPENING, PERIOD, REGENCY, Files, files
from bench.rig import Rig, running
from launcher.home import REPOSITORY

VOTERS = 20_000
EMPTY, STOCKED, RUN = "soak_empty", "soak_stocked", "soak_run"
LEASE = {"PDPB_JOB_LEASE_SECONDS": "1", "PDPB_JOB_ATTEMPTS": "9"}


def run(times: int) -> int:
    """Kill `times` reconciliations; return 1 when one of them ended differently."""
    made = files(VOTERS)
    different = 0
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
        rig.clone(STOCKED, RUN)
        begun = time.monotonic()
        expected = _finish(rig, made)
        usual = time.monotonic() - begun
        print(f"undisturbed, in {usual:.1f} s: {expected}", flush=True)
        for turn in range(1, times + 1):
            rig.clone(STOCKED, RUN)
            moment, killed = _kill(
                rig, made, random.uniform(0.2, usual), reader=turn % 2 == 0
            )
            found = _finish(rig, made)
            same = found == expected
            different += not same
            end = "as undisturbed" if same else f"DIFFERENT: {found}"
            how = f"{killed} killed after {moment:.2f} s" if killed else "ended first"
            print(f"{turn:>4}/{times}  {how}, {end}", flush=True)
    print(f"{times} rounds, {different} different")
    return 1 if different else 0


def _finish(rig: Rig, made: Files) -> dict[str, Any]:
    found: dict[str, Any] = rig.child(
        "finish", RUN, file=str(made.snapshot), regency=REGENCY, period=PERIOD
    )
    return found


def _kill(rig: Rig, made: Files, moment: float, *, reader: bool) -> tuple[float, str]:
    """Start a reconciliation and kill its group or its reader; say when, and what."""
    given = {"file": str(made.snapshot), "regency": REGENCY, "period": PERIOD}
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
    found = _children(process.pid) if killed and reader else []
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
