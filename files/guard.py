"""Cells that no spreadsheet takes for a formula, and the way back to what was meant.

An apostrophe is set before a sign that begins a formula, at the start of the cell and
after a mark at which another locale's spreadsheet may cut the line. `restored` takes
away exactly what `guarded` set, so a file of ours comes back unchanged through
files.readers. This module imports nothing: the reader's child runs it too.
"""

import re

CUTS = ";\t\r\n"
_BLANKS = "(?: |\u00a0|\u200b|\ufeff)*"
_SIGN = "(?:'|=|\\+|-|@|\uff1d|\uff0b|\uff0d|\uff20)"  # also the full-width ones
_AT_START = f"{_BLANKS}(?:{_SIGN}|\t|\r|\n)"
_AFTER_CUT = f"{_BLANKS}{_SIGN}"
_RISKY = re.compile(f"\\A(?={_AT_START})|(?<=[{CUTS}])(?={_AFTER_CUT})")
# Most cells have neither such a start nor a cut: one look tells.
MAY_BE = re.compile(f"\\A[ \u00a0\u200b\ufeff'=+\\-@\uff1d\uff0b\uff0d\uff20]|[{CUTS}]")
_SET = re.compile(f"\\A'(?={_AT_START})|(?<=[{CUTS}])'(?={_AFTER_CUT})")
_OWN = re.compile(f"\\A(?=')|(?<=[{CUTS}])(?=')")


def risky(text: str) -> bool:
    """Whether a spreadsheet could take some of this for a formula."""
    return MAY_BE.search(text) is not None and _RISKY.search(text) is not None


def guarded(text: str) -> str:
    """For a text file, where a cell has no type. `restored` gives `text` back."""
    return _RISKY.sub("'", text) if MAY_BE.search(text) else text


def guarded_typed(text: str) -> str:
    """For a workbook, where text is no formula: its own apostrophe alone is doubled.

    Or `restored`, which gives `text` back, could not tell it from one that was set.
    """
    return _OWN.sub("'", text) if "'" in text else text


def restored(text: str) -> str:
    """The cell without the apostrophes that a guard set before a sign."""
    return _SET.sub("", text) if "'" in text else text


def restorer(separator: str) -> "re.Pattern[bytes]":
    """What to take out of UTF-8 lines without quotes, a line break before each.

    The same as `restored` for every cell at once; it begins with the apostrophe itself,
    so that the search leaps over everything else.
    """
    cut = re.escape(separator)
    signs = f"(?:{_SIGN})" if separator == "\t" else f"(?:{_SIGN}|\t)"
    at_start = f"(?<=[\n{cut}]')(?={_BLANKS}{signs})"
    marks = "".join(mark for mark in ";\t" if mark != separator)
    after_cut = f"(?<=[{marks}]')(?={_AFTER_CUT})"
    return re.compile(f"'(?:{at_start}|{after_cut})".encode())
