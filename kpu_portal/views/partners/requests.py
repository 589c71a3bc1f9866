"""Requests for data: the letter, what came, what waits."""

import io
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.access import OFFICE, role_required
from accounts.models import Role, User
from files import exports
from files.delivering import deliver, or_back
from kpu_portal.views.partners.common import (
    back_to,
    find,
    form_page,
    list_page,
    mine,
    saved,
)
from partners import filters, services
from partners.documents import LetterError, letter_pdf
from partners.errors import PartnerError
from partners.forms import LEGAL_BASIS, RequestForm
from partners.models import DataRequest, RequestState
from partners.tables import RequestTable
from reconciliation.models import Delivery
from reconciliation.rules.institutions import senders_of
from reconciliation.services import DeliveryError, link_request
from regions.models import Region


@require_safe
@role_required(OFFICE)
def request_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Requests of the office, newest first, cut by the address."""
    every = mine(request, regency, DataRequest)
    return list_page(
        request,
        regency,
        every=every,
        cut=filters.requests,
        table=RequestTable,
        tab="request",
        export="request.export",
        context={"late": every.late(timezone.localdate()).count()},
    )


@require_safe
@role_required(OFFICE)
@or_back("partners:requests")
def request_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The requests of the present filter as a file."""
    return deliver(request, regency, "request.export")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def request_new(request: HttpRequest, regency: str) -> HttpResponse:
    """Enter a letter that asks for data."""
    return _edit(request, regency, None)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def request_edit(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Change a letter that still waits."""
    return _edit(request, regency, find(request, regency, DataRequest, public_id))


def _edit(request: HttpRequest, regency: str, row: DataRequest | None) -> HttpResponse:
    start: dict[str, Any] = {}
    if row is None:
        chosen = request.GET.get("instansi", "")
        start = {
            "legal_basis": LEGAL_BASIS,
            "letter_on": timezone.localdate(),
            "institution": chosen if chosen.isdigit() else "",
        }
    form = RequestForm(
        request.POST or None, instance=row, regency=regency, initial=start
    )
    done = saved(request, form, services.save_request, regency=regency, row=row)
    if done is not None:
        return back_to(done, "request")
    context = {"regency": regency, "form": form, "row": row}
    return form_page(request, "request_form", context)


@require_safe
@role_required(OFFICE)
def request_detail(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One letter, where it stands, and the deliveries received against it."""
    row = find(request, regency, DataRequest, public_id)
    deliveries = (
        Delivery.objects.in_scope_of(request.user)
        .of(regency)
        .filter(data_request_id=row.pk)
        .defer("recognised", "fields", "details")
    )
    free = [] if row.state == RequestState.WITHDRAWN else _free(request, row)
    context = {
        "regency": regency,
        "row": row,
        "free": free,
        "late": row.days_late(timezone.localdate()),
        "key": str(row.public_id),
        "deliveries": deliveries,
        "reminders": row.reminders.waiting(),
    }
    return render(request, "partners/request.html", context)


OFFERED = 30
"""Latest deliveries of the institution that a request's page offers as its answer."""


def _free(request: HttpRequest, row: DataRequest) -> list[Delivery]:
    """Deliveries of the institution that answer no request yet, newest first."""
    senders = senders_of(row.institution.kind)
    rows = Delivery.objects.in_scope_of(request.user).of(row.regency_code).standing()
    found = rows.filter(data_request_id=None, sender__in=senders)
    return list(
        found.only("regency_code", "public_id", "filename", "period_code")[:OFFERED]
    )


@require_POST
@role_required(OFFICE)
def request_delivery(
    request: HttpRequest, regency: str, public_id: UUID
) -> HttpResponse:
    """Say that a delivery which came by itself answers this request."""
    row = find(request, regency, DataRequest, public_id)
    chosen = request.POST.get("kiriman", "")
    offered = {str(one.public_id): one for one in _free(request, row)}
    try:
        if chosen not in offered:
            raise DeliveryError(_("Pilih kiriman instansi ini."))
        link_request(actor=request.user, delivery=offered[chosen], asked=row)
    except DeliveryError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kiriman dicatat sebagai jawaban."))
    return redirect("partners:request", regency, public_id)


@require_safe
@role_required(OFFICE)
def request_letter(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The letter as PDF, to be signed and sent."""
    row = find(request, regency, DataRequest, public_id)
    chair = User.objects.filter(
        scope_code=regency, role=Role.CHAIR, is_active=True
    ).first()
    office = Region.objects.filter(code=regency).values_list("name", flat=True).first()
    try:
        content = letter_pdf(
            row, office=office or regency, chair=chair.full_name if chair else ""
        )
    except LetterError:
        messages.error(request, _("Surat gagal disusun; hubungi admin."))
        return back_to(row, "request")
    made = exports.finish(
        actor=request.user,
        regency=regency,
        name=f"surat-permintaan-{row.letter_on}.pdf",
        handle=io.BytesIO(content),
        action="request.letter",
        data={"request": str(row.public_id)},
        request=request,
    )
    return cast(HttpResponse, exports.response(made))


@require_POST
@role_required(OFFICE)
def request_state(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Answered today, withdrawn, or waiting again: what the button said."""
    row = find(request, regency, DataRequest, public_id)
    asked = request.POST.get("keadaan", "")
    try:
        if asked == "dijawab":
            today = timezone.localdate()
            services.answer_request(actor=request.user, row=row, on=today)
        elif asked == "ditarik":
            services.withdraw_request(actor=request.user, row=row)
        elif asked == "menunggu":
            services.reopen_request(actor=request.user, row=row)
        else:
            raise PartnerError(_("Pilih keadaan permintaan."))
    except PartnerError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Keadaan permintaan dicatat."))
    return redirect("partners:request", regency, public_id)
