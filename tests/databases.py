"""One PostgreSQL for every worker of a run, templates built once, a clone a test.

The server is the launcher's, in a folder of its own, or the one that DATABASE_URL
names. Templates carry a digest of the code that fills them: other code, other template.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg2 import OperationalError, sql

from kpu_portal import bootstrap
from launcher import processes, services

REPOSITORY = Path(__file__).resolve().parent.parent
MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Free bytes of memory's folder that a run asks for. Three processes were seen with 315
MB; each copy of a database ends in a checkpoint, so that the WAL stays small."""


def _home() -> Path:
    """Where the servers keep their files: `PDPB_TEST_HOME`, a folder in memory, or one
    in var/. A database is some 1,100 small files, and a run makes over a thousand: a
    copy took 0.02 s of a processor in memory, 0.28 s and more on a disk.
    """
    given = os.environ.get("PDPB_TEST_HOME")
    if given:
        return Path(given)
    writable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    if writable and shutil.disk_usage(MEMORY).free >= ROOM:
        mark = hashlib.sha256(str(REPOSITORY).encode()).hexdigest()[:8]
        place = MEMORY / f"pdpb-test-{os.geteuid()}-{mark}"
        # Anybody may have made a folder of this name there.
        if not place.exists() or place.lstat().st_uid == os.geteuid():
            return place
    return REPOSITORY / "var" / "test-services"


HOME = _home()
ROLES_FILE = Path(
    os.environ.get("PDPB_ROLES_FILE", HOME / "roles.json")
    if os.environ.get("DATABASE_URL")
    else HOME / "roles.json"
)
ROOMS = (
    *("regions", "audit", "jobs", "files", "accounts", "periods"),
    *("partners", "voters"),
    *("reconciliation", "posts", "fieldwork", "plenos", "kpu_portal"),
)
SMALL = {"3272": 900, "3101": 300}
PERIOD, NEXT = "2026-10", "2026-11"
_found: dict[str, Any] = {}


class Idle(threading.local):
    """Connections of a thread that nobody uses at the moment, by database and role: a
    test asks for the same one again, and a new one has read no catalogue yet."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Any] = {}

    def take(self, name: str, role: str) -> Any:
        """The connection, or None; whoever takes it may give it back."""
        return self._kept.pop((name, role), None)

    def give(self, name: str, role: str, opened: Any) -> None:
        """Keep it for the next one; a second one is closed."""
        if (name, role) in self._kept:
            opened.close()
        else:
            self._kept[name, role] = opened

    def close(self, name: str) -> None:
        """End those to one database."""
        for key in [key for key in self._kept if key[0] == name]:
            self._kept.pop(key).close()


idle = Idle()


def server() -> services.Services:
    """The servers of the run, started at the first call."""
    if "server" not in _found:
        given = {name: os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL")}
        _found["server"] = services.start(HOME, fast=True)
        _found["given"] = given
    found: services.Services = _found["server"]
    return found


def roles() -> dict[str, Any]:
    """Host, port and passwords of the login roles."""
    if "roles" not in _found:
        with locked("roles"):
            url = server().database_url
            _found["roles"] = bootstrap.ensure_roles(url, ROLES_FILE)
    found: dict[str, Any] = _found["roles"]
    return found


def as_administrator(database: str | None = None) -> Any:
    """Autocommit connection as the server's administrator."""
    return bootstrap.connect(server().database_url, database)


