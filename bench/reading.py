"""A workbook of 250,000 rows: to staging, against calamine's own reading of it."""

from __future__ import annotations

from statistics import median

import xlsxwriter

from bench.data import Files
from bench.figures import Figure
from bench.measures import EMPTY, RUN, Bench, say
from bench.rig import BenchError

ROWS = 250_000
ROUNDS = 3


def reading(bench: Bench, made: Files) -> None:
    """As Excel saves it (its texts in a table of their own), and with texts inline."""
    bench.rig.clone(EMPTY, RUN)
    for name, inline in (("texts in a table", False), ("texts inline", True)):
        path = bench.rig.home.path / f"{inline}.xlsx"
        say(f"writing and reading a workbook of {ROWS:,} rows, {name}")
        _write(made, str(path), inline)
        staged, alone = [], []
        for _turn in range(ROUNDS):
            alone.append(bench.rig.child("calamine_alone", RUN, path=str(path)))
            staged.append(bench.rig.child("stage_book", RUN, path=str(path)))
        path.unlink()
        if {one["rows"] for one in staged} != {ROWS}:
            raise BenchError(f"{staged[0]['rows']:,} rows staged of {ROWS:,}")
        took = median(one["seconds"] for one in staged)
        unit = median(one["seconds"] for one in alone)
        first = median(one["recognise"] for one in staged)
        bench.add(
            Figure(
                f"xlsx of {ROWS:,} rows to staging / calamine's own reading, {name}",
                took / unit,
                3,
                detail=f"{took:.2f} s / {unit:.2f} s; recognised in {first:.2f} s",
            ),
            Figure(
                f"peak memory of the child that reads it, {name}",
                max(one["peak"] for one in staged),
                512,
                "MB",
            ),
        )


def _write(made: Files, path: str, inline: bool) -> None:
    """The first rows of the snapshot, padded: a ragged line is none in a workbook."""
    with xlsxwriter.Workbook(path, {"constant_memory": inline}) as book:
        sheet = book.add_worksheet()
        with made.snapshot.open(encoding="utf-8") as lines:
            width, number = 0, 0
            for line in lines:
                cells = line.rstrip("\n").split("|")
                width = width or len(cells)
                if len(cells) == width and any(cells):
                    for column, cell in enumerate(cells):
                        sheet.write_string(number, column, cell)
                    number += 1
                if number > ROWS:
                    return
