"""The review queue: the list on the left, one proposal beside it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, role_required
from audit.services import record
from files.lists import export_items
from voters import selectors
from voters.filters import ProposalFilter
from voters.forms import EvidenceForm
from voters.models import (
    UNDECIDED,
    ChangeProposal,
    CodeList,
    Evidence,
    ProposalState,
    TmsReason,
    Voter,
)
from voters.models.codes import category_word
from voters.selectors.codes import offered
from voters.selectors.families import family_of
from voters.selectors.pairing import NOT_PAIR
from voters.selectors.queue_more import say_more
from voters.selectors.reporting import reports_of
from voters.selectors.settings import setting
from voters.services.deciding import (
    REMOVALS,
    has_proof,
    needs_two,
)
from voters.services.pairing import CORRECTED, changes_of
from voters.services.reopening import REOPENABLE
from voters.services.withdrawing import may_withdraw
from voters.tables import NOBODY, QueueTable
from voters.views.roll import person_of

ORDERS = {
    "nomor": ("id",),
    "nama": ("name", "id"),
    "kelurahan": ("kelurahan", "name", "id"),
}
"""Orders of the queue by their word in the URL; the first without one."""


def order_of(request: HttpRequest) -> tuple[str, ...]:
    """Columns that order the queue, and what is shown after a decision."""
    return ORDERS.get(request.GET.get("urut", ""), ORDERS["nomor"])


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
    districts, villages = selectors.place_names(regency)
    return ProposalFilter(
        request.GET,
        queryset=proposals_of(request, regency),
        regency=regency,
        districts=districts,
        villages=villages,
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
        columns=order_of(request),
        after=request.GET.get("sesudah", ""),
        before=request.GET.get("sebelum", ""),
    )
    places = dict(found.filters["kelurahan"].extra["choices"])
    now = timezone.now()
    words = {
        one: str(category_word(one)) for one in {row.category for row in page.rows}
    }
    for item in page.rows:
        item.village = places.get(item.kelurahan, item.kelurahan)
        item.about = words[item.category] if item.category else _elements(item)
        item.one_by_one = item.is_question or needs_two(item)
        item.age = (now - item.created_at).days
    say_more(regency, page.rows)
    count, more = _count(request, regency, found)
    accepted = selectors.accepted_count(regency)
    current = shown or (page.rows[0] if page.rows else None)
    query = request.GET.urlencode()
    table = QueueTable([])
    table.choose(request.GET)
    context: dict[str, Any] = {
        "regency": regency,
        "filter": found,
        "page": page,
        "count": count,
        "more": more,
        "accepted": accepted or 0,
        "period_open": accepted is not None,
        "query": f"?{query}" if query else "",
        "order": request.GET.get("urut", ""),
        "table": table,
        "shown_columns": frozenset(column.name for column in table.columns),
        "current": current,
        "export_items": export_items(
            reverse("voters:export_proposals", args=[regency]),
            _("NIK tersamar"),
            reverse("downloads:new", args=[regency, "proposal.export"]),
        ),
        "proposal_address": reverse("voters:proposal", args=[regency, NOBODY]),
    }
    if current is not None:
        context |= _shown(request, regency, current, places, page.rows)
    _record(request, regency, page.rows, context)
    return render(request, "voters/review.html", context)


def _record(
    request: HttpRequest, regency: str, queue: list[Any], context: dict[str, Any]
) -> None:
    """Everybody the page shows; who is not on the roll has the proposal's key only."""
    current, pair = context["current"], context.get("pair", {})
    several = pair.get("several", [])
    shown = [*queue, current, context.get("voter"), pair.get("partner"), *several]
    record(
        actor=request.user,
        action="proposal.view",
        regency_code=regency,
        subject=str(current.public_id) if current else "",
        persons={one.public_id for one in shown if one is not None},
        request=request,
    )


def _count(
    request: HttpRequest, regency: str, found: ProposalFilter
) -> tuple[int, bool]:
    """How many the filter shows; without one it is the frame's figure."""
    user, form = person_of(request), found.form
    is_all = form.is_valid() and not any(form.cleaned_data.values())
    if is_all and user.regency_code == regency:
        return selectors.waiting_count(user)
    return selectors.capped_count(found.qs)


