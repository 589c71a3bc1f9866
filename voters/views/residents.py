"""The head of an RT or RW reads who lives there; observations are a later issue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import NEIGHBOURHOOD, role_required
from audit.services import record
from regions.models import Region
from voters import selectors
from voters.fields import OF_ROLE
from voters.models import Voter
from voters.views.roll import person_of


@role_required(NEIGHBOURHOOD)
@require_safe
def residents(request: HttpRequest, regency: str) -> HttpResponse:
    """Residents of the own RT or RW: name, sex, address, status; recorded."""
    user = person_of(request)
    shown = OF_ROLE[user.role]
    # The numbers are not fetched either.
    columns = ("id", "public_id", "regency_code", *shown)
    rows = Voter.objects.in_scope_of(user).of(regency).counted().only(*columns)
    count, more = selectors.capped_count(rows)
    page = selectors.page_of(
        rows,
        regency=regency,
        columns=("name", "id"),
        after=request.GET.get("sesudah", ""),
        before=request.GET.get("sebelum", ""),
    )
    record(
        actor=user,
        action="voter.residents",
        regency_code=regency,
        subject=user.scope_code,
        persons=[row.public_id for row in page.rows],
        data={"rw": user.rw, "rt": user.rt, "rows": len(page.rows)},
        request=request,
    )
    context = {
        "regency": regency,
        "page": page,
        "shown": shown,
        "count": count,
        "more": more,
        "place": Region.objects.filter(code=user.scope_code).first(),
    }
    return render(request, "voters/residents.html", context)
