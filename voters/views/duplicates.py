"""Records that may be one person: the list, and one cluster side by side."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, role_required
from audit.services import record
from files.lists import export_items
from jobs.models import OPEN_STATES, Job, State
from periods.models import Period
from voters import orders, selectors
from voters.filters import DuplicateFilter
from voters.models import (
    ChangeProposal,
    DuplicatePair,
    EvidenceKind,
    ExchangeSide,
    PairOrigin,
    PairState,
    Voter,
)
from voters.selectors import duplicates as reading
from voters.selectors.row_pairs import OF_ROWS
from voters.tables_duplicates import DuplicateTable, files_behind
from voters.views.links import link_page
from voters.views.pair_frame import Neighbours, pair_response
from voters.views.roll import person_of
from voters.views.row_pairs import row_pair_page


def pairs_of(request: HttpRequest, regency: str) -> Any:
    """Pairs of the person's scope in this regency."""
    return DuplicatePair.objects.in_scope_of(person_of(request)).of(regency)


def pair_or_404(request: HttpRequest, regency: str, public_id: UUID) -> DuplicatePair:
    """A pair of the person's scope in this regency, else 404."""
    found: DuplicatePair | None = (
        pairs_of(request, regency).filter(public_id=public_id).first()
    )
    if found is None:
        raise Http404
    return found


def filter_of(request: HttpRequest, regency: str) -> DuplicateFilter:
    """The filter that the URL describes."""
    districts, villages = selectors.place_names(regency)
    return DuplicateFilter(
        request.GET,
        queryset=pairs_of(request, regency),
        regency=regency,
        districts=districts,
        villages=villages,
    )


def order_of(request: HttpRequest) -> tuple[str, ...]:
    """Columns that order the list."""
    return orders.order_of(request.GET, orders.PAIR_ORDERS)


def _people(request: HttpRequest, regency: str) -> Any:
    return Voter.objects.in_scope_of(person_of(request)).of(regency)


@role_required(OFFICE)
@require_GET
def duplicates(request: HttpRequest, regency: str) -> HttpResponse:
    """The pairs of the filter, the surest first; when the search ran last."""
    found = filter_of(request, regency)
    rows = found.qs
    page = reading.ranked_page(
        rows,
        order_of(request),
        request.GET.get("sesudah", ""),
        request.GET.get("sebelum", ""),
    )
    numbers = {n for one in page.rows for n in (one.voter_a, one.voter_b) if n}
    shown = _people(request, regency).filter(pk__in=numbers)
    people = list(shown.values_list("pk", "name", "public_id"))
    record(
        actor=request.user,
        action="duplicate.list",
        regency_code=regency,
        persons=[public_id for _pk, _name, public_id in people],
        request=request,
    )
    query = request.GET.urlencode()
    table = DuplicateTable(
        page.rows,
        regency=regency,
        places=dict(found.filters["kelurahan"].extra["choices"]),
        people={number: name for number, name, _key in people},
        files=files_behind(regency, page.rows),
        query=f"?{query}" if query else "",
    )
    table.choose(request.GET)
    count, more = selectors.capped_count(rows)
    searches = Job.objects.filter(regency_code=regency, kind="duplicates")
    context = {
        "regency": regency,
        "filter": found,
        "table": table,
        "page": page,
        "order": request.GET.get("urut", ""),
        "count": count,
        "more": more,
        "running": searches.filter(state__in=OPEN_STATES).first(),
        "last": searches.filter(state=State.DONE).order_by("-id").first(),
        "between": ExchangeSide.objects.in_scope_of(person_of(request))
        .of(regency)
        .waiting()
        .count(),
        "period_open": Period.objects.open(regency).exists(),
        "export_items": export_items(
            reverse("voters:export_duplicates", args=[regency]),
            _("NIK tersamar"),
            reverse("downloads:new", args=[regency, "duplicate.export"]),
        ),
    }
    return render(request, "voters/duplicates.html", context)


@role_required(OFFICE)
@require_GET
def duplicate(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One pair, or its whole cluster: side by side, with reasons and decisions."""
    pair = pair_or_404(request, regency, public_id)
    return pair_page(request, pair)


def pair_page(
    request: HttpRequest, pair: DuplicatePair, said: QueryDict | None = None
) -> HttpResponse:
    """The page of a pair, of a link and of rows too.

    said: an answer that was refused, which the page shows again as it was entered.
    """
    regency = pair.regency_code
    neighbours = _neighbours(request, regency, pair)
    if pair.origin == PairOrigin.LINK:
        return link_page(request, pair, neighbours, said)
    if pair.origin in OF_ROWS:
        return row_pair_page(request, pair, neighbours, said)
    people = _people(request, regency)
    members, more = reading.cluster_of(pair, people)
    kin = reading.households(members, people)
    record(
        actor=request.user,
        action="duplicate.view",
        regency_code=regency,
        subject=str(pair.public_id),
        persons={one.public_id for one in members}
        | {one.public_id for others in kin.values() for one in others},
        request=request,
    )
    waits = reading.is_free(pair)
    return pair_response(
        request,
        "voters/duplicates_pair.html",
        pair,
        neighbours,
        said,
        columns=_columns(request, pair, members, kin, said),
        more=more,
        lines=reading.side_by_side(members, selectors.village_names(regency)),
        waits=waits,
        decidable=waits and len(members) > 1,
        answered=pair.state == PairState.NOT_DUPLICATE,
        evidence_kinds=EvidenceKind.choices,
    )


def _columns(
    request: HttpRequest,
    pair: DuplicatePair,
    members: list[Voter],
    kin: dict[int, list[Voter]],
    said: QueryDict | None,
) -> list[dict[str, Any]]:
    """Each record with its family, its proposal, and what is ticked for it."""
    regency = pair.regency_code
    proposals = ChangeProposal.objects.in_scope_of(person_of(request)).of(regency)
    standing = reading.proposals_of_members(members, proposals, reading.STANDING)
    struck = said.getlist("ganda") if said is not None else []
    columns = []
    for one in members:
        key = str(one.public_id)
        columns.append(
            {
                "voter": one,
                "kin": kin[one.pk],
                "proposal": standing.get(one.pk),
                "keeper": pair.keep_voter == one.pk,
                "stays": said is not None and said.get("tetap") == key,
                "goes": len(members) == 2 if said is None else key in struck,
            }
        )
    return columns


def _neighbours(request: HttpRequest, regency: str, pair: DuplicatePair) -> Neighbours:
    """Public ids of the pairs before and after this one in the list's order."""
    columns = order_of(request)
    rows = filter_of(request, regency).qs
    key = tuple(getattr(pair, column) for column in columns)
    ids = []
    for below in (False, True):
        order = [f"-{column}" if below else column for column in columns]
        beyond = selectors.beyond(rows, columns, key, below=below).order_by(*order)
        ids.append(beyond.values_list("public_id", flat=True).first())
    return ids[0], ids[1]
