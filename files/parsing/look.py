"""What a file holds: its kind, its sheets or entries, and the first rows of each."""

import tempfile
import zipfile
import zlib
from collections import deque
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from files.parsing import archive, text, workbook
from files.parsing.cells import trimmed
from files.parsing.refusal import Refused

LONGEST_TOLD = 300
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError,
)  # fmt: skip
"""What a zip raises whose bytes were changed or lost on their way."""
_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")
_PAGES = (b"<!doctype", b"<html", b"<table", b"<head", b"<?xml", b"<meta", b"mime-ver")


def look(
    path: Path, most_bytes: int, rows: int = text.LOOK_AT_LINES, *, nested: bool = False
) -> dict[str, Any]:
    """Facts of a file as JSON: for each of its tables what stands in `rows` rows."""
    with path.open("rb") as handle:
        start = handle.read(512)
    if not start:
        raise Refused("empty")
    if start.startswith(archive.OLD_OFFICE):
        return _old_office(path, rows)
    if start.startswith(b"PK"):
        entries = archive.opened(path, most_bytes)
        kind = archive.kind_of(path, entries)
        if kind != "zip":
            macros = any(one.filename.endswith("vbaProject.bin") for one in entries)
            return {"kind": kind, "tables": _tables(path, kind, rows), "macros": macros}
        if nested:
            raise Refused("nested")
        return _zip(path, entries, most_bytes)
    if start.startswith(_FOREIGN):
        raise Refused("wrong")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_PAGES):
        raise Refused("page")
    return {"kind": "csv", "tables": [_text(path)], "macros": False}


def _old_office(path: Path, rows: int) -> dict[str, Any]:
    data = path.read_bytes() if path.stat().st_size < 100_000_000 else b""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("password")
    return {"kind": "xls", "tables": _tables(path, "xls", rows), "macros": False}


def _text(path: Path) -> dict[str, Any]:
    facts = text.survey(path)
    last: list[str] = []
    if not facts.ends_with_newline and not facts.encoding.startswith("utf-16"):
        with path.open("rb") as handle:
            handle.seek(max(facts.bom, path.stat().st_size - 65_536))
            ends = handle.read().split(b"\n")[-text.MOST_LINES :]
            last = [line.decode(facts.encoding, "replace") for line in ends]
    lines, odd = text.first_lines(path, facts)
    told = {"text": asdict(facts), "lines": lines, "odd": odd, "last": last}
    return {"name": "", **told}


def _tables(path: Path, kind: str, most: int) -> list[dict[str, Any]]:
    found = []
    for sheet in workbook.sheets(str(path), kind):
        rows = sheet.rows()
        first = list(islice(rows, most))
        sheet.skimmed = True
        last = deque(rows, maxlen=1) or first[-1:]
        found.append(
            {
                "name": sheet.name,
                "hidden": sheet.hidden,
                "height": last[-1][0] if last else 0,
                "rows": [
                    (n, [c[:LONGEST_TOLD] for c in trimmed(row)]) for n, row in first
                ],
                **asdict(sheet.told),
            }
        )
    return found


def _zip(path: Path, entries: list[zipfile.ZipInfo], most_bytes: int) -> dict[str, Any]:
    tables: list[dict[str, Any]] = []
    macros = False
    with tempfile.TemporaryDirectory(prefix="pdpb-zip-") as folder:
        for at, entry in enumerate(entries):
            if archive.is_rubbish(entry.filename):
                continue
            try:
                inner = unpacked(path, entry, Path(folder) / str(at))
                seen = look(inner, most_bytes, nested=True)
            except Refused as refused:
                tables.append({"entry": entry.filename, "refused": refused.code})
                continue
            inner.unlink()
            macros = macros or seen["macros"]
            for table in seen["tables"]:
                tables.append({**table, "entry": entry.filename, "kind": seen["kind"]})
    if not tables:
        raise Refused("empty")
    return {"kind": "zip", "tables": tables, "macros": macros}


def unpacked(path: Path, entry: zipfile.ZipInfo, to: Path) -> Path:
    """One entry as a file; never more bytes than its heading says."""
    left = entry.file_size
    try:
        with (
            zipfile.ZipFile(path) as outer,
            outer.open(entry) as source,
            to.open("wb") as target,
        ):
            while block := source.read(min(1 << 20, left + 1)):
                left -= len(block)
                if left < 0:
                    raise Refused("bomb")
                target.write(block)
    except BROKEN:
        raise Refused("truncated") from None
    return to
