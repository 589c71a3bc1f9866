"""A line that is written in one piece is what xlsxwriter writes of its cells."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from files.exports import Column, mask_number, writers
from files.exports.lines import LineSheet
from files.exports.writers import ExportError, Sheet, write_xlsx
from files.lists.numbers import whole_number

WIDTH = 3
COLUMNS = [Column("NIK", mask=mask_number), Column("Nama"), Column("Alamat")]
PLAIN = ["3272010101900001", "SITI A. RAHAYU", "JL. MAWAR (BLOK 2/3), NO 1:4-A"]
TEXTS = st.one_of(
    st.sampled_from(["", "SITI", "A B", "A ", " A", "A-", "-A", "A  B", "=1", "A;-1"]),
    st.sampled_from(
        ["D'A", "A&B", "<r>", "_x0041_", "A\tB", "A\x1fB", "A\n", "\u2022"]
    ),
    st.text(
        "AZaz09 .,/():-'&<>\"_x\t\n\r\x00\x0b\x1f\x7f\u2022\u00e9\ufffe", max_size=6
    ),
    st.text(max_size=6).filter(
        lambda text: not any("\ud800" <= c < "\ue000" for c in text)
    ),
)


def sheet_of(rows: list[Any]) -> bytes:
    handle = io.BytesIO()
    assert write_xlsx(handle, COLUMNS, rows, Sheet(notes=["Judul"])) == len(rows)
    with zipfile.ZipFile(handle) as parts:
        return parts.read("xl/worksheets/sheet1.xml")


def by_cells(monkeypatch: Any, rows: list[Any]) -> bytes:
    with monkeypatch.context() as patched:
        patched.setattr(LineSheet, "write_line", lambda *_told: False)
        return sheet_of(rows)


@settings(deadline=None, max_examples=300)
@example(rows=[PLAIN, ["", "", ""], PLAIN, [1, 2.5, None], PLAIN, ["", "", ""]])
@example(rows=[["", "", ""], ["A ", "B", "C"], PLAIN, ["A", "B", "x" * 40_000]])
@given(
    rows=st.lists(
        st.lists(st.one_of(TEXTS, st.integers()), min_size=WIDTH, max_size=WIDTH),
        max_size=6,
    )
)
def test_a_line_is_what_its_cells_are(rows: list[Any]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert sheet_of(rows) == by_cells(monkeypatch, rows)


def test_plain_lines_pass_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    whole = LineSheet.write_line

    def watched(self: LineSheet, line: int, cells: list[object]) -> bool:
        seen.append(whole(self, line, cells))
        return seen[-1]

    monkeypatch.setattr(LineSheet, "write_line", watched)
    monkeypatch.setattr(writers, "_write_cells", lambda *_told: None)
    text = sheet_of([PLAIN, ["", PLAIN[1], ""], ["1", "=1", "2"], ["1", 2, "3"]])
    assert seen == [True, True, False, False]
    assert PLAIN[0].encode() not in text, "the mask holds for a whole line too"
    assert text.count(PLAIN[1].encode()) == 2


def test_more_lines_than_a_sheet_holds_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = LineSheet.__init__

    def small(self: LineSheet) -> None:
        begun(self)
        self.xls_rowmax = 4

    monkeypatch.setattr(LineSheet, "__init__", small)
    assert sheet_of([PLAIN] * 2)
    with pytest.raises(ExportError, match="csv"):
        sheet_of([PLAIN] * 3)


def test_a_file_that_comes_back_is_text_in_every_cell_and_column() -> None:
    """Excel reads a corrected NIK anew: in a cell of no format it becomes a number."""
    columns = [
        Column("NIK", retyped=True),
        Column("Nama", retyped=True),
        Column("Kesalahan"),
    ]
    handle = io.BytesIO()
    rows = [[PLAIN[0], "=RT", ""], ["", "SITI", "kosong"]]
    write_xlsx(handle, columns, rows, Sheet())
    page = openpyxl.load_workbook(handle).active
    assert [page.cell(line, 1).value for line in (2, 3)] == [PLAIN[0], None]
    cells = [page["A2"], page["B2"], page["B3"]]
    assert {cell.number_format for cell in cells} == {"@"}
    assert page["B2"].quotePrefix and not page["A2"].quotePrefix
    spans = page.column_dimensions.values()
    text = [(one.min, one.max) for one in spans if one.number_format == "@"]
    assert min(text)[0] == 1 and max(text)[1] == len(columns)
    other = openpyxl.load_workbook(io.BytesIO(_written(COLUMNS))).active
    assert other["A2"].number_format == "General"


def _written(columns: list[Column]) -> bytes:
    handle = io.BytesIO()
    write_xlsx(handle, columns, [PLAIN], Sheet())
    return handle.getvalue()


def test_a_number_that_no_key_can_be_is_none() -> None:
    told = {"7": 7, "007": 7, "9" * 18: int("9" * 18)}
    assert {text: whole_number(text) for text in told} == told
    for text in ("9" * 19, "", "-1", "1.0", "\u0663", "\u00b2", "x", None):
        assert whole_number(text) is None