@contextlib.contextmanager
def locked(name: str) -> Iterator[None]:
    """Let one process of this machine do it at a time."""
    (HOME / "run").mkdir(parents=True, exist_ok=True)
    with (HOME / "run" / f"test-{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def settings_for(role: str, present: dict[str, Any], name: str = "") -> dict[str, Any]:
    """Django's settings of a connection, as pdpb_<role> in the same or another base."""
    known = roles()
    return {
        **present,
        "NAME": name or present["NAME"],
        "USER": f"pdpb_{role}",
        "PASSWORD": known["passwords"][f"pdpb_{role}"],
        "HOST": known["host"],
        "PORT": str(known["port"]),
    }


@contextlib.contextmanager
def pointed_at(name: str, default: str = "web") -> Iterator[str]:
    """Point the four aliases of this process at the database `name`."""
    handler: Any = connections
    before = {}
    own = {alias: alias for alias in ("web", "supervisor", "gate")}
    wanted = {"default": default, **own}
    for alias, role in wanted.items():
        before[alias] = (handler[alias], handler.settings[alias])
        present = handler.settings[alias]
        handler.settings[alias] = settings_for(role, present, name)
        handler[alias] = handler.create_connection(alias)
    try:
        yield name
    finally:
        idle.close(name)
        for alias, (opened, settings) in before.items():
            handler[alias].close()
            handler.settings[alias] = settings
            handler[alias] = opened


def environment(name: str, role: str | None = "worker") -> dict[str, str]:
    """Environment for a process of its own that works in the database `name`."""
    made = {
        **os.environ,
        "PDPB_HOME": str(HOME),
        "PDPB_ROLES_FILE": str(ROLES_FILE),
        "PDPB_DB_NAME": name,
        "PDPB_TLS": "0",
        "REDIS_URL": server().redis_url,
        "PYTHONUNBUFFERED": "1",
    }
    for unwanted in ("DATABASE_URL", "PDPB_DB_ROLE"):
        made.pop(unwanted, None)
    if role:
        made["PDPB_DB_ROLE"] = role
    return made


# -- templates ---------------------------------------------------------------------


def template(kind: str) -> str:
    """Name of the template `portal` or `stocked`, built when it does not stand yet."""
    name = f"pdpb_test_{kind}_{_digest(kind)}"
    if name not in _found:
        with locked(kind):
            if not bootstrap.database_exists(server().database_url, name):
                _build_once(kind, name)
        _found[name] = True
    return name


def _build_once(kind: str, name: str) -> None:
    """Build; a second try in this process fails at once, with the same words."""
    failed = f"failed {name}"
    if failed in _found:
        raise RuntimeError(f"the template {kind} could not be built: {_found[failed]}")
    try:
        _build(kind, name)
    except BaseException as error:
        _found[failed] = error
        raise


def _build(kind: str, name: str) -> None:
    """Fill a database under another name, then give it the template's."""
    draft = f"{name}_draft"
    drop(draft)
    if kind == "portal":
        _build_portal(draft)
    else:
        create(draft, template("portal"))
        with pointed_at(draft, "worker"):
            _fill()
    opened = as_administrator()
    with opened.cursor() as cursor:
        cursor.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(draft), sql.Identifier(name)
            )
        )
    opened.close()


def _build_portal(name: str) -> None:
    """Migrations, the regions of two provinces, two enrolled regencies, accounts."""
    roles()
    prepare(name)
    with pointed_at(name, "worker"):
        _load_some_regions()
        with connections["default"].cursor() as cursor:
            for regency in SMALL:
                cursor.execute("SELECT enrol_regency(%s)", [regency])
        from kpu_portal.demo.accounts import ensure_demo_accounts

        ensure_demo_accounts()


def prepare(name: str) -> None:
    """Bring a database to the newest version, as an installation does.

    The roles that migrations act as are lent by the whole server, so one at a time.
    """
    url = server().database_url
    with locked("lent"):
        subprocess.run(
            [sys.executable, "manage.py", "prepare_database"],
            cwd=REPOSITORY,
            env={**environment(name, role=None), "DATABASE_URL": url},
            check=True,
            stdout=subprocess.DEVNULL,
        )


def _load_some_regions() -> None:
    """All provinces and regencies; kecamatan and kelurahan of the two enrolled."""
    from regions.services import loading as regions

    every = regions._codes

    def some() -> dict[str, str]:
        return {
            code: name
            for code, name in every().items()
            if len(code) <= 4 or code[:4] in SMALL
        }

    regions._codes = some
    try:
        regions.load_regions()
    finally:
        regions._codes = every


def _fill() -> None:
    """Both small rolls, last month closed, this month open, as `load_roll` does it."""
    from jobs.models import Job

    for regency in SMALL:
        manifest = demo_files(regency)
        call_command(
            "load_roll",
            str(manifest.path("roll")),
            removed=str(manifest.path("removed")),
            regency=regency,
            period=PERIOD,
            stdout=open(os.devnull, "w"),  # noqa: SIM115
        )
    # Tests count the jobs that they make; those of the load are no part of the office.
    Job.objects.all().delete()


def demo_files(regency: str = "3272") -> Any:
    """Manifest of the small made-up files of a regency, written once a run."""
    from kpu_portal.demo.generator import generate

    key = f"files-{regency}"
    if key not in _found:
        out = HOME / f"demo-{_sources(['kpu_portal/demo'])}-{os.getpid()}"
        _found[key] = generate(out, regency=regency, voters=SMALL[regency], period=NEXT)
    return _found[key]


