"""The review queue: the list on the left, one proposal beside it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, role_required
from audit.services import record
from periods.models import Period
from voters import selectors
from voters.filters import ProposalFilter
from voters.forms import EvidenceForm
from voters.models import (
    UNDECIDED,
    BaruCategory,
    ChangeProposal,
    Evidence,
    EvidenceKind,
    ProposalState,
    TmsReason,
    Voter,
)
from voters.services.deciding import (
    REMOVALS,
    REOPENABLE,
    RejectReason,
    has_proof,
    needs_two,
)
from voters.views.roll import person_of

CATEGORIES = dict([*BaruCategory.choices, *TmsReason.choices])


def proposals_of(request: HttpRequest, regency: str) -> Any:
    """Proposals of the person's scope in this regency."""
    return ChangeProposal.objects.in_scope_of(person_of(request)).of(regency)


def proposal_or_404(
    request: HttpRequest, regency: str, public_id: UUID
) -> ChangeProposal:
    """A proposal of the person's scope in this regency, else 404."""
    found = proposals_of(request, regency).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def filter_of(request: HttpRequest, regency: str) -> ProposalFilter:
    """The filter that the URL describes."""
    return ProposalFilter(
        request.GET,
        queryset=proposals_of(request, regency),
        regency=regency,
        districts=selectors.district_names(regency),
        villages=selectors.village_names(regency),
    )


@role_required(OFFICE)
@require_GET
def review(request: HttpRequest, regency: str) -> HttpResponse:
    """The queue with its first proposal open."""
    return _page(request, regency, None)


@role_required(OFFICE)
@require_GET
def proposal(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The queue with this proposal open."""
    return _page(request, regency, proposal_or_404(request, regency, public_id))


def _page(
    request: HttpRequest, regency: str, shown: ChangeProposal | None
) -> HttpResponse:
    found = filter_of(request, regency)
    rows = found.qs
    page = selectors.page_of(
        rows,
        regency=regency,
        columns=("id",),
        after=request.GET.get("sesudah", ""),
        before=request.GET.get("sebelum", ""),
    )
    places = dict(found.filters["kelurahan"].extra["choices"])
    for item in page.rows:
        item.village = places.get(item.kelurahan, item.kelurahan)
        item.category_label = CATEGORIES.get(item.category, item.category)
        item.labels = [selectors.ELEMENT_LABELS.get(n, n) for n in item.elements[:4]]
        item.one_by_one = item.is_question or needs_two(item)
        item.age = (timezone.now() - item.created_at).days
    count, more = selectors.capped_count(rows)
    current = shown or (page.rows[0] if page.rows else None)
    # Whoever is not on the roll yet has no key but the proposal's.
    seen = {item.public_id for item in [*page.rows, *([current] if current else [])]}
    record(
        actor=request.user,
        action="proposal.view",
        regency_code=regency,
        subject=str(current.public_id) if current else "",
        persons=seen,
        request=request,
    )
    query = request.GET.urlencode()
    context: dict[str, Any] = {
        "regency": regency,
        "filter": found,
        "page": page,
        "count": count,
        "more": more,
        "accepted": selectors.accepted_count(regency),
        "period_open": Period.objects.open(regency).exists(),
        "query": f"?{query}" if query else "",
        "current": current,
    }
    if current is not None:
        context |= _shown(request, regency, current, places, page.rows)
    return render(request, "voters/review.html", context)


def _shown(
    request: HttpRequest,
    regency: str,
    current: ChangeProposal,
    places: dict[str, str],
    queue: list[Any],
) -> dict[str, Any]:
    voter = None
    if current.voter_id:
        people = Voter.objects.in_scope_of(person_of(request)).of(regency)
        voter = people.filter(pk=current.voter_id).first()
    rows = selectors.comparison(current, voter, places)
    numbers = [item.pk for item in queue]
    place = numbers.index(current.pk) + 1 if current.pk in numbers else None
    before, after = _neighbours(queue, place)
    undecided = current.state in UNDECIDED
    return {
        "voter": voter,
        "category_label": CATEGORIES.get(current.category, current.category),
        "village": places.get(current.kelurahan, current.kelurahan),
        "rows": rows,
        "changed": [row for row in rows if row.state == "CHANGED"],
        "partial": undecided and current.kind in ("UBAH", "PINDAH_DALAM"),
        "place": place,
        "before": before,
        "after": after,
        "warnings": [
            selectors.WARNING_LABELS.get(code, code) for code in current.warnings
        ],
        "undecided": undecided,
        "reopenable": current.state in REOPENABLE,
        "state_label": ProposalState(current.state).label,
        "removal": current.kind in REMOVALS,
        "needs_reason": current.kind == "TIDAK_ADA" and not current.category,
        "needs_proof": (current.kind in REMOVALS or current.is_question)
        and current.kind != "NIK_GANDA_ORANG"
        and not has_proof(current),
        "needs_two": needs_two(current),
        "evidence": Evidence.objects.filter(
            regency_code=regency, proposal_id=current.pk
        ).order_by("id"),
        "evidence_form": EvidenceForm(),
        "reject_reasons": RejectReason.choices,
        "tms_reasons": TmsReason.choices,
        "evidence_kinds": EvidenceKind.choices,
        "hold_until": timezone.localdate() + timedelta(days=settings.POLICY.hold_days),
    }


def _neighbours(queue: list[Any], place: int | None) -> tuple[Any, Any]:
    """Public ids of the proposals before and after a place (from 1) of the queue."""
    if place is None:
        return None, (queue[0].public_id if queue else None)
    before = queue[place - 2].public_id if place > 1 else None
    return before, queue[place].public_id if place < len(queue) else None
