"""Agreements (PKS) and their scans."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
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
from partners.forms import AgreementForm
from partners.models import Agreement
from partners.tables import AgreementTable
from voters.forms_keeping import KeepingInput
from voters.views.keeping import Keeping


@require_safe
@role_required(OFFICE)
def agreement_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Agreements of the office, newest first, cut by the address."""
    return list_page(
        request,
        regency,
        every=mine(request, regency, Agreement),
        cut=filters.agreements,
        table=AgreementTable,
        tab="agreement",
        export="agreement.export",
    )


@require_safe
@role_required(OFFICE)
@or_back("partners:agreements")
def agreement_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The agreements of the present filter as a file."""
    return deliver(request, regency, "agreement.export")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def agreement_new(request: HttpRequest, regency: str) -> HttpResponse:
    """Enter an agreement."""
    return _edit(request, regency, None)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def agreement(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One agreement: its facts, its scan, its end."""
    return _edit(request, regency, find(request, regency, Agreement, public_id))


def _edit(request: HttpRequest, regency: str, row: Agreement | None) -> HttpResponse:
    kept = Keeping(request, regency)
    sent = kept.data if request.POST else (None, None)
    start = {"institution": request.GET.get("instansi", "")} if row is None else {}
    form = AgreementForm(*sent, instance=row, regency=regency, initial=start)
    # Set here: the room of the form lies below the one that keeps files.
    form.fields["file"].widget = KeepingInput(form.fields["file"].widget.attrs)
    done = saved(
        request,
        form,
        services.save_agreement,
        regency=regency,
        row=row,
        upload=kept.files.get("file"),
    )
    if done is not None:
        kept.drop(form)
        return back_to(done, "agreement")
    kept.keep(form)
    today = timezone.localdate()
    context = {
        "regency": regency,
        "form": form,
        "row": row,
        "reminders": row.reminders.waiting() if row else [],
        "left": (row.ends_on - today).days if row and row.ends_on else None,
    }
    return form_page(request, "agreement_form", context)


@require_safe
@role_required(OFFICE)
def agreement_scan(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The scan of an agreement."""
    row = find(request, regency, Agreement, public_id)
    content = services.open_scan(row)
    if not content:
        raise Http404
    record(
        actor=request.user,
        action="agreement.scan.read",
        regency_code=regency,
        subject=str(row.public_id),
        data={"sha256": row.scan_sha256},
        request=request,
    )
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="pks.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
