"""Text files: encoding, separator, heading, and lines in chunks.

A file without quotes takes the fast way: whole blocks are checked and numbered
without looking at cells. One with quotes goes through the csv reader.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from files.parsing.refusal import Refused

SEPARATORS = ("|", "\t", ";", ",", "#")
BLOCK = 1 << 20
LOOK_AT_LINES = 40
LONGEST_LINE = 1 << 20
MOST_LINES = 50
"""Physical lines that one row may have; a cell with more is an open quote."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
IsHeader = Callable[[Sequence[str]], bool]


@dataclass(frozen=True)
class TextFacts:
    """What one pass over the bytes tells.

    lines: by \\n; bare: line breaks of \\r alone, which end a line for the csv reader.
    """

    encoding: str
    bom: int
    lines: int
    quoted: bool
    ends_with_newline: bool
    bare: int = 0


def survey(path: Path) -> TextFacts:
    """Read every byte once: encoding proven, lines counted. Raises Refused."""
    with path.open("rb") as handle:
        start = handle.read(4)
    if not start:
        raise Refused("empty")
    bom, encoding = _bom(start)
    if encoding:
        facts = _pass(path, encoding, bom)
    else:
        facts = _pass(path, "utf-8", 0) or _pass(path, "cp1252", 0)
    if facts is None:
        raise Refused("unreadable")
    return facts


def _bom(start: bytes) -> tuple[int, str]:
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return len(mark), encoding
    if len(start) == 4 and start[1] == start[3] == 0 and start[0] and start[2]:
        return 0, "utf-16-le"
    if len(start) == 4 and start[0] == start[2] == 0 and start[1] and start[3]:
        return 0, "utf-16-be"
    return 0, ""


def _pass(path: Path, encoding: str, bom: int) -> TextFacts | None:
    """One strict decoding; None when a byte does not belong to the encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, quoted, last, run, bare = 0, False, "", 0, 0
    with path.open("rb") as handle:
        handle.seek(bom)
        try:
            while block := handle.read(BLOCK):
                text = decoder.decode(block)
                if "\0" in text:
                    raise Refused("nul")
                lines += text.count("\n")
                bare += text.count("\r") - text.count("\r\n")
                bare -= last == "\r" and text[:1] == "\n"
                cut = text.rfind("\n")
                run = len(text) - cut - 1 if cut >= 0 else run + len(text)
                if run > 2 * LONGEST_LINE:
                    raise Refused("long_line")
                quoted = quoted or '"' in text
                last = text[-1:] or last
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return None
    lines += last != "\n"
    return TextFacts(encoding, bom, lines, quoted, last == "\n", bare)


def first_lines(path: Path, facts: TextFacts) -> tuple[list[str], list[int]]:
    """The beginning of the file, at most LOOK_AT_LINES lines; and which of them (from
    1) end in a \\r alone, so that two ways of counting differ from there on."""
    with open_text(path, facts.encoding, facts.bom) as text:
        found = [text.readline(LONGEST_LINE) for _n in range(LOOK_AT_LINES)]
    odd = [n for n, line in enumerate(found, start=1) if line.endswith("\r")]
    return [line.rstrip("\r\n") for line in found if line], odd


def open_text(path: Path, encoding: str, bom: int) -> io.TextIOWrapper:
    """The file as text, after its byte order mark."""
    handle = path.open("rb")
    handle.seek(bom)
    # A wrapper that starts behind a mark must not look for one.
    return io.TextIOWrapper(_From(handle), encoding=encoding, newline="")


class _From(io.BufferedReader):
    """A reader that starts where the raw file stands."""

    def __init__(self, handle: IO[bytes]) -> None:
        super().__init__(handle)  # type: ignore[arg-type]

    def seekable(self) -> bool:
        return False


def find_header(
    lines: Sequence[str], is_header: IsHeader
) -> tuple[int, str, list[str]] | None:
    """Line number (from 1), separator and cells of the heading, or None."""
    told = ""
    for number, line in enumerate(lines, start=1):
        if number == 1 and line.lower().startswith("sep=") and len(line) == 5:
            told = line[4]
            continue
        best: list[str] = []
        chosen, end = "", number
        while line.count('"') % 2 and end < min(len(lines), number + 5):
            line, end = f"{line}\n{lines[end]}", end + 1
        for separator in [told] if told else SEPARATORS:
            cells = split(line, separator)
            if len(cells) > len(best) and is_header(cells):
                best, chosen = cells, separator
        if best:
            return end, chosen, [" ".join(cell.split()) for cell in best]
    return None


def split(line: str, separator: str) -> list[str]:
    """Cells of one line, quotes honoured."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:  # a line break outside quotes: not with this separator
        return []


