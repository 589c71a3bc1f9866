"""Archived, brought back, dealt with: nothing of the room is deleted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import OFFICE, role_required
from kpu_portal.views.partners.common import find
from partners import services
from partners.errors import PartnerError
from partners.models import (
    Activity,
    Agreement,
    Contact,
    DataRequest,
    Institution,
    Kept,
    Reminder,
)

KINDS: dict[str, tuple[type[Kept], str]] = {
    "instansi": (Institution, "detail"),
    "narahubung": (Contact, "detail"),
    "pks": (Agreement, "agreement"),
    "permintaan": (DataRequest, "request"),
    "kegiatan": (Activity, "activity"),
}
"""Word of the address -> kind of record, and its page."""


@require_POST
@role_required(OFFICE)
def archive(
    request: HttpRequest, regency: str, what: str, public_id: UUID
) -> HttpResponse:
    """Take a record out of the lists; the message can undo it."""
    row, page = _found(request, regency, what, public_id)
    try:
        services.archive(actor=request.user, row=row)
    except PartnerError as error:
        messages.error(request, str(error))
    else:
        undo = reverse("partners:restore", args=[regency, what, public_id])
        messages.success(request, _("Diarsipkan."), extra_tags=f"urungkan:{undo}")
    return redirect(page)


@require_POST
@role_required(OFFICE)
def restore(
    request: HttpRequest, regency: str, what: str, public_id: UUID
) -> HttpResponse:
    """Bring an archived record back."""
    row, page = _found(request, regency, what, public_id)
    try:
        services.restore(actor=request.user, row=row)
    except PartnerError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Dikembalikan dari arsip."))
    return redirect(page)


@require_POST
@role_required(OFFICE)
def reminder_done(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Somebody deals with what is due."""
    row = find(request, regency, Reminder, public_id)
    services.close_reminder(actor=request.user, row=row)
    messages.success(request, _("Pengingat ditutup."))
    return redirect("regency-home", regency)


def _found(
    request: HttpRequest, regency: str, what: str, public_id: UUID
) -> tuple[Any, str]:
    """The record and the address of its page; 404 for another word."""
    if what not in KINDS:
        raise Http404
    model, page = KINDS[what]
    row = find(request, regency, model, public_id)
    shown = row.institution if isinstance(row, Contact) else row
    return row, reverse(f"partners:{page}", args=[regency, shown.public_id])
