"""Minutes and workbook as downloads, through the one way out."""

import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import RECAP_READERS, role_required
from files import exports
from periods.models import State
from plenos.documents import DocumentError
from plenos.models import PaperKind
from plenos.selectors import published_recap
from plenos.services import kept_paper, paper
from plenos.views.finding import find_period, is_office


@require_safe
@role_required(RECAP_READERS)
def minutes(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """The Berita Acara as PDF; DRAF across it before the freeze."""
    return _send(request, regency, period, PaperKind.MINUTES_PDF)


@require_safe
@role_required(RECAP_READERS)
def minutes_word(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """The Berita Acara as Word document."""
    return _send(request, regency, period, PaperKind.MINUTES_DOCX)


@require_safe
@role_required(RECAP_READERS)
def workbook(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """The recap as xlsx."""
    return _send(request, regency, period, PaperKind.WORKBOOK)


def _send(
    request: HttpRequest, regency: str, period: str, kind: PaperKind
) -> HttpResponse:
    found = find_period(request, regency, period)
    try:
        recap = None if is_office(request) else published_recap(found)
        if recap is None:
            asked = paper(period=found, kind=kind)
        else:
            asked = kept_paper(recap=recap, kind=kind)
    except DocumentError:
        messages.error(
            request,
            _("%(paper)s gagal disusun; hubungi admin.") % {"paper": kind.label},
        )
        return redirect("plenos:recap", regency, period)
    made = exports.finish(
        actor=request.user,
        regency=regency,
        name=asked.name,
        handle=io.BytesIO(asked.content),
        action="export",
        request=request,
        # A final paper is the same for everybody: its digest stands on the page.
        marked=recap is None and found.state != State.CLOSED,
    )
    answer = HttpResponse(made.read(), content_type=exports.CONTENT_TYPES[made.format])
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    answer["X-Content-SHA256"] = made.sha256
    return answer
