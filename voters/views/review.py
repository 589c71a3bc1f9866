"""The review queue: the list on the left, one proposal beside it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, role_required
from audit.services import record
from files.lists import export_items, shows_all
from periods.models import Period
from periods.selectors import recent
from voters import orders, selectors
from voters.filters import ProposalFilter
from voters.filters_plain import PlainFilter, is_plain
from voters.forms import EvidenceForm
from voters.models import ChangeProposal, ReviewClaim
from voters.models.codes import category_word
from voters.models.proposals import DISPUTED
from voters.selectors.queue_more import say_more
from voters.services.applying import may_undo
from voters.services.deciding import needs_two
from voters.tables import NOBODY, QueueTable
from voters.views.review_shown import claimed, shown
from voters.views.roll import person_of

Places = tuple[dict[str, str], dict[str, str]]
"""Kecamatan and kelurahan by code."""
PART = "X-Usulan"
"""Header that asks for one proposal without the page round it: "siap" keeps it ready
unseen, anything else shows it."""
READY = "siap"
FROM = "X-Usulan-Dari"
"""Header beside it: the proposal on screen, which stands before the one kept ready."""


def order_of(request: HttpRequest) -> tuple[str, ...]:
    """Columns that order the queue, and what is shown after a decision."""
    return orders.order_of(request.GET, orders.QUEUE_ORDERS)


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


def filter_of(
    request: HttpRequest, regency: str, places: Places | None = None
) -> ProposalFilter:
    """The filter that the URL describes; `places` are those that are read already."""
    districts, villages = places or selectors.past_places(regency)
    return ProposalFilter(
        request.GET,
        queryset=proposals_of(request, regency),
        regency=regency,
        districts=districts,
        villages=villages,
        user=person_of(request),
    )


def cut_of(
    request: HttpRequest, regency: str, places: Places
) -> ProposalFilter | PlainFilter:
    """The same for the page, which mostly shows all that wait."""
    if not is_plain(request.GET):
        return filter_of(request, regency, places)
    districts, villages = places
    return PlainFilter(
        partial(filter_of, request, regency, places),
        proposals_of(request, regency).undecided(),
        ProposalFilter.__name__,
        (*districts.items(), *villages.items()),
    )


def queue_of(request: HttpRequest, regency: str) -> tuple[Any, dict[str, str]]:
    """The proposals that the URL describes, and the names of the places by code."""
    if not request.GET:
        _districts, villages = selectors.place_names(regency)
        return proposals_of(request, regency).undecided(), villages
    places = selectors.past_places(regency)
    return cut_of(request, regency, places).qs, places[1]


def following(
    request: HttpRequest,
    queue: Any,
    current: ChangeProposal,
    claims: dict[str, ReviewClaim],
    *,
    before: bool = False,
) -> Any:
    """Public id of what follows a proposal in the queue's order, or stands before it.

    What colleagues hold is passed over, and the other half of a decided pair.
    """
    columns = order_of(request)
    rows = queue.exclude(pk=current.pk)
    if selectors.PAIR in current.new:
        rows = rows.exclude(public_id=current.new[selectors.PAIR])
    rows = selectors.free_of_others(rows, claims.values(), person_of(request).pk)
    order = [f"-{column}" if before else column for column in columns]
    rows = selectors.with_order(rows, columns).order_by(*order)
    key = selectors.key_of(current, columns)
    rest = selectors.beyond(rows, columns, key, below=before)
    return rest.values_list("public_id", flat=True).first()


@role_required(OFFICE)
@require_GET
def review(request: HttpRequest, regency: str) -> HttpResponse:
    """The queue with its first proposal open."""
    return _page(request, regency, None)


@role_required(OFFICE)
@require_GET
def proposal(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The queue with this proposal open, or the proposal alone for the script."""
    current = proposal_or_404(request, regency, public_id)
    if PART in request.headers:
        return _part(request, regency, current)
    return _page(request, regency, current)


def with_evidence(
    request: HttpRequest, regency: str, current: ChangeProposal, form: EvidenceForm
) -> HttpResponse:
    """The same page around a form of evidence that came back."""
    return _page(request, regency, current, form)


