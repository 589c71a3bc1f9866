"""Sheets of a workbook, row by row, in bounded memory.

calamine holds a whole sheet, and says nothing of hidden rows, of errors (#REF! comes as
an empty cell) and of formulas that were never calculated. So the XML of an xlsx is cut
at the ends of rows, what calamine would swallow is written out, and it reads one piece
after the other. xls and ods are read whole, within the limit of the process.
"""

import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

from files.parsing.cells import LONGEST_CELL, cell_text
from files.parsing.refusal import Refused

PIECE = 32 << 20
LONGEST_ROW = 8 << 20
GAP = 10_000
SMALL_PART = 4 << 20
_NEEDED = (
    "[Content_Types]",
    "_rels/",
    "xl/workbook",
    "xl/_rels/",
    "xl/styles",
    "xl/sharedS",
)
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*>")
_ROW = re.compile(rb'<row\b[^>]*?\br="([0-9]+)"')
_FAR = re.compile(rb'<c r="[A-Z]{3}[0-9]+"(?:[^>]*/>|.*?</c>)', re.DOTALL)
_ERROR = re.compile(rb'(<c\b[^>]*?) t="e"')
_BARE = re.compile(
    # A text of no letters was calculated: it has a type, and a value that is empty.
    rb'(<c r="[A-Z]+[0-9]+")(?![^>]* t="str"[^>]*>(?:(?!</c>).)*<v)'
    rb"[^>]*>(?:<f[^>]*/>|<f\b[^>]*>[^<]*</f>)(?:<v/>|<v></v>)?</c>",
    re.DOTALL,
)
_HIDDEN = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')
_MERGED = re.compile(rb"<mergeCell ")

Row = tuple[int, list[str]]
Xml = tuple[bytes, bytes, bytes]
"""A sheet's XML as it is written: what stands above the rows, rows, what ends it."""


@dataclass
class Told:
    """What stands in a sheet beside its cells; counted while it is read."""

    hidden_rows: int = 0
    errors: int = 0
    formulas: int = 0
    merged: int = 0
    far: int = 0


@dataclass
class Sheet:
    """One sheet of a book: its rows can be walked once, `told` is complete after.

    skimmed: from now on only the last row of a piece is wanted, for its number.
    """

    name: str
    hidden: bool
    book: Any
    part: str = ""
    skimmed: bool = False
    told: Told = field(default_factory=Told)

    def rows(self) -> Iterator[Row]:
        """Rows that are not empty, with their numbers in the sheet."""
        found = self.book.rows(self) if self.part else _whole(self)
        for number, values in found:
            try:
                told = "".join(values)
                cells = values
                if "'" in told or "\0" in told:
                    cells = list(map(cell_text, values))
            except TypeError:  # a number or a date among them
                cells = list(map(cell_text, values))
                told = "".join(cells)
            if told and not told.isspace():
                if len(told) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL:
                    raise Refused("long_cell")
                yield number, cells


def sheets(path: str, kind: str) -> list[Sheet]:
    """Sheets of an xlsx, xls or ods."""
    if kind == "xlsx":
        return _Pieces(path).sheets()
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_path(path)
    return [
        Sheet(one.name, one.visible != SheetVisibleEnum.Visible, book)
        for one in book.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet
    ]


def _whole(sheet: Sheet) -> Iterator[tuple[int, list[Any]]]:
    found = sheet.book.get_sheet_by_name(sheet.name)
    sheet.told.merged = len(found.merged_cell_ranges or [])
    # iter_rows begins at the sheet's first row, or at A1 when there is one above.
    yield from enumerate(found.to_python(skip_empty_area=False), start=1)


