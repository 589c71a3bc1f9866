"""Hand-overs between regencies: the list, one of them, and a province's counts."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_safe

from accounts.access import OFFICE, PROVINCE, province_or_404, role_required
from audit.services import record
from files.delivering import deliver, or_back
from files.lists import export_items
from periods.models import Period
from regions.models import Region
from voters import selectors
from voters.filters_handover import HandoverFilter
from voters.forms_handover import ConfirmForm, DeclineForm
from voters.models import ChangeProposal, CodeList, Handover, Voter
from voters.models.codes import word_of
from voters.rules.handover import acts
from voters.selectors import handover as reading
from voters.selectors.codes import offered as offered_codes
from voters.selectors.duplicates import ranked_page
from voters.selectors.exchange import regency_names
from voters.tables_handover import HandoverTable, turn_words
from voters.views.roll import person_of

NEWEST = "baru"


def handovers_of(request: HttpRequest, regency: str) -> Any:
    """Hand-overs of the person's scope in this regency."""
    return Handover.objects.in_scope_of(person_of(request)).of(regency)


def handover_or_404(request: HttpRequest, regency: str, public_id: UUID) -> Handover:
    """A hand-over of the person's scope in this regency, else 404."""
    found: Handover | None = (
        handovers_of(request, regency).filter(public_id=public_id).first()
    )
    if found is None:
        raise Http404
    return found


@role_required(OFFICE)
@require_GET
def handovers(request: HttpRequest, regency: str) -> HttpResponse:
    """What goes to other regencies and comes from them, the clock nearest its end."""
    others = reading.enrolled_others(regency)
    found = HandoverFilter(
        request.GET,
        queryset=handovers_of(request, regency),
        regency=regency,
        others=others,
    )
    order = request.GET.get("urut", "")
    after, before = request.GET.get("sesudah", ""), request.GET.get("sebelum", "")
    if order == NEWEST:
        page = ranked_page(found.qs, ("id",), after, before)
    else:
        page = reading.soonest_page(found.qs, after, before)
    record(
        actor=request.user,
        action="handover.list",
        regency_code=regency,
        persons=_keys_of(request, regency, page.rows),
        request=request,
    )
    query = request.GET.urlencode()
    table = HandoverTable(
        page.rows,
        regency=regency,
        others=others,
        sizes=reading.kin_sizes(handovers_of(request, regency), page.rows),
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
        "alone": not others,
        "waiting": handovers_of(request, regency).waits_for(regency).count(),
        "export_items": export_items(
            reverse("voters:handover_export", args=[regency]),
            _("NIK tersamar"),
            reverse("downloads:new", args=[regency, "handover.export"]),
        ),
    }
    return render(request, "voters/handovers.html", context)


def _keys_of(request: HttpRequest, regency: str, rows: list[Handover]) -> list[UUID]:
    """Keys under which the ledger knows whom a page of the list showed."""
    both = (
        one.from_voter_id if one.leaves(regency) else one.to_voter_id for one in rows
    )
    numbers = [each for each in both if each is not None]
    people = Voter.objects.in_scope_of(person_of(request)).of(regency)
    own = people.filter(pk__in=numbers).values_list("public_id", flat=True)
    return [*(one.public_id for one in rows), *own]


@role_required(OFFICE)
@require_GET
@or_back("voters:handovers")
def handover_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The list of the present filter as a file; the NIK stays masked."""
    return deliver(request, regency, "handover.export")


@role_required(OFFICE)
@require_GET
def handover(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One hand-over: the person, both sides' steps, and what to do next."""
    return shown(request, regency, handover_or_404(request, regency, public_id))


