"""Line breaks of two kinds, a file of very many tables, and cells that held nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from files.readers import FileRefused, chunks, recognise
from tests.files.test_readers import is_header, read, write

HEAD = "NIK;NAMA;ALAMAT"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n"])
@pytest.mark.parametrize("title", ["", "Daftar\nKota\n\n\n\n", "Daftar\rKota\n"])
def test_no_row_is_lost_below_whatever_ends_the_lines(
    tmp_path: Path, end: str, title: str
) -> None:
    """Above the heading or in every line, a \\r alone is counted in one way."""
    rows = [f"{n};ORANG {n};JL {n}" for n in range(1, 11)]
    text = title + end.join([HEAD, *rows]) + end
    whole, ragged = read(write(tmp_path / "a.csv", text))
    assert [cells for _line, cells in sorted(whole.items())] == [
        row.split(";") for row in rows
    ]
    assert ragged == {}


def test_files_of_one_zip_share_no_line_number(tmp_path: Path) -> None:
    """A break of \\r in a cell of the first one takes no number of the second."""
    first = f'{HEAD}\n1;A;"JL\r1"\n2;B;"JL\r2"\r\n3;C;x\n'
    second = f"{HEAD}\n4;D;x\n5;E;y\n"
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", first)
        archive.writestr("b.csv", second)
    whole, ragged = read(path)
    assert sorted(cells[0] for cells in whole.values()) == ["1", "2", "3", "4", "5"]
    assert ragged == {}


def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    """The second one's rows came twice and the first one's never."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", f"{HEAD}\n1;A;x\n")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.csv", f"{HEAD}\n2;B;x\n")
    with pytest.raises(FileRefused) as refused:
        recognise(path, is_header)
    assert refused.value.code == "unreadable"


def test_a_file_of_very_many_tables_is_read(tmp_path: Path) -> None:
    """What the child is told of them is longer than one argument may be."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(300):
            name = f"{'kelurahan ' * 40}{n:03d}.csv"
            archive.writestr(name, f"{HEAD}\n{n};ORANG {n};x\n")
    seen = recognise(path, is_header)
    assert len(str(seen.parts)) > 131_072
    assert sum(chunk.rows for chunk in chunks(path, seen, 1000)) == 300


def test_a_nul_in_a_sheet_is_no_letter(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["NIK", "NAMA", "ALAMAT"])
        sheet.write_row(1, 0, ["1", "SITI-NUL", "x"])
    _rewrite(path, b"SITI-NUL", b"SITI_x0000_", part="xl/sharedStrings.xml")
    whole, _ragged = read(path)
    assert whole == {2: ["1", "SITI", "x"]}


def test_a_calculated_text_without_letters_is_empty(tmp_path: Path) -> None:
    """As =IF(F2="","",F2) leaves it; a formula that nobody calculated is told."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["NIK", "NAMA", "ALAMAT"])
        sheet.write_row(1, 0, ["1", "SITI"])
        sheet.write_formula(1, 2, '=IF(F2="","",F2)', None, "")
    assert read(path)[0] == {2: ["1", "SITI", "#RUMUS!"]}
    _rewrite(path, b'<c r="C2">', b'<c r="C2" t="str">')
    assert read(path)[0] == {2: ["1", "SITI", ""]}


def _rewrite(
    path: Path, old: bytes, new: bytes, part: str = "xl/worksheets/sheet1.xml"
) -> None:
    """Replace bytes of a part of the book; they must stand in it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part], parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for one, data in parts.items():
            archive.writestr(one, data)
