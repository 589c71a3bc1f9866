"""The one way out: every file that leaves is written, hashed and recorded here.

The caller passes columns, rows and scope as values; this module knows no room. Text is
written as text, so that a cell beginning with "=" is no formula in anybody's sheet.
"""

import csv
import datetime as dt
import hashlib
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, HttpRequest

from audit.services import Persons, record

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
MASK = "\u2022"
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_FIXED_TIME = dt.datetime(2000, 1, 1)  # noqa: DTZ001  (xlsxwriter wants it naive)


class ExportError(Exception):
    """The file cannot be written as asked."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, how wide, and how a value is hidden before it leaves."""

    label: str
    width: int = 18
    mask: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Exported:
    """A finished file, open for reading at its start."""

    name: str
    format: str
    rows: int
    sha256: str
    handle: IO[bytes]

    def read(self) -> bytes:
        """All of its bytes."""
        self.handle.seek(0)
        return self.handle.read()


def mask_number(text: str) -> str:
    """A NIK or NKK with its last ten digits hidden."""
    return text[:6] + MASK * 10 if len(text) == 16 else MASK * len(text)


def mask_birth(text: str) -> str:
    """A birth date (ISO) of which only the year stays."""
    return f"{MASK * 2}-{MASK * 2}-{text[:4]}" if text else ""


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    line = text.replace("\r", " ")  # the csv writer would leave it bare
    return f"'{line}" if text.startswith(FORMULA_SIGNS) else line


def export(
    *,
    actor: Any,
    regency: str,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    format: str = "xlsx",
    action: str = "export",
    sheet: str = "Data",
    notes: Sequence[str] = (),
    persons: Persons | None = None,
    data: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> Exported:
    """Write rows to csv or xlsx, hash the file and record who took it.

    name: file name without its ending. notes: lines above the heading (xlsx only).
    persons: keys of everybody in the file, complete once the rows are written.
    Numbers (int, float) stay numbers; dates and everything else are text. Raises
    ExportError for another format.
    """
    writer = {"csv": _write_csv, "xlsx": _write_xlsx}.get(format)
    if writer is None:
        raise ExportError(format)
    # Stays open: the response or the caller reads it, and closing deletes it.
    handle = tempfile.TemporaryFile()  # noqa: SIM115
    count = writer(handle, columns, rows, sheet, notes)
    return finish(
        actor=actor,
        regency=regency,
        name=f"{_safe(name)}.{format}",
        handle=handle,
        rows=count,
        action=action,
        persons=persons,
        data={"columns": [column.label for column in columns], **(data or {})},
        request=request,
    )


def finish(
    *,
    actor: Any,
    regency: str,
    name: str,
    handle: IO[bytes],
    rows: int = 0,
    action: str = "export",
    persons: Persons | None = None,
    data: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> Exported:
    """Hash and record a file made elsewhere (a typst PDF, a Word document)."""
    digest = _digest(handle)
    record(
        actor=actor,
        action=action,
        regency_code=regency,
        subject=name,
        persons=persons or (),
        data={"rows": rows, "sha256": digest, **(data or {})},
        request=request,
    )
    return Exported(name, PurePath(name).suffix.lstrip("."), rows, digest, handle)


def response(exported: Exported) -> FileResponse:
    """The download of an exported file, with its digest in a header."""
    answer = FileResponse(
        exported.handle,
        as_attachment=True,
        filename=exported.name,
        content_type=CONTENT_TYPES.get(exported.format, "application/octet-stream"),
    )
    answer["X-Content-SHA256"] = exported.sha256
    return answer


def _safe(name: str) -> str:
    """A file name without separators or control characters."""
    return "".join(c if c.isalnum() or c in "-_. " else "-" for c in name)[:100]


def _digest(handle: IO[bytes]) -> str:
    handle.seek(0)
    digest = hashlib.file_digest(handle, "sha256").hexdigest()  # type: ignore[arg-type]
    handle.seek(0)
    return digest


def _cell(column: Column, value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return column.mask(text) if column.mask else text


def _write_csv(
    handle: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    sheet: str,
    notes: Sequence[str],
) -> int:
    text = io.TextIOWrapper(handle, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.label for column in columns])
    count = 0
    for row in rows:
        cells = [_cell(*pair) for pair in zip(columns, row, strict=True)]
        writer.writerow([guarded(c) if isinstance(c, str) else c for c in cells])
        count += 1
    text.flush()
    text.detach()
    return count


def _write_xlsx(
    handle: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    sheet: str,
    notes: Sequence[str],
) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False}
    count, top = 0, len(notes)
    with xlsxwriter.Workbook(handle, options) as book:
        book.set_properties({"created": _FIXED_TIME})
        bold = book.add_format({"bold": True})
        page = book.add_worksheet(sheet[:31])
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width)
        for at, note in enumerate(notes):
            page.write_string(at, 0, note)
        for at, column in enumerate(columns):
            page.write_string(top, at, column.label, bold)
        page.freeze_panes(top + 1, 0)
        for row in rows:
            count += 1
            for at, (column, value) in enumerate(zip(columns, row, strict=True)):
                cell = _cell(column, value)
                if isinstance(cell, str):
                    page.write_string(top + count, at, cell)
                else:
                    page.write_number(top + count, at, cell)
    return count