def plain_blocks(
    path: Path, encoding: str, bom: int, skip: int, size: int, *, ended: bool = True
) -> Iterator[bytes]:
    """UTF-8 blocks that end at a line's end, after the first `skip` lines.

    ended: the last line gets a line break where it has none.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    rest = b""
    with path.open("rb") as handle:
        handle.seek(bom)
        while block := handle.read(size):
            if encoding != "utf-8":
                block = decoder.decode(block).encode()
            block = rest + block
            cut = block.rfind(b"\n") + 1
            block, rest = block[:cut], block[cut:]
            while skip and block:
                block, skip = block[block.find(b"\n") + 1 :], skip - 1
            if block:
                yield block
    if rest and not skip:
        yield rest + b"\n" * ended


class Lines:
    """Physical lines for the csv reader, which can be given back.

    readline: gives the next one with its end, "" after the last.
    """

    def __init__(self, readline: Callable[[], str]) -> None:
        self._readline = readline
        self.back: list[str] = []
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES:
            raise _Unclosed
        line = self.back.pop() if self.back else self._readline()
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        self.back.extend(reversed(lines))


class _Unclosed(Exception):
    """A quote that nothing closes."""


def quoted_rows(
    path: Path, encoding: str, bom: int, separator: str, skip: int, width: int
) -> Iterator[tuple[int, list[str]]]:
    """(physical line, cells) through the csv reader, after the first `skip` lines.

    A cell may hold line breaks. A quote that is never closed costs its own line and
    nothing after it: such a line comes as one cell, which makes it ragged.
    """
    with open_text(path, encoding, bom) as text:
        for _n in range(skip):
            text.readline()
        lines = Lines(lambda: text.readline(LONGEST_LINE))
        yield from rows_of(lines, separator, width, skip + 1)


def rows_of(
    lines: Lines, separator: str, width: int, line: int
) -> Iterator[tuple[int, list[str]]]:
    """Rows of `lines`, the first of which has the number `line`; as quoted_rows."""
    reader = csv.reader(lines, delimiter=separator)
    while True:
        lines.taken.clear()
        try:
            cells = next(reader)
            whole = len(lines.taken) == 1 or _belong(lines.taken, cells, width)
        except StopIteration:
            return
        except (_Unclosed, csv.Error):
            whole = False
        if not whole:
            first, *rest = lines.taken
            lines.give_back(rest)
            reader = csv.reader(lines, delimiter=separator)
            cells, lines.taken = [first.rstrip("\r\n")], [first]
        if cells:
            yield line, cells
        line += len(lines.taken)


def are_one_row(lines: list[str], separator: str, width: int) -> bool:
    """Whether quotes, each of them closed, hold these lines together as one row."""
    if sum(line.count('"') for line in lines) % 2:
        return False
    left = iter([f"{line}\n" for line in lines])
    rows = rows_of(Lines(lambda: next(left, "")), separator, width, 1)
    return [len(cells) for _line, cells in rows] == [width]


def _belong(lines: list[str], cells: list[str], width: int) -> bool:
    """Whether lines that quotes hold together are one row, and not several eaten."""
    if len(cells) != width:
        return False
    separators = [line.count(one) for line in lines[1:] for one in SEPARATORS]
    return max(separators, default=0) < max(1, width - 1)
