"""A zip, looked at before anything of it is unpacked."""

import re
import zipfile
from pathlib import Path

from files.parsing.refusal import Refused

MOST_ENTRIES = 500
"""A workbook has some dozens of parts; a zip of deliveries one file per kelurahan."""
MOST_RATIO = 200
"""Rows of people shrink to a tenth, to a thirtieth when much repeats."""
RATIO_FROM = 10_000_000
MOST_STRINGS = 150_000_000
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def opened(path: Path, most_bytes: int) -> list[zipfile.ZipInfo]:
    """Entries of a zip that may be unpacked. Raises Refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Refused("truncated") from None
    if len(entries) > MOST_ENTRIES:
        raise Refused("entries")
    if len({one.filename for one in entries}) < len(entries):
        raise Refused("unreadable")  # which of two of one name is meant?
    if any(one.flag_bits & 1 for one in entries):
        raise Refused("password")
    size = sum(one.file_size for one in entries)
    packed = sum(one.compress_size for one in entries)
    if size > most_bytes:
        raise Refused("too_big")
    for one in entries:
        least = max(1, one.compress_size)
        if one.file_size > RATIO_FROM and one.file_size / least > MOST_RATIO:
            raise Refused("bomb")
    if packed > path.stat().st_size:
        raise Refused("bomb")  # entries that lie over one another
    return entries


def kind_of(path: Path, entries: list[zipfile.ZipInfo]) -> str:
    """xlsx, ods or zip. Raises Refused for entities and other office files."""
    names = {one.filename for one in entries}
    if "xl/workbook.xml" in names:
        big = {one.filename: one.file_size for one in entries}
        if big.get("xl/sharedStrings.xml", 0) > MOST_STRINGS:
            raise Refused("too_big")
        _refuse_entities(path, [one for one in names if one.endswith(".xml")])
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        with zipfile.ZipFile(path) as archive:
            if b"spreadsheet" not in archive.read("mimetype")[:200]:
                raise Refused("wrong")
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read(
                "META-INF/manifest.xml"
            ):
                raise Refused("password")
        _refuse_entities(path, ["content.xml"])
        return "ods"
    if names & {"xl/workbook.bin", "word/document.xml", "ppt/presentation.xml"}:
        raise Refused("wrong")
    return "zip"


def _refuse_entities(path: Path, names: list[str]) -> None:
    """A spreadsheet declares no entities; who does wants them expanded."""
    with zipfile.ZipFile(path) as archive:
        for name in names:
            with archive.open(name) as part:
                if _DTD.search(part.read(4096)):
                    raise Refused("entities")


def is_rubbish(name: str) -> bool:
    """Folders, and what a Mac adds beside the files."""
    last = name.rsplit("/", 1)[-1]
    return name.endswith("/") or name.startswith("__MACOSX/") or last.startswith(".")
