"""The gate on branches counts them alone, by coverage's own report."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.branch_share import told

REPOSITORY = Path(__file__).parent.parent
GATE = REPOSITORY / "tests" / "branch_share.py"
# Twenty-one lines that all run; of four branches the one past `if high` is never taken.
PROGRAM = (
    "def steps(low, high):\n"
    + "".join(f"    a{n} = {n}\n" for n in range(15))
    + "    if low:\n        a0 = 1\n    if high:\n        a0 = 2\n    return a0\n"
    "steps(True, True)\nsteps(False, True)\n"
)


def report(covered: int, number: int) -> dict[str, Any]:
    return {
        "totals": {"covered_branches": covered, "num_branches": number},
        "files": {
            "good.py": {"summary": {"covered_branches": 900, "num_branches": 900}},
            "bad.py": {
                "summary": {
                    "covered_branches": covered - 900,
                    "num_branches": number - 900,
                }
            },
        },
    }


@pytest.mark.parametrize(
    ("covered", "number", "enough"),
    [(900, 1000, True), (899, 1000, False), (89_999, 100_000, False), (0, 0, False)],
)
def test_the_share_is_not_rounded(covered: int, number: int, enough: bool) -> None:
    assert told(report(covered, number), 90)[0] is enough


def test_the_worst_file_is_named_first() -> None:
    words = told(report(950, 1100), 90)[1].splitlines()
    assert words[0].startswith("Branches: 950 of 1100 taken, 86.364 %")
    assert words[1] == "  bad.py: 150 missed"


@pytest.fixture
def measured(tmp_path: Path) -> Path:
    """A folder with the data of a program of 96 % in all, and 75 % of its branches."""
    (tmp_path / "program.py").write_text(PROGRAM)
    coverage(tmp_path, "run", "--branch", "--source=.", "program.py")
    return tmp_path


def coverage(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Without the settings and the data of the run that this test belongs to."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COV", "PYTEST"))}
    return subprocess.run(
        [sys.executable, "-m", "coverage", *arguments],
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("least", "code"), [("75", 0), ("75.1", 1), ("90", 1)])
def test_lines_do_not_help_branches(measured: Path, least: str, code: int) -> None:
    together = coverage(measured, "report", "--fail-under=95")
    assert together.returncode == 0, together.stdout + together.stderr
    made = coverage(measured, "json", "-q", "-o", "-").stdout
    done = subprocess.run(
        [sys.executable, str(GATE), least], input=made, capture_output=True, text=True
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert done.stdout.startswith("Branches: 3 of 4 taken, 75.000 %")


def test_without_a_report_the_gate_is_shut() -> None:
    done = subprocess.run(
        [sys.executable, str(GATE), "90"], input="", capture_output=True, text=True
    )
    assert done.returncode != 0


def test_make_test_ends_with_the_gate() -> None:
    lines = (REPOSITORY / "Makefile").read_text().split("\ntest: setup\n")[1]
    recipe = lines.split("\n\n")[0].replace("\\\n", "")
    steps = [step.strip() for step in recipe.split("&&")]
    assert steps[-1] == (
        "$(BIN)/coverage json -q -o - | $(PY) tests/branch_share.py 90"
    )
    assert "--fail-under=100" in steps[-2]
