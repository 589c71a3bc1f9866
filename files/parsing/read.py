"""The rows of the chosen tables of a file, in chunks of COPY text."""

import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from files.guard import restored
from files.parsing import chunks, quoted, text, workbook
from files.parsing.cells import ESCAPES, is_total
from files.parsing.chunks import Chunk
from files.parsing.look import unpacked

Found = Iterator[tuple[int, list[str]]]
_SPECIAL = re.compile(r"[\\'\n\r]")
_DIGITS = frozenset("0123456789")


def read(
    path: Path, kind: str, parts: list[dict[str, Any]], rows: int, *, plain: bool
) -> Iterator[Chunk]:
    """Every data row of `parts`, about `rows` a chunk.

    plain: a text file without quotes.
    """
    if plain:
        return chunks.plain(path, parts[0], rows)
    first = parts[0]
    if kind == "csv" and not first["extra"] and quoted.is_plain_heading(path, first):
        return chunks.joined(_quoted(path, first), rows)
    return chunks.grouped(_lines(path, kind, parts), rows)


def _lines(path: Path, kind: str, parts: list[dict[str, Any]]) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="pdpb-zip-") as folder:
        opened: tuple[str, Path, dict[str, Any]] = ("", path, {})
        for part in parts:
            if kind == "zip" and part["entry"] != opened[0]:
                inner = Path(folder) / "entry"
                with zipfile.ZipFile(path) as outer:
                    unpacked(path, outer.getinfo(part["entry"]), inner)
                opened = (part["entry"], inner, {})
            yield from _part(opened[1], opened[2], part)


def _quoted(path: Path, part: dict[str, Any]) -> Iterator[tuple[bytes, int, str]]:
    """COPY text of so many rows, or a line of row_text."""
    for data, number, cells in quoted.rows(path, part):
        if data:
            yield data, number, ""
        elif any(map(str.strip, cells)):
            told = row_text(
                part["base"] + number, cells, part["width"], part["separator"]
            )
            yield b"", 0, told


def _part(path: Path, books: dict[str, Any], part: dict[str, Any]) -> Iterator[str]:
    base, width = part["base"], part["width"]
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
        yield row_text(base + number, cells, width, part["separator"])


def row_text(number: int, cells: list[str], width: int, separator: str) -> str:
    """One line of COPY text, or a marked one: ragged ("\\t"), a sum of others ("=").

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