def shown(
    request: HttpRequest,
    regency: str,
    one: Handover,
    confirm: ConfirmForm | None = None,
    decline: DeclineForm | None = None,
) -> HttpResponse:
    """The page of one, with the forms as somebody left them."""
    own = _own_record(request, regency, one)
    leaves = one.leaves(regency)
    kin = reading.kin_of(handovers_of(request, regency), one)
    read = [*(each.public_id for each in kin), *([own.public_id] if own else [])]
    record(
        actor=request.user,
        action="handover.view",
        regency_code=regency,
        subject=str(one.public_id),
        persons=read,
        request=request,
    )
    names = {**reading.enrolled_others(regency), regency: reading.regency_name(regency)}
    offered = acts(
        one.state,
        is_opener=one.opens(regency),
        has_record=own is not None,
        leaves=leaves,
    )
    if "confirm" in offered and confirm is None:
        confirm = confirm_form(request, regency, one)
    query = request.GET.urlencode()
    context = {
        "regency": regency,
        "one": one,
        "leaves": leaves,
        "other": names.get(one.other(regency), one.other(regency)),
        "own": own,
        "proposal": _own_proposal(request, regency, one),
        "acts": offered,
        "clock": reading.clock_words(one, timezone.localdate()),
        "turn": turn_words(one, regency),
        "reason": reading.reason_word(one),
        **_person(one),
        "steps": reading.walk(one, names),
        "kin": kin,
        "confirm": confirm,
        "decline": decline or DeclineForm(kin=len(kin)),
        "period_open": Period.objects.open(regency).exists(),
        "query": f"?{query}" if query else "",
    }
    return render(request, "voters/handover.html", context)


def _person(one: Handover) -> dict[str, Any]:
    """The payload as people read it; numbers and birth date are masked on the page."""
    said = one.payload
    kinds = dict(offered_codes(CodeList.EVIDENCE))
    return {
        "born": parse_date(said.get("birth_date") or ""),
        "sex": word_of("sex", said.get("sex")),
        "evidence": kinds.get(said.get("evidence_kind", ""), ""),
    }


def confirm_form(
    request: HttpRequest, regency: str, one: Handover, data: Any = None
) -> ConfirmForm:
    """The form of the own half, with the evidence that the other side has."""
    leaves = one.leaves(regency)
    people = Voter.objects.in_scope_of(person_of(request)).of(regency)
    rows = handovers_of(request, regency)
    kin = reading.answerable_kin(rows, people, one, regency)
    return ConfirmForm(
        data,
        people=[(str(each.public_id), each.name) for each in kin],
        initial={
            name: one.payload.get(name, "") for name in ("evidence_kind", "evidence_no")
        },
        villages={} if leaves else selectors.villages_now(regency),
        leaves=leaves,
    )


def _own_record(request: HttpRequest, regency: str, one: Handover) -> Voter | None:
    """The office's counted record with the person's NIK, or the one it had."""
    user = person_of(request)
    people = Voter.objects.in_scope_of(user).of(regency)
    proposals = ChangeProposal.objects.in_scope_of(user).of(regency)
    return reading.own_record(one, regency, people, proposals)


def _own_proposal(
    request: HttpRequest, regency: str, one: Handover
) -> ChangeProposal | None:
    number = one.from_proposal_id if one.leaves(regency) else one.to_proposal_id
    if number is None:
        return None
    rows = ChangeProposal.objects.in_scope_of(person_of(request)).of(regency)
    found: ChangeProposal | None = rows.filter(pk=number).first()
    return found


@require_safe
@login_required
def handover_province(request: HttpRequest, province: str) -> HttpResponse:
    """Counts by pair of regencies, of the province's own; nobody's name or number."""
    province_or_404(request.user, province, PROVINCE)
    region = Region.objects.filter(code=province).first()
    if region is None:
        raise Http404
    found = reading.counts_between(province)
    names = regency_names(province)
    for code in {one.goer for one in found} | {one.taker for one in found}:
        if code not in names:
            names[code] = reading.regency_name(code)
    context = {
        "province": province,
        "province_name": region.name,
        "rows": [(names[one.goer], names[one.taker], one) for one in found],
        "done": sum(one.done for one in found),
        "waiting": sum(one.waiting for one in found),
        "late": sum(one.late for one in found),
    }
    return render(request, "voters/handover_province.html", context)
