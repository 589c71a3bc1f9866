"""What the Word documents of a plenary are drawn with: lines, tables, equal bytes."""

import io
import zipfile
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

_FIXED = (2000, 1, 1, 0, 0, 0)


def figure(n: int) -> str:
    """1234 -> "1.234", with a real minus sign."""
    text = f"{abs(n):,}".replace(",", ".")
    return f"\u2212{text}" if n < 0 else text


def field(paragraph: Any, code: str) -> None:
    """Add what Word computes when it prints, such as PAGE."""
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), code)
    paragraph._p.append(element)


def centred(document: Any, text: str, bold: bool = False) -> None:
    """Add a paragraph in the middle."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold


def table(
    document: Any,
    heads: list[str],
    rows: list[list[str]],
    numbers: int = 0,
    size: float = 10,
) -> None:
    """A ruled table; its head is marked and repeats, the last `numbers` stand right."""
    drawn = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    for at, line in enumerate([heads, *rows]):
        cells = drawn.add_row().cells
        for place, (cell, text) in enumerate(zip(cells, line, strict=True)):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(size), at == 0 or "JUMLAH" in line
            if at and place >= len(heads) - numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    head = drawn.rows[0]._tr.get_or_add_trPr()
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    head.append(repeat)


def packed(document: Any) -> bytes:
    """The document with every part at one fixed time: equal data, equal bytes."""
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _FIXED)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0
            target.writestr(part, source.read(name))
    return packed.getvalue()
