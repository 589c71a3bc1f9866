"""Rows into csv, xlsx or PDF, each file marked with who took it and when."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import IO, Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from files import guard
from files.exports.columns import Column, cell

NOTES_SHEET = "Keterangan"
TEMPLATE = Path(__file__).with_name("list.typ")
Rows = Iterable[Sequence[Any]]


class ExportError(Exception):
    """The file cannot be written as asked; the message is for people."""


@dataclass(frozen=True)
class Sheet:
    """What is said around the rows: titles, notes, and the mark of who took it.

    `parts`: names of the columns whose change begins a page of the PDF. `across`: the
    mark also stands large behind every page of it.
    """

    title: str = "Data"
    notes: Sequence[str] = ()
    who: str = ""
    when: str = ""
    facts: Sequence[tuple[str, str]] = field(default_factory=tuple)
    parts: Sequence[str] = ()
    across: bool = False

    @property
    def mark(self) -> str:
        """The line that stands on every page of the file."""
        return f"Diunduh oleh {self.who}, {self.when}"


def mark_of(actor: Any) -> tuple[str, str]:
    """Who takes a file, with the account's name, and the time."""
    account = getattr(actor, "username", "")
    who = f"{actor} ({account})" if account else str(actor or "sistem")
    return who, f"{timezone.localtime():%Y-%m-%d %H.%M.%S %Z}"


def write_csv(
    handle: IO[bytes], columns: Sequence[Column], rows: Rows, sheet: Sheet
) -> int:
    """UTF-8, commas, a heading, nothing else: a program reads it. Gives the rows."""
    text = io.TextIOWrapper(handle, encoding="utf-8", newline="", write_through=True)
    plain = csv.writer(text, lineterminator="\n")
    # The csv writer leaves a lone carriage return without quotes.
    quoting = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    count = -1
    for line in _with_heading(columns, rows):
        cells = [guard.guarded(c) if isinstance(c, str) else c for c in line]
        bare = any(isinstance(c, str) and "\r" in c for c in cells)
        (quoting if bare else plain).writerow(cells)
        count += 1
    text.flush()
    text.detach()
    return count


def _with_heading(
    columns: Sequence[Column], rows: Rows
) -> Iterable[list[str | int | float]]:
    yield [column.label for column in columns]
    for row in rows:
        yield [cell(*pair) for pair in zip(columns, row, strict=True)]


def write_xlsx(
    handle: IO[bytes], columns: Sequence[Column], rows: Rows, sheet: Sheet
) -> int:
    """Text as text, the mark in head, foot, properties and a sheet of its own."""
    import xlsxwriter

    from files.exports.lines import LineSheet

    options = {"constant_memory": True, "strings_to_formulas": False}
    top = len(sheet.notes)
    with xlsxwriter.Workbook(handle, options) as book:
        page = book.add_worksheet(sheet.title[:31], LineSheet)
        _dress(book, page, sheet)
        bold = book.add_format({"bold": True})
        looks = _looks(book, any(column.retyped for column in columns))
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width, looks.plain)
        for at, note in enumerate(sheet.notes):
            page.write_string(at, 0, _typed(note))
        for at, column in enumerate(columns):
            page.write_string(top, at, _typed(column.label), bold)
        page.freeze_panes(top + 1, 0)
        page.repeat_rows(top)
        count = _fill(page, columns, rows, top, looks)
        _explain(book, sheet, count)
    return count


class _Looks(NamedTuple):
    """Formats of text: of plain cells (None: the sheet's own) and of quoted ones."""

    plain: Any
    quoted: Any


def _looks(book: Any, retyped: bool) -> _Looks:
    # A sign at the start stays text when somebody edits the cell.
    quoted = {"quote_prefix": True}
    if not retyped:
        return _Looks(None, book.add_format(quoted))
    text = {"num_format": "@"}
    return _Looks(book.add_format(text), book.add_format({**text, **quoted}))


def _fill(
    page: Any, columns: Sequence[Column], rows: Rows, top: int, looks: _Looks
) -> int:
    """Write the rows below line `top`; a cell without text is left empty.

    The innermost loop of a large file: most lines are plain text, and one look tells.
    """
    masks, line = [one.mask for one in columns], top
    page.expect(len(columns))
    for line, row in enumerate(rows, start=top + 1):
        if line == page.xls_rowmax:
            raise ExportError(_("xlsx tidak memuat sebanyak ini; unduh sebagai csv."))
        cells = [
            value if value.__class__ is str and not mask else cell(column, value)
            for value, mask, column in zip(row, masks, columns, strict=True)
        ]
        if looks.plain or not page.write_line(line, cells):
            _write_cells(page, line, cells, looks)
    return line - top


