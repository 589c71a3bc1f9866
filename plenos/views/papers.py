"""Minutes and workbook as downloads, through the one way out."""

import io
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import RECAP_READERS, role_required
from files import exports
from periods.models import Period
from plenos.documents import DocumentError, dataset, minutes_pdf, workbook_xlsx
from plenos.models import Plenary
from plenos.selectors import sheet
from plenos.views.finding import find_period


@require_safe
@role_required(RECAP_READERS)
def minutes(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """The Berita Acara as PDF; DRAF across it before the freeze."""
    found = find_period(request, regency, period)
    plenary = Plenary.objects.filter(period=found).first()
    try:
        pdf = minutes_pdf(_data(found, plenary))
    except DocumentError:
        messages.error(request, _("Berita Acara gagal disusun; hubungi admin."))
        return redirect("plenos:recap", regency, period)
    return _send(request, regency, f"berita-acara-{regency}-{period}.pdf", pdf)


@require_safe
@role_required(RECAP_READERS)
def workbook(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """The recap as xlsx."""
    found = find_period(request, regency, period)
    plenary = Plenary.objects.filter(period=found).first()
    book = workbook_xlsx(_data(found, plenary))
    return _send(request, regency, f"rekap-{regency}-{period}.xlsx", book)


def _data(period: Period, plenary: Plenary | None) -> dict[str, Any]:
    """What the papers print: Indonesian, whatever language the page is in."""
    with translation.override("id"):
        return dataset(sheet(period), plenary)


def _send(
    request: HttpRequest, regency: str, name: str, content: bytes
) -> HttpResponse:
    made = exports.finish(
        actor=request.user,
        regency=regency,
        name=name,
        handle=io.BytesIO(content),
        action="export",
        request=request,
    )
    answer = HttpResponse(made.read(), content_type=exports.CONTENT_TYPES[made.format])
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    answer["X-Content-SHA256"] = made.sha256
    return answer