def _elements(item: ChangeProposal) -> str:
    """The first elements that change."""
    return ", ".join(
        str(selectors.ELEMENT_LABELS.get(name, name)) for name in item.elements[:4]
    )


def _shown(
    request: HttpRequest,
    regency: str,
    current: ChangeProposal,
    places: dict[str, str],
    queue: list[Any],
) -> dict[str, Any]:
    pair = _pair(request, regency, current)
    voter_id = pair.get("absent", current).voter_id
    people = Voter.objects.in_scope_of(person_of(request)).of(regency)
    voter = people.filter(pk=voter_id).first() if voter_id else None
    shown = current
    if voter and "newcomer" in pair:
        shown = ChangeProposal(new=changes_of(pair["newcomer"], voter))
        pair["digits"] = selectors.differing_digits(voter.nik, pair["newcomer"].nik)
    other = None
    if "absent" not in pair:
        other = selectors.other_source(current, proposals_of(request, regency))
    rows = selectors.comparison(shown, voter, places, other)
    numbers = [item.pk for item in queue]
    place = numbers.index(current.pk) + 1 if current.pk in numbers else None
    before, after = _neighbours(queue, place)
    undecided = current.state in UNDECIDED
    return {
        "voter": voter,
        "pair": pair,
        "other": other,
        "family": family_of(proposals_of(request, regency), current),
        "may_withdraw": may_withdraw(request.user, current),
        "category_label": category_word(current.category),
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
        "removal": current.kind in REMOVALS and "absent" not in pair,
        "needs_reason": current.kind == "TIDAK_ADA" and not current.category,
        "needs_proof": _needs_proof(pair.get("absent", current)),
        "needs_two": needs_two(current) or "absent" in pair,
        "evidence": Evidence.objects.filter(
            regency_code=regency, proposal_id=current.pk
        ).order_by("id"),
        "reports": reports_of(person_of(request), current),
        "evidence_form": EvidenceForm(),
        "reject_reasons": offered(CodeList.REJECT),
        "tms_reasons": TmsReason.choices,
        "evidence_kinds": offered(CodeList.EVIDENCE),
        "hold_until": timezone.localdate() + _put_off(regency),
    }


def _put_off(regency: str) -> timedelta:
    return timedelta(days=setting("hold_days", regency))


def _needs_proof(proposal: ChangeProposal) -> bool:
    asks = proposal.kind in REMOVALS or proposal.is_question or proposal.is_candidate
    return asks and proposal.kind != "NIK_GANDA_ORANG" and not has_proof(proposal)


def _pair(
    request: HttpRequest, regency: str, current: ChangeProposal
) -> dict[str, Any]:
    """What the page says of a corrected NIK.

    `absent`, `newcomer` and `partner` where exactly two belong together; `several`
    where more do; `merged` names the other of a pair that was decided, `refused` or
    not; `parted`.
    """
    if not current.is_undecided:
        mate = current.new.get(selectors.PAIR)
        if not mate:
            return {}
        refused = current.state == "REJECTED" and current.reject_reason != CORRECTED
        return {"merged": mate, "refused": refused}
    if current.kind not in selectors.PAIRED_KINDS:
        return {}
    rows = proposals_of(request, regency)
    found = selectors.partners(current, rows)
    if not found:
        return {"parted": NOT_PAIR in current.warnings}
    partner = selectors.only_partner(current, rows)
    if partner is None:
        return {"several": found}
    is_absent = current.kind == "TIDAK_ADA"
    return {
        "partner": partner,
        "absent": current if is_absent else partner,
        "newcomer": partner if is_absent else current,
    }


def _neighbours(queue: list[Any], place: int | None) -> tuple[Any, Any]:
    """Public ids of the proposals before and after a place (from 1) of the queue."""
    if place is None:
        return None, (queue[0].public_id if queue else None)
    before = queue[place - 2].public_id if place > 1 else None
    return before, queue[place].public_id if place < len(queue) else None
