"""What leaves as a file comes back through our own readers as it was."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from files.exports.columns import Column
from files.exports.writers import Sheet, write_csv, write_xlsx
from files.guard import guarded, guarded_typed, restored
from files.parsing.text import SEPARATORS
from files.readers import chunks, delimiter, recognise
from tests.files.inside import inside

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
HOSTILE = [
    "-",
    "+62 812-0000-0000",
    "=cmd|'/c calc'!A0",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
    "\tx",
    "\rx",
    "\nx",
    "  =1",
    "\u00a0=1",
    "'",
    "''",
    "'Aisyah",
    "'=1",
    "''-",
    "Nu'man",
    "JL A;=1",
    "JL A;'=1",
    "JL A\t=1",
    "JL A\r\n=1",
    'JL "A", 1',
    "a\\b",
    "1e5",
    "0012",
    "_x0041_",
]
# NUL: PostgreSQL text holds none. U+FFFE and U+FFFF: no XML holds them.
CELL = st.text(
    st.one_of(
        st.sampled_from(" '\";,|#\t\r\n\\a1" + SIGNS),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"),
    ),
    max_size=8,
)
COLUMNS = [Column("NIK"), Column("A"), Column("B")]
MARKED = Sheet(who="Rina (operator)", when="2026-11-24 19.00.00 WIB")


def read_back(data: bytes, path: Path) -> list[tuple[str, ...]]:
    """Every row of a file through the readers of deliveries."""
    path.write_bytes(data)
    rows = []
    with inside():
        facts = recognise(path, lambda cells: "NIK" in [c.strip() for c in cells])
        assert facts.header == [column.label for column in COLUMNS]
        separator = delimiter(facts)
        for chunk in chunks(path, facts, 7):
            assert not chunk.ragged
            for line in chunk.data.decode().split("\n")[:-1]:
                rows.append(tuple(_plain(cell) for cell in line.split(separator)[1:]))
    return rows


def _plain(cell: str) -> str:
    """COPY's text format, undone."""
    words = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    return re.sub(r"\\(.)", lambda found: words[found[1]], cell)


@given(CELL)
def test_both_guards_are_undone(text: str) -> None:
    assert restored(guarded(text)) == text
    assert restored(guarded_typed(text)) == text


@given(CELL)
def test_no_guarded_cell_begins_with_a_sign(text: str) -> None:
    made = guarded(text)
    for part in re.split("[;\t\r\n]", made):
        assert not part.lstrip(" \u00a0\u200b\ufeff").startswith(tuple(SIGNS))
    assert not made.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_hostile_cell_comes_back(write: Any, text: str, tmp_path: Path) -> None:
    out = io.BytesIO()
    write(out, COLUMNS, [["1", text, "x"]], MARKED)
    # Excel ends a line in a cell with \n alone, and its XML reads \r\n so.
    assert read_back(out.getvalue(), tmp_path / "f") == [("1", text, "x")]


def looks_eaten(row: tuple[str, ...]) -> bool:
    """Whether a cell goes on with as many separators as a whole line of this file has.

    Such a line is taken for one that an open quote ate, and set aside (text._belong).
    """
    out = io.BytesIO()
    write_csv(out, COLUMNS, [row], Sheet())
    _head, *lines = re.split(r"\r\n|\r|\n", out.getvalue().decode())
    most = max((line.count(one) for line in lines[1:] for one in SEPARATORS), default=0)
    return most >= len(COLUMNS) - 1


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=12))
@example([("=1", "'x"), ("'=1", "y")])
def test_a_csv_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    out = io.BytesIO()
    wanted = [(str(n), *row) for n, row in enumerate(rows)]
    assert write_csv(out, COLUMNS, wanted, MARKED) == len(rows)
    assume(not any(looks_eaten(row) for row in wanted))
    path = tmp_path_factory.mktemp("csv") / "f.csv"
    assert read_back(out.getvalue(), path) == wanted


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=25))
def test_a_workbook_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    out = io.BytesIO()
    wanted = [(str(n), *row) for n, row in enumerate(rows)]
    write_xlsx(out, COLUMNS, wanted, MARKED)
    path = tmp_path_factory.mktemp("xlsx") / "f.xlsx"
    assert read_back(out.getvalue(), path) == wanted


def test_a_csv_cut_at_semicolons_holds_no_formula() -> None:
    """An Indonesian Excel cuts lines at semicolons, inside quotes as well."""
    out = io.BytesIO()
    write_csv(out, COLUMNS, [["1", 'a;=1+1,"', "b\n=2"]], Sheet())
    text = out.getvalue().decode()
    for line in csv.reader(io.StringIO(text), delimiter=";"):
        assert not any(cell.startswith(tuple(SIGNS)) for cell in line), line


def test_the_notes_of_our_workbook_are_no_rows(tmp_path: Path) -> None:
    out = io.BytesIO()
    write_xlsx(out, COLUMNS, [["1", "a", "b"], ["2", "c", "d"]], MARKED)
    path = tmp_path / "f.xlsx"
    path.write_bytes(out.getvalue())
    facts = recognise(path, lambda cells: "NIK" in cells)
    assert facts.sheets == ["Data"]
    assert [one["name"] for one in facts.left_out] == ["Keterangan"]
    assert facts.rows == 2
    assert len(read_back(out.getvalue(), path)) == 2