def _write_cells(page: Any, line: int, cells: list[Any], looks: _Looks) -> None:
    """A line of which some cell is a number, or a text that needs a second look."""
    for at, text in enumerate(cells):
        if not isinstance(text, str):
            page.write_number(line, at, text)
        elif text and _ODD(text):
            form = looks.quoted if guard.risky(text) else looks.plain
            page.write_string(line, at, _typed(text), form)
        elif text:
            page.write_string(line, at, text, looks.plain)


# What is not written as it stands: see guard, and what XML cannot hold.
_ODD = re.compile(f"{guard.MAY_BE.pattern}|['\x00\ufffe\uffff]").search
# What XML cannot hold, even escaped.
_IMPOSSIBLE = str.maketrans(dict.fromkeys([0, 0xFFFE, 0xFFFF]))


def _typed(text: str) -> str:
    return guard.guarded_typed(text.translate(_IMPOSSIBLE))


def _dress(book: Any, page: Any, sheet: Sheet) -> None:
    if not sheet.who:
        return
    book.set_properties({"author": sheet.who[:200], "comments": sheet.mark})
    mark = sheet.mark.replace("&", "&&")[:180]
    page.set_header(f"&L{mark}")
    page.set_footer(f"&L{mark}&R&P / &N")
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _explain(book: Any, sheet: Sheet, count: int) -> None:
    """A second sheet, which our own import passes over: it has no heading of ours."""
    if not sheet.who:
        return
    page = book.add_worksheet(NOTES_SHEET)
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 70)
    told = [
        ("Diunduh oleh", sheet.who),
        ("Waktu", sheet.when),
        ("Baris", str(count)),
        *sheet.facts,
        ("Perhatian", "Berkas kantor; unduhan ini tercatat di Jejak."),
    ]
    for at, (name, value) in enumerate(told):
        page.write_string(at, 0, name)
        page.write_string(at, 1, _typed(value))


def require_short(rows: int, format: str) -> None:
    """Raise ExportError where so many rows make no PDF."""
    most = settings.POLICY.pdf_most_rows
    if format == "pdf" and rows > most:
        said = _("PDF memuat paling banyak %(n)s baris; unduh sebagai xlsx.")
        raise ExportError(said % {"n": most})


def write_pdf(
    handle: IO[bytes], columns: Sequence[Column], rows: Rows, sheet: Sheet
) -> int:
    """A table on A4 across, the mark at the foot of each page. Raises ExportError."""
    import typst

    lines: list[list[str]] = []
    for row in rows:
        require_short(len(lines) + 1, "pdf")
        pairs = zip(columns, row, strict=True)
        lines.append([str(cell(*pair)) for pair in pairs])
    data = {
        "title": sheet.title,
        "notes": list(sheet.notes),
        "mark": sheet.mark,
        "across": [sheet.who, sheet.when] if sheet.across else [],
        "widths": [column.width for column in columns],
        "heading": [column.label for column in columns],
        "parts": _parts(columns, lines, sheet.parts),
    }
    try:
        pdf = typst.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        raise ExportError(_("PDF gagal disusun; unduh sebagai xlsx.")) from error
    handle.write(pdf)
    return len(lines)


def _parts(
    columns: Sequence[Column], lines: list[list[str]], names: Sequence[str]
) -> list[dict[str, Any]]:
    """The lines as runs that share the cells of these columns, each with its name."""
    at = [n for n, column in enumerate(columns) if column.name in names]
    found: list[dict[str, Any]] = []
    for key, run in groupby(lines, key=lambda line: [line[n] for n in at]):
        rows = list(run)
        said = [f"{columns[n].label} {word}" for n, word in zip(at, key, strict=True)]
        name = f"{', '.join(said)} ({len(rows)})" if said else ""
        found.append({"name": name, "rows": rows})
    return found or [{"name": "", "rows": []}]


WRITERS: dict[str, Callable[[IO[bytes], Sequence[Column], Rows, Sheet], int]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "pdf": write_pdf,
}
