"""What a file is: container, encoding, separator, heading, and its first rows."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from django.utils.translation import gettext as _

from files.guard import restored
from files.readers import text, workbook
from files.readers.errors import FileRefused

SAMPLE_ROWS = 8


@dataclass(frozen=True)
class Recognised:
    """Everything the row reader must know; kept as JSON with the delivery."""

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

    def as_json(self) -> dict[str, Any]:
        """Without the sample rows: they hold people."""
        facts = asdict(self)
        del facts["sample"]
        return facts

    @classmethod
    def of_json(cls, facts: dict[str, Any]) -> Self:
        """Back from as_json."""
        return cls(**facts)


def recognise(path: Path, is_header: text.IsHeader) -> Recognised:
    """Look at the whole file (text) or its first rows (workbook).

    is_header: whether the cells of a row are the heading the caller hopes for.
    Raises FileRefused with the cause: empty, unreadable, truncated, password, wrong.
    """
    with path.open("rb") as handle:
        start = handle.read(8)
    if workbook.is_workbook(start):
        return _workbook(path, is_header)
    if start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"Rar!")):
        raise FileRefused(
            "wrong", _("Bukan berkas csv, txt atau xlsx yang dapat dibaca.")
        )
    facts = text.survey(path)
    lines = text.first_lines(path, facts)
    found = text.find_header(lines, is_header)
    if found is None:
        raise _no_header()
    line, separator, header = found
    header = [restored(cell) for cell in header]
    sample = [
        [restored(cell) for cell in text.split(one, separator)]
        for one in lines[line : line + SAMPLE_ROWS]
    ]
    if facts.lines <= line:
        raise FileRefused("empty", _("Berkas hanya berisi judul kolom, tanpa baris."))
    _refuse_truncated(path, facts, separator, len(header))
    return Recognised(
        "csv",
        line,
        header,
        facts.encoding,
        facts.bom,
        separator,
        facts.quoted,
        facts.lines - line,
        sample=[cells for cells in sample if cells],
    )


def _refuse_truncated(
    path: Path, facts: text.TextFacts, separator: str, width: int
) -> None:
    """A last line that is short and has no end was cut off on its way."""
    if facts.ends_with_newline or facts.encoding.startswith("utf-16"):
        return
    with path.open("rb") as handle:
        handle.seek(max(0, path.stat().st_size - 65_536))
        last = handle.read().rsplit(b"\n", 1)[-1].decode(facts.encoding, "replace")
    cells = text.split(last, separator) if last.strip() else []
    if 0 < len(cells) < width or last.count('"') % 2:
        raise FileRefused(
            "truncated",
            _("Berkas terpotong: baris terakhir tidak lengkap. Minta kirim ulang."),
        )


def _no_header() -> FileRefused:
    return FileRefused(
        "wrong",
        _(
            "Judul kolom tidak ditemukan: harus ada NIK dan kolom lain yang dikenal "
            "(NAMA, TGL LAHIR, …). Mungkin ini bukan berkas kiriman."
        ),
    )


def _workbook(path: Path, is_header: text.IsHeader) -> Recognised:
    workbook.check(path)
    seen = workbook.look(path, text.LOOK_AT_LINES)
    rows: list[tuple[int, list[str]]] = [(n, cells) for n, cells in seen["rows"]]
    if not rows:
        raise FileRefused("empty", _("Berkas kosong."))
    at = next((i for i, (_n, cells) in enumerate(rows) if is_header(cells)), None)
    if at is None:
        raise _no_header()
    number, cells = rows[at]
    header = [cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    sample = [row[: len(header)] for _n, row in rows[at + 1 : at + 1 + SAMPLE_ROWS]]
    if not sample:
        raise FileRefused("empty", _("Berkas hanya berisi judul kolom, tanpa baris."))
    return Recognised(
        "xlsx",
        number,
        header,
        rows=_data_rows(seen["heads"], number, header),
        sheets=seen["sheets"],
        sample=sample,
    )


def _data_rows(
    heads: list[tuple[int, list[tuple[int, list[str]]]]], number: int, header: list[str]
) -> int:
    """Rows below the heading, of the sheets that have the same one in the same row."""
    found = 0
    for height, rows in heads:
        own = next((cells for at, cells in rows if at == number), [])
        if [cell.strip() for cell in own][: len(header)] == header:
            found += height - number
    return found
