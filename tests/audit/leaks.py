"""A number to plant, and a run of pytest of its own that leaks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import databases

NIK = "3272014199900001"
"""Nobody's: there is no month 99, so that the search of the whole run passes by what
is planted here."""


def run_of_its_own(
    tmp_path: Path, text: str, *more: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """pytest in a process of its own over one file of tests; its end."""
    test = tmp_path / "test_leak.py"
    test.write_text(text)
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest"),
            *("-p", "no:cacheprovider", "-c", "pyproject.toml", "--no-cov"),
            *("--rootdir=.", f"--basetemp={tmp_path / 'base'}", str(test)),
            *more,
        ],
        cwd=databases.REPOSITORY,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    shutil.rmtree(tmp_path / "base")  # or this run would find it too
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr
    return ended
