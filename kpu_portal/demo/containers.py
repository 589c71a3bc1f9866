"""The same rows in the other containers a sender may use: for tests of the readers.

A source is a file of the generator (pipe separated, one header line). Ragged lines are
left out, because padding in a workbook would make them whole.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import xlsxwriter

from kpu_portal.demo.calendar import MONTHS

Rows = list[list[str]]
TITLES = (
    "DAFTAR PEMILIH PADA PEMUTAKHIRAN DATA PEMILIH BERKELANJUTAN (PDPB)",
    "KECAMATAN: SEMUA",
    "KABUPATEN/KOTA",
    "JUMLAH",
    "",
)
_DATE_NAMES = ("TGL", "TANGGAL")


@dataclass(frozen=True, slots=True)
class Table:
    """Header and rows of a source; `lines` are the rows' physical lines in it."""

    header: list[str]
    rows: Rows
    lines: list[int]


@dataclass(frozen=True, slots=True)
class Shape:
    """How to write a text file."""

    separator: str = "|"
    encoding: str = "utf-8"
    bom: bytes = b""
    quoted: bool = False
    sep_line: bool = False
    titles: tuple[str, ...] = ()
    date_style: str = "dash"
    newline: str = "\n"


@dataclass(frozen=True, slots=True)
class Copy:
    """A written copy: data row n of the table stands on line first_line + n."""

    path: Path
    header_line: int

    @property
    def first_line(self) -> int:
        return self.header_line + 1


def load(source: Path, limit: int | None = None) -> Table:
    """Reads a generated file, without its ragged lines."""
    header: list[str] = []
    rows: Rows = []
    lines: list[int] = []
    with source.open(encoding="utf-8", newline="\n") as text:
        for number, line in enumerate(text, start=1):
            cells = line.rstrip("\n").split("|")
            if number == 1:
                header = cells
            elif len(cells) == len(header):
                rows.append(cells)
                lines.append(number)
            if limit is not None and len(rows) == limit:
                break
    return Table(header, rows, lines)


def date_columns(header: Sequence[str]) -> list[int]:
    return [i for i, name in enumerate(header) if name.startswith(_DATE_NAMES)]


def spell_date(text: str, style: str) -> str:
    """DD-MM-YYYY in another style; what is no such date stays as it is."""
    parts = text.split("-")
    if style == "dash" or len(parts) != 3:
        return text
    day, month, year = parts
    if style == "iso":
        return f"{year}-{month}-{day}"
    if style == "month_name":
        valid = month.isdigit() and 1 <= int(month) <= 12
        return f"{int(day)} {MONTHS[int(month) - 1]} {year}" if valid else text
    return {"slash": "/", "dot": ".", "pipe": "|"}[style].join(parts)


def with_dates(table: Table, style: str) -> Rows:
    columns = date_columns(table.header)
    rows = [list(row) for row in table.rows]
    for row in rows:
        for column in columns:
            row[column] = spell_date(row[column], style)
    return rows


def write_text(table: Table, path: Path, shape: Shape) -> Copy:
    """Writes a text file; a character the encoding lacks raises UnicodeEncodeError."""
    buffer = StringIO()
    if shape.sep_line:
        buffer.write(f"sep={shape.separator}{shape.newline}")
    for title in shape.titles:
        buffer.write(title + shape.newline)
    writer = csv.writer(
        buffer,
        delimiter=shape.separator,
        lineterminator=shape.newline,
        quoting=csv.QUOTE_ALL if shape.quoted else csv.QUOTE_MINIMAL,
    )
    writer.writerow(table.header)
    writer.writerows(with_dates(table, shape.date_style))
    path.write_bytes(shape.bom + buffer.getvalue().encode(shape.encoding))
    return Copy(path, len(shape.titles) + shape.sep_line + 1)


