"""Posters and leaflets of a kecamatan's post: as PDF, and as a picture to look at.

Facts of an open post alone; no person stands on them. Colours or black and white.
"""

import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from posts.models.reach import Channel
from posts.rules.reach import short_of
from posts.selectors.reach import url_of
from posts.wording import CALL, WHY, Facts

TEMPLATE = Path(__file__).with_name("poster.typ")
ACTION = "poster.export"
PREVIEW_PIXELS = 360
POINTS_AN_INCH = 72
FITS = (1.2, 1.1, 1.0, 0.9, 0.8)
"""The type against its size: larger where there is room, a little smaller for long
words."""


@dataclass(frozen=True)
class Paper:
    """A size: width in points, type against A4, whether two stand on a page."""

    name: str
    label: str
    channel: str
    width: float
    scale: float
    twice: bool = False


PAPERS = {
    paper.name: paper
    for paper in (
        Paper("a3", "A3", Channel.POSTER, 841.89, 1.41),
        Paper("a4", "A4", Channel.POSTER, 595.28, 1.0),
        Paper("a5", "A5", Channel.LEAFLET, 419.53, 0.72, twice=True),
    )
}


class DocumentError(Exception):
    """The paper could not be made as it must be."""


def paper_pdf(paper: Paper, code: str, office: str, facts: Facts, plain: bool) -> bytes:
    """PDF for printing: A3, A4, or two A5 on an A4. `plain` is black and white.

    Raises DocumentError when typst warns or the post's words fill more than a page.
    """
    data = _data(paper, code, office, facts, plain)
    return _fitting({**data, "twice": paper.twice}, format="pdf")


def paper_picture(
    paper: Paper, code: str, office: str, facts: Facts, plain: bool
) -> bytes:
    """One poster or leaflet as PNG of 360 pixels across."""
    data = _data(paper, code, office, facts, plain)
    ppi = PREVIEW_PIXELS / paper.width * POINTS_AN_INCH
    return _fitting({**data, "twice": False}, format="png", ppi=ppi)


def _data(
    paper: Paper, code: str, office: str, facts: Facts, plain: bool
) -> dict[str, Any]:
    short = short_of(code, paper.channel)
    check, post = url_of(short), url_of(short, to_post=True)
    return {
        **asdict(facts),
        "office": office,
        "call": CALL,
        "why": WHY,
        "paper": paper.name,
        "scale": paper.scale,
        "plain": plain,
        "check_url": _spoken(check),
        "post_url": _spoken(post),
        "check_qr": _qr(check),
        "post_qr": _qr(post),
    }


def _spoken(url: str) -> tuple[str, str]:
    """As people type it, in two lines: the host, and what follows it."""
    host, _slash, path = url.partition("://")[2].rstrip("/").partition("/")
    return host, f"/{path}"


def _qr(url: str) -> str:
    import segno

    svg = io.BytesIO()
    segno.make(url, error="m").save(svg, kind="svg", border=2, xmldecl=False)
    return svg.getvalue().decode()


def _fitting(data: dict[str, Any], **how: Any) -> bytes:
    """The largest type that fills one page and no more; DocumentError for none."""
    for fit in FITS:
        pages = _compiled({**data, "scale": data["scale"] * fit}, **how)
        if len(pages) == 1:
            return pages[0]
    raise DocumentError(_("Keterangan pos terlalu panjang untuk satu halaman."))


def _compiled(data: dict[str, Any], **how: Any) -> list[bytes]:
    """The pages of a picture; a PDF is one of them when it has one page."""
    import typst
    from pypdf import PdfReader

    try:
        made, warnings = typst.compile_with_warnings(
            TEMPLATE.read_bytes(),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            ignore_system_fonts=True,
            **how,
        )
    except (typst.TypstError, KeyError) as error:
        raise DocumentError(str(error)) from error
    if warnings:
        raise DocumentError("; ".join(str(one) for one in warnings))
    if isinstance(made, list):
        return [bytes(page) for page in made]
    if how["format"] == "pdf":
        return [bytes(made)] * len(PdfReader(io.BytesIO(made)).pages)
    return [bytes(made)]
