"""Hostile files: each is refused by its cause, or read to exactly these rows.

The numbers are those of the 25 cases; docs/rules.md lists them. Dangerous ones are
measured: the child that opens them may use 512 MB and 60 seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from files.readers import FileRefused, child, chunks, delimiter, place_of, recognise
from reconciliation.rules import headers
from tests.hostile import make
from tests.hostile.make import HEADER, NIK_1, NIK_2, NIK_3, ROWS, TEXT, text

MEGABYTES, SECONDS = 512, 60


def read(path: Path) -> tuple[dict[int, list[str]], dict[int, str], dict[int, str]]:
    """Rows, ragged lines and totals by line number."""
    seen = recognise(path, headers.looks_like_header)
    whole: dict[int, list[str]] = {}
    ragged: dict[int, str] = {}
    totals: dict[int, str] = {}
    for chunk in chunks(path, seen, 1000):
        for line in chunk.data.decode().splitlines():
            number, *cells = line.split(delimiter(seen))
            whole[int(number)] = cells
        ragged.update(chunk.ragged)
        totals.update(chunk.totals)
    return whole, ragged, totals


@pytest.fixture(autouse=True)
def _within_the_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every child of every test tells its peak and stays inside memory and time."""
    real, seen = child._answer, []

    def watched(told: Any, code: int, complaint: bytes) -> Any:
        assert told is not None, (code, complaint)
        seen.append((told["peak_kb"] / 1024, told["seconds"]))
        return real(told, code, complaint)

    monkeypatch.setattr(child, "_answer", watched)
    yield
    assert all(peak < MEGABYTES and took < SECONDS for peak, took in seen), seen


