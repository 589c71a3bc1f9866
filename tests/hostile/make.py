"""Writes the hostile files of the tests into a folder; nothing of them is committed.

Each function writes one file and says how. The people in them are made up.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter

HEADER = ["NIK", "NAMA", "TGL_LHR", "ALAMAT"]
NIK_1, NIK_2, NIK_3 = "3272010101900001", "3272014502910002", "3272011203920003"
ROWS = [
    [NIK_1, "BUDI SANTOSO", "01-01-1990", "JL MELATI 1"],
    [NIK_2, "SITI AMINAH", "05-02-1991", "JL MAWAR 2"],
    [NIK_3, "ANWAR", "12-03-1992", "JL KENANGA 3"],
]
TEXT = "\n".join("|".join(row) for row in [HEADER, *ROWS]) + "\n"
Make = Callable[[Path], None]

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships"><sheets><sheet name="Lembar 1" sheetId="1" '
    'r:id="rId1"/></sheets></workbook>'
)


def raw_xlsx(path: Path, *sheet: bytes | str) -> None:
    """A workbook of which every byte is chosen; the sheet in pieces."""
    packed = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w", packed, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        rels = RELS.format(kind="officeDocument", target="xl/workbook.xml")
        archive.writestr("_rels/.rels", rels)
        rels = RELS.format(kind="worksheet", target="worksheets/sheet1.xml")
        archive.writestr("xl/_rels/workbook.xml.rels", rels)
        archive.writestr("xl/workbook.xml", BOOK)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for piece in sheet:
                part.write(piece.encode() if isinstance(piece, str) else piece)


def sheet_xml(rows: list[list[str]], dimension: str = "A1:D4", more: str = "") -> str:
    """The XML of a sheet with text cells."""
    told = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for at, cell in enumerate(row)
        )
        told.append(f'<row r="{number}">{cells}</row>')
    return (
        f'<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/><sheetData>'
        f"{''.join(told)}{more}</sheetData></worksheet>"
    )


def book(
    path: Path,
    sheets: dict[str, list[list[object]]],
    dress: Callable[[xlsxwriter.Workbook], None] | None = None,
) -> None:
    """A workbook as Excel would save it."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
        if dress:
            dress(made)


def plain(rows: list[list[str]] | None = None) -> list[list[object]]:
    return [list(row) for row in [HEADER, *(rows or ROWS)]]


def text(data: str, encoding: str = "utf-8", before: bytes = b"") -> Make:
    return lambda path: _write(path, before + data.encode(encoding))


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def ods(path: Path, rows: list[list[str]], more: str = "") -> None:
    """A small ods, written by hand."""
    told = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" '
        f'xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0">'
        "<office:body><office:spreadsheet>"
        f'<table:table table:name="Lembar 1">{told}{more}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        manifest = f'<manifest:manifest xmlns:manifest="{space}manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", manifest)


def xls(path: Path, rows: list[list[str]]) -> None:
    """An old xls."""
    import xlwt

    made = xlwt.Workbook()
    sheet = made.add_sheet("Lembar 1")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    made.save(str(path))


def bundle(path: Path, entries: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)


def bytes_of(make: Make, folder: Path) -> bytes:
    made = folder / "part"
    make(made)
    data = made.read_bytes()
    made.unlink()
    return data


def ratio_bomb(path: Path) -> None:
    """1: 300 MB of zeros in some hundred kB."""
    raw_xlsx(path, *[b"0" * 1_000_000] * 300)


def many_entries(path: Path) -> None:
    """2: 10,000 entries."""
    bundle(path, {f"{n}.csv": b"" for n in range(10_000)})


def nested(path: Path) -> None:
    """2: a zip in a zip."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", TEXT)
    bundle(path, {"a.zip": inner.getvalue()})


def one_cell(path: Path) -> None:
    """3: one cell of 256 MB, which shrinks to a few hundred kB."""
    before, after = _around_a_cell()
    raw_xlsx(path, before, *[b"A" * 1_000_000] * 256, after)


def one_cell_that_hardly_shrinks(path: Path) -> None:
    """3: a cell of 40 MB whose ratio is a fair one."""
    before, after = _around_a_cell()
    part = random.Random(7).randbytes(500_000).hex()
    raw_xlsx(path, before, *[part] * 40, after)


def _around_a_cell() -> list[str]:
    return sheet_xml([HEADER, [NIK_1, "{}", "x", "y"]]).split("{}")


def dimension_lie(path: Path) -> None:
    """4: A1:XFD1048576, and a stray cell at its end."""
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>z</t></is></c></row>'
    raw_xlsx(path, sheet_xml([HEADER, *ROWS], "A1:XFD1048576", far))


def laughs(path: Path) -> None:
    """5: a billion laughs."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    dtd = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'
    raw_xlsx(path, dtd + sheet_xml([HEADER, [NIK_1, "&l9;", "x", "y"]]))


