"""Reads a truth file of the generator and what the portal made of the same rows."""

from __future__ import annotations

import csv
from pathlib import Path

from reconciliation.models import Delivery, DeliveryRow, RowIssue

Row = tuple[str, str, str, str, str]


def planted(path: Path) -> tuple[dict[int, Row], set[tuple[str, bool]]]:
    """By line: (nik, outcome, detail, elements, warned); absent: (nik, doubtful).

    Lines that are simply the same, and earn no warning, are left out.
    """
    rows: dict[int, Row] = {}
    absent = set()
    with path.open(encoding="utf-8", newline="") as text:
        for one in csv.DictReader(text):
            if one["outcome"] == "TIDAK_ADA":
                absent.add((one["nik"], one["detail"] == "DOUBTFUL"))
                continue
            if one["outcome"] == "SAME" and not one["warned"]:
                continue
            nik = "" if one["outcome"] == "REFUSED" else one["nik"]
            elements = one["elements"]
            rows[int(one["line"])] = (
                nik,
                one["outcome"],
                one["detail"],
                elements,
                one["warned"],
            )
    return rows, absent


def found(delivery: Delivery) -> tuple[dict[int, Row], set[tuple[str, bool]]]:
    """The same shape, from the rows that the portal kept."""
    rows: dict[int, Row] = {}
    absent = set()
    of = {"regency_code": delivery.regency_code, "delivery_id": delivery.pk}
    for issue in RowIssue.objects.filter(**of):
        rows[issue.line_no] = ("", "REFUSED", issue.kind, "", "")
    for row in DeliveryRow.objects.filter(**of):
        if row.outcome == "TIDAK_ADA":
            absent.add((row.nik, row.detail == "DOUBTFUL"))
            continue
        assert row.line_no not in rows
        told = row.outcome in ("UBAH", "PINDAH_DALAM")
        rows[row.line_no] = (
            row.nik,
            row.outcome,
            row.detail,
            ",".join(row.elements) if told else "",
            ",".join(row.warnings),
        )
    return rows, absent
