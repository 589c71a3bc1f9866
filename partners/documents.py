"""The letter that asks for data as PDF, by typst with its own fonts.

It is PDF/A-2a and PDF/UA-1, and the same facts give the same bytes.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from babel.dates import format_date

from partners.models import DataRequest

TEMPLATE = Path(__file__).with_name("letter.typ")


class LetterError(Exception):
    """The letter could not be set as it must be."""


def letter_pdf(row: DataRequest, *, office: str, chair: str) -> bytes:
    """The letter of a request as PDF; Indonesian, whatever the page's language.

    office: "Kota Sukabumi"; chair: who signs, "" leaves a dotted line. The signature
    and the stamp are put on the print. Raises LetterError when typst warns.
    """
    import typst

    try:
        made, warnings = typst.compile_with_warnings(
            TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs={"data": json.dumps(_facts(row, office, chair))},
            ignore_system_fonts=True,
            pdf_standards=["a-2a", "ua-1"],
            timestamp=_noon(row.letter_on),
        )
    except typst.TypstError as error:
        raise LetterError(str(error)) from error
    if warnings:
        raise LetterError("; ".join(str(one) for one in warnings))
    return bytes(made)


def _facts(row: DataRequest, office: str, chair: str) -> dict[str, Any]:
    day = row.letter_on
    return {
        "office": office,
        "chair": chair,
        "number": row.letter_no,
        "date": [day.year, day.month, day.day],
        "day_words": format_date(day, "d MMMM y", locale="id"),
        "due_words": format_date(row.due_on, "EEEE, d MMMM y", locale="id"),
        "to": row.institution.name,
        "address": row.institution.address,
        "data": row.data,
        "legal_basis": row.legal_basis,
    }


def _noon(day: dt.date) -> int:
    """The time the letter says it was made: no clock, so that bytes repeat."""
    moment = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
    return int(moment.timestamp())
