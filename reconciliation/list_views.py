"""The list of deliveries, on the page and as a file."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, role_required
from accounts.models import User
from files import exports
from files.exports import Column
from files.lists import export_items, listed, wanted_format
from periods.services import current
from reconciliation import selectors
from reconciliation.models import Delivery, DeliveryState
from reconciliation.tables import DeliveryTable, filtered

COLUMNS = [
    Column("Berkas", 40),
    Column("Pengirim", 20),
    Column("Nomor surat", 24),
    Column("Periode", 12),
    Column("Jenis", 16),
    Column("Baris", 10),
    Column("Ditolak", 10),
    Column("Diterima", 20),
    Column("Penerima", 28),
    Column("Keadaan", 14),
    Column("SHA-256", 66),
]


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
        "export_items": export_items(reverse("reconciliation:export", args=[regency])),
    }
    return render(request, "reconciliation/list.html", context)


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
    every = Delivery.objects.in_scope_of(request.user).of(regency)
    rows = filtered(request.GET, every)[1].order_by("-id")
    exported = exports.export(
        actor=cast(User, request.user),
        regency=regency,
        name=f"kiriman-{regency}",
        columns=COLUMNS,
        rows=_lines(rows.iterator(chunk_size=1_000)),
        format=wanted_format(request.GET),
        action="delivery.export",
        request=request,
    )
    return cast(HttpResponse, exports.response(exported))


def _lines(rows: Iterable[Delivery]) -> Iterator[tuple[Any, ...]]:
    for one in rows:
        yield (
            one.filename,
            one.get_sender_display(),
            one.letter_no,
            one.period_code,
            one.get_kind_display(),
            one.rows,
            one.counts.get("REFUSED", 0) if one.is_done else None,
            f"{timezone.localtime(one.received_at):%Y-%m-%d %H:%M}",
            one.received_by_name,
            one.get_state_display(),
            one.sha256,
        )
