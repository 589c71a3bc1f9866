"""Sheets for the door, one RT each, as PDF by typst with its own fonts.

Which columns stand on it, and that the NIK is masked, is the list of
files.exports.fields for the role that prints. The QR code opens the sheet's entry form;
it holds the batch's public id and the sheet's number, and no person.
"""

import io
import json
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from fieldwork.models import RESULTS, Batch, Task
from fieldwork.selectors import NOBODY, Person
from files.exports import Column
from files.exports.columns import cell
from files.exports.fields import allowed, role_of

TEMPLATE = Path(__file__).with_name("sheets.typ")
ACTION = "coklit.sheet.export"
MOST_LINES = 1_000
COLUMNS = [
    Column("Nomor"),
    Column("Nama"),
    Column("NIK"),
    Column("JK"),
    Column("Usia"),
    Column("Alamat"),
    Column("Alasan"),
]


class DocumentError(Exception):
    """The paper could not be made as it must be."""


def sheets_pdf(
    actor: Any,
    batch: Batch,
    tasks: Iterable[Task],
    people: dict[int, Person],
    places: dict[str, str],
) -> bytes:
    """PDF of the tasks, ordered by sheet; a sheet begins on a page of its own.

    Raises ExportRefused for a role that prints none, DocumentError when typst warns.
    """
    columns, kept = allowed(ACTION, role_of(actor), COLUMNS)
    with translation.override("id"):  # the paper is Indonesian, whoever prints it
        return _printed(actor, batch, tasks, people, places, columns, kept)


def _printed(
    actor: Any,
    batch: Batch,
    tasks: Iterable[Task],
    people: dict[int, Person],
    places: dict[str, str],
    columns: list[Column],
    kept: list[int],
) -> bytes:
    made = [
        _sheet(batch, number, list(rows), people, places, columns, kept)
        for number, rows in groupby(tasks, key=lambda one: one.sheet)
    ]
    return _compiled(
        {
            "title": f"Coklit terbatas {batch.number}",
            "batch": batch.name,
            "number": batch.number,
            "deadline": format_date(batch.deadline, "d MMMM yyyy", locale="id"),
            "printed": f"{timezone.localtime():%d-%m-%Y %H.%M}, {actor}",
            "companions": _companions(batch),
            "results": [str(word) for _value, word in RESULTS],
            "heads": [one.label for one in columns],
            "sheets": made,
        }
    )


def _sheet(
    batch: Batch,
    number: int,
    tasks: list[Task],
    people: dict[int, Person],
    places: dict[str, str],
    columns: list[Column],
    kept: list[int],
) -> dict[str, Any]:
    first, today = tasks[0], timezone.localdate()
    path = reverse(
        "fieldwork:sheet", args=[batch.regency_code, batch.public_id, number]
    )
    lines = []
    for one in tasks:
        values = _picked(one, people, today, kept)
        cells = [str(cell(*pair)) for pair in zip(columns, values, strict=True)]
        done = str(one.get_result_display()) if one.result else ""
        lines.append({"cells": cells, "done": done})
    return {
        "number": number,
        "place": places.get(first.kelurahan, first.kelurahan),
        "rw": first.rw or "–",
        "rt": first.rt or "–",
        "officer": first.officer_name,
        "qr": _qr(settings.PUBLIC_URL + path),
        "lines": lines,
    }


def _companions(batch: Batch) -> str:
    named = [
        *(["Bawaslu"] if batch.with_supervisor else []),
        *(["kelurahan"] if batch.with_village else []),
        *([batch.companions] if batch.companions else []),
    ]
    return ", ".join(named)


def _picked(
    task: Task, people: dict[int, Person], today: date, places: list[int]
) -> list[Any]:
    person = people.get(task.pk, NOBODY)
    row = (
        task.line,
        person.name,
        person.nik,
        person.sex,
        _age(person.birth_date, today),
        person.address,
        str(task.get_reason_display()),
    )
    return [row[at] for at in places]


def _age(born: date | None, today: date) -> int | str:
    if born is None:
        return ""
    before = (today.month, today.day) < (born.month, born.day)
    return today.year - born.year - before


def _qr(url: str) -> str:
    import segno

    svg = io.BytesIO()
    segno.make(url, error="m").save(svg, kind="svg", border=1, xmldecl=False)
    return svg.getvalue().decode()


def _compiled(data: dict[str, Any]) -> bytes:
    import typst

    try:
        made, warnings = typst.compile_with_warnings(
            TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            ignore_system_fonts=True,
        )
    except (typst.TypstError, KeyError) as error:
        raise DocumentError(str(error)) from error
    if warnings:
        raise DocumentError("; ".join(str(one) for one in warnings))
    return bytes(made)
