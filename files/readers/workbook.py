"""The first rows of a single workbook, for sheets that are no delivery."""

from pathlib import Path
from typing import Any

from files.readers import child
from files.readers.errors import refusal

BOOKS = ("xlsx", "xls", "ods")


def look(path: Path, rows: int) -> dict[str, Any]:
    """Sheets and at most `rows` rows of the first that has any. Raises FileRefused."""
    seen = child.run("look", path, rows=rows)
    if seen["kind"] not in BOOKS:
        raise refusal("wrong")
    tables = seen["tables"]
    filled = [one["rows"] for one in tables if one["rows"]]
    return {"sheets": [one["name"] for one in tables], "rows": (filled or [[]])[0]}
