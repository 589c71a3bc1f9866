"""The roll: list, search, one voter."""

import re
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from accounts.models import User
from audit.services import keep_purpose, purpose_of, record
from files.figures import grouped
from files.lists import export_items
from periods.models import Period
from voters import selectors
from voters.filters import NAME_HITS, VoterFilter
from voters.models import ChangeProposal, Voter
from voters.models.roll import CANCELLED_ENTRY
from voters.orders import ROLL_ORDERS, order_of
from voters.selectors.finding import by_nik
from voters.selectors.former import by_former_nik, former_niks
from voters.tables import VoterTable

PURPOSES = {
    "usulan": gettext_lazy("Memeriksa usulan perubahan"),
    "pemilih": gettext_lazy("Permintaan pemilih yang bersangkutan"),
    "bawaslu": gettext_lazy("Saran perbaikan atau uji petik Bawaslu"),
    "coklit": gettext_lazy("Coklit terbatas"),
    "ganda": gettext_lazy("Memeriksa data ganda"),
    "hukum": gettext_lazy("Permintaan pengadilan atau penegak hukum"),
}
CODED = ("marital_status", "disability", "ektp_status", "status_reason")


def person_of(request: HttpRequest) -> User:
    """The signed-in account; the views are behind role_required."""
    return cast(User, request.user)


def voter_or_404(request: HttpRequest, regency: str, public_id: UUID) -> Voter:
    """A voter of the person's scope in this regency, else 404."""
    rows = Voter.objects.in_scope_of(person_of(request)).of(regency)
    voter = rows.filter(public_id=public_id).first()
    if voter is None:
        raise Http404
    return voter


def purpose_named(request: HttpRequest) -> str:
    """The purpose of the work session, named now or before; "" with words for why."""
    purpose = request.POST.get("tujuan", "")
    if purpose in PURPOSES:
        keep_purpose(request, purpose)
    if not purpose_of(request):
        messages.error(request, _("Sebutkan dulu tujuan membuka NIK."))
    return purpose_of(request)


def _filter(request: HttpRequest, regency: str) -> VoterFilter:
    districts, villages = selectors.place_names(regency)
    return VoterFilter(
        request.GET,
        queryset=Voter.objects.in_scope_of(person_of(request)).of(regency),
        regency=regency,
        districts=districts,
        villages=villages,
    )


def _count(found: VoterFilter, rows: Any, person: User) -> tuple[int, bool]:
    chosen = found.form.cleaned_data if found.form.is_valid() else {}
    exact = selectors.kept_count(found.regency, chosen, person.by_name_scope)
    return (exact, False) if exact is not None else selectors.capped_count(rows)


def _station_url(regency: str, found: VoterFilter) -> str:
    """Where the filter's voters of one kelurahan get another station; else ""."""
    chosen = found.form.cleaned_data if found.form.is_valid() else {}
    village = chosen.get("kelurahan")
    return reverse("voters:tps_move", args=[regency, village]) if village else ""


@role_required(OFFICE)
@require_GET
def voter_list(request: HttpRequest, regency: str) -> HttpResponse:
    """The roll, filtered by the URL, paged by key."""
    found = _filter(request, regency)
    rows = found.qs
    count, more = _count(found, rows, person_of(request))
    order = request.GET.get("urut", "nama")
    page = selectors.page_of(
        rows,
        regency=regency,
        columns=order_of(request.GET, ROLL_ORDERS),
        after=request.GET.get("sesudah", ""),
        before=request.GET.get("sebelum", ""),
    )
    places = dict(found.filters["kelurahan"].extra["choices"])
    record(
        actor=request.user,
        action="voter.list",
        regency_code=regency,
        persons=[row.public_id for row in page.rows],
        data={
            "filter": sorted(name for name in found.filters if request.GET.get(name))
        },
        request=request,
    )
    table = VoterTable(page.rows, regency=regency, places=places)
    table.choose(request.GET)
    number = grouped(count)
    context = {
        "regency": regency,
        "filter": found,
        "table": table,
        "page": page,
        "order": order,
        "count": count,
        "is_capped": found.is_capped,
        "name_hits": NAME_HITS,
        "count_text": _("lebih dari %(n)s") % {"n": number} if more else number,
        "station_url": _station_url(regency, found),
        "export_items": export_items(
            reverse("voters:export", args=[regency]),
            _("NIK tersamar"),
            reverse("downloads:new", args=[regency, "voter.export"]),
        ),
    }
    return render(request, "voters/list.html", context)


