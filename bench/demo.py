"""How long ``make demo`` takes to the first page; only printed, it is no ratio."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from bench.figures import Figure
from bench.measures import Bench
from bench.rig import SPARED, BenchError
from launcher import ports
from launcher.home import REPOSITORY, Home

PATIENCE = 300.0


def seconds_to_first_page(bench: Bench) -> None:
    """Start the demo twice in a folder of its own; the second start keeps the data."""
    home = Home(Path(tempfile.mkdtemp(prefix="pdpb-bench-demo-")))
    home.path.chmod(0o755)
    try:
        first, second = _start(home), _start(home)
    finally:
        home.remove()
    bench.add(
        Figure("make demo, packages there, to the first page", first, unit="s"),
        Figure("make demo, second start", second, unit="s"),
    )


def _start(home: Home) -> float:
    """Return the seconds the launcher reports, then stop it as Ctrl-C does."""
    environment = {key: value for key, value in os.environ.items() if key not in SPARED}
    environment |= {"PDPB_HOME": str(home.path), "PDPB_PORT": str(ports.pick(None))}
    process = subprocess.Popen(
        [sys.executable, "-m", "launcher", "demo"],
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watch = threading.Timer(PATIENCE, process.send_signal, [signal.SIGINT])
    watch.start()
    said = ""
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said += line
            found = re.search(r"siap dalam ([0-9.]+) detik", line)
            if found:
                return float(found[1])
    finally:
        watch.cancel()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    raise BenchError(f"the demo did not start:\n{said[-2000:]}")
