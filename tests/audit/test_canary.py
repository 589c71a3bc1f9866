"""The search for leaked NIKs finds what is planted, wherever it is planted."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import databases
from tests.canary import Cage, canaries, sightings

NIK = "3272014107900001"


@pytest.fixture
def cage(portal: str, tmp_path: Path) -> Iterator[Cage]:
    made = Cage(tmp_path / "cage")
    made.open()
    yield made
    made.close()


def found(cage: Cage, logs: Path) -> list[str]:
    return cage.findings(logs, {NIK})


@pytest.mark.parametrize(
    "text",
    [
        NIK,
        f"row ({NIK}, SITI)",
        f"?nik={NIK}&x=1",
        "3272 0141 0790 0001",
        "327201.410790.0001",
        "3272-0141-0790-0001",
        "x3272014107900001y",
    ],
)
def test_a_number_is_seen_however_it_is_written(text: str) -> None:
    assert sightings(text, {NIK}) == ["327201…01"]


@pytest.mark.parametrize("text", ["3272010000000001", f"{NIK}9", f"9{NIK}", "SITI"])
def test_other_numbers_are_nobodys(text: str) -> None:
    assert sightings(text, {NIK}) == []


def test_everybody_of_the_made_up_files_is_a_canary(demo_files: Any) -> None:
    with demo_files.path("roll").open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle, delimiter="|")
        rows = [row for row in reader if row]
    numbers = {c for row in rows for c in row if len(c) == 16 and c.isdigit()}
    known = canaries([Path(demo_files.directory)])
    assert len(numbers) >= databases.SMALL["3272"]
    assert numbers <= known


def test_a_sound_portal_has_no_sighting(
    cage: Cage, client: Any, tmp_path: Path
) -> None:
    client.get("/masuk/")
    client.post("/masuk/", {"username": NIK, "password": NIK})
    assert found(cage, tmp_path) == []


def test_an_address_with_a_nik_is_caught(
    cage: Cage, client: Any, tmp_path: Path
) -> None:
    client.get("/masuk/", {"next": f"/kab/3272/pemilih/?nik={NIK}"})
    [line] = found(cage, tmp_path)
    assert "urls.txt" in line
    assert NIK not in line


def test_a_log_line_is_caught(cage: Cage, tmp_path: Path) -> None:
    (tmp_path / "worker.log").write_text(f"ERROR duplicate key ({NIK})")
    [line] = found(cage, tmp_path)
    assert "worker.log" in line


def test_a_mail_is_caught(cage: Cage, tmp_path: Path) -> None:
    from django.core.mail import send_mail

    send_mail("Halo", f"NIK {NIK}", "a@example.test", ["b@example.test"])
    [line] = found(cage, tmp_path)
    assert "mails.txt" in line


def test_the_servers_log_is_read(cage: Cage, tmp_path: Path) -> None:
    cage.server_log = tmp_path / "pg"
    cage.server_from = 4
    cage.server_log.write_text(f"{NIK} before\nDETAIL: ({NIK})")
    [line] = found(cage, tmp_path)
    assert line.startswith(str(tmp_path / "pg"))
    cage.server_from = cage.server_log.stat().st_size
    assert found(cage, tmp_path) == []


@pytest.mark.parametrize("processes", [[], ["-n", "1"]], ids=["alone", "xdist"])
def test_a_leak_fails_the_run(tmp_path: Path, processes: list[str]) -> None:
    """A run of its own whose only test is green, and leaks."""
    test = tmp_path / "test_leak.py"
    test.write_text(
        "import logging\n"
        "from tests import databases\n"
        "def test_leak(tmp_path):\n"
        "    databases.server()\n"
        "    (tmp_path / 'x.log').write_text('NIK 3272000000000007')\n"
    )
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "tests.canary"),
            *("-p", "no:cacheprovider", "-c", "pyproject.toml"),
            *("--rootdir=.", f"--basetemp={tmp_path / 'base'}", str(test)),
            *processes,
        ],
        cwd=databases.REPOSITORY,
        capture_output=True,
        text=True,
    )
    shutil.rmtree(tmp_path / "base")  # or this run would find it too
    assert "1 passed" in ended.stdout
    assert "NIK leaked" in ended.stdout, ended.stdout + ended.stderr
    assert ended.returncode == 1
