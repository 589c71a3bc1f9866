"""Duplicates between regencies: the list, one pair, and a province's counts."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_safe

from accounts.access import OFFICE, PROVINCE, province_or_404, role_required
from audit.services import record
from files.lists import export_items
from jobs.models import OPEN_STATES, Job, State
from periods.models import Period
from regions.models import Region
from voters import selectors
from voters.filters_exchange import ExchangeFilter
from voters.models import Answer, ChangeProposal, EvidenceKind, ExchangeSide, Voter
from voters.orders import SIDE_ORDERS, order_of
from voters.selectors import exchange as reading
from voters.selectors.duplicates import ranked_page
from voters.tables_exchange import ExchangeTable
from voters.views.roll import person_of

KINDS = ("exchange", "exchange.read")


def sides_of(request: HttpRequest, regency: str) -> Any:
    """Sides of the person's scope in this regency."""
    return ExchangeSide.objects.in_scope_of(person_of(request)).of(regency)


def side_or_404(request: HttpRequest, regency: str, public_id: UUID) -> ExchangeSide:
    """A side of the person's scope in this regency, else 404."""
    found: ExchangeSide | None = (
        sides_of(request, regency).filter(public_id=public_id).first()
    )
    if found is None:
        raise Http404
    return found


def _people(request: HttpRequest, regency: str) -> Any:
    return Voter.objects.in_scope_of(person_of(request)).of(regency)


def _filter(
    request: HttpRequest, regency: str, others: dict[str, str]
) -> ExchangeFilter:
    districts, villages = selectors.past_places(regency)
    return ExchangeFilter(
        request.GET,
        queryset=sides_of(request, regency),
        regency=regency,
        districts=districts,
        villages=villages,
        others=others,
    )


@role_required(OFFICE)
@require_GET
def exchange(request: HttpRequest, regency: str) -> HttpResponse:
    """The own records that another regency has as well, the newest first."""
    others = reading.regency_names(regency[:2])
    found = _filter(request, regency, others)
    order = request.GET.get("urut", "")
    page = ranked_page(
        found.qs,
        order_of(request.GET, SIDE_ORDERS),
        request.GET.get("sesudah", ""),
        request.GET.get("sebelum", ""),
    )
    shown = _people(request, regency).filter(pk__in={one.voter_id for one in page.rows})
    people = list(shown.values_list("pk", "name", "public_id"))
    record(
        actor=request.user,
        action="exchange.list",
        regency_code=regency,
        persons=[public_id for _pk, _name, public_id in people],
        request=request,
    )
    query = request.GET.urlencode()
    table = ExchangeTable(
        page.rows,
        regency=regency,
        places=dict(found.filters["kelurahan"].extra["choices"]),
        others=others,
        people={number: name for number, name, _key in people},
        query=f"?{query}" if query else "",
    )
    table.choose(request.GET)
    count, more = selectors.capped_count(found.qs)
    context = {
        "regency": regency,
        "filter": found,
        "table": table,
        "page": page,
        "order": order,
        "count": count,
        "more": more,
        **_runs(regency),
        "export_items": export_items(
            reverse("voters:exchange_export", args=[regency]),
            _("NIK tersamar"),
            reverse("downloads:new", args=[regency, "exchange.export"]),
        ),
    }
    return render(request, "voters/exchange.html", context)


def _runs(regency: str) -> dict[str, Any]:
    """The comparison that runs, the one that ended last, and what ended it badly."""
    jobs = Job.objects.filter(regency_code=regency, kind__in=KINDS).order_by("-id")
    ended = jobs.filter(state__in=(State.DONE, State.FAILED)).first()
    return {
        "running": jobs.filter(state__in=OPEN_STATES).first(),
        "last": ended if ended is not None and ended.state == State.DONE else None,
        "failed": ended if ended is not None and ended.state == State.FAILED else None,
    }


@role_required(OFFICE)
@require_GET
def exchange_side(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The own record of one pair, what the other's shares with it, and the answers."""
    side = side_or_404(request, regency, public_id)
    voter = _people(request, regency).filter(pk=side.voter_id).first()
    places = selectors.village_names(regency)
    proposals = ChangeProposal.objects.in_scope_of(person_of(request)).of(regency)
    record(
        actor=request.user,
        action="exchange.view",
        regency_code=regency,
        subject=str(side.public_id),
        persons=[voter.public_id] if voter else [],
        request=request,
    )
    query = request.GET.urlencode()
    others = reading.regency_names(regency[:2])
    context = {
        "regency": regency,
        "side": side,
        "voter": voter,
        "place": places.get(side.kelurahan, side.kelurahan),
        "other": others.get(side.other_regency, side.other_regency),
        "common": reading.in_common(side),
        "rules": reading.numbers(side),
        "answer": Answer(side.answer).label,
        "other_answer": Answer(side.other_answer).label,
        "proposal": proposals.filter(pk=side.proposal_id).first()
        if side.proposal_id
        else None,
        "period_open": Period.objects.open(regency).exists(),
        "query": f"?{query}" if query else "",
        "evidence_kinds": EvidenceKind.choices,
    }
    return render(request, "voters/exchange_side.html", context)


@require_safe
@login_required
def exchange_province(request: HttpRequest, province: str) -> HttpResponse:
    """Counts of every two regencies of the province; nobody's name or number."""
    province_or_404(request.user, province, PROVINCE)
    region = Region.objects.filter(code=province).first()
    if region is None:
        raise Http404
    names = reading.regency_names(province)
    rows = [
        (names.get(one.regency, one.regency), names.get(one.other, one.other), one)
        for one in reading.counts_between(province)
    ]
    context = {
        "province": province,
        "province_name": region.name,
        "rows": rows,
        "pairs": sum(one.pairs for *_names, one in rows),
        "waiting": sum(one.waiting for *_names, one in rows),
    }
    return render(request, "voters/exchange_province.html", context)
