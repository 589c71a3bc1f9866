"""The rows of the chosen tables of a file, as COPY text: line, tab, cells."""

import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from files.guard import restored
from files.parsing import text, workbook
from files.parsing.cells import ESCAPES, is_total
from files.parsing.look import unpacked

Found = Iterator[tuple[int, list[str]]]
_SPECIAL = re.compile(r"[\\'\n\r]")
_DIGITS = frozenset("0123456789")


def read(path: Path, kind: str, parts: list[dict[str, Any]], out: Path) -> int:
    """Write every data row of `parts` to `out`; gives how many.

    A ragged line begins with a tab, a row of totals with "=".
    """
    with out.open("w", encoding="utf-8", newline="\n") as target, ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        written = 0
        opened: tuple[str, Path, dict[str, Any]] = ("", path, {})
        for part in parts:
            if kind == "zip" and part["entry"] != opened[0]:
                inner = folder / "entry"
                with zipfile.ZipFile(path) as outer:
                    unpacked(path, outer.getinfo(part["entry"]), inner)
                opened = (part["entry"], inner, {})
            written += _part(opened[1], opened[2], part, target)
    return written


def _part(
    path: Path, books: dict[str, Any], part: dict[str, Any], target: IO[str]
) -> int:
    base, width, written = part["base"], part["width"], 0
    if part["kind"] == "csv":
        found: Found = text.quoted_rows(
            path,
            part["encoding"],
            part["bom"],
            part["separator"],
            part["header_line"],
            width + part["extra"],
        )
    else:
        if not books:
            books |= {one.name: one for one in workbook.sheets(str(path), part["kind"])}
        found = books[part["sheet"]].rows()
    for number, cells in found:
        if number <= part["header_line"]:
            continue
        if part["kind"] != "csv":
            if len(cells) != width:
                cells = (cells + [""] * width)[:width]
        elif not any(map(str.strip, cells)):
            continue
        elif part["extra"]:
            cells = cells[:width]
        target.write(row_text(base + number, cells, width, part["separator"]))
        written += 1
    return written


def row_text(number: int, cells: list[str], width: int, separator: str) -> str:
    """One line of COPY text, or a marked one: ragged, or a sum of the others.

    separator: of a text file, whose cells may still hold the guard's apostrophes; ""
    for a workbook, where files.parsing.cells has taken them off.
    """
    line = "\t".join(cells)
    if line[:1] not in _DIGITS and is_total(cells):
        return f"={number}\t{_plain(separator, cells)}\n"
    if len(cells) != width:
        return f"\t{number}\t{_plain(separator, cells)}\n"
    if _SPECIAL.search(line) or line.count("\t") != width - 1:
        bare = map(restored, cells) if separator else cells
        line = "\t".join([cell.translate(ESCAPES) for cell in bare])
    return f"{number}\t{line}\n"


def _plain(separator: str, cells: list[str]) -> str:
    told = (separator or "|").join(cells)
    return told.replace("\n", " ").replace("\r", " ").rstrip()
