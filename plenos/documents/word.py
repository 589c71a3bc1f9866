"""What the Word documents of a plenary are drawn with: lines, tables, equal bytes."""

import io
import zipfile
from copy import deepcopy
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
    models = {
        bold: _model(drawn, len(heads) - numbers, size, bold=bold)
        for bold in (True, False)
    }
    head = _model(drawn, len(heads), size, bold=True)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    head.get_or_add_trPr().append(repeat)
    drawn._tbl.append(_filled(head, heads))
    for line in rows:
        drawn._tbl.append(_filled(models["JUMLAH" in line], line))


def _model(drawn: Any, left: int, size: float, *, bold: bool) -> Any:
    """A row without text, and outside the table: a copy costs a fraction of a new one.

    left: its first cells, which stand left; the others stand right.
    """
    row = drawn.add_row()
    for place, cell in enumerate(row.cells):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run()
        run.font.size, run.bold = Pt(size), bold
        if place >= left:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    drawn._tbl.remove(row._tr)
    return row._tr


def _filled(model: Any, line: list[str]) -> Any:
    """A copy of the row with these texts; a line break stays one."""
    row = deepcopy(model)
    for run, text in zip(row.iter(qn("w:r")), line, strict=True):
        if text:
            run.text = text
    return row


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
