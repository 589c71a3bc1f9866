"""What makes the engine quick leaves its answers alone; and what its bench is fed."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bench import plot, scaled
from reconciliation.stages import own_ranges

CODES = st.integers(1, 40).map(lambda number: f"3272{number:02}")


@settings(max_examples=200, deadline=None)
@given(st.sets(CODES), st.text(alphabet="0123456789:/A", min_size=0, max_size=2))
def test_a_range_holds_the_niks_of_its_kecamatan_alone(
    districts: set[str], tail: str
) -> None:
    ranges = own_ranges(sorted(districts))
    for number in range(45):
        nik = f"3272{number:02}" + tail
        inside = any(first <= nik < end for first, end in ranges)
        assert inside == (nik[:6] in districts)
    assert not any(first <= "3272" + tail < end for first, end in ranges) or (
        ("3272" + tail)[:6] in districts
    )


def test_copies_differ_in_the_serial_and_keep_what_was_planted(tmp_path: Path) -> None:
    source, target = tmp_path / "one.csv", tmp_path / "many.csv"
    source.write_bytes(
        b"NKK|NIK|NAMA\n"
        b"3272013011120001|3272010401790001|RUDI\n"
        b"3272013011120001|3272010401790000|SERIAL\n"
        b"3272013011120001|327201040179001|SHORT\n"
        b"3272013011120001|3,27201E+15|NUMBER\n"
    )
    scaled._multiply(source, target, 3)
    lines = target.read_bytes().split(b"\n")
    assert lines[0] == b"NKK|NIK|NAMA"
    assert lines[1::4][:3] == [
        b"3272013011120001|3272010401790001|RUDI",
        b"3272013011122001|3272010401792001|RUDI",
        b"3272013011124001|3272010401794001|RUDI",
    ]
    assert lines[6].endswith(b"|3272010401790000|SERIAL")
    assert lines[7].endswith(b"|327201040179001|SHORT")
    assert lines[8].endswith(b"|3,27201E+15|NUMBER")
    assert len(lines) == 1 + 3 * 4 + 1


def test_the_plot_shows_every_size_that_was_kept(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    plot.keep(kept, {1000: {"seconds": 2.0, "copy": 0.5}})
    plot.keep(kept, {4000: {"seconds": 7.0, "copy": 2.0}})
    drawn = plot.draw(json.loads(kept.read_text()))
    for told in ("1,000", "4,000", "reconcile 7.00 s", "COPY 0.50 s"):
        assert told in drawn
