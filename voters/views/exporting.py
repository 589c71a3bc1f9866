"""The roll and the review queue as files."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, role_required
from files.delivering import deliver, or_back


@role_required(OFFICE)
@require_GET
@or_back("voters:list")
def export_roll(request: HttpRequest, regency: str) -> HttpResponse:
    """The voters of the present filter as a file; numbers of persons stay masked."""
    return deliver(request, regency, "voter.export")


@role_required(OFFICE)
@require_GET
@or_back("voters:review")
def export_proposals(request: HttpRequest, regency: str) -> HttpResponse:
    """The proposals of the present filter as a file; the NIK stays masked."""
    return deliver(request, regency, "proposal.export")
