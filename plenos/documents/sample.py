"""Bawaslu's sample as PDF that may be printed and not changed, marked with its taker.

Who took it and when stands across every page; the permissions of the file leave
printing only, and the password that would lift them is drawn and thrown away.
"""

import io
import json
import secrets
from pathlib import Path
from typing import Any

from plenos.documents.minutes import DocumentError

TEMPLATE = Path(__file__).with_name("sample.typ")


def sample_pdf(data: dict[str, Any]) -> bytes:
    """PDF of a sample; `data` is what sample.typ reads. Raises DocumentError."""
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
        raise DocumentError("; ".join(str(w) for w in warnings))
    return locked(bytes(made))


def locked(made: bytes) -> bytes:
    """The same pages, which a reader opens without a password and may only print."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.constants import UserAccessPermissions as May

    # For a screen reader: extracting for accessibility, not copying.
    reading_aloud = May.EXTRACT_TEXT_AND_GRAPHICS
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made)))
    writer.encrypt(
        user_password="",
        owner_password=secrets.token_urlsafe(32),
        permissions_flag=May.PRINT | May.PRINT_TO_REPRESENTATION | reading_aloud,
        algorithm="AES-256",
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
