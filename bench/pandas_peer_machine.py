"""What a peer's process has taken of the machine so far."""

from __future__ import annotations

import resource
from pathlib import Path


def peak_mb() -> float:
    """The most memory that the process has had resident."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise OSError("no peak memory here")


def cpu_seconds() -> float:
    """User and system seconds of all its threads; nobody else's load is in them."""
    taken = resource.getrusage(resource.RUSAGE_SELF)
    return taken.ru_utime + taken.ru_stime
