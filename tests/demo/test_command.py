"""manage.py generate_demo."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command


def test_it_writes_files_and_one_manifest(tmp_path):
    told = io.StringIO()
    call_command(
        "generate_demo",
        "--out",
        str(tmp_path),
        "--regency",
        "3272",
        "--regency",
        "3101",
        "--voters",
        "600",
        stdout=told,
    )
    stored = json.loads((tmp_path / "manifest.json").read_text())
    assert set(stored) == {"3272", "3101"}
    assert (tmp_path / "roll_3272_2026-10.csv").exists()
    assert (tmp_path / "truth_events_3101_2026-11.csv").exists()
    assert "snapshot_3101_2026-11.csv" in told.getvalue()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--regency", "3201"),
        ("--regency", "9999", "--voters", "600"),
        ("--period", "2026-13", "--voters", "600"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, arguments):
    with pytest.raises(CommandError):
        call_command("generate_demo", "--out", str(tmp_path), *arguments)
