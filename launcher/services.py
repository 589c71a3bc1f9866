"""PostgreSQL and Valkey for one data folder, as processes of their own.

``DATABASE_URL`` and ``REDIS_URL`` given by the user take the place of the embedded
servers: then nothing is started for them, and nothing is stopped.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launcher import postgres, valkey
from launcher.home import Home, write_private
from launcher.processes import ProcessId


@dataclass(frozen=True)
class Services:
    """The addresses of both servers, and which of them this call started."""

    home: Home
    database_url: str
    redis_url: str
    embedded: tuple[ProcessId, ...] = ()
    started: tuple[ProcessId, ...] = ()

    def alive(self) -> bool:
        """Say whether the embedded servers still run; the user's own are not asked."""
        return all(process.alive() for process in self.embedded)

    def stop(self) -> None:
        """Stop the servers that this call started, and no others."""
        if self.started:
            stop(self.home)


def start(home: Path | Home, fast: bool = False) -> Services:
    """Start what does not run yet and write ``run/services.env``.

    home: the data folder; fast: no waiting for the disk (tests, bench).
    Raises LauncherError, in Indonesian, when a server cannot run here.
    """
    home = home if isinstance(home, Home) else Home.from_environment(home)
    home.prepare()
    given_database = os.environ.get("DATABASE_URL")
    given_redis = os.environ.get("REDIS_URL")
    with _lock(home):
        state = _state(home)
        known = set(_known(state))
        running = []
        if not given_redis:
            broker, port = valkey.start(home, _port(state, "valkey"))
            state["valkey"] = _entry(broker, port)
            given_redis = valkey.url(home, port)
            running.append(broker)
            _remember(home, state)
        if not given_database:
            server, port = postgres.start(home, _port(state, "postgres"), fast=fast)
            state["postgres"] = _entry(server, port)
            given_database = postgres.url(home, port)
            running.append(server)
            _remember(home, state)
        write_private(
            home.services_env,
            f"DATABASE_URL={given_database}\nREDIS_URL={given_redis}\n",
        )
    new = tuple(process for process in running if process not in known)
    return Services(home, given_database, given_redis, tuple(running), new)


def stop(home: Path | Home) -> bool:
    """Stop the embedded servers of this folder; say whether any ran."""
    home = home if isinstance(home, Home) else Home.from_environment(home)
    if not home.run.is_dir():
        return False
    with _lock(home):
        found = _find(home)
        if "postgres" in found:
            postgres.stop(found["postgres"])
        if "valkey" in found:
            valkey.stop(found["valkey"])
        home.services_env.unlink(missing_ok=True)
    return bool(found)


def status(home: Path | Home) -> dict[str, dict[str, int] | None]:
    """Return pid and port of each embedded server that runs, None for one that does
    not."""
    home = home if isinstance(home, Home) else Home.from_environment(home)
    state = _state(home)
    found = _find(home)
    return {
        name: {"pid": found[name].pid, "port": _port(state, name) or 0}
        if name in found
        else None
        for name in ("postgres", "valkey")
    }


def _find(home: Home) -> dict[str, ProcessId]:
    """Return the servers that run, also when the launcher's own notes are lost."""
    kept = home.path / "pg.path"
    data = Path(kept.read_text().strip()) if kept.exists() else home.path / "pg"
    candidates = {"postgres": postgres.find(data), "valkey": valkey.find(home)}
    return {name: found for name, found in candidates.items() if found is not None}


@contextlib.contextmanager
def _lock(home: Home) -> Iterator[None]:
    """Let one start or stop of this folder run at a time."""
    with (home.run / "services.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _state(home: Home) -> dict[str, Any]:
    try:
        found = json.loads((home.run / "services.json").read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(home: Home, state: dict[str, Any]) -> None:
    write_private(home.run / "services.json", json.dumps(state, indent=1))


def _entry(process: ProcessId, port: int) -> dict[str, Any]:
    return {"pid": process.pid, "started": process.started, "port": port}


def _port(state: dict[str, Any], name: str) -> int | None:
    port = state.get(name, {}).get("port")
    return port if isinstance(port, int) else None


def _known(state: dict[str, Any]) -> list[ProcessId]:
    return [ProcessId(entry["pid"], entry["started"]) for entry in state.values()]
