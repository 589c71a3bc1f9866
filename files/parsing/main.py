"""The child: ``main(["look" | "read", FILE, JSON])`` answers JSON on standard output.

Exit codes: 0, 3 with {"refused": code}; a signal or any other code is a death, which
files.readers.child puts into words.
"""

import contextlib
import json
import resource
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

from files.parsing.look import look
from files.parsing.read import read
from files.parsing.refusal import Refused

REFUSED, NO_MEMORY = 3, 4


def main(arguments: list[str]) -> int:
    """Set the limits, do the one thing, answer."""
    command, path, told = arguments
    given: dict[str, Any] = json.loads(told)
    _limit(given["memory"], given["seconds"])
    try:
        if command == "look":
            answer: Any = look(Path(path), given["most_bytes"], given.get("rows", 40))
        else:
            out = Path(given["out"])
            answer = {"rows": read(Path(path), given["kind"], given["parts"], out)}
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


def _say(answer: dict[str, Any], code: int) -> int:
    sys.stdout.write(json.dumps({**answer, "peak_kb": _peak_kb()}))
    return code


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
