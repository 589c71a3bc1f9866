"""Sheets of a programme, one RT each, as PDF by typst with its own fonts.

Which columns stand on it, and that the NIK is masked, is the list of
files.exports.fields for the role that prints.
"""

import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils import timezone, translation

from fieldwork.aid.models import ANSWERS, Programme, Recipient
from fieldwork.documents.sheets import DocumentError
from files.exports import Column
from files.exports.columns import cell
from files.exports.fields import allowed, role_of

TEMPLATE = Path(__file__).with_name("sheet.typ")
ACTION = "aid.sheet.export"
COLUMNS = [
    Column("Nomor"),
    Column("Nama"),
    Column("NIK"),
    Column("JK"),
    Column("Alamat"),
    Column("Kecocokan"),
]


def sheets_pdf(
    actor: Any,
    programme: Programme,
    people: Iterable[Recipient],
    places: dict[str, str],
) -> bytes:
    """PDF of the recipients, ordered by place; an RT begins on a page of its own.

    Raises ExportRefused for a role that prints none, DocumentError when typst warns.
    """
    columns, kept = allowed(ACTION, role_of(actor), COLUMNS)
    with translation.override("id"):  # the paper is Indonesian, whoever prints it
        made = [
            _sheet(list(rows), places, columns, kept)
            for _place, rows in groupby(
                people, key=lambda one: (one.kelurahan, one.rw, one.rt)
            )
        ]
        return _compiled(
            {
                "title": programme.name,
                "printed": f"{timezone.localtime():%d-%m-%Y %H.%M}, {actor}",
                "results": [str(word) for _value, word in ANSWERS],
                "heads": [one.label for one in columns],
                "sheets": made,
            }
        )


def _sheet(
    people: list[Recipient],
    places: dict[str, str],
    columns: list[Column],
    kept: list[int],
) -> dict[str, Any]:
    first, lines = people[0], []
    for number, one in enumerate(people, 1):
        row = (
            *(number, one.name, one.nik, one.sex, one.address),
            str(one.get_match_display()),
        )
        values = [row[at] for at in kept]
        cells = [str(cell(*pair)) for pair in zip(columns, values, strict=True)]
        done = str(one.get_answer_display()) if one.answer else ""
        lines.append({"cells": cells, "done": done})
    return {
        "place": places.get(first.kelurahan, "–"),
        "rw": first.rw or "–",
        "rt": first.rt or "–",
        "lines": lines,
    }


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
