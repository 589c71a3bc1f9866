"""The mark of who took it, on a paper that was made elsewhere.

Only for papers that are not final: a finished one is the same for everybody, and its
digest is printed. PDF: the foot of every page. Word and Excel: the foot of every page
and the properties of the file.
"""

from __future__ import annotations

import io
import json
import tempfile
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

_OVERLAY = """#let d = json(bytes(sys.inputs.at("data")))
#set page(width: d.width * 1pt, height: d.height * 1pt, margin: 0pt, fill: none)
#set text(font: "Libertinus Serif", size: 7pt, lang: "id")
#place(bottom + left, dx: 1cm, dy: -0.5cm, d.mark)
"""


def stamp(handle: IO[bytes], ending: str, mark: str) -> IO[bytes]:
    """The same paper with `mark` on it; a kind that takes none comes back as it was."""
    write = _STAMPS.get(ending)
    if write is None:
        return handle
    handle.seek(0)
    # Stays open: the caller reads it, and closing deletes it.
    out = tempfile.TemporaryFile()  # noqa: SIM115
    write(handle, out, mark)
    handle.close()
    out.seek(0)
    return out


def _pdf(handle: IO[bytes], out: IO[bytes], mark: str) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(handle))
    made: dict[tuple[float, float], PageObject] = {}
    for page in writer.pages:
        size = (float(page.mediabox.width), float(page.mediabox.height))
        if size not in made:
            made[size] = _overlay(*size, mark)
        page.merge_page(made[size])
    writer.write(out)


def _overlay(width: float, height: float, mark: str) -> PageObject:
    import typst
    from pypdf import PdfReader

    data = {"width": width, "height": height, "mark": mark}
    pdf = typst.compile(
        _OVERLAY.encode(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
    )
    return PdfReader(io.BytesIO(pdf)).pages[0]


def _docx(handle: IO[bytes], out: IO[bytes], mark: str) -> None:
    from docx import Document

    document: Any = Document(handle)
    for section in document.sections:
        section.footer.add_paragraph(mark)
    document.core_properties.comments = mark
    document.save(out)


def _xlsx(handle: IO[bytes], out: IO[bytes], mark: str) -> None:
    from openpyxl import load_workbook

    book = load_workbook(handle)
    for page in book.worksheets:
        page.oddFooter.left.text = mark.replace("&", "&&")[:180]
    book.properties.description = mark
    book.save(out)


_STAMPS = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}
