"""The child: ``main(["look" | "read", FILE])`` answers JSON on standard output.

What it is told is JSON on standard input.

"read" answers frames first, one a chunk: a line of JSON, then so many bytes as it says.
Exit codes: 0, 3 with {"refused": code}; a signal or any other code is a death, which
files.readers.child puts into words.
"""

import contextlib
import json
import resource
import sys
import time
import zipfile
import zlib
from pathlib import Path
from typing import Any

from files.parsing.look import look
from files.parsing.read import read
from files.parsing.refusal import Refused

REFUSED, NO_MEMORY = 3, 4
BEGUN = time.monotonic()


def main(arguments: list[str]) -> int:
    """Set the limits, do the one thing, answer."""
    command, path = arguments
    given: dict[str, Any] = json.load(sys.stdin)
    _limit(given["memory"], given["seconds"])
    try:
        if command == "look":
            answer: Any = look(Path(path), given["most_bytes"], given.get("rows", 40))
        else:
            answer = {"sent": _send(Path(path), given)}
    except Refused as refused:
        return _say({"refused": refused.code}, REFUSED)
    except MemoryError:
        return NO_MEMORY
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return _say({"refused": "truncated"}, REFUSED)
    except Exception as error:  # whatever a broken file makes a parser raise
        name = type(error).__name__
        code = "password" if name == "PasswordError" else "unreadable"
        return _say({"refused": code}, REFUSED)
    return _say(answer, 0)


def _send(path: Path, given: dict[str, Any]) -> int:
    """Write the frames; gives how many."""
    out, sent = sys.stdout.buffer, 0
    kind, parts, rows = given["kind"], given["parts"], given["rows"]
    for chunk in read(path, kind, parts, rows, plain=given["plain"]):
        told = {"bytes": len(chunk.data), "rows": chunk.rows}
        aside = {"ragged": chunk.ragged, "totals": chunk.totals}
        out.write(json.dumps(told | aside).encode() + b"\n")
        out.write(chunk.data)
        out.flush()
        sent += 1
    return sent


def _say(answer: dict[str, Any], code: int) -> int:
    sys.stdout.write(json.dumps({**answer, **_used()}) + "\n")
    return code


def _used() -> dict[str, float]:
    return {"peak_kb": _peak_kb(), "seconds": time.monotonic() - BEGUN}


def _peak_kb() -> int:
    """Of this process alone: getrusage() also tells of the one that started it."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _limit(memory: int, seconds: int) -> None:
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(limit, (most, most))
