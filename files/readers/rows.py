"""Rows of a recognised file as chunks of COPY text, as a child sends them.

The child (files.parsing) is a step ahead: it reads on while the last chunk is landed.
"""

from collections.abc import Iterator
from pathlib import Path

from files.parsing.chunks import Chunk
from files.readers import child
from files.readers.recognise import Recognised


def delimiter(recognised: Recognised) -> str:
    """What separates the cells of a chunk."""
    return recognised.separator if _is_plain(recognised) else "\t"


def _is_plain(recognised: Recognised) -> bool:
    return recognised.container == "csv" and not recognised.quoted


def chunks(path: Path, recognised: Recognised, rows: int) -> Iterator[Chunk]:
    """About `rows` rows at a time, in the order of the file. Raises FileRefused.

    It may raise after some chunks, when the child ends before the file does.
    """
    found = child.read(
        path,
        child.limits_of(path, text=recognised.container == "csv"),
        kind=recognised.container,
        plain=_is_plain(recognised),
        parts=recognised.parts,
        rows=rows,
    )
    for told, data in found:
        aside = (
            [(int(line), str(text)) for line, text in told[name]]
            for name in ("ragged", "totals")
        )
        yield Chunk(data, told["rows"], *aside)