def _part(request: HttpRequest, regency: str, current: ChangeProposal) -> HttpResponse:
    """One proposal without its frame: nobody counts what the frame shows."""
    queue, places = queue_of(request, regency)
    claims = selectors.live_claims(person_of(request), regency)
    is_seen = request.headers[PART] != READY
    context = {
        **shown(request, regency, current, places, proposals_of(request, regency)),
        **claimed(request, current, claims, take=is_seen),
        "after": following(request, queue, current, claims),
        "before": following(request, queue, current, claims, before=True)
        if is_seen
        else _uuid(request.headers.get(FROM, "")),
        "may_undo": may_undo(current)
        and Period.objects.open(regency).filter(pk=current.period_id).exists(),
        "csrf_token": get_token(request),
        "request": request,
    }
    _record(request, regency, [], context)
    return HttpResponse(render_to_string("voters/_proposal.html", context))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(
    request: HttpRequest,
    regency: str,
    asked: ChangeProposal | None,
    evidence: EvidenceForm | None = None,
) -> HttpResponse:
    both = selectors.past_places(regency)
    found, places = cut_of(request, regency, both), both[1]
    claims = selectors.live_claims(person_of(request), regency)
    page = _page_with(request, regency, found.qs, asked, claims)
    _describe(request, page.rows, places, claims)
    say_more(regency, page.rows, recent(request, regency))
    count, more = _count(request, regency, found)
    accepted, opened = selectors.accepted_count(regency) or (0, None)
    free = (row for row in page.rows if not row.holder)
    current = asked or next(free, page.rows[0] if page.rows else None)
    query = request.GET.urlencode()
    table = QueueTable([])
    table.choose(request.GET)
    context: dict[str, Any] = {
        "regency": regency,
        "filter": found,
        "page": page,
        "count": count,
        "more": more,
        "accepted": accepted,
        "period_open": opened is not None,
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
        rows = proposals_of(request, regency)
        context |= shown(request, regency, current, places, rows, evidence)
        context |= claimed(request, current, claims, take=True)
        context |= _around(request, found, current, page, claims)
        context["may_undo"] = may_undo(current) and current.period_id == opened
    _record(request, regency, page.rows, context)
    status = 422 if evidence else 200
    return render(request, "voters/review.html", context, status=status)


def _page_with(
    request: HttpRequest,
    regency: str,
    queue: Any,
    asked: ChangeProposal | None,
    claims: dict[str, ReviewClaim],
) -> selectors.Page:
    """The page of the list that the address asks for.

    Where it names a proposal of the queue and no page, the one that this stands on: the
    list goes on with whoever goes on deciding.
    """
    cut: dict[str, Any] = {"regency": regency, "columns": order_of(request)}
    after, before = request.GET.get("sesudah", ""), request.GET.get("sebelum", "")
    page = selectors.page_of(queue, **cut, after=after, before=before)
    if asked is None or after or before or asked.pk in {one.pk for one in page.rows}:
        return page
    if not queue.filter(pk=asked.pk).exists():
        return page
    earlier = following(request, queue, asked, claims, before=True)
    if earlier is None:
        return page
    return selectors.page_of(queue, **cut, after=str(earlier), before="")


def _describe(
    request: HttpRequest,
    rows: list[Any],
    places: dict[str, str],
    claims: dict[str, ReviewClaim],
) -> None:
    """What the list says of each proposal beside its own columns."""
    now, user = timezone.now(), person_of(request)
    words = {one: str(category_word(one)) for one in {row.category for row in rows}}
    for item in rows:
        item.village = places.get(item.kelurahan, item.kelurahan)
        item.about = words[item.category] if item.category else _elements(item)
        item.one_by_one = (
            item.is_question or needs_two(item) or DISPUTED in item.warnings
        )
        item.age = (now - item.created_at).days
        holder = selectors.holder_of(claims, item, user.pk)
        item.holder = holder.user_name if holder else ""


def _around(
    request: HttpRequest,
    found: ProposalFilter | PlainFilter,
    current: ChangeProposal,
    page: selectors.Page,
    claims: dict[str, ReviewClaim],
) -> dict[str, Any]:
    """Place in the list, and the neighbours: from the list itself where it has them."""
    queue = page.rows
    numbers = [item.pk for item in queue]
    if current.pk not in numbers:
        return {"place": None, "before": None, "after": _first(queue, current)}
    at = numbers.index(current.pk)
    earlier = [item.public_id for item in queue[:at] if not item.holder]
    later = [item.public_id for item in queue[at + 1 :] if not item.holder]
    after = later[0] if later else None
    if after is None and page.after:
        after = following(request, found.qs, current, claims)
    before = earlier[-1] if earlier else None
    if before is None and page.before:
        before = following(request, found.qs, current, claims, before=True)
    return {"place": at + 1, "before": before, "after": after}


def _first(queue: list[Any], current: ChangeProposal) -> Any:
    return next((one.public_id for one in queue if one.pk != current.pk), None)


def _record(
    request: HttpRequest, regency: str, queue: list[Any], context: dict[str, Any]
) -> None:
    """Everybody the page shows; who is not on the roll has the proposal's key only."""
    current, pair = context["current"], context.get("pair", {})
    several = pair.get("several", [])
    seen = [*queue, current, context.get("voter"), pair.get("partner"), *several]
    record(
        actor=request.user,
        action="proposal.view",
        regency_code=regency,
        subject=str(current.public_id) if current else "",
        persons={one.public_id for one in seen if one is not None},
        request=request,
    )


def _count(
    request: HttpRequest, regency: str, found: ProposalFilter | PlainFilter
) -> tuple[int, bool]:
    """How many the filter shows; without one it is the frame's figure."""
    user = person_of(request)
    shows = isinstance(found, PlainFilter) or shows_all(found.form)
    if user.regency_code == regency and shows:
        return selectors.waiting_count(user)
    return selectors.capped_count(found.qs)


def _elements(item: ChangeProposal) -> str:
    """The first elements that change."""
    return ", ".join(
        str(selectors.ELEMENT_LABELS.get(name, name)) for name in item.elements[:4]
    )
