"""The stamp of a form that this portal made: a hidden sheet with one row.

The row stands among the first rows that the reading child gives of every sheet, so
recognising a form costs no second look at the file.
"""

from collections.abc import Sequence

SHEET = "pdpb"
MARK = "PDPB-TEMPLAT"
HELP, LISTS = "Petunjuk", "Pilihan"
BESIDE = frozenset({SHEET, HELP, LISTS})
"""Sheets of a form that are not its data."""


def row(version: int, sender: str, kind: str) -> tuple[str, ...]:
    """The cells of the stamp."""
    return (MARK, str(version), sender, kind)


def read(cells: Sequence[str]) -> dict[str, str]:
    """Version, sender and kind of a stamp; {} for anything else."""
    if len(cells) != 4 or cells[0] != MARK or not cells[1].isdecimal():
        return {}
    return dict(zip(("version", "sender", "kind"), cells[1:], strict=True))
