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
PIECE = 256
"""Lines that are looked at one by one when one of them is no whole row."""
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
    look = _Plain(part["separator"], part["width"])
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
        if look.is_even(block, lines):
            yield Chunk(look.numbered(lines, number), len(lines))
        else:
            yield _sorted_out(lines, number, look)
        number += len(lines)


class _Plain:
    """What the lines of one file without quotes look like."""

    def __init__(self, separator: str, width: int) -> None:
        self.separator, self.width = separator.encode(), width
        self._noise = bytes(set(_ALL_BYTES) - set(self.separator + b"\n"))
        # How a blank row would begin; most blocks have no such line.
        self._suspect = re.compile(
            b"\n(?:[ \t\xc2" + re.escape(self.separator) + b"]|" + _TOTALS + b")"
        )
        self._doubtful = {
            *map(_first, _TOTALS.split(b"|")),
            *(b" ", b"\t", b"\xc2", self.separator),
        }
        self._whole = self.separator * (width - 1) + b"\n"
        self._mark = b"%d" + self.separator.replace(b"%", b"%%") + b"%b\n"

    def is_even(self, block: bytes, lines: list[bytes]) -> bool:
        """Whether every line has all cells, and none is blank or sums up others."""
        return block.translate(None, self._noise) == self._whole * len(lines) and (
            self._doubtful.isdisjoint(map(_first, lines))
            or not self._suspect.search(b"\n" + block)
        )

    def numbered(self, lines: list[bytes], number: int) -> bytes:
        """One format of all lines: a fraction of one a line."""
        told = chain.from_iterable(enumerate(lines, start=number))
        return self._mark * len(lines) % tuple(told)


def _is_blank(line: bytes, separator: bytes) -> bool:
    if line and not line.startswith((separator, *_BLANKS)):
        return False
    return not line.replace(separator, b"").decode(errors="replace").strip()


def _sorted_out(lines: list[bytes], number: int, look: _Plain) -> Chunk:
    """A block with some line that is no whole row: its piece alone goes by line."""
    chunk, whole = Chunk(), list[bytes]()
    for at in range(0, len(lines), PIECE):
        piece = lines[at : at + PIECE]
        if look.is_even(b"\n".join(piece) + b"\n", piece):
            whole.append(look.numbered(piece, number + at))
            chunk.rows += len(piece)
        else:
            _by_line(piece, number + at, look, chunk, whole)
    chunk.data = b"".join(whole)
    return chunk


def _by_line(
    lines: list[bytes], number: int, look: _Plain, chunk: Chunk, whole: list[bytes]
) -> None:
    """Line by line: whole ones, ragged ones, and blank ones that count for nothing."""
    separator = look.separator
    for at, line in enumerate(lines, start=number):
        if _is_blank(line, separator):
            continue
        sums = _total(line, separator)
        if sums:
            chunk.totals.append((at, sums))
        elif line.count(separator) == look.width - 1:
            whole.append(b"%d%b%b\n" % (at, separator, line))
            chunk.rows += 1
        else:
            told = line.replace(b"\\\\", b"\\").decode(errors="replace")
            chunk.ragged.append((at, told))


def _total(line: bytes, separator: bytes) -> str:
    """The line as text when it sums up the others; most lines begin with a digit."""
    if line[:1].isdigit():
        return ""
    cells = line.decode(errors="replace").split(separator.decode())
    return "|".join(cells) if is_total(cells) else ""


def grouped(lines: Iterable[str], rows: int) -> Iterator[Chunk]:
    """Lines of files.parsing.read.row_text as chunks: marked ones go aside."""
    return joined(((b"", 0, line) for line in lines), rows)


def joined(found: Iterable[tuple[bytes, int, str]], rows: int) -> Iterator[Chunk]:
    """COPY text of so many rows, and lines of row_text between, as chunks."""
    chunk, whole, letters = Chunk(), list[bytes](), 0
    lines: list[str] = []
    for data, count, line in found:
        letters += len(data) + len(line)
        if data:
            whole += ["".join(lines).encode(), data]
            lines.clear()
            chunk.rows += count
        elif line[0] not in "\t=":
            lines.append(line)
            chunk.rows += 1
        else:
            number, told = line[1:-1].split("\t", 1)
            aside = chunk.totals if line[0] == "=" else chunk.ragged
            aside.append((int(number), told))
        if chunk.lines >= rows or letters > MOST_LETTERS:
            chunk.data = b"".join([*whole, "".join(lines).encode()])
            yield chunk
            chunk, whole, letters = Chunk(), [], 0
            lines.clear()
    chunk.data = b"".join([*whole, "".join(lines).encode()])
    if chunk.lines or chunk.totals:
        yield chunk
