"""Readers: what is recognised, what is refused, and that no line is lost."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from files.guard import restored
from files.parsing import quoted
from files.parsing import read as read_rows
from files.parsing.archive import OLD_OFFICE
from files.parsing.chunks import grouped, joined
from files.readers import FileRefused, child, chunks, delimiter, recognise
from tests.files.inside import inside

HEADER = ["NIK", "NAMA", "ALAMAT"]


def is_header(cells: Sequence[str]) -> bool:
    return [cell.strip().upper() for cell in cells][:3] == HEADER


def read(path: Path, rows: int = 1000) -> tuple[dict[int, list[str]], dict[int, str]]:
    """Cells and ragged lines by line number, out of COPY text."""
    seen = recognise(path, is_header)
    whole: dict[int, list[str]] = {}
    ragged: dict[int, str] = {}
    mark = delimiter(seen)
    for chunk in chunks(path, seen, rows):
        lines = chunk.data.decode().split("\n")
        assert lines.pop() == ""
        assert len(lines) == chunk.rows
        for line in lines:
            number, *cells = line.split(mark)
            whole[int(number)] = [
                cell.replace("\\t", "\t").replace("\\\\", "\\") for cell in cells
            ]
        ragged.update(chunk.ragged)
    return whole, ragged


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_ragged_blank_and_last_lines(tmp_path: Path) -> None:
    text = "judul\n\nNIK|NAMA|ALAMAT\n1|A|x\n2|B\n\n3|C|y|z\n4|D\\|w\n5|E|v\r\n6|F|u"
    whole, ragged = read(write(tmp_path / "a.csv", text))
    assert whole == {
        4: ["1", "A", "x"], 8: ["4", "D\\", "w"], 9: ["5", "E", "v"],
        10: ["6", "F", "u"],
    }  # fmt: skip
    assert ragged == {5: "2|B", 7: "3|C|y|z"}


@pytest.mark.parametrize(
    "last",
    [
        *("JUMLAH;2", "TOTAL;2;", '"JUMLAH";"2"', "Jumlah"),
        *('2;B;"JL 1\nRT 2"', '2;"B\r\nC";"y\n\nz"', '2;"B\nC";"y"'),
        "2;B;" + '"' + "\n" * 9 + '"',
    ],
)
def test_a_last_row_without_a_line_break_may_be_whole(
    tmp_path: Path, last: str
) -> None:
    """A sum of the others is no row, and a cell may hold line breaks."""
    people = {"1", "2"} if last[0] == "2" else {"1"}
    for address in ("x", '"x\ny"'):
        text = f"NIK;NAMA;ALAMAT\n1;A;{address}\n{last}"
        whole, ragged = read(write(tmp_path / "a.csv", text))
        assert {cells[0] for cells in whole.values()} == people and not ragged


@pytest.mark.parametrize(
    "last",
    [
        *("2", "2;B", '2;"B', '2;B;"JL 1', '2;B;"JL 1\nRT 2', '2;"B\nC"', "JUMADI;2"),
        *('1;A;"x\ny"\n2;"B', '1;"A";y\n2;B;"', '2;B;5" PIPA'),
    ],
)
def test_a_last_row_that_was_cut_refuses_the_file(tmp_path: Path, last: str) -> None:
    text = f'NIK;NAMA;ALAMAT\n1;A;"x\ny"\n{last}'
    with pytest.raises(FileRefused) as caught:
        recognise(write(tmp_path / "a.csv", text), is_header)
    assert caught.value.code == "truncated"


def test_two_defects_that_even_out_are_both_found(tmp_path: Path) -> None:
    text = "NIK|NAMA|ALAMAT\n1|A|x\n2|B\n3|C|y|z\n4|D|w\n"
    whole, ragged = read(write(tmp_path / "a.csv", text))
    assert set(whole) == {2, 5} and set(ragged) == {3, 4}


BLANK_BETWEEN = [
    HEADER,
    ["1", "A", "x"],
    ["", "", ""],
    ["2", "B", "y"],
    [" ", "\u00a0", "  "],
    ["", "", "z"],
    ["3", "C", "w"],
]


@pytest.mark.parametrize(
    "container", ["plain |", "plain tab", "plain ;", "quoted ,", "utf-16", "xlsx"]
)
def test_a_blank_row_is_no_row_whatever_the_container(
    tmp_path: Path, container: str
) -> None:
    path = tmp_path / "a.xlsx"
    if container == "xlsx":
        book(path, [list(row) for row in BLANK_BETWEEN])
    elif container.startswith("quoted"):
        lines = [",".join(f'"{cell}"' for cell in row) for row in BLANK_BETWEEN]
        write(path, "\n".join(lines) + "\n")
    else:
        mark = {"plain tab": "\t", "plain ;": ";"}.get(container, "|")
        text = "".join(mark.join(row) + "\n" for row in BLANK_BETWEEN)
        encoding = "utf-16" if container == "utf-16" else "utf-8"
        write(path, text.encode(encoding))
    whole, ragged = read(path)
    assert whole == {
        2: ["1", "A", "x"], 4: ["2", "B", "y"], 6: ["", "", "z"], 7: ["3", "C", "w"],
    }  # fmt: skip
    assert not ragged


def test_separators_alone_are_a_blank_row_however_many(tmp_path: Path) -> None:
    text = "NIK|NAMA|ALAMAT\n1|A|x\n|\n||||\n  \n2|B|y\n"
    whole, ragged = read(write(tmp_path / "a.csv", text))
    assert set(whole) == {2, 6} and not ragged


CELL = st.text(alphabet="AB \\'é\u2019;0", max_size=6)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=30),
    st.sampled_from(["utf-8", "utf-16-le", "cp1252"]),
    st.integers(1, 7),
)
def test_plain_rows_come_back_as_written(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str, str]],
    encoding: str,
    size: int,
) -> None:
    bom = "\ufeff" if encoding == "utf-16-le" else ""
    body = "".join("|".join(row) + "\n" for row in [tuple(HEADER), *rows])
    path = tmp_path_factory.mktemp("plain") / "a.txt"
    path.write_bytes((bom + body).encode(encoding))
    with inside():
        whole, ragged = read(path, size)
    assert not ragged
    # An apostrophe before a sign says "this is text", in whoever's file.
    told = [
        tuple(restored(cell) for cell in row)
        for row in rows
        if any(cell.strip() for cell in row)
    ]
    assert [tuple(cells) for _n, cells in sorted(whole.items())] == told


def test_quoted_rows_may_hold_separators_and_line_breaks(tmp_path: Path) -> None:
    text = 'NIK,NAMA,ALAMAT\n1,"A, SE","jl 1\nrt 2"\n2,B,x\n3,C\n'
    path = write(tmp_path / "a.csv", text)
    whole, ragged = read(path)
    assert whole[2][1] == "A, SE" and whole[2][2] == "jl 1\\nrt 2"
    assert whole[4] == ["2", "B", "x"] and ragged == {5: "3,C"}


QUOTED_CELL = st.text(
    alphabet="AJ 1,\t\\';=\"\n\ré\u3000", max_size=5
) | st.sampled_from(["", "JUMLAH", "TOTAL", "12", ","])
STYLES = ("all", "none", "few", "raw")


def _line(cells: Sequence[str], style: str, end: str) -> str:
    if style == "all":
        cells = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    elif style == "few":
        risky = re.compile('[,"\\n\\r]')
        cells = [
            '"' + cell.replace('"', '""') + '"' if risky.search(cell) else cell
            for cell in cells
        ]
    elif style == "none":
        cells = [re.sub('[,"\\n\\r]', "", cell) for cell in cells]
    return ",".join(cells) + end


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(QUOTED_CELL, min_size=2, max_size=4),
            st.sampled_from(STYLES),
            st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]),
            st.integers(1, 4),
        ),
        min_size=1,
        max_size=12,
    ),
    st.integers(1, 3),
)
def test_a_piece_that_passes_as_bytes_is_what_the_csv_reader_gives(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[list[str], str, str, int]],
    piece: int,
) -> None:
    body = "".join(
        _line(cells, style, end) * times for cells, style, end, times in rows
    )
    path = tmp_path_factory.mktemp("quoted") / "a.csv"
    path.write_bytes(f"NIK,NAMA,ALAMAT\n{body}".encode())
    part = {"kind": "csv", "encoding": "utf-8", "bom": 0, "separator": ",", "base": 7}
    part |= {"width": 3, "extra": 0, "header_line": 1}
    slow = list(grouped(read_rows._lines(path, "csv", [part]), 10_000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quoted, "PIECE", piece)
        quick = list(joined(read_rows._quoted(path, part), 10_000))
    assert quick == slow


def test_causes_are_named(tmp_path: Path) -> None:
    head = "NIK|NAMA|ALAMAT\n"
    causes: dict[str, bytes] = {
        "empty": b"",
        "no_header": b"a|b|c\n1|2|3\n",
        "unreadable": b"NIK|NAMA|ALAMAT\n1|x|\x81\n",
        "nul": b"NIK|NAMA|ALAMAT\n1|\x00|y\n",
        "truncated": (head + "1|A|x\n2|B").encode(),
    }
    for code, data in causes.items():
        with pytest.raises(FileRefused) as caught:
            recognise(write(tmp_path / code, data), is_header)
        assert caught.value.code == code, code
    with pytest.raises(FileRefused) as caught:
        recognise(write(tmp_path / "head", head), is_header)
    assert caught.value.code == "headings_only"


def book(path: Path, rows: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return path


def test_hostile_workbooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings_policy: None
) -> None:
    fine = book(tmp_path / "fine.xlsx", [HEADER, ["1", "A", "x"]])
    assert read(fine)[0] == {2: ["1", "A", "x"]}
    broken = tmp_path / "cut.xlsx"
    broken.write_bytes(fine.read_bytes()[:-200])
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "x")
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 3_000_000)
    xml = tmp_path / "xml.xlsx"
    with zipfile.ZipFile(xml, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook><<<")
    for path, code in (
        (broken, "truncated"),
        (other, "no_header"),
        (bomb, "too_big"),
        (xml, "unreadable"),
        (book(tmp_path / "none.xlsx", []), "empty"),
        (book(tmp_path / "head.xlsx", [HEADER]), "headings_only"),
        (book(tmp_path / "wrong.xlsx", [["a", "b"]]), "no_header"),
        (write(tmp_path / "old.xls", OLD_OFFICE + b"x" * 99), "unreadable"),
    ):
        with pytest.raises(FileRefused) as caught:
            recognise(path, is_header)
        assert caught.value.code == code, path.name


@pytest.fixture
def settings_policy() -> object:
    """A small limit for what a workbook may unpack to."""
    from dataclasses import replace

    from django.conf import settings as now
    from django.test import override_settings

    with override_settings(POLICY=replace(now.POLICY, unpacked_max_bytes=1_000_000)):
        yield


def test_a_workbook_that_takes_too_long_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine = book(tmp_path / "fine.xlsx", [HEADER, ["1", "A", "x"]])
    monkeypatch.setattr(child, "SECONDS", 0.001)
    with pytest.raises(FileRefused) as caught:
        recognise(fine, is_header)
    assert caught.value.code == "too_slow"


def test_a_reader_that_is_killed_says_so_after_what_it_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(f"{n}|A|{'x' * 90}\n" for n in range(20_000))
    path = write(tmp_path / "a.csv", "NIK|NAMA|ALAMAT\n" + lines)
    seen, started = recognise(path, is_header), []
    real = subprocess.Popen

    def remembered(*given: Any, **more: Any) -> Any:
        started.append(real(*given, **more))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", remembered)
    found = chunks(path, seen, 100)
    assert next(found).rows > 0
    started[0].kill()
    with pytest.raises(FileRefused) as caught:
        list(found)
    assert caught.value.code == "stopped"
    left = chunks(path, seen, 100)
    next(left)
    left.close()
    assert started[1].returncode is not None, "nobody reads it any more"


def test_numbers_and_dates_of_a_sheet(tmp_path: Path) -> None:
    import datetime as dt

    path = tmp_path / "n.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, [*HEADER, "TGL"])
        sheet.write_number(1, 0, 3272010101900001)
        sheet.write_number(1, 1, 6)
        sheet.write_number(1, 2, 2.5)
        sheet.write_datetime(1, 3, dt.date(1990, 12, 31), day)
        sheet.write_boolean(3, 0, True)
    assert read(path)[0] == {
        2: ["3.27201E+15", "6", "2.5", "1990-12-31"],
        4: ["1", "", "", ""],
    }