@functools.cache
def _digest(kind: str) -> str:
    if kind == "portal":
        return _sources(
            [f"{room}/migrations" for room in ROOMS]
            + [f"{room}/sql" for room in ROOMS]
            + ["kpu_portal/bootstrap.py", "kpu_portal/demo/accounts.py"]
            + ["accounts", "regions", "voters/migration_sql.py", "tests/databases.py"]
        )
    return _sources([*ROOMS, "tests/databases.py"])


def _sources(places: list[str]) -> str:
    """Digest of the Python and SQL files below some places."""
    # Second factors in a template are sealed with the key of this installation.
    found = hashlib.sha256(settings.SECRET_KEY.encode())
    for place in places:
        start = REPOSITORY / place
        files = [start] if start.is_file() else sorted(start.rglob("*"))
        for file in files:
            if file.suffix in {".py", ".sql"}:
                found.update(str(file.relative_to(REPOSITORY)).encode())
                found.update(file.read_bytes())
    return found.hexdigest()[:12]


# -- clones ------------------------------------------------------------------------


@contextlib.contextmanager
def clone(kind: str, name: str = "") -> Iterator[str]:
    """A fresh copy of a template under a new name or this one, dropped afterwards."""
    with copy(template(kind), name) as made:
        yield made


@contextlib.contextmanager
def copy(source: str, name: str = "") -> Iterator[str]:
    """A copy of a database that nobody is connected to, dropped afterwards."""
    name = name or f"pdpb_test_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    create(name, source)
    try:
        with pointed_at(name):
            yield name
    finally:
        drop(name)


def create(name: str, source: str) -> None:
    """Copy a database; who may connect and make what is not copied by the server."""
    idle.close(source)
    copied = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
        sql.Identifier(name), sql.Identifier(source)
    )
    granted = [
        line
        for line in bootstrap._SCHEMAS.format(name=f'"{name}"').split(";")
        if " ON DATABASE " in line
    ]
    _told([copied, *granted])


def drop_at_the_end(name: str) -> None:
    """Have a database dropped when this process leaves the run."""
    _found.setdefault("kept", []).append(name)


def drop(name: str) -> None:
    """Drop a database and end who is connected to it."""
    _told(
        [
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                sql.Identifier(name)
            )
        ]
    )


def _told(statements: list[Any]) -> None:
    """Have the server do it, over one connection that every clone uses."""
    opened = _found.get("administrator")
    if opened is not None:
        try:
            opened.cursor().execute("SELECT 1")
        except OperationalError:  # a test has restarted the server meanwhile
            opened = None
    if opened is None:
        opened = _found["administrator"] = as_administrator()
    with opened.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# -- the end of a run --------------------------------------------------------------


class Run:
    """Counts the runs that use the servers; the last one out stops them."""

    def __init__(self) -> None:
        (HOME / "run").mkdir(parents=True, exist_ok=True)
        self._file = (HOME / "run" / "test-users.lock").open("w")
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def leave(self) -> None:
        """Stop the servers when no other run uses them."""
        for name in _found.pop("kept", []):
            drop(name)
        if "administrator" in _found:
            _found.pop("administrator").close()
        fcntl.flock(self._file, fcntl.LOCK_UN)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            processes.let_run()
            return
        with contextlib.closing(self._file):
            if services.status(HOME)["postgres"] and not os.environ.get("DATABASE_URL"):
                _sweep()
            services.stop(HOME)
            if HOME.is_relative_to(MEMORY):
                _leave_memory()


def _leave_memory() -> None:
    """Take the servers' files away; the locks stay, for another run may wait there."""
    for place in HOME.iterdir():
        if place.name != "run":
            shutil.rmtree(place) if place.is_dir() else place.unlink()


def _sweep() -> None:
    """Drop what killed runs left, and templates of code that has changed since."""
    keep = {f"pdpb_test_{kind}_{_digest(kind)}" for kind in ("portal", "stocked")}
    opened = as_administrator()
    with opened.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'pdpb_test%'"
        )
        for (name,) in cursor.fetchall():
            if name not in keep:
                drop(name)
    opened.close()
    for folder in HOME.glob("demo-*"):
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
