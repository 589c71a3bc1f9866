"""The whole portal on one machine: servers, web, worker and beat under one roof."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import IO

from launcher import ports, processes, services
from launcher.children import Child, Roster, run_step, start_step
from launcher.errors import LauncherError
from launcher.home import Home
from launcher.services import Services

PORT = 8000
PATIENCE = 120.0
LOGIN = "/masuk/"


def run(home: Home, *, dev: bool = False) -> int:
    """Run the demo until Ctrl-C or SIGTERM; leave no process behind.

    Raises LauncherError, in Indonesian, when something cannot start.
    """
    begun = time.monotonic()
    home.prepare()
    with _alone(home), _interrupts():
        roster = Roster(home)
        if roster.stop_leftovers():
            services.stop(home)
        port = _web_port()
        running: Services | None = None
        try:
            running = services.start(home)
            notes = _prepare(home, running, dev=dev)
            for child in programs(home, running, port, dev=dev):
                roster.start(child)
            address = f"http://{ports.LOOPBACK}:{port}{LOGIN}"
            wait_for_page(address, roster)
            _welcome(home, address, notes, time.monotonic() - begun)
            _watch(home, running, roster)
        except KeyboardInterrupt:
            print("\nMenghentikan portal ...", flush=True)
        finally:
            _quiet_signals()
            roster.stop()
            if running is not None:
                running.stop()
        print("Semua proses telah berhenti. Data tetap tersimpan.", flush=True)
    return 0


def reset(home: Home) -> None:
    """Remove the data folder's content, after stopping its servers."""
    if home.run.is_dir():
        with _alone(home):
            Roster(home).stop_leftovers()
            services.stop(home)
    home.remove()
    print(f"Data demo di {home.path} telah dihapus.")


def _prepare(home: Home, running: Services, *, dev: bool) -> str:
    """Migrate, seed and collect the static files; return what the seed printed."""
    collect = None
    log = home.log / "setup.log"
    if not dev:
        command = manage("collectstatic", "--no-input", "-v", "0")
        collect = start_step(command, _environment(home, running, None), log)
    try:
        print("Menyiapkan basis data ...", flush=True)
        administrator = _environment(home, running, None)
        administrator["DATABASE_URL"] = running.database_url
        run_step(manage("prepare_database"), administrator, log)
        print("Mengisi data contoh (sekali saja) ...", flush=True)
        worker = _environment(home, running, "worker")
        return run_step(manage("seed_demo"), worker, log)
    finally:
        if collect is not None:
            collect.finish()


def programs(home: Home, running: Services, port: int, *, dev: bool) -> Iterator[Child]:
    web = _environment(home, running, "web")
    worker = _environment(home, running, "worker")
    address = f"{ports.LOOPBACK}:{port}"
    if dev:
        web["DJANGO_DEBUG"] = "1"
        yield Child("web", manage("runserver", address), web)
    else:
        yield Child("web", _granian(port), web)
    celery = [sys.executable, "-m", "celery", "-A", "kpu_portal"]
    name = f"pdpb-{port}@%h"
    work = ["worker", "--concurrency=2", "--prefetch-multiplier=1", "-O", "fair"]
    quiet = ["--loglevel=INFO", "--without-gossip", "--without-mingle"]
    yield Child("worker", [*celery, *work, *quiet, f"--hostname={name}"], worker)
    schedule = home.run / "celerybeat-schedule"
    beat = ["beat", "--loglevel=INFO", f"--schedule={schedule}", "--pidfile="]
    yield Child("beat", [*celery, *beat], worker)


