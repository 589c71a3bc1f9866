"""Starts the child that opens a file (files.parsing) and puts its end into words."""

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from files.parsing.main import NO_MEMORY, REFUSED
from files.readers.errors import FileRefused, refusal
from files.readers.frames import Frames

SECONDS: float = 60
MEMORY = 512 << 20
PATIENCE = 4
"""Reading is a worker's: a frame may take so many times the seconds by the clock, since
on a busy machine the processor's take longer. While nobody wants one, no clock runs."""
SECONDS_PER_BYTE = 1 / 8_000_000
"""A text file is read in a stream: a longer one may take longer, but no more memory."""
_ROOT = Path(__file__).parents[2]
_START = [
    *(sys.executable, "-I", "-c"),
    f"import sys; sys.path.insert(0, {str(_ROOT)!r}); "
    "from files.parsing.main import main; sys.exit(main(sys.argv[1:]))",
]


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
    try:
        done = subprocess.run(
            [*_START, command, str(path)],
            input=_given(limits, given),
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise refusal("too_slow") from None
    told = json.loads(done.stdout) if done.returncode in (0, REFUSED) else None
    return _answer(told, done.returncode, done.stderr)


def read(
    path: Path, limits: Limits, **given: Any
) -> Generator[tuple[dict[str, Any], bytes], None, dict[str, Any]]:
    """Frames of a child that reads, as they come; each waits until it is wanted.

    Raises FileRefused at the end, whatever became of the child. It ends with the
    generator.
    """
    with tempfile.TemporaryFile() as complaint, tempfile.TemporaryFile() as told_it:
        told_it.write(_given(limits, given))
        told_it.seek(0)
        process = subprocess.Popen(
            [*_START, "read", str(path)],
            stdin=told_it,
            stdout=subprocess.PIPE,
            stderr=complaint,
        )
        try:
            patience = limits.seconds * PATIENCE
            told = yield from Frames(process, patience).all()
            code = process.wait(patience)
        finally:
            process.kill()
            process.communicate()
        complaint.seek(0)
        return _answer(told, code, complaint.read())


def _given(limits: Limits, given: dict[str, Any]) -> bytes:
    """What the child reads first; a book of many sheets is too long for an argument."""
    told = given | {
        "memory": limits.memory,
        "seconds": max(1, int(limits.seconds)),
        "most_bytes": settings.POLICY.unpacked_max_bytes,
    }
    return json.dumps(told).encode()


def _answer(told: dict[str, Any] | None, code: int, complaint: bytes) -> dict[str, Any]:
    """The child's last word. Raises FileRefused when it was none, or a refusal."""
    if told is None or code not in (0, REFUSED):
        raise _death(code, complaint)
    if code == REFUSED:
        raise refusal(told["refused"])
    return told


def _death(code: int, said: bytes) -> FileRefused:
    if code == -signal.SIGXCPU:
        return refusal("too_slow")
    if code == -signal.SIGKILL:
        return refusal("stopped")
    if code in (NO_MEMORY, -signal.SIGABRT, -signal.SIGSEGV) or b"memory" in said:
        return refusal("too_big")
    return refusal("unreadable")
