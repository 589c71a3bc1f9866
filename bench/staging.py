"""What a measured process does with a workbook: stage it, or let calamine read it."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from files.readers import chunks, delimiter, recognise
from reconciliation import landing
from reconciliation.rules import headers


def stage_book(path: str) -> dict[str, Any]:
    """Recognise and land a workbook as the job does; seconds of both, child's MB."""
    book, tables = Path(path), landing.Tables(0, 1)
    begun = time.perf_counter()
    seen = recognise(book, headers.looks_like_header)
    recognised = time.perf_counter() - begun
    with transaction.atomic():
        landing.create(tables, len(seen.header))
    begun, rows = time.perf_counter(), 0
    for chunk in chunks(book, seen, settings.POLICY.landing_chunk_rows):
        with transaction.atomic():
            landing.lightly()
            landing.copy(tables, chunk, delimiter(seen))
        rows += chunk.rows
    seconds = time.perf_counter() - begun
    landing.drop(tables)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"seconds": seconds, "recognise": recognised, "rows": rows, "peak": peak}


def calamine_alone(path: str) -> dict[str, Any]:
    """Calamine reads every row of the first sheet; seconds and rows."""
    from python_calamine import CalamineWorkbook

    begun = time.perf_counter()
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    rows = sum(1 for _row in sheet.iter_rows())
    return {"seconds": time.perf_counter() - begun, "rows": rows}