class _Pieces:
    """An xlsx whose sheets are handed to calamine piece by piece."""

    def __init__(self, path: str) -> None:
        self.archive = zipfile.ZipFile(path)
        self.names = set(self.archive.namelist())

    def sheets(self) -> list[Sheet]:
        parts = self._targets()
        book = ElementTree.fromstring(self._small("xl/workbook.xml"))  # noqa: S314 - no DTD: archive.py refuses one, and the process has limits
        found = []
        for one in book.iter():
            if one.tag.rpartition("}")[2] != "sheet":
                continue
            part = parts.get(one.get(_REL, ""), "")
            if part in self.names and "worksheet" in part:
                hidden = one.get("state", "visible") != "visible"
                found.append(Sheet(one.get("name", ""), hidden, self, part))
        return found

    def _targets(self) -> dict[str, str]:
        if "xl/_rels/workbook.xml.rels" not in self.names:
            raise Refused("unreadable")
        rels = ElementTree.fromstring(self._small("xl/_rels/workbook.xml.rels"))  # noqa: S314 - as above
        return {
            one.get("Id", ""): _path(one.get("Target", ""))
            for one in rels
            if one.get("TargetMode") != "External"
        }

    def _small(self, name: str) -> bytes:
        if self.archive.getinfo(name).file_size > SMALL_PART:
            raise Refused("too_big")
        return self.archive.read(name)

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, list[Any]]]:
        passed = 0
        with TemporaryDirectory(prefix="pdpb-piece-") as folder:
            base = self._base(Path(folder), sheet)
            for xml, rows, numbered in self._cut(sheet):
                if sheet.skimmed:
                    last = _ROW.findall(xml[1][-LONGEST_ROW:])
                    passed += rows
                    yield int(last[-1]) if last else passed, ["…"]
                    continue
                found = _opened(base, sheet, xml)
                if found.start is not None:
                    # calamine gives rows from A1 only when told so by its first one.
                    below = found.start[0] + 1
                    left = [""] * found.start[1]
                    if not numbered:
                        below += passed
                    for at, values in enumerate(found.to_python(), start=below):
                        yield at, left + values if left else values
                passed += rows

    def _base(self, folder: Path, sheet: Sheet) -> Path:
        """The book without its sheets; a piece of one is added to a copy of it."""
        base = folder / "base.xlsx"
        with zipfile.ZipFile(base, "w", zipfile.ZIP_STORED) as small:
            for name in self.names:
                if name.startswith(_NEEDED) and name != sheet.part:
                    with self.archive.open(name) as part, small.open(name, "w") as to:
                        shutil.copyfileobj(part, to, 1 << 20)
        return base

    def _cut(self, sheet: Sheet) -> Iterator[tuple[Xml, int, bool]]:
        """Pieces of the sheet as sheets of their own: XML, rows, whether numbered."""
        with self.archive.open(sheet.part) as stream:
            rest = stream.read(1 << 20)
            begun = _DATA.search(rest)
            if begun is None:
                return
            if begun[0].endswith(b"/>"):
                return
            prefix = begun[1]
            head = re.sub(rb"<(?:\w+:)?dimension\b[^>]*/>", b"", rest[: begun.end()])
            tail = b"</%bsheetData></%bworksheet>" % (prefix, prefix)
            ends, over = b"</%brow>" % prefix, b"</%bsheetData>" % prefix
            rest, size = rest[begun.end() :], 1 << 18
            while True:
                block, size = stream.read(size), PIECE
                rest += block
                end = rest.find(over)
                cut = end if end >= 0 else rest.rfind(ends) + len(ends)
                if end < 0 and cut < len(ends):
                    if not block:
                        raise Refused("truncated")
                    if len(rest) > PIECE + LONGEST_ROW:
                        raise Refused("long_cell")
                    continue
                rows, rest = rest[:cut], rest[cut:]
                if end < 0 and len(rest) > LONGEST_ROW:
                    raise Refused("long_cell")
                for piece in _mended(rows, sheet.told):
                    numbered = _ROW.search(piece) is not None
                    yield (head, piece, tail), piece.count(ends), numbered
                if end >= 0:
                    sheet.told.merged += len(_MERGED.findall(rest + stream.read(PIECE)))
                    return


def _opened(base: Path, sheet: Sheet, xml: Xml) -> Any:
    """A piece as calamine reads it; from a file, of which it makes no copies."""
    from python_calamine import CalamineWorkbook

    made = base.with_name("piece.xlsx")
    shutil.copyfile(base, made)
    with (
        zipfile.ZipFile(made, "a", zipfile.ZIP_STORED) as small,
        small.open(sheet.part, "w") as to,
    ):
        to.writelines(xml)
    return CalamineWorkbook.from_path(str(made)).get_sheet_by_name(sheet.name)


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else "xl/" + target


def _mended(rows: bytes, told: Told) -> list[bytes]:
    """The XML of some rows with what calamine would swallow written as text."""
    if b"hidden=" in rows:
        told.hidden_rows += len(_HIDDEN.findall(rows))
    if re.search(rb'<c r="[A-Z]{3}', rows):
        far = [one for one in _FAR.findall(rows) if b"<v" in one or b"<t" in one]
        told.far += len(far)
        rows = _FAR.sub(b"", rows)
    if b't="e"' in rows:
        rows, found = _ERROR.subn(rb'\1 t="str"', rows)
        told.errors += found
    if b"<f" in rows:
        rows, found = _BARE.subn(rb'\1 t="str"><v>#RUMUS!</v></c>', rows)
        told.formulas += found
    return _parted(rows)


def _parted(rows: bytes) -> list[bytes]:
    """Cut where many row numbers are left out: calamine would make them all."""
    first, last = _ROW.search(rows), _ROW.match(rows, max(0, rows.rfind(b"<row")))
    if first and last and int(last[1]) - int(first[1]) < rows.count(b"<row") + GAP:
        return [rows]
    at = [(int(one[1]), one.start()) for one in _ROW.finditer(rows)]
    if not at or at[-1][0] - at[0][0] < len(at) + GAP:
        return [rows]
    cuts = [b[1] for a, b in pairwise(at) if b[0] - a[0] > GAP]
    return [rows[a:b] for a, b in pairwise([0, *cuts, len(rows)])]
