"""Text files with quotes: plainly whole pieces pass as bytes, others by the csv reader.

A piece is plainly whole when all its cells are in quotes, or none, and nothing in it
needs a second look: no quote, tab or lone line break inside a cell, all cells in every
line, no row that may be blank or a sum. What comes of it is what the csv reader gives.
"""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from files.guard import restorer
from files.parsing import text

PIECE = 256
SIZE = 1 << 20
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_NOISE = bytes(set(range(256)) - set(b'"\t\n'))
# How a row might begin that is blank, sums up others, or belongs to the guard.
_SUSPECT = re.compile(rb"\n(?:[^0-9A-Za-z]|(?i:SUB|GRAND|JUMLAH|TOTAL))")


class Source:
    """The physical lines of a file after its heading, as bytes, a piece at a time."""

    def __init__(self, path: Path, part: dict[str, Any]) -> None:
        self._blocks = text.plain_blocks(
            path, part["encoding"], part["bom"], part["header_line"], SIZE, ended=False
        )
        self._lines: list[bytes] = []
        self._at = 0
        self._open = False  # the last of these lines has no end
        self._rest: list[str] = []
        self.given = 0
        """Lines handed out one by one since `take`."""

    def piece(self) -> list[bytes]:
        """The next lines without their ends; [] at the end of the file."""
        if self._at >= len(self._lines):
            block = next(self._blocks, b"")
            self._lines, self._at = block.split(b"\n"), 0
            self._open = self._lines[-1] != b""
            if not self._open:
                self._lines.pop()
        return self._lines[self._at : self._at + PIECE]

    def take(self, lines: int) -> None:
        """Go on behind so many of them."""
        self._at += lines

    @property
    def is_between(self) -> bool:
        """Whether no line is half handed out."""
        return not self._rest

    def readline(self) -> str:
        """The next line as the csv reader takes it; a lone \\r ends one too."""
        if not self._rest:
            piece = self.piece()
            if not piece:
                return ""
            self.take(1)
            last = self._at == len(self._lines)
            whole = piece[0].decode() + "\n" * (not last or not self._open)
            most = text.LONGEST_LINE
            self._rest = [
                line[at : at + most]
                for line in _LINE.findall(whole)
                for at in range(0, len(line), most)
            ][::-1]
        self.given += 1
        return self._rest.pop()


class Whole:
    """How a piece of plainly whole lines becomes COPY text."""

    def __init__(self, separator: str, width: int) -> None:
        self._separator = separator.encode()
        self._between = b'"' + self._separator + b'"'
        self._bare = b"\t" * (width - 1) + b"\n"
        self._quoted = b'"' + self._bare[:-1] + b'"\n'
        self._guard = restorer("\t")

    def copied(self, lines: list[bytes], number: int) -> bytes:
        """COPY text of the lines, the first of which has this number; b"" if not so."""
        piece = b"\n".join(lines) + b"\n"
        if b"\r" in piece:
            piece = piece.replace(b"\r\n", b"\n")
        if b"\r" in piece or self._separator != b"\t" and b"\t" in piece:
            return b""
        cells = self._unquoted(piece, len(lines))
        if not cells or _SUSPECT.search(b"\n" + cells):
            return b""
        if max(map(len, lines)) >= text.LONGEST_LINE:
            return b""
        if b"'" in cells:
            cells = self._guard.sub(b"", b"\n" + cells)[1:]
        if b"\\" in cells:
            cells = cells.replace(b"\\", b"\\\\")
        told = enumerate(cells.split(b"\n")[:-1], start=number)
        return b"%d\t%b\n" * len(lines) % tuple(chain.from_iterable(told))

    def _unquoted(self, piece: bytes, n: int) -> bytes:
        """The cells with tabs between them; b"" unless every line has them all."""
        if b'"' not in piece:
            piece = piece.replace(self._separator, b"\t")
            return piece if piece.translate(None, _NOISE) == self._bare * n else b""
        piece = piece.replace(self._between, b"\t")
        if piece.translate(None, _NOISE) != self._quoted * n:
            return b""
        # Two quotes a line: they stand at its ends when as many ends meet.
        ends = piece.startswith(b'"') and piece.endswith(b'"\n')
        if not ends or piece.count(b'"\n"') != n - 1:
            return b""
        return piece[1:-2].replace(b'"\n"', b"\n") + b"\n"


def is_plain_heading(path: Path, part: dict[str, Any]) -> bool:
    """Whether the lines up to the heading end as every other line does."""
    with text.open_text(path, part["encoding"], part["bom"]) as found:
        return not any(
            found.readline().endswith("\r") for _n in range(part["header_line"])
        )


def rows(path: Path, part: dict[str, Any]) -> Iterator[tuple[bytes, int, Any]]:
    """Either (COPY text, its rows, None), or (b"", line number, cells).

    Lines are counted as in files.parsing.text.quoted_rows.
    """
    source, line, base = Source(path, part), part["header_line"] + 1, part["base"]
    whole = Whole(part["separator"], part["width"])
    while piece := source.piece():
        data = whole.copied(piece, base + line)
        if data:
            yield data, len(piece), None
            source.take(len(piece))
            line += len(piece)
            continue
        end = len(piece)
        lines, source.given = text.Lines(source.readline), 0
        found = text.rows_of(lines, part["separator"], part["width"], line)
        for number, cells in found:
            yield b"", number, cells
            if not lines.back and source.is_between and source.given >= end:
                break
        line += source.given - len(lines.back)
