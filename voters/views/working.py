"""Starts the long works of the room: apply and undo."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import OFFICE, role_required
from files.lists.numbers import whole_number
from periods.models import Period
from voters import services
from voters.delivered import files_of
from voters.services.errors import BeingUndone, VoterError
from voters.views.review import proposal_or_404


@role_required(OFFICE)
@require_POST
def apply(request: HttpRequest, regency: str) -> HttpResponse:
    """Queue the application of everything accepted; shows its progress."""
    period = Period.objects.open(regency).first()
    if period is None:
        messages.error(request, _("Tidak ada periode yang terbuka."))
        return redirect("voters:review", regency)
    try:
        job = services.start_apply(actor=request.user, regency=regency, period=period)
    except VoterError as error:
        messages.error(request, str(error))
        return redirect("voters:review", regency)
    return redirect("jobs:progress", regency, job.public_id)


@role_required(OFFICE)
@require_POST
def undo(request: HttpRequest, regency: str) -> HttpResponse:
    """Queue the undoing of one proposal (`usulan`) or of a delivery (`kiriman`).

    What is refused is told where the person came from.
    """
    delivery = whole_number(request.POST.get("kiriman"))
    period = Period.objects.open(regency).first()
    if period is None:
        messages.error(request, _("Tidak ada periode yang terbuka."))
        return _back(regency, delivery)
    proposal = None
    try:
        if delivery is None:
            number = UUID(request.POST.get("usulan", ""))
            proposal = proposal_or_404(request, regency, number)
        job = services.start_undo(
            actor=request.user,
            regency=regency,
            period=period,
            proposal=proposal,
            delivery_id=delivery,
            reason=request.POST.get("alasan", ""),
        )
    except ValueError:
        messages.error(request, _("Pilih usulan atau kiriman yang diurungkan."))
        return _back(regency, delivery)
    except BeingUndone as error:
        messages.info(request, str(error))
        job = error.job
    except VoterError as error:
        messages.error(request, str(error))
        return _back(regency, delivery)
    return redirect("jobs:progress", regency, job.public_id)


def _back(regency: str, delivery: int | None) -> HttpResponse:
    """The page of the delivery, where the office has that one; else the queue."""
    files = files_of(regency, {delivery: set()}) if delivery is not None else {}
    if delivery in files:
        return redirect(files[delivery].url)
    return redirect("voters:review", regency)
