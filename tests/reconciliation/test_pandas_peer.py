"""The bench's analyst comes to the same result as the truth, row by row, or is refused.

It runs in .bench, where pandas is; the bench and the soak install it, not `make test`.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from bench import pandas_peer
from bench.data import PERIOD, REGENCY, Files
from bench.rig import BenchError
from kpu_portal.demo.generator import generate
from tests.reconciliation.truth import Row, planted

pytestmark = pytest.mark.soak
VOTERS = 4_000
Cells = dict[str, str]
ELEMENTS = (
    *("nkk", "name", "birth_place", "birth_date", "marital_status", "sex", "address"),
    *("rt", "rw", "kelurahan", "disability", "ektp_status"),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A snapshot with three times the usual number of errors."""
    folder = tmp_path_factory.mktemp("made")
    generate(folder, regency=REGENCY, voters=VOTERS, period=PERIOD, scale=3.0)
    return Files(folder, VOTERS)


@pytest.fixture(scope="module")
def lists(
    made: Files, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Cells]]:
    """The files that the peer hands over, by name."""
    folder = tmp_path_factory.mktemp("lists")
    answer = pandas_peer.whole(made, folder)
    found = {name: _rows(folder / f"{name}.csv") for name in answer["lists"]}
    assert {name: len(rows) for name, rows in found.items()} == answer["lists"]
    return found


def _rows(path: Path) -> list[Cells]:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def _truth(made: Files) -> Path:
    return made.folder / f"truth_{made.snapshot.name}"


def test_each_line_has_its_true_outcome(
    made: Files, lists: dict[str, list[Cells]]
) -> None:
    rows: dict[int, Row] = {}
    absent = set()
    for issue in lists["refused"]:
        rows[int(issue["line"])] = ("", "REFUSED", issue["issue"], "", "")
    for row in lists["rows"]:
        if row["outcome"] == "TIDAK_ADA":
            absent.add((row["nik"], row["detail"] == "DOUBTFUL"))
            continue
        assert int(row["line"]) not in rows
        changes = row["outcome"] in ("UBAH", "PINDAH_DALAM")
        rows[int(row["line"])] = (
            row["nik"],
            row["outcome"],
            row["detail"],
            row["elements"] if changes else "",
            row["warnings"],
        )
    assert {row[1] for row in rows.values()} == set(made.expected())
    assert (rows, absent) == planted(_truth(made))


def test_each_change_has_its_old_and_its_new_value(
    made: Files, lists: dict[str, list[Cells]]
) -> None:
    with made.roll.open(encoding="utf-8") as text:
        roll = {one["NIK"]: one for one in csv.DictReader(text, delimiter="|")}
    changed = [
        one for one in lists["proposals"] if one["kind"] in ("UBAH", "PINDAH_DALAM")
    ]
    assert changed
    for one in changed:
        named = one["elements"].split(",")
        for element in ELEMENTS:
            old, new = one[f"old_{element}"], one[f"new_{element}"]
            assert bool(new) == (element in named)
            assert (old != new) == (element in named)
        if "address" in named:
            assert one["old_address"] == roll[one["nik"]]["ALAMAT"]


def test_the_same_person_under_another_nik_is_a_candidate(
    made: Files, lists: dict[str, list[Cells]]
) -> None:
    pairs = {frozenset((one["nik"], one["other_nik"])) for one in lists["candidates"]}
    twins = [
        frozenset((one["nik"], one["note"].partition(":")[2]))
        for one in _rows(_truth(made))
        if one["outcome"] == "BARU" and one["note"]
    ]
    assert twins
    assert set(twins) <= pairs


def test_another_result_than_the_planted_one_is_no_figure(
    made: Files, tmp_path: Path
) -> None:
    for name in (made.roll, made.removed, made.snapshot):
        (tmp_path / name.name).symlink_to(name)
    told = {**made.expected(), "SAME": made.expected()["SAME"] + 1}
    manifest = {"deliveries": {"snapshot": {"outcomes": told}}}
    path = tmp_path / f"manifest_{REGENCY}_{PERIOD}.json"
    path.write_text(json.dumps(manifest))
    with pytest.raises(BenchError, match="were planted"):
        pandas_peer.whole(Files(tmp_path, VOTERS), tmp_path)
