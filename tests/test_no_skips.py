"""The gate on skipped tests falls, in one process and in several, and names each."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
RUNS = """
import pytest

def test_runs():
    assert 1 + 1 == 2
"""
FALLS = {
    "call": "def test_one():\n    pytest.skip('no program')\n",
    "mark": "@pytest.mark.skip(reason='no program')\ndef test_one():\n    pass\n",
    "condition": "@pytest.mark.skipif(True, reason='no program')\n"
    "def test_one():\n    pass\n",
    "fixture": "@pytest.fixture\ndef made():\n    pytest.skip('no program')\n"
    "def test_one(made):\n    pass\n",
    "expected": "@pytest.mark.xfail(reason='no program')\n"
    "def test_one():\n    assert False\n",
    "module": "pytest.skip('no program', allow_module_level=True)\n",
    "package": "pytest.importorskip('no_program', reason='no program')\n",
}
SOAK = {
    # pandas is installed by the bench alone; LibreOffice by nobody.
    *("reconciliation/test_pandas_peer.py", "files/test_marks.py"),
}
"""Modules that hold a test which `make test` leaves to `make soak`."""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """pytest in a folder with no settings but the gate."""
    (folder / "pytest.ini").write_text("[pytest]\n")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.no_skips", "-q", *arguments],
        cwd=folder,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("PYTEST")},
            "PYTHONPATH": str(REPOSITORY),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_kind_of_skip_fails_the_run_and_is_named(tmp_path: Path) -> None:
    for name, text in FALLS.items():
        (tmp_path / f"test_{name}.py").write_text(f"import pytest\n{text}")
    (tmp_path / "test_runs.py").write_text(RUNS)
    done = run(tmp_path)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    lines = [x for x in done.stdout.splitlines() if x.startswith("Tes dilewati")]
    named = {line.split(": ")[1].split("::")[0] for line in lines}
    assert named == {f"test_{name}.py" for name in FALLS}
    assert all(line.endswith("no program") for line in lines), lines


@pytest.mark.parametrize("kind", ["mark", "module"])
def test_a_skip_in_one_process_of_several_fails_the_run(
    tmp_path: Path, kind: str
) -> None:
    (tmp_path / "test_one.py").write_text(f"import pytest\n{FALLS[kind]}")
    (tmp_path / "test_runs.py").write_text(RUNS)
    done = run(tmp_path, "-p", "xdist", "-n", "2")
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    named = [x for x in done.stdout.splitlines() if x.startswith("Tes dilewati")]
    assert len(named) == 1
    assert "test_one.py" in named[0]
    assert "1 passed" in done.stdout


@pytest.mark.parametrize("arguments", [(), ("-p", "xdist", "-n", "2")])
def test_a_run_of_tests_that_all_ran_is_content(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "test_runs.py").write_text(RUNS)
    done = run(tmp_path, *arguments)
    assert done.returncode == pytest.ExitCode.OK, done.stdout
    assert "dilewati" not in done.stdout


def test_the_gate_stands_in_every_run(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.pluginmanager.hasplugin("tests.no_skips")


def test_no_test_names_a_skip_and_few_are_left_to_the_soak() -> None:
    """A skip under a condition that holds on another machine only is found here."""
    skips: dict[str, list[str]] = {}
    for path in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
            if name in {
                *("pytest.skip", "pytest.mark.skip", "pytest.mark.skipif"),
                *("pytest.importorskip", "pytest.xfail", "pytest.mark.xfail"),
                *("pytest.mark.soak", "unittest.skip", "unittest.skipIf"),
            }:
                place = path.relative_to(HERE).as_posix()
                skips.setdefault(name, []).append(place)
    assert set(skips) == {"pytest.mark.soak"}
    assert set(skips["pytest.mark.soak"]) == SOAK
    assert len(skips["pytest.mark.soak"]) == len(SOAK)
