"""Rows of a table as chunks of COPY text: line number first, then the cells.

Lines with too few or too many cells are set aside. Nothing here looks inside a cell,
but for the apostrophes that our own export set before a sign (files.guard).
A row whose cells are all empty is no row, in text as in a workbook: people leave such
rows between two kelurahan, with or without separators.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

from files.guard import restorer
from files.parsing import text
from files.parsing.cells import is_total

_ALL_BYTES = bytes(range(256))
_BLANKS = (b" ", b"\t", "\u00a0".encode())
_TOTALS = b"JUMLAH|Jumlah|jumlah|TOTAL|Total|total|SUB|Sub|GRAND|Grand"
_first = itemgetter(slice(0, 1))
AVERAGE_LINE = 200
MOST_LETTERS = 8 << 20
"""A chunk ends here however few its rows: a line may have a million letters."""


@dataclass
class Chunk:
    """Some rows: `data` for COPY, and `ragged` (line, text) set aside.

    totals: rows that sum up the others; they are nobody and no row.
    """

    data: bytes = b""
    rows: int = 0
    ragged: list[tuple[int, str]] = field(default_factory=list)
    totals: list[tuple[int, str]] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """Rows and ragged lines together."""
        return self.rows + len(self.ragged)


def plain(path: Path, part: dict[str, Any], rows: int) -> Iterator[Chunk]:
    """A text file without quotes: whole blocks are checked and numbered.

    Its own separator stays between the cells.
    """
    separator, width = part["separator"].encode(), part["width"]
    keep = separator + b"\n"
    noise = bytes(set(_ALL_BYTES) - set(keep))
    # How a blank row would begin; most blocks have no such line.
    suspect = re.compile(
        b"\n(?:[ \t\xc2" + re.escape(separator) + b"]|" + _TOTALS + b")"
    )
    doubtful = {*map(_first, _TOTALS.split(b"|")), b" ", b"\t", b"\xc2", separator}
    whole = separator * (width - 1) + b"\n"
    mark = b"%d" + separator.replace(b"%", b"%%") + b"%b\n"
    guard = restorer(part["separator"])
    number = part["header_line"] + 1
    size = min(rows * AVERAGE_LINE, MOST_LETTERS)
    blocks = text.plain_blocks(
        path, part["encoding"], part["bom"], part["header_line"], size
    )
    for block in blocks:
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b" ")
        if b"'" in block:
            block = guard.sub(b"", b"\n" + block)[1:]
        if b"\\" in block:
            block = block.replace(b"\\", b"\\\\")
        lines = block.split(b"\n")
        lines.pop()
        even = block.translate(None, noise) == whole * len(lines)
        if even and (
            doubtful.isdisjoint(map(_first, lines)) or not suspect.search(b"\n" + block)
        ):
            # One format of all lines: a fraction of one a line.
            numbered = chain.from_iterable(enumerate(lines, start=number))
            yield Chunk(mark * len(lines) % tuple(numbered), len(lines))
        else:
            yield _sorted_out(lines, number, separator, width)
        number += len(lines)


def _is_blank(line: bytes, separator: bytes) -> bool:
    if line and not line.startswith((separator, *_BLANKS)):
        return False
    return not line.replace(separator, b"").decode(errors="replace").strip()


def _sorted_out(lines: list[bytes], number: int, separator: bytes, width: int) -> Chunk:
    """Line by line: whole ones, ragged ones, and blank ones that count for nothing."""
    chunk = Chunk()
    whole = []
    for at, line in enumerate(lines, start=number):
        if _is_blank(line, separator):
            continue
        sums = _total(line, separator)
        if sums:
            chunk.totals.append((at, sums))
        elif line.count(separator) == width - 1:
            whole.append(b"%d%b%b\n" % (at, separator, line))
        else:
            told = line.replace(b"\\\\", b"\\").decode(errors="replace")
            chunk.ragged.append((at, told))
    chunk.data, chunk.rows = b"".join(whole), len(whole)
    return chunk


def _total(line: bytes, separator: bytes) -> str:
    """The line as text when it sums up the others; most lines begin with a digit."""
    if line[:1].isdigit():
        return ""
    cells = line.decode(errors="replace").split(separator.decode())
    return "|".join(cells) if is_total(cells) else ""


def grouped(lines: Iterable[str], rows: int) -> Iterator[Chunk]:
    """Lines of files.parsing.read.row_text as chunks: marked ones go aside."""
    chunk, whole, letters = Chunk(), [], 0
    for line in lines:
        letters += len(line)
        if line[0] not in "\t=":
            whole.append(line)
        else:
            number, told = line[1:-1].split("\t", 1)
            aside = chunk.totals if line[0] == "=" else chunk.ragged
            aside.append((int(number), told))
        if len(whole) + len(chunk.ragged) >= rows or letters > MOST_LETTERS:
            chunk.data, chunk.rows = "".join(whole).encode(), len(whole)
            yield chunk
            chunk, whole, letters = Chunk(), [], 0
    chunk.data, chunk.rows = "".join(whole).encode(), len(whole)
    if chunk.lines or chunk.totals:
        yield chunk
