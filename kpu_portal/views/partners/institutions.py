"""Institutions and the people to turn to."""

from collections import Counter
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import OFFICE, role_required
from audit.services import record
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
from partners.forms import ContactForm, InstitutionForm
from partners.models import Contact, DataRequest, Institution
from partners.tables import InstitutionTable
from regions.models import Region


@require_safe
@role_required(OFFICE)
def institution_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Institutions of the office, newest first, cut by the address."""
    every = mine(request, regency, Institution)
    places = Region.objects.filter(code__in=every.values("region_code"))
    waiting = Counter(
        DataRequest.objects.of(regency).open().values_list("institution_id", flat=True)
    )
    return list_page(
        request,
        regency,
        every=every,
        cut=filters.institutions,
        table=InstitutionTable,
        tab="institution",
        export="partner.export",
        names=dict(places.values_list("code", "name")),
        waiting=waiting,
    )


@require_safe
@role_required(OFFICE)
@or_back("partners:list")
def institution_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The institutions of the present filter as a file; no contact is in it."""
    return deliver(request, regency, "partner.export")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def institution_new(request: HttpRequest, regency: str) -> HttpResponse:
    """Enter an institution."""
    form = InstitutionForm(request.POST or None, regency=regency)
    row = saved(request, form, services.save_institution, regency=regency)
    if row is not None:
        return back_to(row, "detail")
    return form_page(request, "institution_form", {"regency": regency, "form": form})


@require_safe
@role_required(OFFICE)
def institution(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One institution: its people, agreements, requests and joint activities."""
    row = find(request, regency, Institution, public_id)
    contacts = list(row.contacts.order_by("archived_at", "id"))
    standing = [one for one in contacts if not one.is_archived]
    place = Region.objects.filter(code=row.region_code).values_list("name", flat=True)
    record(
        actor=request.user,
        action="partner.read",
        regency_code=regency,
        subject=str(row.public_id),
        persons=[one.public_id for one in contacts],
        data={"rows": len(contacts)},
        request=request,
    )
    context = {
        "regency": regency,
        "row": row,
        "place": place.first() or row.region_code,
        "contacts": standing,
        "gone": [one for one in contacts if one.is_archived],
        "agreements": row.agreements.standing().order_by("-signed_on")[:20],
        "requests": row.requests.standing().order_by("-letter_on")[:20],
        "invitations": row.invitations.filter(activity__archived_at=None)
        .select_related("activity")
        .order_by("-activity__held_on")[:20],
        "today": timezone.localdate(),
    }
    return render(request, "partners/institution.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def institution_edit(
    request: HttpRequest, regency: str, public_id: UUID
) -> HttpResponse:
    """Change what was entered of an institution."""
    row = find(request, regency, Institution, public_id)
    form = InstitutionForm(request.POST or None, instance=row, regency=regency)
    write = services.save_institution
    if saved(request, form, write, regency=regency, row=row) is not None:
        return back_to(row, "detail")
    context = {"regency": regency, "form": form, "row": row}
    return form_page(request, "institution_form", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def contact_new(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Enter a person to turn to."""
    row = find(request, regency, Institution, public_id)
    return _contact(request, row, None)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def contact_edit(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Change what was entered of a person."""
    person = find(request, regency, Contact, public_id)
    return _contact(request, person.institution, person)


def _contact(
    request: HttpRequest, row: Institution, person: Contact | None
) -> HttpResponse:
    form = ContactForm(request.POST or None, instance=person)
    write = services.save_contact
    if saved(request, form, write, institution=row, row=person) is not None:
        return back_to(row, "detail")
    context = {
        "regency": row.regency_code,
        "form": form,
        "row": row,
        "person": person,
    }
    return form_page(request, "contact_form", context)