def write_xlsx(
    table: Table,
    path: Path,
    *,
    titles: Sequence[str] = (),
    numeric_niks: bool = False,
    real_dates: bool = False,
    per_sheet: int | None = None,
) -> Copy:
    """Writes a workbook; `numeric_niks` ruins NIK and NKK as Excel does.

    `per_sheet` cuts the rows over several sheets, each with its own header.
    """
    numbers = {
        i for i, name in enumerate(table.header) if name in ("NIK", "NKK", "NO_KK")
    }
    dates = set(date_columns(table.header))
    step = per_sheet or max(1, len(table.rows))
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        # A fixed creation time keeps the file the same from run to run.
        book.set_properties({"created": dt.datetime(2026, 11, 1)})  # noqa: DTZ001
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for start in range(0, max(1, len(table.rows)), step):
            sheet = book.add_worksheet(f"TPS {start // step + 1:03d}")
            for at, title in enumerate(titles):
                sheet.write_string(at, 0, title)
            for column, name in enumerate(table.header):
                sheet.write_string(len(titles), column, name)
            for at, row in enumerate(table.rows[start : start + step]):
                for column, cell in enumerate(row):
                    place = (len(titles) + 1 + at, column)
                    if numeric_niks and column in numbers and cell.isdigit():
                        sheet.write_number(*place, float(cell))
                    elif real_dates and column in dates and _real(cell):
                        sheet.write_datetime(*place, _real(cell), day)
                    elif cell:
                        sheet.write_string(*place, cell)
    return Copy(path, len(titles) + 1)


def _real(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, "%d-%m-%Y")  # noqa: DTZ007
    except ValueError:
        return None


def _text(name: str, shape: Shape) -> Callable[[Table, Path], Copy]:
    return lambda table, folder: write_text(table, folder / name, shape)


def _book(name: str, **options: object) -> Callable[[Table, Path], Copy]:
    return lambda table, folder: write_xlsx(
        table,
        folder / name,
        **options,  # type: ignore[arg-type]
    )


# Every container by name; each writes one file into a folder.
VARIANTS: dict[str, Callable[[Table, Path], Copy]] = {
    "pipe": _text("pipe.csv", Shape()),
    "comma": _text("comma.csv", Shape(",")),
    "semicolon": _text("semicolon.csv", Shape(";")),
    "hash": _text("hash.txt", Shape("#")),
    "tab": _text("tab.txt", Shape("\t")),
    "quoted": _text("quoted.csv", Shape(",", quoted=True)),
    "crlf": _text("crlf.csv", Shape(";", newline="\r\n")),
    "utf8_bom": _text("utf8_bom.csv", Shape(bom=b"\xef\xbb\xbf")),
    "utf16_le": _text(
        "utf16_le.txt", Shape("\t", encoding="utf-16-le", bom=b"\xff\xfe")
    ),
    "utf16_be": _text(
        "utf16_be.txt", Shape("\t", encoding="utf-16-be", bom=b"\xfe\xff")
    ),
    "cp1252": _text("cp1252.csv", Shape(";", encoding="cp1252")),
    "sep_line": _text("sep_line.csv", Shape(";", sep_line=True)),
    "titles": _text("titles.csv", Shape(";", titles=TITLES)),
    "date_pipe": _text("date_pipe.csv", Shape(",", quoted=True, date_style="pipe")),
    "date_slash": _text("date_slash.csv", Shape(date_style="slash")),
    "date_dot": _text("date_dot.csv", Shape(date_style="dot")),
    "date_iso": _text("date_iso.csv", Shape(date_style="iso")),
    "date_month_name": _text("date_month_name.csv", Shape(date_style="month_name")),
    "xlsx": _book("xlsx.xlsx"),
    "xlsx_titles": _book("xlsx_titles.xlsx", titles=TITLES),
    "xlsx_dates": _book("xlsx_dates.xlsx", real_dates=True),
    "xlsx_sheets": _book("xlsx_sheets.xlsx", per_sheet=100),
    "xlsx_numeric": _book("xlsx_numeric.xlsx", numeric_niks=True),
}


def write_variants(
    source: Path, folder: Path, limit: int | None = None
) -> dict[str, Copy]:
    """Every container of VARIANTS in `folder`, from one generated file."""
    folder.mkdir(parents=True, exist_ok=True)
    table = load(source, limit)
    return {name: write(table, folder) for name, write in VARIANTS.items()}
