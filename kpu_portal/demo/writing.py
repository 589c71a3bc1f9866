"""Puts a roll or a composed delivery on disk, with its truth beside it."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from kpu_portal.demo import codes
from kpu_portal.demo.desk import Desk, Opening
from kpu_portal.demo.layouts import (
    REMOVED_HEADER,
    ROLL_HEADER,
    TRUTH_HEADER,
    Layout,
    roll_cells,
)
from kpu_portal.demo.manifest import Manifest, Tally, Written
from kpu_portal.demo.people import Person
from kpu_portal.demo.rows import QUIET, Doubts, Row


def write_roll(path: Path, opening: Opening, manifest: Manifest) -> None:
    lines = ("|".join(roll_cells(person)) for person in opening.roll)
    _write(manifest, "roll", path, "|".join(ROLL_HEADER), lines)


def write_removed(path: Path, opening: Opening, manifest: Manifest) -> None:
    """People no longer on the roll; KETERANGAN holds the TMS reason."""
    lines = []
    for one in opening.removed:
        cells = roll_cells(one.person)
        cells[REMOVED_HEADER.index("KETERANGAN")] = one.reason
        lines.append("|".join([*cells, one.date]))
    _write(manifest, "removed", path, "|".join(REMOVED_HEADER), lines)


def write_delivery(out: Path, kind: str, desk: Desk, manifest: Manifest) -> None:
    """The delivery and its truth, numbered by the physical lines of the file."""
    tail = f"{kind}_{manifest.regency}_{manifest.period}.csv"
    tally = manifest.deliveries[kind] = Tally()
    doubts = Doubts(desk.regency, desk.days.reference)
    layout, cells = desk.layout, desk.layout.cells
    lines: list[str] = []
    truth: list[str] = []
    for number, row in enumerate(desk.rows(), start=2):
        if isinstance(row, Person):
            warned = doubts.of(row)
            tally.add_same(warned)
            lines.append("|".join(cells(row, QUIET)))
            truth.append(f"{number},{row.nik},SAME,,,{_joined(warned)},")
        else:
            line, nik = _planted(layout, row)
            lines.append(line)
            refused = row.outcome == codes.REFUSED
            warned = [] if refused else doubts.of(row.person)
            tally.add(row.outcome, row.detail, row.elements, warned)
            truth.append(_truth(number, nik, row, warned))
    for one in desk.missing:
        doubtful = codes.DOUBTFUL if one.doubtful else ""
        tally.tidak_ada += 1
        tally.doubtful += one.doubtful
        truth.append(f",{one.nik},{codes.TIDAK_ADA},{doubtful},,,{one.note}")
    _write(manifest, kind, out / tail, "|".join(layout.header), lines)
    header = ",".join(TRUTH_HEADER)
    _write(manifest, f"truth_{kind}", out / f"truth_{tail}", header, truth)


def _planted(layout: Layout, row: Row) -> tuple[str, str]:
    """The line of a planted row, and its NIK cell as written."""
    cells = layout.cells(row.person, row.happening)
    for column, text in row.raw.items():
        cells[layout.header.index(column)] = text
    nik = cells[layout.header.index("NIK")]
    if row.ragged < 0:
        cells = cells[: row.ragged]
    elif row.ragged:
        cells.insert(len(cells) // 2, "LT 2")
    return "|".join(cells), nik


def _truth(number: int, nik: str, row: Row, warned: list[str]) -> str:
    elements = ",".join(row.elements)
    cells = (number, nik, row.outcome, row.detail, elements, ",".join(warned), row.note)
    return _csv_line(cells)


def _joined(warned: list[str]) -> str:
    text = ",".join(warned)
    return f'"{text}"' if len(warned) > 1 else text


def _csv_line(cells: Sequence[object]) -> str:
    buffer = StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def _write(
    manifest: Manifest, kind: str, path: Path, header: str, lines: Iterable[str]
) -> None:
    body = [header, *lines]
    data = ("\n".join(body) + "\n").encode()
    path.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    manifest.files[kind] = Written(kind, path.name, len(body) - 1, digest)
