"""Processes known by pid and start time, so that a reused pid is never signalled."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc/self/stat")

# Kept so that a started server is not collected (and warned about) while it runs.
_started: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class ProcessId:
    """One process, and no later process with the same number."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> ProcessId | None:
        """Return the process that has this number now, None when there is none."""
        started = _start_time(pid)
        return None if started is None else cls(pid, started)

    def alive(self) -> bool:
        _reap()
        return _start_time(self.pid) == self.started

    def command(self) -> str:
        """Return the command line, empty when the process is gone."""
        if not self.alive():
            return ""
        if PROC.exists():
            try:
                raw = Path(f"/proc/{self.pid}/cmdline").read_bytes()
            except OSError:
                return ""
            return raw.replace(b"\0", b" ").decode(errors="replace")
        return _ps(self.pid, "command=") or ""

    def send(self, number: signal.Signals, *, group: bool = False) -> None:
        """Signal the process, or its whole group, when it still runs."""
        if not self.alive():
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            (os.killpg if group else os.kill)(self.pid, number)

    def wait(self, seconds: float) -> bool:
        """Wait until the process is gone; False when it still runs after that."""
        return wait_until(lambda: not self.alive(), seconds)


_waiting: list[bool] = []


def interrupt(number: int, frame: object) -> None:
    """Handler of a signal: as Ctrl-C, but never while a process is being started.

    Raised inside Popen, it would leave a child that nobody knows.
    """
    if _waiting:
        _waiting[-1] = True
    else:
        raise KeyboardInterrupt


@contextlib.contextmanager
def starting() -> Iterator[None]:
    """Let an interrupt wait until the process that starts here is known."""
    _waiting.append(False)
    try:
        yield
    finally:
        came = _waiting.pop()
    if came:
        raise KeyboardInterrupt


def spawn(command: Sequence[str], log: Path, **options: object) -> ProcessId:
    """Start a process in a session of its own, with its output added to a file."""
    with log.open("ab") as output:
        process = subprocess.Popen(  # type: ignore[call-overload]
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **options,
        )
    _started.append(process)
    return ProcessId.of(process.pid) or ProcessId(process.pid, "gone")


def stop(
    process: ProcessId,
    signals: Sequence[tuple[signal.Signals, float]],
    *,
    group: bool = False,
) -> bool:
    """Send the signals one after another, each with its seconds of patience.

    Returns whether the process is gone.
    """
    for number, seconds in signals:
        process.send(number, group=group)
        if process.wait(seconds):
            return True
    return not process.alive()


def wait_until(true: Callable[[], bool], seconds: float, step: float = 0.03) -> bool:
    """Ask again and again until the answer is yes or the time is over."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True


def let_run() -> None:
    """Leave what was started here to others that still use it.

    Python would warn of a child that outlives it unless its end is said to be known.
    """
    for process in _started:
        if process.poll() is None:
            process.returncode = 0
    _started.clear()


def exit_code(pid: int) -> int | None:
    """Return the exit code of a process started here, None when it is not known."""
    return next((p.poll() for p in _started if p.pid == pid), None)


def tail(path: Path, lines: int = 12) -> str:
    """Return the last lines of a log file."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 20_000))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def _reap() -> None:
    for process in _started:
        process.poll()


def _start_time(pid: int) -> str | None:
    """Return when the process began; None when it is gone or only a zombie."""
    if not PROC.exists():
        return _ps(pid, "lstart=")
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return None
    # The name in parentheses may hold blanks; what follows it never does.
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else fields[19]


def _ps(pid: int, column: str) -> str | None:
    answer = subprocess.run(
        ["ps", "-o", f"state=,{column}", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    state, _, value = answer.partition(" ")
    return None if not state or state.startswith("Z") else value.strip()
