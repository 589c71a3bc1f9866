"""The office of a kelurahan: its own figures and what was proposed there."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import VILLAGE, role_required
from accounts.models import User
from audit.services import record
from periods.models import Period
from plenos import presenters
from plenos.rules.recap import add_up
from plenos.selectors import sheet
from plenos.selectors.recap import Sheet
from regions.models import Region
from voters.fields import OF_ROLE
from voters.models import ChangeProposal

PROPOSALS_SHOWN, PERIODS_SHOWN = 100, 12


@require_safe
@role_required(VILLAGE)
def village(request: HttpRequest, regency: str) -> HttpResponse:
    """Draft or frozen figures of the own kelurahan, and its proposals by hand."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - for the type checker
    place = Region.objects.filter(code=user.scope_code).first()
    if place is None:
        raise Http404
    periods = list(Period.objects.of(regency).order_by("-starts_on")[:PERIODS_SHOWN])
    asked = request.GET.get("periode", "")
    chosen = next((p for p in periods if p.code == asked), None)
    chosen = chosen or next((p for p in periods if p.is_open), None)
    chosen = chosen or (periods[0] if periods else None)
    context: dict[str, Any] = {
        "regency": regency,
        "place": place,
        "periods": periods,
        "chosen": chosen,
    }
    if chosen:
        figures = of_place(sheet(chosen), place.code)
        rows = _proposals(user, chosen)
        record(
            actor=user,
            action="proposal.village",
            regency_code=regency,
            subject=chosen.code,
            persons=[row.public_id for row in rows],
            data={"kelurahan": place.code, "rows": len(rows)},
            request=request,
        )
        context |= {"figures": figures, "rows": _terms(figures), "proposals": rows}
    return render(request, "plenos/village.html", context)


def of_place(figures: Sheet, code: str) -> Sheet:
    """The same recap, with the figures of one region only."""
    cells = {c: n for c, n in figures.cells.items() if c.kelurahan.startswith(code)}
    return replace(figures, cells=cells)


def _terms(figures: Sheet) -> list[dict[str, Any]]:
    columns = next(iter(add_up(figures.cells, 10).values()), {})
    rows = []
    for term, label in presenters.NAMES.items():
        pair = [columns.get((term, sex), 0) for sex in "LP"]
        rows.append(
            {"label": label, "cells": [*pair, sum(pair)], "now": term == "SEKARANG"}
        )
    return rows


def _proposals(user: User, period: Period) -> list[ChangeProposal]:
    """What people proposed here, not what a delivery did: posts, offices, the field.

    Only what voters.fields lists for the role is fetched.
    """
    rows = ChangeProposal.objects.in_scope_of(user).of(period.regency_code)
    mine = rows.filter(period_id=period.pk, delivery_id=None)
    columns = ("id", "public_id", "regency_code", *OF_ROLE[user.role])
    return list(mine.only(*columns).order_by("-id")[:PROPOSALS_SHOWN])
