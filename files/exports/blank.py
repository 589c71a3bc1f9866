"""An empty form to be filled in: text columns, drop-downs, an explanation, a stamp."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from files import stamp

LAST_ROW = 5_000
"""Drop-downs and input messages end here; the text format holds for the column."""


@dataclass(frozen=True)
class Blank:
    """One column: heading, width, what may be chosen, what is said on its cells.

    choices: values in the cell; told: what stands beside each on the list sheet.
    """

    label: str
    width: int = 18
    choices: Sequence[str] = ()
    told: Sequence[str] = ()
    message: str = ""


def form(
    columns: Sequence[Blank], lines: Sequence[Sequence[str]], mark: Sequence[str]
) -> IO[bytes]:
    """The form as an xlsx, open at its start.

    lines: rows of the sheet "Petunjuk". mark: cells of the stamp (files.stamp).
    """
    import xlsxwriter

    handle: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever sends it
    with xlsxwriter.Workbook(handle, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet("Data")
        lists = book.add_worksheet(stamp.LISTS)
        bold = book.add_format({"bold": True, "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width, text)
            page.write_string(0, at, column.label, bold)
            _guide(page, at, column, _listed(lists, at, column, text))
        page.freeze_panes(1, 0)
        _beside(book, lines, mark)
    handle.seek(0)
    return handle


def _listed(lists: Any, at: int, column: Blank, text: Any) -> str:
    """Write the choices on the list sheet; the range that holds them."""
    if not column.choices:
        return ""
    from xlsxwriter.utility import xl_col_to_name

    first, beside = at * 2, at * 2 + 1
    lists.set_column(first, beside, column.width, text)
    for row, value in enumerate([column.label, *column.choices]):
        lists.write_string(row, first, value)
    for row, value in enumerate(column.told, start=1):
        lists.write_string(row, beside, value)
    name = xl_col_to_name(first, col_abs=True)
    return f"={stamp.LISTS}!{name}$2:{name}${len(column.choices) + 1}"


def _guide(page: Any, at: int, column: Blank, source: str) -> None:
    if not source and not column.message:
        return
    rule: dict[str, Any] = {"validate": "any"}
    if source:
        rule = {"validate": "list", "source": source}
    if column.message:
        rule |= {"input_title": column.label[:32], "input_message": column.message}
    page.data_validation(1, at, LAST_ROW, at, rule)


def _beside(book: Any, lines: Sequence[Sequence[str]], mark: Sequence[str]) -> None:
    page = book.add_worksheet(stamp.HELP)
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90)
    hidden = book.add_worksheet(stamp.SHEET)
    hidden.hide()
    for row, cells in enumerate(lines):
        for at, cell in enumerate(cells):
            page.write_string(row, at, cell)
    for at, cell in enumerate(mark):
        hidden.write_string(0, at, cell)