def _granian(port: int) -> list[str]:
    """The web server's command; docker/Dockerfile has the same numbers.

    An upload holds its thread until its last byte is there, minutes on an office's
    line: with one thread everybody else whom that process serves would wait for it.
    """
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", ports.LOOPBACK, "--port", str(port)),
        *("--workers", "2", "--blocking-threads", "4", "--no-ws"),
        *("--log-level", "warning", "--workers-kill-timeout", "5"),
        "kpu_portal.wsgi:application",
    ]


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def _environment(home: Home, running: Services, role: str | None) -> dict[str, str]:
    """Return the environment of one process: no administrator's address in it."""
    environment = {
        **os.environ,
        "PDPB_HOME": str(home.path),
        "REDIS_URL": running.redis_url,
        "PYTHONUNBUFFERED": "1",
    }
    # Plain HTTP on the loopback address: cookies marked secure would never come back.
    environment.setdefault("PDPB_TLS", "0")
    for name in ("DATABASE_URL", "PDPB_DB_ROLE"):
        environment.pop(name, None)
    if role is not None:
        environment["PDPB_DB_ROLE"] = role
    return environment


def _web_port() -> int:
    given = os.environ.get("PDPB_PORT")
    try:
        port = int(given or PORT)
    except ValueError:
        raise LauncherError(f"PDPB_PORT harus berupa angka, bukan {given!r}.") from None
    if ports.is_free(port):
        return port
    if given:
        raise LauncherError(
            f"Port {port} sedang dipakai program lain. Pilih port lain lewat "
            f"variabel PDPB_PORT, misalnya:\n  PDPB_PORT={port + 1} make demo"
        )
    other = next(port for port in range(PORT + 1, PORT + 100) if ports.is_free(port))
    print(
        f"Port {PORT} sedang dipakai program lain; portal memakai port {other}. "
        "(Tentukan sendiri dengan PDPB_PORT.)",
        flush=True,
    )
    return other


def wait_for_page(address: str, roster: Roster) -> None:
    """Wait for the first 200 of the login page."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        fallen = roster.fallen()
        if fallen:
            raise LauncherError(
                f"Proses {fallen[0].name} berhenti sebelum portal siap. Akhir log "
                f"({fallen[0].log}):\n{processes.tail(fallen[0].log)}"
            )
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except urllib.error.HTTPError as error:
            if error.code >= 500:
                raise LauncherError(
                    f"Halaman masuk menjawab {error.code}. Akhir log web:\n"
                    f"{processes.tail(roster.home.log / 'web.log')}"
                ) from error
        except OSError:
            pass
        time.sleep(0.1)
    raise LauncherError(f"Halaman masuk tidak menjawab dalam {PATIENCE:.0f} detik.")


def _welcome(home: Home, address: str, notes: str, seconds: float) -> None:
    print(
        f"\n{notes.strip()}\n\n"
        f"Portal siap dalam {seconds:.1f} detik: {address}\n"
        f"Log: {home.log}/   Data: {home.path}/\n"
        "Hentikan dengan Ctrl-C. Mulai dari awal: make demo-reset",
        flush=True,
    )


def _watch(home: Home, running: Services, roster: Roster) -> None:
    """Restart what ends, until interrupted."""
    while True:
        time.sleep(1)
        if not running.alive():
            print("PostgreSQL atau Valkey berhenti; dijalankan lagi ...", flush=True)
            again = services.start(home)
            if (again.database_url, again.redis_url) != (
                running.database_url,
                running.redis_url,
            ):
                raise LauncherError(
                    "Alamat PostgreSQL atau Valkey berubah karena port lama dipakai "
                    "program lain. Jalankan lagi: make demo"
                )
            running = again
        roster.restart_fallen()


@contextlib.contextmanager
def _alone(home: Home) -> Iterator[IO[str]]:
    """Let one demo run in a data folder."""
    with (home.run / "demo.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LauncherError(
                f"Portal sudah berjalan dengan folder data {home.path}. Hentikan "
                "dahulu dengan Ctrl-C di terminalnya, atau pakai PDPB_HOME lain."
            ) from error
        yield file


@contextlib.contextmanager
def _interrupts() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into the same end as Ctrl-C."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, processes.interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _quiet_signals() -> None:
    """A second Ctrl-C must not stop the stopping."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