def external(path: Path) -> None:
    """5: an entity that reads a file of the server."""
    dtd = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    raw_xlsx(path, dtd + sheet_xml([HEADER, [NIK_1, "&e;", "x", "y"]]))


def html(path: Path) -> None:
    """6: a page, renamed xls."""
    cells = "".join(f"<td>{cell}</td>" for cell in HEADER)
    _write(path, f"<html><table><tr>{cells}</tr></table></html>".encode())


def locked(path: Path) -> None:
    """6: with a password."""
    from msoffcrypto.format.ooxml import OOXMLFile

    open_book = io.BytesIO()
    with xlsxwriter.Workbook(open_book) as made:
        made.add_worksheet().write_row(0, 0, HEADER)
    open_book.seek(0)
    with path.open("wb") as handle:
        OOXMLFile(open_book).encrypt("rahasia", handle)


def macro(path: Path) -> None:
    """6: xlsm; what a macro is named after is there, the macro is not."""
    book(path, {"Lembar 1": plain()})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")


def cut_short(path: Path) -> None:
    """7: half a workbook."""
    book(path, {"Lembar 1": plain()})
    _write(path, path.read_bytes()[: path.stat().st_size // 2])


def unsound(path: Path) -> None:
    """7: a zip whose bytes were changed on their way."""
    bundle(path, {"a.csv": (TEXT * 200).encode()})
    data = bytearray(path.read_bytes())
    data[80:120] = b"\xff" * 40
    _write(path, bytes(data))


def numeric(nik: int) -> Make:
    def make(path: Path) -> None:
        book(path, {"Lembar 1": [list(HEADER), [nik, "BUDI", "01-01-1990", "JL A"]]})

    return make


def titled(path: Path) -> None:
    """18: titles in merged cells, the header in row 6."""

    def dress(made: xlsxwriter.Workbook) -> None:
        made.worksheets()[0].merge_range("A1:D1", "DAFTAR PEMILIH")

    titles: list[list[object]] = [[], ["KECAMATAN"], ["KELURAHAN"], ["TPS"], []]
    book(path, {"Lembar 1": titles + plain()}, dress)


def wide(path: Path) -> None:
    """18: a thousand columns with a style and nothing in them."""

    def dress(made: xlsxwriter.Workbook) -> None:
        bold = made.add_format({"bold": True})
        for row in range(4):
            for column in range(4, 1004):
                made.worksheets()[0].write_blank(row, column, None, bold)

    book(path, {"Lembar 1": plain()}, dress)


def hidden(path: Path) -> None:
    """19: a hidden sheet, a hidden row, merged cells, and totals at the end."""

    def dress(made: xlsxwriter.Workbook) -> None:
        first, second = made.worksheets()
        first.set_row(2, None, None, {"hidden": True})
        first.merge_range("D2:D3", "JL MELATI 1")
        second.hide()

    rows = plain()
    book(
        path,
        {
            "Lembar 1": [*rows, ["JUMLAH", 3]],
            "Lembar 2": [list(HEADER), ["3272010101930004", "TITI", "01-01-1993", "Z"]],
        },
        dress,
    )


def dates(path: Path, *, mac: bool) -> None:
    """20: real dates, in the system of Windows or of the old Mac."""
    made = openpyxl.Workbook()
    if mac:
        made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.active.append(HEADER)
    made.active.append([NIK_1, "BUDI", dt.date(1990, 1, 1), "JL A"])
    made.active.append([NIK_2, "SITI", 33274, "JL B"])
    made.save(path)


def formulas(path: Path) -> None:
    """21: a formula nobody calculated, an error, and a name that wants to run."""
    made = openpyxl.Workbook()
    made.active.append(HEADER)
    made.active.append([NIK_1, "=UPPER(B9)", "01-01-1990", "JL A"])
    made.active.append([NIK_2, "SITI", "05-02-1991", "#REF!"])
    made.active["D3"].data_type = "e"
    made.active.append([NIK_3, "x", "12-03-1992", "JL C"])
    made.active["B4"].value = "=cmd|'/c calc'!A0"
    made.active["B4"].data_type = "s"
    made.save(path)
