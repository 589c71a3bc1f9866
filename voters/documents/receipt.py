"""The receipt of a citizen's report: number, check code and a QR code; no person.

The code stands behind the `#` of the QR code's address: no server, log or proxy is
sent it, and the status page fills it in by itself.
"""

import io
import json
from pathlib import Path
from typing import Any

from babel.dates import format_datetime
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from regions.models import Region
from voters.models import CitizenReport

TEMPLATE = Path(__file__).with_name("receipt.typ")


class ReceiptError(Exception):
    """The receipt could not be made as it must be."""


def status_url(report: CitizenReport) -> str:
    """Where a citizen reads the report's status; without the code."""
    return f"{settings.PUBLIC_URL}{reverse('report-status', args=[report.number])}"


def status_qr(report: CitizenReport) -> Any:
    """The same with the code, as a QR code."""
    import segno

    return segno.make(f"{status_url(report)}#{report.check_code}", error="m")


def receipt_data(report: CitizenReport) -> dict[str, Any]:
    """What the paper says, in Indonesian whatever the page's language."""
    codes = (report.regency_code, report.kelurahan[:6])
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    svg = io.BytesIO()
    status_qr(report).save(svg, kind="svg", border=2, xmldecl=False)
    with translation.override("id"):
        kind = report.get_kind_display()
    return {
        "office": names.get(report.regency_code, report.regency_code),
        "place": names.get(report.kelurahan[:6], ""),
        "number": report.number,
        "code": report.check_code,
        "kind": str(kind),
        "source": report.source_name,
        "taken_at": format_datetime(
            timezone.localtime(report.taken_at), "d MMMM yyyy, HH.mm", locale="id"
        ),
        "url": status_url(report),
        "qr": svg.getvalue().decode(),
    }


def receipt_pdf(report: CitizenReport) -> bytes:
    """The receipt as PDF of a quarter page. Raises ReceiptError when typst warns."""
    import typst

    try:
        made, warnings = typst.compile_with_warnings(
            TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs={"data": json.dumps(receipt_data(report), ensure_ascii=False)},
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        raise ReceiptError(str(error)) from error
    if warnings:
        raise ReceiptError("; ".join(str(warning) for warning in warnings))
    return bytes(made)
