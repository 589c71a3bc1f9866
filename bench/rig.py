"""Servers and databases of one bench run: own, in a folder that is removed after it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from psycopg2.extensions import connection as Connection

from bench import machine
from launcher import services
from launcher.home import REPOSITORY, Home

# Generated rolls and deliveries, kept between runs.
FILES = REPOSITORY / "var" / "bench"
SPARED = ("DATABASE_URL", "REDIS_URL", "PDPB_DB_ROLE", "PDPB_DB_NAME", "DJANGO_DEBUG")


class BenchError(Exception):
    """A step of the bench failed; the message holds the end of what it said."""


@dataclass
class Rig:
    """The running servers, and how to start a process of the portal against them."""

    home: Home
    database_url: str
    redis_url: str
    extra: dict[str, str] = field(default_factory=dict)

    def environment(self, database: str, role: str | None) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key not in SPARED}
        return {
            **kept,
            "PDPB_HOME": str(self.home.path),
            "PDPB_DB_NAME": database,
            "REDIS_URL": self.redis_url,
            "PDPB_TLS": "0",
            "DJANGO_SETTINGS_MODULE": "kpu_portal.settings",
            **({"PDPB_DB_ROLE": role} if role else {}),
            **self.extra,
        }

    def child(
        self, task: str, database: str, *, role: str = "worker", **given: Any
    ) -> Any:
        """Run a task of bench.tasks in a process of its own; return what it answers."""
        command = [sys.executable, "-m", "bench.child", task, json.dumps(given)]
        printed = self._run(command, self.environment(database, role))
        return json.loads(printed.splitlines()[-1])

    def prepare(self, database: str) -> None:
        """Make a migrated, empty database."""
        environment = self.environment(database, None)
        environment["DATABASE_URL"] = self.database_url
        self._run([sys.executable, "manage.py", "prepare_database"], environment)

    def clone(self, source: str, name: str) -> None:
        """Replace database `name` by a copy of `source`."""
        with self.administrator("postgres") as opened, opened.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(
                f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY file_copy'
            )

    def drop(self, name: str) -> None:
        with self.administrator("postgres") as opened, opened.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextlib.contextmanager
    def administrator(self, database: str) -> Iterator[Connection]:
        """Connect as the administrator, every statement its own transaction."""
        from kpu_portal import bootstrap

        opened = bootstrap.connect(self.database_url, database)
        try:
            yield opened
        finally:
            opened.close()

    def settle(self, database: str) -> None:
        """Vacuum, analyse and write everything out, so that no run pays for another."""
        with self.administrator(database) as opened, opened.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")

    def server_settings(self) -> dict[str, str]:
        with self.administrator("postgres") as opened, opened.cursor() as cursor:
            found = {}
            for name in machine.SERVER:
                cursor.execute(f"SHOW {name}")
                found[name] = cursor.fetchone()[0]
            return found

    def _run(self, command: list[str], environment: dict[str, str]) -> str:
        done = subprocess.run(
            command,
            cwd=REPOSITORY,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        log = self.home.log / "bench.log"
        with log.open("a") as file:
            file.write(f"$ {' '.join(command[1:])}\n{done.stdout}{done.stderr}")
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip()[-3000:]
            raise BenchError(f"{' '.join(command[1:])} failed:\n{said}")
        return done.stdout


@contextlib.contextmanager
def running() -> Iterator[Rig]:
    """Start PostgreSQL and Valkey in a temporary folder; stop and remove them after.

    They keep the demo's durable settings: a figure that only holds without waiting for
    the disk would promise too much.
    """
    for name in SPARED:
        os.environ.pop(name, None)
    path = Path(tempfile.mkdtemp(prefix="pdpb-bench-"))
    path.chmod(0o755)  # the server runs as another user and reads the measured file
    home = Home(path)
    started = services.start(home)
    (path / "static").mkdir()
    try:
        os.environ["PDPB_HOME"] = str(path)
        yield Rig(home, started.database_url, started.redis_url)
    finally:
        started.stop()
        kept = path / "pg.path"
        if kept.exists():
            shutil.rmtree(Path(kept.read_text().strip()), ignore_errors=True)
        shutil.rmtree(path, ignore_errors=True)
