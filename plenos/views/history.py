"""The history of a period's recap: drafts kept, versions frozen, what changed since."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import OFFICE, role_required
from periods.models import Period
from plenos import presenters
from plenos.selectors import sheet
from plenos.selectors.history import cells_of, history
from plenos.selectors.history import changes as changes_since
from plenos.services import DraftError
from plenos.services import keep_draft as keep
from plenos.views.finding import find_period

MOST = 500
"""Lines of differences on one page."""


@require_safe
@role_required(OFFICE)
def drafts(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """Who kept a draft when, with which totals, beside the present."""
    found = find_period(request, regency, period)
    figures = sheet(found)
    now = figures.total("SEKARANG")
    rows = [{"past": past, "by": now - past.both} for past in history(found)]
    context = _context(regency, found) | {"figures": figures, "rows": rows, "now": now}
    return render(request, "plenos/drafts.html", context)


@require_POST
@role_required(OFFICE)
def keep_draft(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """Keep the draft as it stands."""
    found = find_period(request, regency, period)
    try:
        kept = keep(actor=request.user, period=found, note=request.POST.get("note", ""))
    except DraftError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Draf %(n)s disimpan.") % {"n": kept.number})
    return redirect("plenos:drafts", regency, period)


@require_safe
@role_required(OFFICE)
def draft(
    request: HttpRequest, regency: str, period: str, public_id: Any
) -> HttpResponse:
    """One earlier state against the present, figure by figure."""
    found = find_period(request, regency, period)
    past = next((p for p in history(found) if p.key == str(public_id)), None)
    if past is None:
        raise Http404
    figures = sheet(found)
    then = cells_of(past)
    below = changes_since(then, figures, 10)
    context = _context(regency, found) | {
        "past": past,
        "figures": figures,
        "terms": presenters.compared(then, figures),
        "changes": presenters.named(below[:MOST], found),
        "more": max(0, len(below) - MOST),
    }
    return render(request, "plenos/draft.html", context)


def _context(regency: str, found: Period) -> dict[str, Any]:
    return {
        "regency": regency,
        "period_row": found,
        "name": found.title,
    }
