"""A sender that still writes the codes of before a change of regions (rule Y8)."""

from __future__ import annotations

from pathlib import Path

from kpu_portal.demo.generator import generate
from regions.rules.change import Line
from tests.plenos.region_steps import NEW, OLD, done
from tests.reconciliation.conftest import PERIOD, REGENCY, reconcile
from tests.reconciliation.test_outcomes import (
    office,
    open_roll,
    same_as_truth,
    with_regions,
)
from tests.roles import admin_sql, as_worker

__all__ = ["office", "with_regions"]


def test_the_codes_of_before_come_out_as_they_would_have(
    office: str,  # noqa: F811 - the fixture of that name
    tmp_path: Path,
) -> None:
    files = generate(tmp_path, regency=REGENCY, voters=700, period=PERIOD, seed=1)
    open_roll(files)
    lines = [Line(2, OLD, NEW, rw="001", new_name="Harapan"), Line(3, OLD, OLD)]
    done(lines)
    [(moved,)] = admin_sql("SELECT count(*) FROM voter WHERE kelurahan = %s", [NEW])
    assert moved > 5
    with as_worker():
        delivery = reconcile(files.path("snapshot"), "SNAPSHOT")
        same_as_truth(
            delivery, files.path("truth_snapshot"), files.deliveries["snapshot"]
        )
