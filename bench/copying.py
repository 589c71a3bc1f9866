"""The yardstick of a reconciliation: COPY of the same file by the server itself."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from bench.rig import Rig


@dataclass(frozen=True)
class PlainFile:
    """A delivery without the lines that a bare COPY cannot take."""

    path: Path
    columns: int
    rows: int
    left_out: int


def plain(source: Path, target: Path, delimiter: bytes = b"|") -> PlainFile:
    """Copy a delivery to where the server can read it; ragged lines stay behind.

    COPY has no way to set a ragged line aside, and the planted ones would stop it.
    """
    rows = left_out = 0
    with source.open("rb") as lines, target.open("wb") as out:
        header = next(lines)
        wanted = header.count(delimiter)
        out.write(header)
        for line in lines:
            if line.count(delimiter) == wanted and b"\\" not in line:
                out.write(line)
                rows += 1
            else:
                left_out += 1
    target.chmod(0o644)
    return PlainFile(target, wanted + 1, rows, left_out)


TEXT = "FORMAT text, DELIMITER '|'"


def copy_seconds(
    rig: Rig, database: str, file: PlainFile, options: str = TEXT
) -> float:
    """Return the seconds of one COPY into a new unindexed, unlogged table of text."""
    columns = ", ".join(f"c{number} text" for number in range(file.columns))
    with rig.administrator(database) as opened, opened.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_plain")
        cursor.execute(f"CREATE UNLOGGED TABLE bench_plain ({columns})")
        begun = time.perf_counter()
        cursor.execute(
            f"COPY bench_plain FROM %s ({options}, HEADER)",
            [str(file.path)],
        )
        seconds = time.perf_counter() - begun
        if cursor.rowcount != file.rows:
            raise AssertionError(f"COPY took {cursor.rowcount} of {file.rows} rows")
        cursor.execute("DROP TABLE bench_plain")
    return seconds
