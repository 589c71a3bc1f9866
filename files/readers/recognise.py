"""What a file is: container, encoding, separator, heading, and its first rows.

The file is looked at in a child (files.readers.child); here is only decided which of
its tables make the delivery: those with the same heading, the largest group of them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from files import stamp
from files.guard import restored
from files.parsing import text
from files.parsing.cells import is_total
from files.readers import child
from files.readers.errors import FileRefused, refusal

SAMPLE_ROWS = 40
MOST_COLUMNS = 1_000
EMPTY_COLUMNS = 3
"""More columns without a name at the end than this are cut off."""
_NOISE = re.compile(r"[^A-Z0-9]")
_NOTES = ("hidden_rows", "errors", "formulas", "merged", "far")


@dataclass(frozen=True)
class Recognised:
    """Everything the row reader must know; kept as JSON with the delivery.

    parts: tables that make the delivery, each with entry, sheet, header_line, rows and
    `base`, which is added to its row numbers so that every line number is its own.
    template: version, sender and kind of a form of ours, else {}.
    left_out: tables that do not, with `why`. notes: what the file hides or lacks.
    """

    container: str
    header_line: int
    header: list[str]
    encoding: str = ""
    bom: int = 0
    separator: str = ""
    quoted: bool = False
    rows: int = 0
    sheets: list[str] = field(default_factory=list)
    sample: list[list[str]] = field(default_factory=list)
    parts: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    template: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Without the sample rows: they hold people."""
        facts = asdict(self)
        del facts["sample"]
        return facts

    @classmethod
    def of_json(cls, facts: dict[str, Any]) -> Self:
        """Back from as_json."""
        return cls(**facts)


@dataclass(frozen=True)
class _Table:
    """A table of the file that has the heading the caller hopes for."""

    part: dict[str, Any]
    header: list[str]
    sample: list[list[str]]

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(_NOISE.sub("", name.upper()) for name in self.header)


def recognise(path: Path, is_header: text.IsHeader) -> Recognised:
    """Look at the whole file, in a child with limits.

    is_header: whether the cells of a row are the heading the caller hopes for.
    Raises FileRefused; files.readers.errors.WORDS names the causes.
    """
    seen = child.run("look", path, child.limits_of(path, text=True))
    kind = seen["kind"]
    stamped = _stamp(kind, seen)
    found: list[_Table] = []
    left_out: list[dict[str, Any]] = []
    for told in seen["tables"]:
        try:
            if "refused" in told:
                raise refusal(told["refused"])
            found.append(_table(kind, told, is_header))
        except FileRefused as refused:
            left_out.append({"name": _name(told), "why": refused.code})
    if not found:
        raise refusal(_why_none(left_out))
    if len(found[0].header) > MOST_COLUMNS:
        raise refusal("columns")
    chosen = _largest(found)
    left_out += [
        {"name": _name(one.part), "why": "other_header", "rows": one.part["rows"]}
        for one in found
        if one not in chosen
    ]
    return replace(_recognised(kind, chosen, left_out, _notes(seen)), template=stamped)


def _stamp(kind: str, seen: dict[str, Any]) -> dict[str, str]:
    """The stamp of a form of ours; its other sheets are then no tables of the file."""
    if kind == "zip":
        return {}
    for told in seen["tables"]:
        rows = told.get("rows") or []
        mark = stamp.read(rows[0][1]) if told["name"] == stamp.SHEET and rows else {}
        if mark:
            seen["tables"] = [
                one for one in seen["tables"] if one["name"] not in stamp.BESIDE
            ]
            return mark
    return {}


def _why_none(left_out: list[dict[str, Any]]) -> str:
    """The cause that says most, of a file without a usable table."""
    causes = [one["why"] for one in left_out]
    for cause in ("headings_only", "no_header", "empty"):
        if cause in causes and set(causes) <= {"headings_only", "no_header", "empty"}:
            return cause
    return next((one for one in causes if one not in ("empty", "no_header")), "empty")


def _largest(found: list[_Table]) -> list[_Table]:
    """The tables with one heading that hold most rows, in the order of the file."""
    rows: dict[tuple[str, ...], int] = {}
    for one in found:
        rows[one.key] = rows.get(one.key, 0) + one.part["rows"]
    best = max(rows, key=lambda key: rows[key])
    return [one for one in found if one.key == best]


