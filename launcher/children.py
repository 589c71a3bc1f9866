"""The processes of the demo: each in a group of its own, restarted when it ends."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from launcher import processes
from launcher.errors import LauncherError
from launcher.home import REPOSITORY, Home, write_private
from launcher.processes import ProcessId

LONGEST_PAUSE = 30.0
KEEP_LOG = 10_000_000  # bytes; a longer log is moved aside at the next start
# A task in progress is given up after this; its job goes on at the next start.
GRACE = 8.0


@dataclass
class Child:
    """One program of the portal and its present process."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: ProcessId | None = None
    log: Path = field(default_factory=Path)
    falls: int = 0
    retry_at: float = 0.0


class Roster:
    """The children of one data folder; known across a killed demo by a file."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.children: list[Child] = []
        self._file = home.run / "demo.json"

    def start(self, child: Child) -> None:
        child.log = self.home.log / f"{child.name}.log"
        if child.log.exists() and child.log.stat().st_size > KEEP_LOG:
            child.log.replace(child.log.with_suffix(".log.1"))
        with processes.starting():
            child.process = processes.spawn(
                child.command, child.log, cwd=REPOSITORY, env=child.environment
            )
            if child not in self.children:
                self.children.append(child)
            self._remember()

    def fallen(self) -> list[Child]:
        """Return the children whose process is gone."""
        return [
            child
            for child in self.children
            if child.process is not None and not child.process.alive()
        ]

    def restart_fallen(self) -> None:
        """Start what ended again, at once the first time, later with growing pauses."""
        now = time.monotonic()
        for child in self.fallen():
            if child.retry_at > now:
                continue
            assert child.process is not None  # noqa: S101 - for the type checker
            code = processes.exit_code(child.process.pid)
            _end_rest(child.process)
            child.falls += 1
            child.retry_at = now + min(LONGEST_PAUSE, 2.0**child.falls)
            print(
                f"Proses {child.name} berhenti (kode {code}) dan dijalankan lagi "
                f"(ke-{child.falls}). Log: {child.log}",
                flush=True,
            )
            self.start(child)

    def stop(self) -> None:
        """Stop every child with its group, the last started first."""
        living = [child.process for child in reversed(self.children) if child.process]
        for process in living:
            process.send(signal.SIGTERM)
        processes.wait_until(
            lambda: not any(process.alive() for process in living), GRACE
        )
        for process in living:
            _end_rest(process)
            process.wait(5)
        self._file.unlink(missing_ok=True)

    def stop_leftovers(self) -> bool:
        """Stop what a demo that was killed left behind; say whether there was one."""
        try:
            entries = json.loads(self._file.read_text())
        except (OSError, ValueError):
            return False
        for entry in entries:
            process = ProcessId(entry["pid"], entry["started"])
            if process.alive():
                processes.stop(process, [(signal.SIGTERM, GRACE)])
                _end_rest(process)
        self._file.unlink(missing_ok=True)
        return True

    def _remember(self) -> None:
        entries = [
            {"pid": child.process.pid, "started": child.process.started}
            for child in self.children
            if child.process is not None
        ]
        write_private(self._file, json.dumps(entries))


@dataclass
class Step:
    """A command of the set-up that runs beside another."""

    command: list[str]
    process: subprocess.Popen[str]
    log: Path

    def finish(self) -> str:
        """Wait for the end; return what it printed.

        Raises LauncherError when it failed. Interrupted, it ends the whole group.
        """
        try:
            printed, said = self.process.communicate()
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            raise
        with self.log.open("a") as file:
            file.write(f"$ {' '.join(self.command[1:])}\n{printed}{said}")
        if self.process.returncode != 0:
            raise LauncherError(
                f"Langkah '{' '.join(self.command[2:])}' gagal "
                f"(log: {self.log}):\n{said.strip()[-3000:]}"
            )
        return printed


def start_step(command: list[str], environment: dict[str, str], log: Path) -> Step:
    """Start a command of the set-up in a group of its own."""
    process = None
    try:
        with processes.starting():
            process = subprocess.Popen(
                command,
                cwd=REPOSITORY,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
    except KeyboardInterrupt:
        if process is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        raise
    return Step(command, process, log)


def run_step(command: list[str], environment: dict[str, str], log: Path) -> str:
    """Run a command of the set-up; return what it printed."""
    return start_step(command, environment, log).finish()


def _end_rest(process: ProcessId) -> None:
    """End what is left of a group whose leader was told to stop, or fell.

    The number of a group is not given to another while a member lives.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
