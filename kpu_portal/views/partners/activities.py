"""Joint activities."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import OFFICE, role_required
from files.delivering import deliver, or_back
from kpu_portal.views.partners.common import (
    back_to,
    find,
    form_page,
    list_page,
    mine,
    saved,
)
from partners import filters, services
from partners.forms import ActivityForm
from partners.models import Activity
from partners.tables import ActivityTable


@require_safe
@role_required(OFFICE)
def activity_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Joint activities of the office, newest first, cut by the address."""
    counted = mine(request, regency, Activity).annotate(
        invited_count=Count("guests"),
        came_count=Count("guests", filter=Q(guests__came=True)),
    )
    return list_page(
        request,
        regency,
        every=counted,
        cut=filters.activities,
        table=ActivityTable,
        tab="activity",
        export="activity.export",
    )


@require_safe
@role_required(OFFICE)
@or_back("partners:activities")
def activity_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The activities of the present filter as a file."""
    return deliver(request, regency, "activity.export")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def activity_new(request: HttpRequest, regency: str) -> HttpResponse:
    """Enter an activity."""
    return _edit(request, regency, None)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def activity(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One activity: who was invited, who came, what came of it."""
    return _edit(request, regency, find(request, regency, Activity, public_id))


def _edit(request: HttpRequest, regency: str, row: Activity | None) -> HttpResponse:
    form = ActivityForm(request.POST or None, instance=row, regency=regency)
    lists: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        lists = {name: form.cleaned_data[name] for name in ("invited", "came")}
    done = saved(
        request, form, services.save_activity, regency=regency, row=row, **lists
    )
    if done is not None:
        return back_to(done, "activity")
    context = {"regency": regency, "form": form, "row": row}
    return form_page(request, "activity_form", context)
