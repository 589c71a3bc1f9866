"""Tasks of the bench that write a roll as a workbook, ours and the bare one."""

from __future__ import annotations

import gc
import tempfile
import time
from typing import Any

import xlsxwriter
from django.db import transaction
from django.http import QueryDict

from accounts.models import User
from accounts.scope import scoped_as
from bench import machine
from files import exports
from files.exports import sources
from files.exports.columns import cell
from files.exports.fields import allowed, role_of

KIND = "voter.export"


def _prepared(user: User, regency: str) -> sources.Prepared:
    source = sources.get(KIND)
    if source is None:
        raise AssertionError(KIND)
    return source.build(user, regency, QueryDict(), "default")


def export_roll(regency: str) -> dict[str, Any]:
    """Write the roll as the job does; seconds, memory before and at the peak."""
    user = User.objects.get(username="operator.bench")
    gc.collect()
    idle = machine.memory_of_this_process()["resident"]
    machine.forget_peak()
    begun = time.perf_counter()
    with transaction.atomic(), scoped_as(user):
        found = _prepared(user, regency)
        made, _columns = exports.make(
            actor=user,
            regency=regency,
            name=found.name,
            columns=found.columns,
            rows=found.lines(found.rows),
            kind=KIND,
        )
    seconds = time.perf_counter() - begun
    peak = machine.memory_of_this_process()["peak"]
    size = made.handle.seek(0, 2)
    return {
        "seconds": seconds,
        "idle": idle,
        "peak": peak,
        "rows": made.rows,
        "size": size,
        "persons": len(found.persons),
    }


def bare_workbook(regency: str) -> float:
    """Seconds that xlsxwriter itself takes for the same cells, which are in memory."""
    user = User.objects.get(username="operator.bench")
    with transaction.atomic(), scoped_as(user):
        found = _prepared(user, regency)
        kept, places = allowed(KIND, role_of(user), found.columns)
        cells = [
            [str(cell(one, row[at])) for one, at in zip(kept, places, strict=True)]
            for row in found.lines(found.rows)
        ]
    gc.collect()
    gc.freeze()
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as handle:
        options = {"constant_memory": True, "strings_to_formulas": False}
        with xlsxwriter.Workbook(handle, options) as book:
            page = book.add_worksheet()
            for at, column in enumerate(kept):
                page.set_column(at, at, column.width)
                page.write_string(0, at, column.label)
            for line, row in enumerate(cells, start=1):
                for at, text in enumerate(row):
                    if text:
                        page.write_string(line, at, text)
    return time.perf_counter() - begun