def _recognised(
    kind: str,
    chosen: list[_Table],
    left_out: list[dict[str, Any]],
    notes: list[dict[str, Any]],
) -> Recognised:
    base = 0
    for one in chosen:
        one.part["base"] = base
        base += one.part.pop("height")
    first, parts = chosen[0], [one.part for one in chosen]
    sample = [row for one in chosen for row in one.sample][:SAMPLE_ROWS]
    return Recognised(
        kind,
        first.part["header_line"],
        first.header,
        first.part["encoding"],
        first.part["bom"],
        first.part["separator"],
        first.part["quoted"],
        sum(part["rows"] for part in parts),
        [part["sheet"] for part in parts if part["sheet"]],
        sample,
        parts,
        left_out,
        notes,
    )


def _name(told: dict[str, Any]) -> str:
    sheet = told.get("name", told.get("sheet", ""))
    return " / ".join(one for one in (told.get("entry", ""), sheet) if one)


def _notes(seen: dict[str, Any]) -> list[dict[str, Any]]:
    notes = [{"kind": "macros", "where": "", "n": 1}] if seen["macros"] else []
    for told in seen["tables"]:
        if told.get("hidden"):
            notes.append({"kind": "hidden_sheet", "where": _name(told), "n": 1})
        notes += [
            {"kind": kind, "where": _name(told), "n": told[kind]}
            for kind in _NOTES
            if told.get(kind)
        ]
    return notes


def _table(kind: str, told: dict[str, Any], is_header: text.IsHeader) -> _Table:
    """The heading of one table and what lies below it. Raises FileRefused."""
    kind = told.get("kind", kind)
    if kind == "csv":
        return _of_text(told, is_header)
    rows: list[tuple[int, list[str]]] = [(n, cells) for n, cells in told["rows"]]
    if not rows:
        raise refusal("empty")
    at = next((i for i, (_n, cells) in enumerate(rows) if is_header(cells)), None)
    if at is None:
        raise refusal("no_header")
    number, cells = rows[at]
    header = [" ".join(cell.split()) for cell in cells]
    below = rows[at + 1 :]
    if told["height"] <= number or not below:
        raise refusal("headings_only")
    part = _part(told, kind, number, header, told["height"] - number, told["height"])
    return _Table(part, header, [row[: len(header)] for _n, row in below])


def _part(
    told: dict[str, Any],
    kind: str,
    line: int,
    header: Sequence[str],
    rows: int,
    height: int,
    **more: Any,
) -> dict[str, Any]:
    plain = {"encoding": "", "bom": 0, "separator": "", "quoted": False, "extra": 0}
    return {
        "entry": told.get("entry", ""),
        "sheet": told.get("name", ""),
        "kind": kind,
        "header_line": line,
        "width": len(header),
        "rows": rows,
        "height": height,
        **plain,
        **more,
    }


def _of_text(told: dict[str, Any], is_header: text.IsHeader) -> _Table:
    facts = text.TextFacts(**told["text"])
    lines = told["lines"]
    found = text.find_header(lines, is_header)
    if found is None:
        raise refusal("no_header")
    line, separator, header = found
    header = [restored(cell) for cell in header]
    if facts.lines <= line:
        raise refusal("headings_only")
    _refuse_truncated(told["last"], separator, len(header))
    named = len(header)
    while named and not header[named - 1]:
        named -= 1
    extra = len(header) - named if len(header) - named > EMPTY_COLUMNS else 0
    header = header[: len(header) - extra]
    sample = [[restored(c) for c in text.split(one, separator)] for one in lines[line:]]
    part = _part(
        told,
        "csv",
        line,
        header,
        facts.lines - line,
        facts.lines + facts.bare,
        encoding=facts.encoding,
        bom=facts.bom,
        separator=separator,
        # What only the csv reader counts as it was counted here goes through it.
        quoted=facts.quoted or extra > 0 or any(n <= line for n in told["odd"]),
        extra=extra,
    )
    return _Table(part, header, [cells for cells in sample if cells])


def _refuse_truncated(last: list[str], separator: str, width: int) -> None:
    """A last row that is short and has no end was cut off on its way.

    last: the lines before the end of the file, [] where it ends with a line break.
    """
    line = last[-1] if last else ""
    if line.count('"') % 2:
        ends = (last[-lines:] for lines in range(2, len(last) + 1))
        whole = any(text.are_one_row(lines, separator, width) for lines in ends)
    else:
        cells = text.split(line, separator) if line.strip() else []
        whole = not 0 < len(cells) < width or is_total(cells)
    if not whole:
        raise refusal("truncated")


def place_of(parts: Iterable[dict[str, Any]], line: int) -> tuple[str, int]:
    """Where a line number of the delivery stands: table ("" when alone), its row."""
    found = {"base": 0}
    parts = list(parts)
    for part in parts:
        if part["base"] < line:
            found = part
    name = _name(found) if len(parts) > 1 else ""
    return name, line - found["base"]
