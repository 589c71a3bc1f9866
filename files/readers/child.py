"""Starts the child that opens a file (files.parsing) and puts its end into words."""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from files.parsing.main import NO_MEMORY, REFUSED
from files.readers.errors import FileRefused, refusal

SECONDS: float = 60
MEMORY = 512 << 20
PATIENCE = 4
"""Reading is a worker's: on a busy machine its 60 s of processor may take longer."""
SECONDS_PER_BYTE = 1 / 8_000_000
"""A text file is read in a stream: a longer one may take longer, but no more memory."""
_ROOT = Path(__file__).parents[2]
_START = (
    f"import sys; sys.path.insert(0, {str(_ROOT)!r}); "
    "from files.parsing.main import main; sys.exit(main(sys.argv[1:]))"
)


@dataclass(frozen=True)
class Limits:
    """What one child may use."""

    seconds: float
    memory: int = MEMORY


def limits_of(path: Path, *, text: bool = False) -> Limits:
    """Sixty seconds; more for a large text file."""
    more = path.stat().st_size * SECONDS_PER_BYTE if text else 0
    return Limits(max(SECONDS, more))


def run(
    command: str, path: Path, limits: Limits | None = None, **given: Any
) -> dict[str, Any]:
    """Run the child to its end. Raises FileRefused, whatever became of it."""
    limits = limits or limits_of(path)
    given |= {
        "memory": limits.memory,
        "seconds": max(1, int(limits.seconds)),
        "most_bytes": settings.POLICY.unpacked_max_bytes,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _START, command, str(path), json.dumps(given)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limits.seconds * (PATIENCE if command == "read" else 1),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise refusal("too_slow") from None
    if done.returncode == REFUSED:
        raise refusal(json.loads(done.stdout)["refused"])
    if done.returncode:
        raise _death(done.returncode, done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _death(code: int, said: bytes) -> FileRefused:
    if code == -signal.SIGXCPU:
        return refusal("too_slow")
    if code == -signal.SIGKILL:
        return refusal("stopped")
    if code in (NO_MEMORY, -signal.SIGABRT, -signal.SIGSEGV) or b"memory" in said:
        return refusal("too_big")
    return refusal("unreadable")
