"""The containers: the same cells, whatever they are packed in."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from kpu_portal.demo.containers import (
    TITLES,
    VARIANTS,
    Shape,
    date_columns,
    load,
    spell_date,
    write_text,
    write_variants,
)

LIMIT = 250


@pytest.fixture(scope="module")
def table(sukabumi):
    return load(sukabumi.path("snapshot"), LIMIT)


@pytest.fixture(scope="module")
def copies(sukabumi, tmp_path_factory):
    return write_variants(
        sukabumi.path("snapshot"), tmp_path_factory.mktemp("copies"), LIMIT
    )


def decoded(path):
    data = path.read_bytes()
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding)
    return data.decode("cp1252" if path.stem == "cp1252" else "utf-8")


SEPARATORS = {
    "comma": ",",
    "quoted": ",",
    "date_pipe": ",",
    "hash": "#",
    "tab": "\t",
    "utf16_le": "\t",
    "utf16_be": "\t",
    "semicolon": ";",
    "crlf": ";",
    "cp1252": ";",
    "sep_line": ";",
    "titles": ";",
}


@pytest.mark.parametrize("name", [name for name in VARIANTS if "xlsx" not in name])
def test_text_holds_the_same_cells(table, copies, name):
    copy = copies[name]
    text = io.StringIO(decoded(copy.path))
    rows = list(csv.reader(text, delimiter=SEPARATORS.get(name, "|")))
    header, body = rows[copy.header_line - 1], rows[copy.first_line - 1 :]
    assert header == table.header
    assert len(body) == LIMIT
    if not name.startswith("date_"):
        assert body == table.rows
    else:
        column = date_columns(header)[0]
        style = name.removeprefix("date_")
        wanted = [spell_date(row[column], style) for row in table.rows]
        assert [row[column] for row in body] == wanted


def test_title_rows_put_the_header_on_row_six(copies):
    assert copies["titles"].header_line == 6
    assert decoded(copies["titles"].path).startswith(TITLES[0])
    assert decoded(copies["sep_line"].path).startswith("sep=;\n")


@pytest.mark.parametrize("name", ["xlsx", "xlsx_titles", "xlsx_sheets"])
def test_workbook_holds_the_same_cells(table, copies, name):
    book = CalamineWorkbook.from_path(str(copies[name].path))
    rows = []
    for sheet in book.sheet_names:
        found = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        assert found[copies[name].header_line - 1] == table.header
        rows.extend(found[copies[name].first_line - 1 :])
    assert rows == table.rows


def test_numeric_niks_come_back_as_floats(table, copies):
    book = CalamineWorkbook.from_path(str(copies["xlsx_numeric"].path))
    rows = book.get_sheet_by_index(0).to_python()
    column = table.header.index("NIK")
    assert any(isinstance(row[column], float) for row in rows[1:])


def test_real_dates_come_back_as_dates(table, copies):
    book = CalamineWorkbook.from_path(str(copies["xlsx_dates"].path))
    row = book.get_sheet_by_index(0).to_python()[1]
    column = table.header.index("TGL_LHR")
    assert f"{row[column]:%d-%m-%Y}" == table.rows[0][column]


def test_workbooks_are_zip_files(copies):
    assert zipfile.is_zipfile(copies["xlsx"].path)


@pytest.mark.parametrize(
    ("style", "spelled"),
    [
        ("dash", "05-03-1990"),
        ("slash", "05/03/1990"),
        ("dot", "05.03.1990"),
        ("pipe", "05|03|1990"),
        ("iso", "1990-03-05"),
        ("month_name", "5 MARET 1990"),
    ],
)
def test_date_styles(style, spelled):
    assert spell_date("05-03-1990", style) == spelled
    assert spell_date("", style) == ""


def test_impossible_month_keeps_its_digits():
    assert spell_date("15-13-1990", "month_name") == "15-13-1990"


def test_a_character_the_encoding_lacks_is_an_error(table, tmp_path):
    table.rows[0][2], kept = "ŽELJKO Ḥ", table.rows[0][2]
    with pytest.raises(UnicodeEncodeError):
        write_text(table, tmp_path / "x.csv", Shape(encoding="cp1252"))
    table.rows[0][2] = kept


def test_ragged_lines_are_left_out(sukabumi):
    whole = load(sukabumi.path("snapshot"))
    ragged = sukabumi.deliveries["snapshot"].refused["RAGGED"]
    assert len(whole.rows) == sukabumi.files["snapshot"].rows - ragged
    assert whole.lines[0] == 2
