"""The embedded servers: real ones, started, killed and stopped."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest
import redis

from launcher import ports, server_user, services
from launcher.errors import LauncherError
from launcher.home import REPOSITORY, Home
from launcher.processes import ProcessId, wait_until


def ask(url: str, statement: str) -> object:
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def pids(home: Path) -> list[int]:
    return [entry["pid"] for entry in services.status(home).values() if entry]


def gone(numbers: list[int]) -> bool:
    return wait_until(lambda: all(ProcessId.of(n) is None for n in numbers), 10)


def test_both_servers_answer_and_leave_no_process(home: Path) -> None:
    running = services.start(home, fast=True)
    assert ask(running.database_url, "SHOW server_version").startswith("17.")
    with redis.Redis.from_url(running.redis_url) as broker:
        assert broker.ping()
        broker.connection_pool.disconnect()
    written = (home / "run" / "services.env").read_text()
    assert f"DATABASE_URL={running.database_url}\n" in written
    assert f"REDIS_URL={running.redis_url}\n" in written
    numbers = pids(home)
    assert len(numbers) == 2
    running.stop()
    assert gone(numbers)
    assert not (home / "run" / "services.env").exists()
    assert services.status(home) == {"postgres": None, "valkey": None}


def test_secrets_are_readable_by_their_owner_only(home: Path) -> None:
    services.start(home, fast=True)
    for name in ("pg_admin", "run/services.env", "valkey/valkey.conf"):
        assert (home / name).stat().st_mode & 0o077 == 0, name


def test_settings_keep_statements_out_of_the_log(home: Path) -> None:
    running = services.start(home, fast=True)
    expected = {
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "max_locks_per_transaction": "256",
        "shared_buffers": "48MB",
        "fsync": "off",
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "password_encryption": "scram-sha-256",
    }
    for name, value in expected.items():
        assert ask(running.database_url, f"SHOW {name}") == value
    with pytest.raises(psycopg2.Error):
        ask(running.database_url, "SELECT '3272011001010001'::date")
    assert "3272011001010001'::date" not in (home / "log/postgresql.log").read_text()


def test_a_wrong_password_is_refused(home: Path) -> None:
    running = services.start(home, fast=True)
    address = running.database_url.replace("pdpb_admin:", "pdpb_admin:x")
    with pytest.raises(psycopg2.OperationalError, match="password"):
        ask(address, "SELECT 1")


def test_a_second_start_takes_over_what_runs(home: Path) -> None:
    first = services.start(home, fast=True)
    second = services.start(home, fast=True)
    assert second.database_url == first.database_url
    assert second.started == ()
    second.stop()  # started nothing, so it stops nothing
    assert ask(first.database_url, "SELECT 1") == 1


def test_data_survive_a_stop(home: Path) -> None:
    running = services.start(home)
    assert ask(running.database_url, "SHOW fsync") == "on"
    connection = psycopg2.connect(running.database_url)
    connection.autocommit = True
    connection.cursor().execute("CREATE TABLE kept AS SELECT 7 AS number")
    # An open session must not hold the stop up.
    running.stop()
    connection.close()
    again = services.start(home)
    assert ask(again.database_url, "SELECT number FROM kept") == 7


def test_killed_servers_start_again(home: Path) -> None:
    services.start(home, fast=True)
    for number in pids(home):
        os.kill(number, signal.SIGKILL)
    again = services.start(home, fast=True)
    assert ask(again.database_url, "SELECT 1") == 1
    assert again.alive()


def test_a_pid_file_that_names_a_stranger_does_not_matter(home: Path) -> None:
    services.start(home, fast=True)
    services.stop(home)
    data = home / "pg" if (home / "pg").exists() else Path(
        (home / "pg.path").read_text().strip()
    )  # fmt: skip
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (data / "postmaster.pid").write_text(f"{stranger.pid}\n{data}\n0\n1\n\n")
        running = services.start(home, fast=True)
        assert ask(running.database_url, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_unfinished_data_directory_is_made_anew(home: Path) -> None:
    (home / "pg.new" / "base").mkdir(parents=True)
    running = services.start(home, fast=True)
    assert ask(running.database_url, "SELECT 1") == 1


def test_lost_notes_do_not_lose_the_servers(home: Path) -> None:
    services.start(home, fast=True)
    numbers = pids(home)
    (home / "run" / "services.json").unlink()
    assert services.stop(home)
    assert gone(numbers)


def test_a_port_that_is_taken_is_replaced(home: Path) -> None:
    services.start(home, fast=True)
    services.stop(home)
    before = json.loads((home / "run" / "services.json").read_text())
    with socket.socket() as one, socket.socket() as two:
        for line, name in ((one, "postgres"), (two, "valkey")):
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            line.bind((ports.LOOPBACK, before[name]["port"]))
            line.listen()
        again = services.start(home, fast=True)
        assert str(before["postgres"]["port"]) not in again.database_url
        assert str(before["valkey"]["port"]) not in again.redis_url
        assert ask(again.database_url, "SELECT 1") == 1


def test_the_port_is_kept_when_it_is_free(home: Path) -> None:
    first = services.start(home, fast=True).database_url
    services.stop(home)
    assert services.start(home, fast=True).database_url == first


def test_servers_of_the_user_are_used_and_never_stopped(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://admin:x@db.example:5432/postgres")
    monkeypatch.setenv("REDIS_URL", "redis://broker.example:6379/0")
    running = services.start(home)
    assert running.database_url == "postgresql://admin:x@db.example:5432/postgres"
    assert running.embedded == running.started == ()
    assert not (home / "pg").exists()
    running.stop()


# Not even root makes a folder there: in /proc of Linux, in /dev of macOS.
CLOSED = "/proc/pdpb" if Path("/proc").is_dir() else "/dev/pdpb"


@pytest.mark.parametrize("place", ["file/home", CLOSED])
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / place
    with pytest.raises(LauncherError, match="tidak dapat ditulisi") as raised:
        services.start(folder)
    assert str(folder) in str(raised.value)
    assert "PDPB_HOME" in str(raised.value)


def test_the_command_line_starts_shows_and_stops(home: Path) -> None:
    def launcher(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "launcher", "services", *arguments]
        return subprocess.run(
            [*command, "--home", str(home)], capture_output=True, text=True
        )

    assert launcher("status").returncode == 3
    assert launcher("start", "--settings", "fast").returncode == 0
    numbers = pids(home)
    shown = launcher("status")
    assert shown.returncode == 0
    assert "port" in shown.stdout
    assert launcher("stop").returncode == 0
    assert gone(numbers)


def test_only_a_data_folder_is_removed(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(LauncherError, match="bukan folder data"):
        Home(tmp_path).remove()
    assert (tmp_path / "letter.txt").exists()


def test_a_reset_leaves_what_is_not_ours(home: Path) -> None:
    services.start(home, fast=True)
    services.stop(home)
    (home / "letter.txt").write_text("mine")
    Home(home).remove()
    assert [path.name for path in home.iterdir()] == ["letter.txt"]


AS_ONESELF = """
import os
from pathlib import Path
import psycopg2
from launcher import services
home = Path({home!r})
assert os.geteuid() != 0
running = services.start(home, fast=True)
connection = psycopg2.connect(running.database_url)
connection.cursor().execute("SELECT 1")
connection.close()
owner = (home / "pg" / "PG_VERSION").stat().st_uid
assert owner == os.geteuid(), owner
assert not (home / "pg.path").exists()
services.stop(home)
print("works")
"""


def test_a_plain_user_starts_them_as_oneself(home: Path) -> None:
    """Whoever runs the tests: root takes the looks of a plain user for it."""
    plain = server_user.NAMESPACE if os.geteuid() == 0 else ()
    done = subprocess.run(
        [*plain, sys.executable, "-c", AS_ONESELF.format(home=str(home))],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "works", done.stderr


@pytest.mark.parametrize("namespace", [True, False])
def test_a_private_folder_is_enough(
    tmp_path: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    namespace: bool,
) -> None:
    """A clone that others cannot enter; as root, whom PostgreSQL refuses, by a
    namespace, else by copies under /var/tmp, and no other user needs either."""
    tmp_path.chmod(0o700)
    spare = Path(tempfile.mkdtemp(prefix="pdpb-test-", dir="/var/tmp"))
    spare.chmod(0o755)
    request.addfinalizer(lambda: shutil.rmtree(spare))
    monkeypatch.setattr("launcher.server_user.SPARE", spare)
    if not namespace:
        monkeypatch.setattr("launcher.server_user.NAMESPACE", ("false",))
    running = services.start(home, fast=True)
    assert ask(running.database_url, "SELECT 1") == 1
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    services.stop(home)
    again = services.start(home, fast=True)
    assert ask(again.database_url, "SELECT 1") == 1
    services.stop(home)
