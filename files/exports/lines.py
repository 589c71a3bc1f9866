"""A sheet of xlsxwriter's to which a line of plain texts is written in one piece.

xlsxwriter looks at each cell some ten times on its way into the file. Most lines of a
roll hold nothing that needs a look: they are known at once, and written whole, as
xlsxwriter itself writes them (tests/files/test_lines.py compares the two).
"""

import re
from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from files.exports.columns import MASK

_END = "\x1f"
"""Set after each cell for the one look; a cell that holds it is not plain."""
# A letter or digit first, no blank last, and between them nothing that XML, a
# spreadsheet or our own guard reads in another way.
_IS_PLAIN = re.compile(
    f"(?:(?:[0-9A-Za-z{MASK}][0-9A-Za-z .,/():{MASK}-]*+(?<! ))?{_END})*+"
).fullmatch
_LONGEST = 16_000
"""Longer lines may hold a cell that does not fit; xlsxwriter cuts those."""


class LineSheet(Worksheet):
    """A worksheet in constant memory with `write_line` beside the other ways."""

    _heads: list[str]

    def expect(self, columns: int) -> None:
        """Say how many cells a line has, before the first one."""
        self._heads = [f'<c r="{xl_col_to_name(at)}' for at in range(columns)]

    def write_line(self, line: int, cells: Sequence[object]) -> bool:
        """Write plain texts as the line after all others; empty ones are left out.

        False, with nothing written, where a cell needs a second look or is no text.
        """
        try:
            joined = _END.join(cells) + _END  # type: ignore[arg-type]
        except TypeError:
            return False
        if len(joined) > _LONGEST or joined.count(_END) != len(cells):
            return False
        if not _IS_PLAIN(joined):
            return False
        middle = f'{line + 1}" t="inlineStr"><is><t>'
        pieces = [
            f"{head}{middle}{text}</t></is></c>"
            for head, text in zip(self._heads, cells, strict=True)
            if text
        ]
        if pieces and not self._check_dimensions(line, 0):
            self._write_single_row(line)  # whatever stands before it
            self.fh.write(f'<row r="{line + 1}">{"".join(pieces)}</row>')
        return True
