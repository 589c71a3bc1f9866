"""The Berita Acara as PDF, by typst with its own fonts: no system font is needed.

It is PDF/A-2a and PDF/UA-1: an archive can keep it and a screen reader can read it.
The same data gives the same bytes.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("minutes.typ")
EMPTY_MEETING = {
    "number": "",
    "day_words": "",
    "hour": "",
    "place": "",
    "agenda": "",
    "decision": "",
    "copies": 3,
    "copies_words": "tiga",
    "signatories": [],
    "attendance": [],
    "inputs": [],
}


class DocumentError(Exception):
    """The document could not be made as it must be."""


def minutes_pdf(data: dict[str, Any]) -> bytes:
    """PDF of the minutes; before the freeze every page carries DRAF.

    Raises DocumentError when typst warns: a missing font or a clipped table must not
    reach a signature.
    """
    import typst

    filled = {**data, "plenary": {**EMPTY_MEETING, **data["plenary"]}}
    try:
        pdf, warnings = typst.compile_with_warnings(
            TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs={"data": json.dumps(filled, ensure_ascii=False)},
            ignore_system_fonts=True,
            pdf_standards=["a-2a", "ua-1"],
            timestamp=_noon(*filled["date"]),
        )
    except (typst.TypstError, KeyError) as error:
        raise DocumentError(str(error)) from error
    if warnings:
        raise DocumentError("; ".join(str(w) for w in warnings))
    return bytes(pdf)


def _noon(year: int, month: int, day: int) -> int:
    """The time the document says it was made: no clock, so that bytes repeat."""
    return int(dt.datetime(year, month, day, 12, tzinfo=dt.UTC).timestamp())
