"""Tasks of the bench that hold a reconciliation against the generator's truth."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.core.management import call_command
from django.db import connection

Row = tuple[str, ...]

_FOUND = """
SELECT line_no::text, '', 'REFUSED', kind, '', '' FROM reconciliation_rowissue
WHERE regency_code = %(regency)s
UNION ALL
SELECT coalesce(line_no::text, ''), nik, outcome, detail,
  CASE WHEN outcome IN ('UBAH', 'PINDAH_DALAM')
    THEN array_to_string(elements, ',') ELSE '' END,
  array_to_string(warnings, ',')
FROM reconciliation_deliveryrow WHERE regency_code = %(regency)s
"""


def against_truth(
    roll: str, removed: str, file: str, truth: str, regency: str, periods: list[str]
) -> dict[str, Any]:
    """Load a roll, reconcile a snapshot; count the rows that differ from the truth."""
    before, period = periods
    quiet = {"stdout": io.StringIO(), "regency": regency}
    call_command("load_roll", roll, removed=removed, period=before, **quiet)
    call_command("reconcile", file, period=period, kind="snapshot", **quiet)
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, {"regency": regency})
        rows: list[Row] = cursor.fetchall()
    found, planted = set(rows), _planted(truth)
    missing, extra = planted - found, found - planted
    # A row that stands twice is one too many, and a set would hide it.
    return {
        "rows": len(planted),
        "missing": len(missing),
        "extra": len(extra) + len(rows) - len(found),
        "shown": json.dumps([sorted(missing)[:3], sorted(extra)[:3]]),
    }


def _planted(path: str) -> set[Row]:
    """Read the truth in the same shape, without rows of which nothing is to say."""
    told: set[Row] = set()
    with open(path, encoding="utf-8", newline="") as text:
        for one in csv.DictReader(text):
            if one["outcome"] == "SAME" and not one["warned"]:
                continue
            nik = "" if one["outcome"] == "REFUSED" else one["nik"]
            told.add(
                (
                    one["line"],
                    nik,
                    one["outcome"],
                    one["detail"],
                    one["elements"],
                    # The portal keeps no doubt about a row as a warning when absent.
                    one["warned"]
                    if one["outcome"] not in ("REFUSED", "TIDAK_ADA")
                    else "",
                )
            )
    return told
