"""Every row of generated deliveries becomes what its truth file says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kpu_portal.demo.containers import VARIANTS, load
from kpu_portal.demo.generator import generate
from reconciliation.models import Delivery, DeliveryRow
from reconciliation.rules.issues import OUTCOMES
from tests import databases
from tests.reconciliation.conftest import PERIOD, REGENCY, reconcile
from tests.reconciliation.truth import found, planted
from tests.roles import as_worker


@pytest.fixture(scope="module")
def with_regions(_open_databases: None) -> Any:
    """A template of this module: `portal` with every region of Indonesia."""
    from regions.services import load_regions

    with databases.clone("portal") as name:
        with as_worker():
            load_regions()
        yield name


@pytest.fixture
def office(with_regions: str) -> Any:
    """A copy of it for one test."""
    from django.db import connections

    for alias in connections:
        connections[alias].close()
    name = f"{with_regions}_copy"
    databases.create(name, with_regions)
    try:
        with databases.pointed_at(name, "worker"):
            yield name
    finally:
        databases.drop(name)


def open_roll(files: Any) -> None:
    from django.core.management import call_command

    call_command(
        "load_roll",
        str(files.path("roll")),
        removed=str(files.path("removed")),
        regency=REGENCY,
        period="2026-10",
    )


def same_as_truth(delivery: Delivery, truth: Path, tally: Any) -> None:
    rows, absent = planted(truth)
    got, missing = found(delivery)
    wrong = {n: (rows.get(n), got.get(n)) for n in rows.keys() | got.keys()
             if rows.get(n) != got.get(n)}  # fmt: skip
    assert not wrong
    assert missing == absent
    counts = {one: delivery.counts.get(one, 0) for one in OUTCOMES}
    assert counts == {one: tally.outcomes[one] for one in OUTCOMES}
    assert sum(counts.values()) == delivery.rows == tally.rows
    details = delivery.details
    assert details["details"].get("REFUSED", {}) == tally.refused
    assert details["details"].get("IGNORED", {}) == tally.ignored
    assert details["details"].get("TMS", {}) == tally.tms
    assert details["details"].get("BARU", {}) == tally.baru
    assert details["elements"] == tally.elements
    assert details["warned"] == tally.warned
    assert details["warned_rows"] == tally.warned_rows
    assert (details["tidak_ada"], details["doubtful"]) == (
        tally.tidak_ada,
        tally.doubtful,
    )


@pytest.mark.parametrize(
    ("seed", "style", "voters"),
    [(1, "siak-pipe", 700), (2, "kpu-pipe", 900), (7, "siak-pipe", 1200)],
)
def test_both_kinds_of_delivery_match_their_truth(
    office: str, tmp_path: Path, seed: int, style: str, voters: int
) -> None:
    files = generate(
        tmp_path, regency=REGENCY, voters=voters, period=PERIOD, seed=seed, style=style
    )
    open_roll(files)
    for kind in ("snapshot", "events"):
        delivery = reconcile(files.path(kind), kind.upper())
        same_as_truth(delivery, files.path(f"truth_{kind}"), files.deliveries[kind])
    from voters.models import ChangeProposal, NotYetEligible

    made = delivery.proposals
    proposals = ChangeProposal.objects.of(REGENCY)
    assert proposals.filter(delivery_id=delivery.pk).count() == sum(
        n for kind, n in made.items() if kind not in ("joined", "answered")
    )
    assert made["joined"] > 0, "half of the deaths come up in both deliveries"
    assert NotYetEligible.objects.filter(regency_code=REGENCY).count() > 0
    dead = proposals.filter(kind="TMS", category="MENINGGAL").first()
    assert dead is not None and dead.evidence_kind == "AKTA_KEMATIAN"
    assert dead.new == {"status": "INELIGIBLE", "status_reason": "MENINGGAL"}


def test_every_container_gives_the_same_outcomes(office: str, tmp_path: Path) -> None:
    files = generate(
        tmp_path, regency=REGENCY, voters=600, period=PERIOD, style="kpu-pipe"
    )
    open_roll(files)
    rows, absent = planted(files.path("truth_snapshot"))
    table = load(files.path("snapshot"))
    lines = {number: at for at, number in enumerate(table.lines)}
    folder = tmp_path / "containers"
    folder.mkdir()
    expected = {
        lines[number]: row[1:] for number, row in rows.items() if number in lines
    }
    doubtful = {nik for nik, _doubt in absent}
    for name, write in VARIANTS.items():
        if name == "xlsx_numeric":
            continue
        copy = write(table, folder)
        delivery = reconcile(copy.path, "SNAPSHOT")
        got, missing = found(delivery)
        assert delivery.rows == len(table.rows), name
        assert {nik for nik, _doubt in missing} == doubtful, name
        if name == "xlsx_sheets":
            # A line number runs on over the sheets, each with a heading of its own.
            assert sorted(row[1:] for row in got.values()) == sorted(expected.values())
            continue
        first = copy.first_line
        shifted = {number - first: row[1:] for number, row in got.items()}
        assert shifted == expected, name


def test_numbers_that_excel_ruined_are_refused_and_only_they(
    office: str, tmp_path: Path
) -> None:
    files = generate(tmp_path, regency=REGENCY, voters=600, period=PERIOD)
    open_roll(files)
    table = load(files.path("snapshot"), limit=200)
    copy = VARIANTS["xlsx_numeric"](table, tmp_path)
    delivery = reconcile(copy.path, "SNAPSHOT")
    refused = delivery.details["details"]["REFUSED"]
    whole = sum(row[1].isdigit() and len(row[1]) > 11 for row in table.rows)
    assert refused["NIK_NUMBER"] >= whole
    assert delivery.counts.get("BARU", 0) == 0
    assert not DeliveryRow.objects.filter(outcome__in=("TMS", "UBAH")).exists()
