"""The desk: a report of one person, its receipt, and the receipt as PDF."""

import io
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.access import OFFICE, POST, role_required
from audit.services import record
from files import exports
from periods.models import Period
from regions.models import Region
from voters import desks, selectors, services
from voters.documents import receipt_pdf, status_qr, status_url
from voters.forms_reporting import FORMS, NewcomerReport, Reported
from voters.models import CitizenReport, ReportChannel, ReportKind, Voter
from voters.services.errors import VoterError
from voters.views.keeping import Keeping
from voters.views.post import record_view
from voters.views.roll import person_of, voter_or_404

ASKED: dict[str, str] = {
    "ubah": ReportKind.PERBAIKAN.value,
    "pindah": ReportKind.PINDAH.value,
    "meninggal": ReportKind.MENINGGAL.value,
}
"""What may be reported of a person: the word of the URL and the kind."""


@role_required(POST)
@require_http_methods(["GET", "POST"])
def post_propose(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """`?jenis=ubah|pindah|meninggal`: take a report about one person."""
    voter = voter_or_404(request, regency, public_id)
    kind = ASKED.get(request.GET.get("jenis", "ubah"))
    if kind is None:
        raise Http404
    more: dict[str, Any] = {}
    if kind != ReportKind.MENINGGAL:
        more["villages"] = selectors.villages_now(regency)
    if kind == ReportKind.PERBAIKAN:
        names = FORMS[kind].base_fields
        more["initial"] = {n: getattr(voter, n) for n in names if hasattr(voter, n)}
    record_view(request, voter)
    kept = Keeping(request, regency)
    form = FORMS[kind](*kept.data, **more)
    return _taken(request, regency, form, kept, kind=kind, voter=voter)


@role_required(POST)
@require_http_methods(["GET", "POST"])
def post_newcomer(request: HttpRequest, regency: str) -> HttpResponse:
    """Take the report of a new voter of the kecamatan."""
    inside = Region.objects.villages(person_of(request).scope_code)
    villages = dict(inside.values_list("code", "name"))
    kept = Keeping(request, regency)
    form = NewcomerReport(*kept.data, villages=villages)
    kind = ReportKind.BARU.value
    return _taken(request, regency, form, kept, kind=kind, voter=None)


@role_required(POST)
@require_POST
def post_unchanged(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Already registered, nothing to change: one click, a receipt, a visit."""
    voter = voter_or_404(request, regency, public_id)
    period = Period.objects.open(regency).first()
    if period is None:
        return redirect("voters:post_person", regency, public_id)
    said = services.Said(kind=ReportKind.TETAP.value, voter=voter)
    try:
        report = _take(request, regency, period, said)
    except VoterError as error:
        messages.error(request, str(error))
        return redirect("voters:post_person", regency, public_id)
    return redirect("voters:report", regency, report.public_id)


def _taken(
    request: HttpRequest,
    regency: str,
    form: Reported,
    kept: Keeping,
    *,
    kind: str,
    voter: Voter | None,
) -> HttpResponse:
    period = Period.objects.open(regency).first()
    if request.method == "POST" and form.is_valid():
        if period is None:
            form.add_error(None, _("Tidak ada periode yang terbuka."))
        else:
            try:
                said = services.Said(kind=kind, voter=voter, **form.said())
                report = _take(request, regency, period, said)
            except VoterError as error:
                form.add_error(None, str(error))
            else:
                kept.drop(form)
                return redirect("voters:report", regency, report.public_id)
    kept.keep(form)
    context = {
        "regency": regency,
        "form": form,
        "voter": voter,
        "kind_label": ReportKind(kind).label,
        "period_open": period is not None,
    }
    return render(request, "voters/post_propose.html", context)


def _take(
    request: HttpRequest, regency: str, period: Period, said: services.Said
) -> CitizenReport:
    desk = desks.desk_of(request.user)
    return services.take(
        actor=request.user,
        regency=regency,
        period=period,
        channel=ReportChannel.POST.value,
        said=said,
        source_ref=desk.ref if desk else "",
        source_name=desk.name if desk else "",
    )


@role_required(OFFICE | POST)
@require_safe
def report(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The receipt: number, check code, QR code, words to send; no person."""
    row = _find(request, regency, public_id)
    url = status_url(row)
    words = _("Laporan Anda %(number)s sudah diterima. Kode cek: %(code)s. %(url)s")
    context = {
        "regency": regency,
        "report": row,
        "url": url,
        "qr": status_qr(row).svg_data_uri(scale=5, border=2),
        "share": words % {"number": row.number, "code": row.check_code, "url": url},
        "desk_url": reverse("voters:post", args=[regency])
        if person_of(request).role in POST
        else reverse("voters:review", args=[regency]),
    }
    return render(request, "voters/receipt.html", context)


@role_required(OFFICE | POST)
@require_safe
def report_pdf(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The receipt as PDF, through the one way out."""
    row = _find(request, regency, public_id)
    made = exports.finish(
        actor=request.user,
        regency=regency,
        name=f"tanda-terima-{row.number}.pdf",
        handle=io.BytesIO(receipt_pdf(row)),
        action="report.receipt",
        request=request,
    )
    return cast(HttpResponse, exports.response(made))


def _find(request: HttpRequest, regency: str, public_id: UUID) -> CitizenReport:
    rows = CitizenReport.objects.in_scope_of(request.user).of(regency)
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    record(
        actor=request.user,
        action="report.view",
        regency_code=regency,
        subject=row.number,
        request=request,
    )
    return row
