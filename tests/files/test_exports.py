"""What leaves: text stays text, numbers of persons stay hidden, the ledger knows."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import zipfile
from typing import Any

import pytest
from django.db import transaction
from python_calamine import CalamineWorkbook

from accounts.scope import scoped_as
from audit.models import LedgerEntry
from files import exports
from files.exports import Column
from tests.roles import as_worker

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "aman"]


def rows() -> list[list[Any]]:
    return [[n, text, dt.date(2026, 11, 1), None] for n, text in enumerate(HOSTILE)]


def exported(*, actor: Any, **told: Any) -> exports.Exported:
    """A file that `actor` takes, in a transaction that shows the actor's token."""
    with transaction.atomic(), scoped_as(actor):
        return exports.export(actor=actor, **told)


COLUMNS = [Column("No"), Column("Teks"), Column("Tanggal"), Column("Kosong")]


def test_no_cell_becomes_a_formula(portal: str, cast: Any, tmp_path: Any) -> None:
    made = exported(
        actor=cast.operator_a,
        regency="3272",
        name="daftar/../x",
        columns=COLUMNS,
        rows=rows(),
        format="csv",
    )
    data = made.read()
    assert made.name.startswith("daftar-..-x_operator.sukabumi_")
    assert made.name.endswith(".csv") and made.rows == len(HOSTILE)
    assert made.sha256 == hashlib.sha256(data).hexdigest()
    told = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert told[0] == ["No", "Teks", "Tanggal", "Kosong"]
    assert [row[1] for row in told[1:-1]] == [f"'{text}" for text in HOSTILE[:-1]]
    assert told[-1] == ["6", "aman", "2026-11-01", ""]

    book = exported(
        actor=cast.operator_a,
        regency="3272",
        name="daftar",
        columns=COLUMNS,
        rows=rows(),
        notes=["Judul"],
    )
    saved = tmp_path / "x.xlsx"
    saved.write_bytes(book.read())
    sheet = CalamineWorkbook.from_path(str(saved)).get_sheet_by_index(0).to_python()
    assert sheet[0][0] == "Judul" and sheet[1][:2] == ["No", "Teks"]
    assert [row[1] for row in sheet[2:]] == HOSTILE
    with zipfile.ZipFile(saved) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        # Excel's own sign for "text", so that an edit does not wake the formula.
        assert b'quotePrefix="1"' in parts.read("xl/styles.xml")

    entries = LedgerEntry.objects.using("gate").filter(action="export")
    assert {entry.data["sha256"] for entry in entries} == {made.sha256, book.sha256}
    assert {entry.actor_id for entry in entries} == {cast.operator_a.pk}


def test_masks_and_downloads(portal: str, cast: Any) -> None:
    columns = [
        Column("NIK", mask=exports.mask_number),
        Column("Lahir", mask=exports.mask_birth),
    ]
    made = exported(
        actor=cast.operator_a,
        regency="3272",
        name="x",
        columns=columns,
        rows=[["3272010101900001", dt.date(1990, 1, 1)], ["12", None]],
        format="csv",
    )
    text = made.read().decode()
    assert "3272010101900001" not in text and "327201" in text
    assert "••-••-1990" in text
    made.handle.seek(0)
    answer = exports.response(made)
    assert answer["X-Content-SHA256"] == made.sha256
    assert "attachment" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content).decode() == text
    with pytest.raises(exports.ExportError):
        exports.export(
            actor=None, regency="", name="x", columns=columns, rows=[], format="exe"
        )
    with as_worker():
        done = exports.finish(
            actor=None, regency="3272", name="ba.pdf", handle=io.BytesIO(b"%PDF-")
        )
    assert done.format == "pdf" and done.read() == b"%PDF-"
