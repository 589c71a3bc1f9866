"""The list of deliveries, on the page and as a file."""

from collections.abc import Iterable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, role_required
from files.delivering import deliver
from files.lists import export_items, listed
from periods.services import current
from reconciliation import selectors
from reconciliation.models import Delivery, DeliveryState
from reconciliation.querysets import DeliveryQuerySet
from reconciliation.services import inbox
from reconciliation.tables import DeliveryTable, filtered


@role_required(OFFICE)
@require_GET
def delivery_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Deliveries of the regency, newest first, cut by the address."""
    every = Delivery.objects.in_scope_of(request.user).of(regency)
    form, rows = filtered(request.GET, every)
    rows = rows.defer("recognised", "fields", "details", "proposals")
    shown = listed(request, rows, DeliveryTable, by="received_at", regency=regency)
    found = shown["page"].rows
    _dress(regency, found)
    context = {
        "regency": regency,
        **shown,
        "form": form,
        "empty": not found and not every.exists(),
        "open_period": current(regency),
        **_inbox(regency, every),
        "export_items": export_items(
            reverse("reconciliation:export", args=[regency]),
            protected=reverse("downloads:new", args=[regency, "delivery.export"]),
        ),
    }
    return render(request, "reconciliation/list.html", context)


def _inbox(regency: str, every: DeliveryQuerySet) -> dict[str, Any]:
    """How many files of the inbox wait, and what it holds that was not taken."""
    if not settings.INBOX:
        return {}
    waiting = every.from_inbox().filter(state=DeliveryState.RECEIVED)
    return {"inbox_waiting": waiting.count(), "inbox_told": inbox.told(regency)}


def _dress(regency: str, found: Iterable[Delivery]) -> None:
    """Say of each delivery how its job stands and how many rows were refused."""
    started = [one.pk for one in found if one.state == DeliveryState.STARTED]
    states = selectors.job_states(regency, started)
    for one in found:
        dressed = cast(Any, one)
        dressed.shown_state = states.get(one.pk, one.state)
        dressed.refused = one.counts.get("REFUSED", 0) if one.is_done else None


@role_required(OFFICE)
@require_GET
def delivery_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The deliveries of the present filter as a file; no person is in it."""
    return deliver(request, regency, "delivery.export")
