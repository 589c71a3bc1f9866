"""Opens a workbook in a process of its own; knows nothing of the portal.

Usage: workbook_child.py look FILE ROWS | dump FILE OUT HEADER_ROW
"""

import contextlib
import datetime as dt
import itertools
import json
import resource
import runpy
import sys
from pathlib import Path

restored = runpy.run_path(str(Path(__file__).parents[1] / "guard.py"))["restored"]
MEMORY = 3 << 30
CPU_SECONDS = 200
RUINED = 1e11  # a number this long was an identity number once

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def cell_text(value: object) -> str:
    """A cell as text; a long number is written as the sheet shows it: ruined."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float | int):
        if abs(value) >= RUINED:
            return f"{value:.5E}".replace("E+0", "E+")
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return restored(str(value).replace("\0", ""))


def sheets(path: str):
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        yield name, book.get_sheet_by_name(name)


def rows_of(sheet):
    """Rows with their numbers; a sheet may begin below its first row."""
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = [cell_text(value) for value in row]
        if any(cell.strip() for cell in cells):
            yield number, cells


def look(path: str, most: int) -> dict:
    names: list[str] = []
    heads: list[object] = []
    first: list[object] = []
    for name, sheet in sheets(path):
        names.append(name)
        rows = list(itertools.islice(rows_of(sheet), most))
        heads.append((sheet.height, rows))
        first = first or rows
    return {"sheets": names, "rows": first, "heads": heads}


def dump(path: str, out: str, header_row: int) -> dict:
    header, written, base, others = None, 0, 0, []
    with open(out, "w", encoding="utf-8", newline="\n") as text:
        for name, sheet in sheets(path):
            rows = list(rows_of(sheet))
            own = next((cells for n, cells in rows if n == header_row), None)
            if own is None or (header is not None and trimmed(own) != header):
                if rows:
                    others.append(name)
                continue
            header = trimmed(own)
            for number, cells in rows:
                if number <= header_row:
                    continue
                cells = (cells + [""] * len(header))[: max(len(header), 1)]
                line = "\t".join(cell.translate(_ESCAPES) for cell in cells)
                text.write(f"{base + number}\t{line}\n")
                written += 1
            base += rows[-1][0]
    return {"rows": written, "ignored_sheets": others}


def trimmed(cells):
    """Heading without the empty columns at its end."""
    cells = [cell.strip() for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def main() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(limit, (most, most))
    command, path, *rest = sys.argv[1:]
    if command == "look":
        found = look(path, int(rest[0]))
    else:
        found = dump(path, rest[0], int(rest[1]))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