REFUSED: dict[str, tuple[make.Make, str]] = {
    "1 ratio bomb": (make.ratio_bomb, "bomb"),
    "2 ten thousand entries": (make.many_entries, "entries"),
    "2 nested zip": (make.nested, "nested"),
    "3 one cell of 256 MB": (make.one_cell, "bomb"),
    "3 one cell of 60 MB": (make.one_cell_that_hardly_shrinks, "long_cell"),
    "5 billion laughs": (make.laughs, "entities"),
    "5 external entity": (make.external, "entities"),
    "6 html renamed xls": (make.html, "page"),
    "6 password": (make.locked, "password"),
    "7 cut short": (make.cut_short, "truncated"),
    "7 changed bytes": (make.unsound, "truncated"),
    "9 utf-16 cut in a letter": (
        text(TEXT, "utf-16-le", b"\xff\xfe\x00"),
        "unreadable",
    ),
    "13 NUL byte": (text(TEXT.replace("ANWAR", "AN\0WAR")), "nul"),
    "12 a line without end": (text("NIK|NAMA|ALAMAT\n" + "A" * 3_000_000), "long_line"),
    "12 a line of 200 MB": (text("NIK|NAMA|ALAMAT\n" + "A" * 200_000_000), "long_line"),
    "25 no rows": (text("|".join(HEADER) + "\n"), "headings_only"),
    "25 nothing": (text(""), "empty"),
    "25 another file": (text("a|b|c\n1|2|3\n"), "no_header"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_its_cause_within_the_limits(tmp_path: Path, case: str) -> None:
    write, code = REFUSED[case]
    path = tmp_path / "kiriman.dat"
    write(path)
    with pytest.raises(FileRefused) as caught:
        read(path)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


SAME: dict[str, make.Make] = {
    "4 dimension lie": make.dimension_lie,
    "6 xlsx renamed csv": lambda path: make.book(path, {"A": make.plain()}),
    "6 macro": make.macro,
    "8 UTF-8 with BOM": text(TEXT, before=b"\xef\xbb\xbf"),
    "9 UTF-16LE": text(TEXT, "utf-16-le", b"\xff\xfe"),
    "9 UTF-16BE": text(TEXT, "utf-16-be", b"\xfe\xff"),
    "9 UTF-16LE without BOM": text(TEXT, "utf-16-le"),
    "11 sep= and semicolon": text("sep=;\n" + TEXT.replace("|", ";")),
    "11 hash": text(TEXT.replace("|", "#")),
    "11 tab": text(TEXT.replace("|", "\t")),
    "11 comma": text(TEXT.replace("|", ",")),
    "18 header in row 6": make.titled,
    "18 a thousand empty columns": make.wide,
    "18 the same in text": text(TEXT.replace("\n", "|" * 1000 + "\n")),
    "ods": partial(make.ods, rows=[HEADER, *ROWS]),
    "xls": partial(make.xls, rows=[HEADER, *ROWS]),
    "zip": lambda path: make.bundle(path, {"a.csv": TEXT.encode()}),
    "rows far apart": lambda path: make.raw_xlsx(
        path, make.sheet_xml([HEADER, *ROWS], more='<row r="1048576"></row>')
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_read_to_the_same_rows(tmp_path: Path, case: str) -> None:
    path = tmp_path / "kiriman.dat"
    SAME[case](path)
    whole, ragged, totals = read(path)
    assert list(whole.values()) == ROWS
    assert not ragged and not totals


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("separator", ["|", ",", ";", "#", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_separator_and_encoding_gives_the_same_rows(
    tmp_path: Path, quoted: bool, separator: str, encoding: str
) -> None:
    rows = [HEADER, *ROWS, [NIK_1, "Nu\u2019man\u00a0É", "x", "y"]]
    mark = '"' if quoted else ""
    lines = [separator.join(f"{mark}{cell}{mark}" for cell in row) for row in rows]
    path = tmp_path / "kiriman.dat"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    assert list(read(path)[0].values()) == rows[1:]


def test_a_hash_in_an_address_is_no_separator(tmp_path: Path) -> None:
    """11"""
    path = tmp_path / "a.csv"
    path.write_text(TEXT.replace("MELATI 1", "MELATI #1"))
    assert read(path)[0][2][3] == "JL MELATI #1"


def test_a_quote_that_is_not_closed_costs_one_row(tmp_path: Path) -> None:
    """12: cells may hold line breaks; an open quote eats nobody."""
    many = "".join(f"{n}|A{n}|x|y\n" for n in range(100, 400))
    path = tmp_path / "a.csv"
    path.write_text(
        f'NIK|NAMA|"TGL\nLAHIR"|ALAMAT\n{NIK_1}|A|x|"JL 1\nRT 2"\n'
        f'{NIK_2}|"SITI|x|y\n{NIK_3}|ANWAR|x|"y"\n{many}9|"Z"|x|y\n8|"OPEN|x|y\n'
    )
    whole, ragged, _totals = read(path)
    assert whole[3] == [NIK_1, "A", "x", "JL 1\\nRT 2"]
    assert ragged == {5: f'{NIK_2}|"SITI|x|y', 308: "8|OPEN|x|y"}
    assert whole[6] == [NIK_3, "ANWAR", "x", "y"]
    assert len(whole) == 1 + 1 + 300 + 1


def test_lines_of_a_million_letters_make_small_chunks(tmp_path: Path) -> None:
    """12: the worker never holds more than a few of them."""
    path = tmp_path / "a.csv"
    with path.open("w") as out:
        out.write("NIK|NAMA|TGL LAHIR|ALAMAT\n")
        for n in range(20):
            out.write(f'{n}|"A"|x|{"y" * 1_000_000}\n')
    seen = recognise(path, headers.looks_like_header)
    found = [one.ragged for one in chunks(path, seen, 20_000)]
    sizes = [sum(len(told) for _line, told in ragged) for ragged in found]
    assert sum(sizes) > 20_000_000 and max(sizes) < 10_000_000


@pytest.mark.parametrize(
    "nik", [3272010101900000, 3272010101900001, 9171010101900003, 3.27201e15]
)
def test_a_number_is_no_nik(tmp_path: Path, nik: int) -> None:
    """14, 16: Excel's last digit, Papua's rounding: what is shown is the ruin."""
    path = tmp_path / "a.xlsx"
    make.numeric(nik)(path)
    assert read(path)[0][2][0].endswith("E+15")


def test_what_a_book_hides_is_read_and_told(tmp_path: Path) -> None:
    """19: hidden rows and sheets, merged cells; the totals are nobody."""
    path = tmp_path / "a.xlsx"
    make.hidden(path)
    seen = recognise(path, headers.looks_like_header)
    told = {(one["kind"], one["where"]): one["n"] for one in seen.notes}
    assert told == {
        ("hidden_rows", "Lembar 1"): 1,
        ("merged", "Lembar 1"): 1,
        ("hidden_sheet", "Lembar 2"): 1,
    }
    whole, ragged, totals = read(path)
    assert [row[0] for row in whole.values()] == [
        NIK_1, NIK_2, NIK_3, "3272010101930004",
    ]  # fmt: skip
    assert totals == {5: "JUMLAH|3||"} and not ragged


def test_totals_of_a_text_file_are_nobody(tmp_path: Path) -> None:
    """19"""
    path = tmp_path / "a.csv"
    path.write_text(TEXT + "JUMLAH|3\n|TOTAL|1|2\nJUMLAH|9|x|JUMADI\n")
    whole, ragged, totals = read(path)
    assert totals == {5: "JUMLAH|3", 6: "|TOTAL|1|2"}
    assert whole[7][3] == "JUMADI" and not ragged


@pytest.mark.parametrize("mac", [False, True])
def test_dates_of_both_systems(tmp_path: Path, mac: bool) -> None:
    """20: a real date is one in either system; a bare serial number is none."""
    path = tmp_path / "a.xlsx"
    make.dates(path, mac=mac)
    whole = read(path)[0]
    assert whole[2][2] == "1990-01-01" and whole[3][2] == "33274"


def test_formulas_and_errors_are_not_swallowed(tmp_path: Path) -> None:
    """21: none is calculated, and what has no value says so."""
    path = tmp_path / "a.xlsx"
    make.formulas(path)
    whole = read(path)[0]
    assert whole[2][1] == "#RUMUS!" and whole[3][3] == "#REF!"
    assert whole[4][1] == "=cmd|'/c calc'!A0"
    seen = recognise(path, headers.looks_like_header)
    assert {one["kind"]: one["n"] for one in seen.notes} == {"errors": 1, "formulas": 1}


def test_sheets_with_one_heading_are_one_delivery(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    titled: list[list[object]] = [["TPS 2"], []]
    make.book(
        path,
        {
            "Petunjuk": [["isi lembar berikut"]],
            "TPS 1": make.plain(ROWS[:2]),
            "TPS 2": titled + make.plain(ROWS[2:]),
            "Lain": [["NIK", "NAMA", "RT"], [NIK_1, "X", "1"]],
            "TPS 3": [list(HEADER)],
        },
    )
    seen = recognise(path, headers.looks_like_header)
    assert seen.sheets == ["TPS 1", "TPS 2"] and seen.rows == 3
    assert {one["name"]: one["why"] for one in seen.left_out} == {
        "Petunjuk": "no_header", "Lain": "other_header", "TPS 3": "headings_only",
    }  # fmt: skip
    whole, _ragged, _totals = read(path)
    assert list(whole.values()) == ROWS
    places = [place_of(seen.parts, line) for line in whole]
    assert places == [("TPS 1", 2), ("TPS 1", 3), ("TPS 2", 4)]


def test_a_zip_is_one_delivery_of_its_like_files(tmp_path: Path) -> None:
    sheet = make.bytes_of(lambda p: make.book(p, {"A": make.plain(ROWS[1:])}), tmp_path)
    path = tmp_path / "a.zip"
    make.bundle(
        path,
        {
            "satu.csv": "\n".join(TEXT.split("\n")[:2]).replace("|", ";").encode(),
            "dua/dua.xlsx": sheet,
            "__MACOSX/._satu.csv": b"x",
            "catatan.txt": b"halo",
            "lain.csv": b"NIK,NAMA,RT\n1,A,2\n",
            "lagi.zip": make.bytes_of(make.nested, tmp_path),
        },
    )
    seen = recognise(path, headers.looks_like_header)
    whole, ragged, _totals = read(path)
    assert list(whole.values()) == ROWS and not ragged
    assert [place_of(seen.parts, line) for line in whole] == [
        ("satu.csv", 2), ("dua/dua.xlsx / A", 2), ("dua/dua.xlsx / A", 3),
    ]  # fmt: skip
    assert {one["name"]: one["why"] for one in seen.left_out} == {
        "catatan.txt": "no_header", "lain.csv": "other_header", "lagi.zip": "nested",
    }  # fmt: skip


def test_a_heading_that_stands_twice_is_mapped_by_hand() -> None:
    """18"""
    assert headers.recognise(["NIK", "NAMA", "Nama ", "RT"]) == {"nik": 0, "rt": 3}
    assert headers.doubled(["NIK", "NAMA", "Nama ", "X", "X", ""]) == ["NAMA", "X"]