@role_required(OFFICE)
@require_POST
def search(request: HttpRequest, regency: str) -> HttpResponse:
    """A NIK opens the voter; words become a filter by name. No NIK reaches a URL."""
    text = request.POST.get("q", "").strip()
    home = reverse("voters:list", args=[regency])
    digits = re.sub(r"[\s.]", "", text)
    if digits.isdigit():
        rows = Voter.objects.in_scope_of(person_of(request)).of(regency)
        voter = by_nik(rows, digits)
        former = None
        if voter is None:
            proposals = ChangeProposal.objects.in_scope_of(person_of(request))
            former = by_former_nik(rows, proposals.of(regency), digits)
            voter = former
        record(
            actor=request.user,
            action="voter.search",
            regency_code=regency,
            subject=str(voter.public_id) if voter else "",
            persons=[voter.public_id] if voter else [],
            data={"by": "former nik" if former else "nik", "found": voter is not None},
            request=request,
        )
        if former:
            messages.info(request, _("Ditemukan lewat NIK lama yang sudah dikoreksi."))
        if voter:
            return redirect("voters:detail", regency, voter.public_id)
        context = {"regency": regency}
        return render(request, "voters/not_found.html", context)
    return redirect(f"{home}?{urlencode({'nama': text.upper()})}" if text else home)


def _detail(
    request: HttpRequest, regency: str, voter: Voter, shown: bool
) -> HttpResponse:
    places = selectors.village_names(regency)
    period = Period.objects.open(regency).first()
    proposals = ChangeProposal.objects.in_scope_of(person_of(request)).of(regency)
    waiting = proposals.filter(
        voter_id=voter.pk, state__in=("OPEN", "HOLD", "COKLIT", "SECOND", "ACCEPTED")
    )
    context = {
        "regency": regency,
        "voter": voter,
        "village": places.get(voter.kelurahan, voter.kelurahan),
        "words": {
            name: selectors.as_read(
                getattr(voter, name), name, places, voter.disability_vintage
            )
            for name in CODED
        },
        "shown": shown,
        "history": selectors.history(
            voter, open_period=period.pk if period else None, places=places
        ),
        "waiting": waiting,
        "former": former_niks(voter, proposals),
        "cancelled": voter.status_reason == CANCELLED_ENTRY,
        "may_propose": period is not None,
        "purpose": purpose_of(request),
        "purposes": PURPOSES,
    }
    return render(request, "voters/detail.html", context)


@role_required(OFFICE)
@require_GET
def detail(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One voter: every element, masked numbers, history."""
    voter = voter_or_404(request, regency, public_id)
    record(
        actor=request.user,
        action="voter.view",
        regency_code=regency,
        subject=str(voter.public_id),
        persons=[voter.public_id],
        request=request,
    )
    return _detail(request, regency, voter, False)


@role_required(OFFICE)
@require_http_methods(["POST"])
def unmask(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The same page with NIK, NKK and birth date in full; recorded (domain rule 18).

    The purpose is asked once a work session and stands in each record of it.
    """
    voter = voter_or_404(request, regency, public_id)
    if not purpose_named(request):
        return redirect("voters:detail", regency, public_id)
    record(
        actor=request.user,
        action="voter.unmask",
        regency_code=regency,
        subject=str(voter.public_id),
        purpose=purpose_of(request),
        persons=[voter.public_id],
        request=request,
    )
    return _detail(request, regency, voter, True)
