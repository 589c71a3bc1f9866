"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from pathlib import Path

SERVER = (
    "server_version",
    "fsync",
    "synchronous_commit",
    "shared_buffers",
    "work_mem",
)


def describe(settings: dict[str, str]) -> str:
    """Return two lines: the machine, and the database server's settings."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    load = os.getloadavg()[0]
    return (
        f"machine: {_processor()}, {cores or os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, load {load:.1f} before the start\n"
        "PostgreSQL: "
        + ", ".join(f"{name} {value}" for name, value in settings.items())
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = [line.split(":", 1)[1].strip() for line in lines if "model name" in line]
    return named[0] if named else platform.machine()


def memory_of_this_process() -> dict[str, float]:
    """Return MB: resident now, and the peak since the start or `forget_peak()`."""
    found = {}
    for line in Path("/proc/self/status").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in {"VmRSS", "VmHWM"}:
            found[name] = int(rest.split()[0]) / 1024
    return {"resident": found["VmRSS"], "peak": found["VmHWM"]}


def forget_peak() -> None:
    """Let the peak start again from what is resident now."""
    Path("/proc/self/clear_refs").write_text("5")
