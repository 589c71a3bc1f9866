"""What the pages of duplicates send: decisions, a search, a file."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import OFFICE, role_required
from files.delivering import deliver
from jobs.models import OPEN_STATES, Job
from periods.models import Period
from voters import services
from voters.selectors.duplicates import is_free
from voters.services.duplicates import start_search
from voters.services.errors import NotDecidable, VoterError
from voters.views.duplicates import pair_or_404, pair_page


@role_required(OFFICE)
@require_GET
def export_duplicates(request: HttpRequest, regency: str) -> HttpResponse:
    """The pairs of the present filter as a file; numbers of persons stay masked."""
    return deliver(request, regency, "duplicate.export")


@role_required(OFFICE)
@require_POST
def duplicates_search(request: HttpRequest, regency: str) -> HttpResponse:
    """Queue the search of the whole roll, or show the one that runs."""
    running = Job.objects.filter(
        regency_code=regency, kind="duplicates", state__in=OPEN_STATES
    ).first()
    period = Period.objects.open(regency).first()
    if running is None and period is None:
        messages.error(request, _("Tidak ada periode yang terbuka."))
        return redirect("voters:duplicates", regency)
    if running is None and period is not None:
        running = start_search(actor=request.user, regency=regency, period=period)
    assert running is not None  # noqa: S101 - for the type checker
    return redirect("jobs:progress", regency, running.public_id)


@role_required(OFFICE)
@require_POST
def duplicate_decide(
    request: HttpRequest, regency: str, public_id: UUID
) -> HttpResponse:
    """Decide one pair or cluster, then show it as it stands now."""
    return answered(request, regency, public_id, _carry_out)


def answered(
    request: HttpRequest,
    regency: str,
    public_id: UUID,
    carry_out: Callable[[HttpRequest, str, UUID], str],
) -> HttpResponse:
    """Carry an answer out and show the pair; refused, its page keeps what was entered.

    Where somebody else was quicker there is nothing left to enter.
    """
    pair = pair_or_404(request, regency, public_id)
    query = request.GET.urlencode()
    here = reverse("voters:duplicate", args=[regency, public_id])
    here += f"?{query}" if query else ""
    try:
        messages.success(request, carry_out(request, regency, public_id))
    except VoterError as error:
        messages.error(request, str(error))
        pair.refresh_from_db()
        if is_free(pair):
            return pair_page(request, pair, request.POST)
    return redirect(here)


def known_answer(decision: str, answers: Sequence[str]) -> None:
    """Raise NotDecidable unless a button of the page was pressed."""
    if decision not in answers:
        raise NotDecidable(_("Pilih jawabannya dengan salah satu tombol."))


def _carry_out(request: HttpRequest, regency: str, public_id: UUID) -> str:
    said, decision = request.POST, request.POST.get("keputusan", "")
    known_answer(decision, ("tetap", "bukan", "coklit", "urungkan"))
    base: dict[str, Any] = {
        "actor": request.user,
        "regency": regency,
        "public_id": public_id,
    }
    note = said.get("catatan", "")
    if decision == "bukan":
        services.not_duplicate(**base, note=note)
        return _("Dinyatakan bukan ganda; diingat sampai salah satu catatan berubah.")
    if decision == "urungkan":
        services.take_back(**base)
        return _("Pasangan ini menunggu lagi.")
    made = services.keep(
        **base,
        keeper=said.get("tetap", ""),
        strike=said.getlist("ganda"),
        evidence_kind=said.get("jenis_bukti", ""),
        evidence_no=said.get("nomor_bukti", ""),
        note=note,
        coklit=decision == "coklit",
    )
    if decision == "coklit":
        return _("%(n)s usulan dikirim ke coklit terbatas.") % {"n": len(made)}
    return _("%(n)s usulan TMS ganda menunggu orang kedua.") % {"n": len(made)}
