"""The kelurahan recap: its figures, its confirmation, its lock and its annex."""

from __future__ import annotations

from typing import Any

from plenos.rules.village import Row
from plenos.selectors.villages import work
from tests.roles import as_worker

OWN, OTHER = "3272011001", "3272021002"
CODE = "2026-11"


def sums(rows: list[Row], start: str) -> tuple[int, int]:
    found = [row for row in rows if row.code.startswith(start)]
    return sum(row.male for row in found), sum(row.female for row in found)


def test_the_figures_come_from_proposals_and_events(month: Any, cast: Any) -> None:
    with as_worker():
        rows = work(month)
    print(rows)
