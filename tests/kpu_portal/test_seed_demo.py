"""seed_demo fills an empty portal, and a second run changes nothing."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db.models import Sum

from accounts.models import User
from periods.models import Period
from tests.roles import as_worker
from voters.models import RollTally


def run() -> list[str]:
    said = io.StringIO()
    with as_worker():
        call_command("seed_demo", voters=400, stdout=said)
    return said.getvalue().strip().splitlines()


def test_it_works_and_again_changes_nothing(
    portal: str, tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path
    first = run()
    assert first[-2:] == [
        "Kota Sukabumi (3272): 400 pemilih",
        "Kabupaten Administrasi Kepulauan Seribu (3101): 400 pemilih",
    ]
    assert any("pdpb-demo-2026" in line for line in first)
    before = _state()
    assert run() == first
    assert _state() == before
    assert (tmp_path / "demo" / "snapshot_3272_2026-11.csv").exists()


def _state() -> dict[str, Any]:
    return {
        "periods": list(Period.objects.order_by("id").values_list("code", "state")),
        "users": User.objects.count(),
        "roll": RollTally.objects.aggregate(n=Sum("n"))["n"],
    }
