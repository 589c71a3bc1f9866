"""What the pages of duplicates between regencies send: answers, runs, files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from files.delivering import deliver, or_back
from jobs.models import OPEN_STATES, Job
from voters import services
from voters.services.errors import VoterError
from voters.views.exchange import KINDS, side_or_404


@role_required(OFFICE)
@require_POST
def exchange_answer(
    request: HttpRequest, regency: str, public_id: UUID
) -> HttpResponse:
    """Answer for the own record, or take the answer back; then show it as it stands."""
    side_or_404(request, regency, public_id)
    query = request.GET.urlencode()
    here = reverse("voters:exchange_side", args=[regency, public_id])
    here += f"?{query}" if query else ""
    try:
        messages.success(request, _carry_out(request, regency, public_id))
    except VoterError as error:
        messages.error(request, str(error))
    return redirect(here)


def _carry_out(request: HttpRequest, regency: str, public_id: UUID) -> str:
    said = request.POST
    base: dict[str, Any] = {
        "actor": request.user,
        "regency": regency,
        "public_id": public_id,
    }
    if said.get("jawaban") == "tarik":
        services.withdraw_answer(**base)
        return _("Jawaban ditarik; pasangan ini menunggu lagi.")
    side = services.answer_side(
        **base,
        answer=said.get("jawaban", ""),
        evidence_kind=said.get("jenis_bukti", ""),
        evidence_no=said.get("nomor_bukti", ""),
        note=said.get("catatan", ""),
    )
    if side.answer == "STRIKE":
        return _("Usulan TMS ganda menunggu orang kedua.")
    if side.answer == "MOVED":
        return _("Usulan TMS pindah diterima; terapkan di Tinjauan.")
    return _("Jawaban dicatat; diingat sampai salah satu catatan berubah.")


@role_required(OFFICE)
@require_POST
def exchange_run(request: HttpRequest, regency: str) -> HttpResponse:
    """Queue the comparison with the province, or show the one that runs."""
    running = Job.objects.filter(
        regency_code=regency, kind__in=KINDS, state__in=OPEN_STATES
    ).first()
    job = running or services.start_exchange(actor=request.user, regency=regency)
    return redirect("jobs:progress", regency, job.public_id)


@role_required(OFFICE)
@require_POST
def exchange_upload(request: HttpRequest, regency: str) -> HttpResponse:
    """Take another installation's file of hashes in; a job reads it."""
    upload = request.FILES.get("berkas")
    if upload is None:
        messages.error(request, _("Pilih berkas sidik (csv)."))
        return redirect("voters:exchange", regency)
    try:
        job = services.receive_hashes(
            actor=request.user, regency=regency, file=upload, name=upload.name or ""
        )
    except VoterError as error:
        messages.error(request, str(error))
        return redirect("voters:exchange", regency)
    record(
        actor=request.user,
        action="exchange.receive",
        regency_code=regency,
        subject=str(job.public_id),
        request=request,
    )
    return redirect("jobs:progress", regency, job.public_id)


@role_required(OFFICE)
@require_GET
@or_back("voters:exchange")
def exchange_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The sides of the present filter as a file; the NIK stays masked."""
    return deliver(request, regency, "exchange.export")


@role_required(OFFICE)
@require_GET
def exchange_hashes(request: HttpRequest, regency: str) -> HttpResponse:
    """The office's keyed hashes for another installation, always as csv."""
    asked = request.GET.copy()
    asked["format"] = "csv"
    request.GET = asked  # type: ignore[assignment] # the same words, one more
    return deliver(request, regency, "exchange.hash.export")
