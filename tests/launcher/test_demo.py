"""The demo's roof over its processes, with a stand-in project of a few lines, so that
every process can be killed once without the data of a real one."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher import demo as roof
from launcher import ports, services
from launcher.errors import LauncherError
from launcher.home import REPOSITORY
from launcher.processes import PROC, ProcessId, wait_until

MANAGE = """
import os, sys
if sys.argv[1] == os.environ.get("STAND_IN_FAILS"):
    sys.exit("rusak")
if sys.argv[1] == "prepare_database":
    assert os.environ["DATABASE_URL"]
elif "DATABASE_URL" in os.environ:
    sys.exit("administrator address in " + sys.argv[1])
if sys.argv[1] == "seed_demo":
    print("akun: operator")
"""
WSGI = """
import os
assert os.environ["PDPB_DB_ROLE"] == "web" and "DATABASE_URL" not in os.environ
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"masuk"]
"""
CELERY = """
import os
from celery import Celery
app = celery_app = Celery("kpu_portal", broker=os.environ["REDIS_URL"])
"""


class Demo:
    def __init__(self, project: Path, home: Path, port: int) -> None:
        self.project, self.home, self.port = project, home, port
        self.output = project / "output"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, **environment: str) -> None:
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "launcher", "demo", "--home", str(self.home)],
                cwd=self.project,
                env={
                    **os.environ,
                    # This run's own settings are none of the stand-in's: its worker
                    # and beat would end at once for the want of them.
                    "DJANGO_SETTINGS_MODULE": "",
                    "PDPB_PORT": str(self.port),
                    "PYTHONPATH": str(self.project),
                    **environment,
                },
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def says(self, text: str, seconds: float = 60) -> None:
        found = wait_until(lambda: text in self.output.read_text(), seconds)
        assert found, self.output.read_text()

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(60)

    def leaders(self) -> dict[str, int]:
        entries = json.loads((self.home / "run" / "demo.json").read_text())
        names = ("web", "worker", "beat")
        return {n: e["pid"] for n, e in zip(names, entries, strict=True)}

    def processes(self) -> list[ProcessId]:
        """Every process of this demo: what runs in its project or for its folder."""
        marks = (str(self.project), str(self.home))
        found = []
        for pid in _numbers() - {os.getpid()}:
            process = ProcessId.of(pid)
            told = process.command() if process else ""
            if process and (
                _place(pid).startswith(marks) or any(mark in told for mark in marks)
            ):
                found.append(process)
        return found


def _numbers() -> set[int]:
    """Of every process of the machine; macOS has no /proc."""
    if PROC.exists():
        return {int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()}
    told = subprocess.run(["ps", "-axo", "pid="], capture_output=True, text=True)
    return {int(pid) for pid in told.stdout.split()}


def _place(pid: int) -> str:
    """Where a process works; without /proc its command line alone must tell."""
    try:
        return os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return ""


@pytest.fixture
def demo(tmp_path: Path, home: Path) -> Iterator[Demo]:
    project = tmp_path / "project"
    (project / "kpu_portal").mkdir(parents=True)
    shutil.copytree(
        REPOSITORY / "launcher",
        project / "launcher",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (project / "manage.py").write_text(MANAGE)
    (project / "kpu_portal" / "wsgi.py").write_text(WSGI)
    (project / "kpu_portal" / "__init__.py").write_text(CELERY)
    made = Demo(project, home, ports.pick())
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop()
    for process in made.processes():
        process.send(signal.SIGKILL)


def test_it_starts_says_where_and_leaves_no_process(demo: Demo) -> None:
    demo.start()
    demo.says("Portal siap dalam")
    demo.says(f"http://127.0.0.1:{demo.port}/masuk/")
    demo.says("akun: operator")
    assert len(demo.processes()) > 5
    assert demo.stop() == 0
    assert demo.processes() == []
    # The data stay, and a second run finds them.
    demo.start()
    demo.says("Portal siap dalam")
    assert demo.stop(signal.SIGTERM) == 0
    assert demo.processes() == []


def kill_living(number: Callable[[], int]) -> int:
    """SIGKILL the process of that number; one that just fell by itself is asked for
    again, for the demo has written down another by then. Returns the number killed."""
    killed: list[int] = []

    def done() -> bool:
        asked = number()
        with contextlib.suppress(ProcessLookupError):
            os.kill(asked, signal.SIGKILL)
            killed.append(asked)
        return bool(killed)

    assert wait_until(done, 20)
    return killed[0]


def test_a_killed_process_is_started_again(demo: Demo) -> None:
    demo.start()
    demo.says("Portal siap dalam")
    for name in ("web", "worker", "beat"):
        fallen = kill_living(lambda n=name: demo.leaders()[n])
        demo.says(f"Proses {name} berhenti (kode -9) dan dijalankan lagi")
        # The line is printed before the new process is written down.
        assert wait_until(lambda n=name, f=fallen: demo.leaders()[n] != f, 20)
    kill_living(lambda: (services.status(demo.home)["valkey"] or {})["pid"])
    demo.says("Valkey berhenti; dijalankan lagi")
    assert wait_until(lambda: bool(services.status(demo.home)["valkey"]), 20)
    assert demo.stop() == 0
    assert demo.processes() == []


def test_a_killed_demo_is_cleared_by_the_next(demo: Demo) -> None:
    demo.start()
    demo.says("Portal siap dalam")
    before = set(demo.leaders().values())
    assert demo.process is not None
    demo.process.kill()
    demo.process.wait()
    demo.start()
    demo.says("Portal siap dalam")
    assert before.isdisjoint(demo.leaders().values())
    assert all(ProcessId.of(number) is None for number in before)
    demo.stop()
    assert demo.processes() == []


def test_interrupted_while_it_starts(demo: Demo) -> None:
    demo.start()
    demo.says("Menyiapkan basis data")
    time.sleep(0.2)
    demo.stop(signal.SIGTERM)
    assert demo.processes() == []


def test_a_taken_port_is_said_with_the_variable(demo: Demo) -> None:
    with socket.socket() as other:
        other.bind((ports.LOOPBACK, demo.port))
        other.listen()
        demo.start()
        assert demo.process is not None
        assert demo.process.wait(30) == 1
    demo.says(f"Port {demo.port} sedang dipakai")
    demo.says("PDPB_PORT")
    assert demo.processes() == []


def test_a_failed_step_shows_what_it_said(demo: Demo) -> None:
    demo.start(STAND_IN_FAILS="seed_demo")
    assert demo.process is not None
    assert demo.process.wait(60) == 1
    demo.says("rusak")
    demo.says("setup.log")
    assert demo.processes() == []


def test_a_second_demo_in_the_same_folder_is_refused(demo: Demo) -> None:
    demo.start()
    demo.says("Portal siap dalam")
    second = subprocess.run(
        [sys.executable, "-m", "launcher", "demo", "--home", str(demo.home)],
        cwd=demo.project,
        capture_output=True,
        text=True,
        env={**os.environ, "PDPB_PORT": "0"},
    )
    assert second.returncode == 1
    assert "sudah berjalan" in second.stderr
    assert demo.stop() == 0


def reset(demo: Demo) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "launcher", "reset", "--home", str(demo.home)],
        cwd=demo.project,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_reset_waits_for_no_demo_and_clears_what_a_killed_one_left(
    demo: Demo,
) -> None:
    demo.start()
    demo.says("Portal siap dalam")
    refused = reset(demo)
    assert refused.returncode == 1 and "sudah berjalan" in refused.stderr
    assert services.status(demo.home)["postgres"]
    assert demo.process is not None
    demo.process.kill()
    demo.process.wait()
    kept = demo.home / "milik-saya.txt"
    kept.write_text("bukan dari portal")
    done = reset(demo)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Data demo di {demo.home} telah dihapus." in done.stdout
    assert demo.processes() == []
    # What nobody of the portal wrote stays; the rest is gone.
    assert list(demo.home.iterdir()) == [kept]
    demo.start()
    demo.says("Portal siap dalam")
    assert demo.stop() == 0


def test_a_reset_of_another_folder_removes_nothing(demo: Demo) -> None:
    assert reset(demo).returncode == 0
    demo.home.mkdir()
    (demo.home / "log").mkdir()
    refused = reset(demo)
    assert refused.returncode == 1
    assert "bukan folder data portal; tidak ada yang dihapus" in refused.stderr
    assert (demo.home / "log").is_dir()


def test_make_demo_reset_is_that_command() -> None:
    told = subprocess.run(
        ["make", "-n", "demo-reset"], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert any(line.endswith("-m launcher reset") for line in told.stdout.splitlines())


@contextlib.contextmanager
def taken(port: int) -> Iterator[None]:
    """Somebody listens there: this test, or whoever did before."""
    with socket.socket() as other:
        with contextlib.suppress(OSError):
            other.bind((ports.LOOPBACK, port))
            other.listen()
        yield


def test_without_a_port_given_the_next_free_one_is_taken_and_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PDPB_PORT", raising=False)
    with taken(8000), taken(8001):
        found = roof._web_port()
    said = capsys.readouterr().out
    assert 8001 < found < 8100 and ports.is_free(found)
    assert "Port 8000 sedang dipakai" in said
    assert f"memakai port {found}" in said and "PDPB_PORT" in said


def test_a_free_port_is_taken_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    free = ports.pick()
    monkeypatch.setattr(roof, "PORT", free)
    monkeypatch.delenv("PDPB_PORT", raising=False)
    assert roof._web_port() == free
    given = ports.pick()
    monkeypatch.setenv("PDPB_PORT", str(given))
    assert roof._web_port() == given
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("given", ["delapan", "80a", "8000.5"])
def test_a_port_that_is_no_number_is_said(
    monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("PDPB_PORT", given)
    with pytest.raises(LauncherError, match=f"berupa angka, bukan '{given}'"):
        roof._web_port()


def test_a_demo_with_such_a_port_starts_nothing(demo: Demo) -> None:
    demo.start(PDPB_PORT="delapan")
    assert demo.process is not None
    assert demo.process.wait(30) == 1
    demo.says("PDPB_PORT harus berupa angka")
    assert demo.processes() == []
