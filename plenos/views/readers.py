"""Pages of those who only read: the province's overview, Bawaslu's copy."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import PROVINCE, SUPERVISOR, province_or_404, role_required
from audit.services import record
from plenos import presenters
from plenos.models import Plenary, PlenaryState
from plenos.selectors import frozen
from plenos.selectors.readers import (
    province_overview,
    shown_key,
    supervisor_rows,
)
from plenos.selectors.recap import published_recap
from plenos.selectors.reopening import reopened_now
from plenos.views.finding import number_or_nought
from regions.models import Region
from regions.selectors import names_on


@require_safe
@login_required
def province(request: HttpRequest, province: str) -> HttpResponse:
    """All regencies of a province: where they stand, what they published."""
    province_or_404(request.user, province, PROVINCE)
    rows = province_overview(province, timezone.localdate())
    region = Region.objects.filter(code=province).first()
    if region is None:
        raise Http404
    context = {
        "province": province,
        "province_name": region.name,
        "rows": rows,
        "male": sum(row.male for row in rows),
        "female": sum(row.female for row in rows),
        "both": sum(row.both for row in rows),
        "published": sum(bool(row.published) for row in rows),
        "enrolled": sum(bool(row.period) for row in rows),
        "late": sum(bool(row.late) for row in rows),
        "reopened": sum(bool(row.reopened) for row in rows),
        "reopened_late": sum(bool(row.reopened_late) for row in rows),
    }
    return render(request, "plenos/province.html", context)


def published_of(regency: str) -> list[Plenary]:
    """Plenaries of a regency whose recap is in force, newest first."""
    done = Plenary.objects.of(regency).in_force().select_related("period")
    return list(done.order_by("-period__starts_on"))


def listed_of(regency: str) -> list[Plenary]:
    """Those of which the list by name is open: not while a later version is made."""
    return [one for one in published_of(regency) if one.state == PlenaryState.PUBLISHED]


@require_safe
@role_required(SUPERVISOR)
def supervisor(request: HttpRequest, regency: str) -> HttpResponse:
    """Published recap, input and follow-up, and the way to the list."""
    plenaries = published_of(regency)
    asked = request.GET.get("periode", "")
    chosen = next((p for p in plenaries if p.period.code == asked), None)
    chosen = chosen or (plenaries[0] if plenaries else None)
    context: dict[str, Any] = {
        "regency": regency,
        "plenaries": [{"row": p, "name": p.period.title} for p in plenaries],
        "chosen": chosen,
        "villages": _villages(regency, chosen),
        "reopenings": list(reopened_now(regency).values()),
    }
    recap = published_recap(chosen.period) if chosen else None
    if chosen and recap:
        figures = frozen(recap)
        context |= {
            "name": chosen.period.title,
            "figures": figures,
            "table": presenters.table(figures, request.GET.get("buka", ""), False),
            "split": presenters.split(figures, False),
            "inputs": chosen.inputs.all(),
        }
    return render(request, "plenos/supervisor.html", context)


def _villages(regency: str, chosen: Plenary | None) -> list[Region]:
    """Kelurahan that stood in the period that is read, by the names of then."""
    day = chosen.period.reference_date if chosen else None
    names = names_on(regency, day)
    there = list(Region.objects.villages(regency, day))
    for one in there:
        one.name = names[one.code]
    return there


def _choose(request: HttpRequest, regency: str) -> HttpResponse:
    """Which kelurahan is to be opened; nobody is shown before that."""
    chosen = next(iter(listed_of(regency)), None)
    context = {
        "regency": regency,
        "chosen": chosen,
        "name": chosen.period.title if chosen else "",
        "villages": _villages(regency, chosen),
    }
    return render(request, "plenos/supervisor_list.html", context)


def asked_list(request: HttpRequest, regency: str) -> tuple[Plenary, Region, str]:
    """Which published period, kelurahan and TPS ("" for all) the address names.

    404 for what is not published, for a kelurahan of elsewhere, for no number.
    """
    asked = request.GET
    code, kelurahan = asked.get("periode", ""), asked.get("kelurahan", "")
    tps = asked.get("tps", "").strip()
    chosen = next((p for p in listed_of(regency) if p.period.code == code), None)
    if chosen is None or not kelurahan.isdecimal() or not (tps + "0").isdecimal():
        raise Http404
    there = Region.objects.villages(regency, chosen.period.reference_date)
    place = there.filter(code=kelurahan).first()
    if place is None:
        raise Http404
    return chosen, place, tps


@require_safe
@role_required(SUPERVISOR)
def supervisor_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Seven elements of a published period, one kelurahan or TPS at a time."""
    if "kelurahan" not in request.GET:
        return _choose(request, regency)
    chosen, place, tps = asked_list(request, regency)
    kelurahan = place.code
    page = max(number_or_nought(request.GET.get("page", ""), 100_000), 1)
    most = settings.POLICY.page_rows
    rows, total = supervisor_rows(
        regency=regency,
        period=chosen.period,
        kelurahan=kelurahan,
        tps=tps,
        skip=(page - 1) * most,
        most=most,
    )
    record(
        actor=request.user,
        action="supervisor.list",
        regency_code=regency,
        subject=chosen.period.code,
        persons=[shown_key(row["row_key"]) for row in rows],
        data={"kelurahan": kelurahan, "tps": tps, "page": page, "rows": len(rows)},
        request=request,
    )
    context = {
        "regency": regency,
        "chosen": chosen,
        "name": chosen.period.title,
        "place": place,
        "tps": tps,
        "rows": rows,
        "lines": presenters.seven_elements(rows),
        "first": (page - 1) * most,
        "total": total,
        "previous_page": page - 1 if page > 1 else None,
        "next_page": page + 1 if page * most < total else None,
        "paper": f"{reverse('plenos:supervisor_paper', args=[regency])}?"
        + urlencode(
            {"periode": chosen.period.code, "kelurahan": kelurahan, "tps": tps}
        ),
    }
    return render(request, "plenos/supervisor_list.html", context)
