"""The proof: it passes what adds up, and says where and by how much when not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plenos.rules import recap
from plenos.rules.balance import Difference, Row, differences, expected_now
from plenos.rules.recap import Cell

KNOWN = {
    "BARU": {"GENAP_17", "PINDAH_MASUK"},
    "TMS": {"MENINGGAL", "PINDAH"},
}
VILLAGES = ["3272011001", "3272011002", "3272021001"]
number = st.integers(0, 5_000)


@st.composite
def month(draw: Any) -> dict[Cell, int]:
    """Cells of a month whose moves and corrections hold together."""
    cells: dict[Cell, int] = {}
    for village in VILLAGES:
        for sex in "LP":
            cells[Cell(village, sex, "SEBELUM")] = 100_000 + draw(number)
            for column, categories in KNOWN.items():
                for category in categories:
                    cells[Cell(village, sex, column, category)] = draw(number)
            cells[Cell(village, sex, "PEMULIHAN", "MENINGGAL")] = draw(number)
        net = draw(st.integers(-50, 50))
        cells[Cell(village, "L", "KOREKSI")] = net
        cells[Cell(village, "P", "KOREKSI")] = -net
    for sex in "LP":
        for source, target in zip(VILLAGES, VILLAGES[1:], strict=False):
            n = draw(number)
            for village, column in ((source, "KELUAR"), (target, "MASUK")):
                cell = Cell(village, sex, column)
                cells[cell] = cells.get(cell, 0) + n
    return recap.with_now(cells)


def counts(cells: dict[Cell, int]) -> dict[tuple[str, str], int]:
    return {(c.kelurahan, c.sex): n for c, n in cells.items() if c.column == "SEKARANG"}


@given(month())
def test_a_month_that_holds_together_is_proved_at_every_level(
    cells: dict[Cell, int],
) -> None:
    rows = recap.rows_of(cells, counts(cells), known=KNOWN)
    assert {len(row.place) for row in rows} == {4, 6, 10}
    assert differences(rows) == []
    assert all(row.now == expected_now(row) for row in rows)


@given(month(), st.sampled_from(VILLAGES), st.sampled_from("LP"), st.integers(1, 99))
def test_a_roll_that_counts_otherwise_is_named_with_place_and_number(
    cells: dict[Cell, int], village: str, sex: str, n: int
) -> None:
    count = counts(cells)
    count[village, sex] += n
    wrong = differences(recap.rows_of(cells, count, known=KNOWN))
    assert {d.place for d in wrong} == {village, village[:6], village[:4]}
    assert wrong[0].place == village
    assert all((d.kind, d.sex, d.by) == ("HITUNGAN", sex, -n) for d in wrong)


@given(month(), st.sampled_from(["BARU", "TMS"]), st.integers(1, 99))
def test_a_reason_nobody_knows_is_missing_from_its_total(
    cells: dict[Cell, int], column: str, n: int
) -> None:
    cells[Cell(VILLAGES[0], "L", column, "LAIN")] = n
    cells = recap.with_now({c: v for c, v in cells.items() if c.column != "SEKARANG"})
    wrong = differences(recap.rows_of(cells, None, known=KNOWN))
    assert {d.kind for d in wrong} == {column}
    assert all(d.by == n for d in wrong)


@given(month(), st.integers(1, 99))
def test_a_move_without_departure_and_a_lopsided_correction_are_refused(
    cells: dict[Cell, int], n: int
) -> None:
    rows = recap.rows_of(cells, None, known=KNOWN)
    moved = [
        replace(r, masuk=r.masuk + n, now=r.now + n) if not r.parent else r
        for r in rows
    ]
    assert "PINDAH" in {d.kind for d in differences(moved)}
    corrected = [
        replace(r, koreksi=r.koreksi + n, now=r.now + n)
        if r.place == VILLAGES[0] and r.sex == "L"
        else r
        for r in rows
    ]
    assert "KOREKSI" in {d.kind for d in differences(corrected)}


def kediri(now_of_kota: int = 34_547) -> list[Row]:
    """Kota Kediri, third quarter of 2025, as published (domain 2d, case 1)."""
    cells = [
        ("357101", "L", 43_295),
        ("357101", "P", 44_907),
        ("357103", "L", 33_474),
        ("357103", "P", 36_071),
        ("357102", "L", now_of_kota),
        ("357102", "P", 35_786),
        ("3571", "L", 111_316),
        ("3571", "P", 116_764),
    ]
    return [
        Row(place, sex, before=n, now=n, parent=place[:4] if len(place) == 6 else "")
        for place, sex, n in cells
    ]


def test_kediri_third_quarter_2025() -> None:
    whole = Row("3571", "L+P", before=219_738, baru=9_154, tms=812, now=228_080)
    assert differences([whole]) == []
    assert differences(kediri()) == []
    assert sum(row.now for row in kediri() if not row.parent) == 228_080


def test_regular_and_special_sites_are_the_total_of_kediri() -> None:
    """Published: 226,692 reguler and 1,388 lokasi khusus are 228,080 (domain 2d)."""
    whole = Row("3571", "L+P", before=228_080, now=228_080, special=1_388)
    assert differences([replace(whole, regular=226_692)]) == []
    wrong = differences([replace(whole, regular=226_700)])
    assert wrong == [Difference("LOKSUS", "3571", "L+P", 228_088, 228_080)]
    more = differences([Row("3571", "L", before=3, now=3, special=4)])
    assert more == [Difference("LOKSUS", "3571", "L", 3, 4)]


def test_special_sites_below_add_up() -> None:
    rows = [
        Row("357101", "L", before=9, now=9, special=2, parent="3571"),
        Row("3571", "L", before=9, now=9, special=3),
    ]
    assert differences(rows) == [Difference("JUMLAH SPECIAL", "3571", "L", 2, 3)]


def test_a_kecamatan_that_exceeds_the_total_by_40_is_refused() -> None:
    wrong = differences(kediri(now_of_kota=34_587))
    assert Difference("JUMLAH NOW", "3571", "L", 111_356, 111_316) in wrong
    assert all(d.by == -40 for d in wrong)


@pytest.mark.parametrize(("fallen", "holds"), [(32, True), (30, False)])
def test_kendari_may_2021_and_a_reason_that_falls_short(
    fallen: int, holds: bool
) -> None:
    row = Row(
        "7471",
        "L+P",
        before=212_389,
        baru=60,
        tms=49,
        now=212_400,
        tms_by={"MENINGGAL": fallen, "GANDA": 11, "PINDAH": 4, "TIDAK_DIKENAL": 2},
    )
    wrong = differences([row])
    assert (wrong == []) is holds
    assert holds or (wrong[0].kind, wrong[0].by) == ("TMS", 2)


def test_a_total_that_was_typed_wrong() -> None:
    wrong = differences([Row("3272", "L", before=10, baru=2, now=13)])
    assert wrong == [Difference("IDENTITAS", "3272", "L", 12, 13)]


def test_the_digest_follows_the_figures_and_nothing_else() -> None:
    cells = {Cell("3272011001", "L", "SEKARANG"): 5, Cell("3272011001", "P", "TMS"): 0}
    one = recap.digest("3272", "2026-11", 1, cells)
    turned = dict(reversed(list(cells.items())))
    assert one == recap.digest("3272", "2026-11", 1, turned)
    assert one == recap.digest("3272", "2026-11", 1, {next(iter(cells)): 5})
    assert one != recap.digest("3272", "2026-11", 2, cells)
    assert one != recap.digest(
        "3272", "2026-11", 1, {Cell("3272011001", "L", "SEKARANG"): 6}
    )


def test_by_category_and_levels() -> None:
    cells = {
        Cell("3272011001", "L", "TMS", "MENINGGAL"): 2,
        Cell("3272011002", "L", "TMS", "MENINGGAL"): 3,
        Cell("3272021001", "L", "TMS", "PINDAH"): 4,
    }
    assert recap.by_category(cells, "TMS", "327201", "L") == {"MENINGGAL": 5}
    assert recap.add_up(cells, 6)["327201"]["TMS", "L"] == 5


def test_an_adjustment_of_regions_adds_up_to_none() -> None:
    below = [
        Row("3272011001", "L", 100, 60, parent="327201", wilayah=-40),
        Row("3272011099", "L", 0, 40, parent="327201", wilayah=40),
    ]
    above = [
        Row("327201", "L", 100, 100, parent="3272"),
        Row("3272", "L", 100, 100),
    ]
    assert differences([*below, *above]) == []
    lost = [Row("3272", "L", 100, 60, wilayah=-40)]
    assert [(d.kind, d.by) for d in differences(lost)] == [("WILAYAH", -40)]
