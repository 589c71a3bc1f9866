"""What the pages of the room share: the list, the record, the form that saves."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from files.lists import export_items, listed
from partners.errors import PartnerError
from partners.models import Kept
from partners.tables import PartnerTable

Write = Callable[..., Kept]


def mine(request: HttpRequest, regency: str, model: Any) -> Any:
    """Records of the person's office."""
    return model.objects.in_scope_of(request.user).of(regency)


def find(request: HttpRequest, regency: str, model: Any, public_id: UUID) -> Any:
    """One record of the person's office, archived or not, else 404."""
    row = mine(request, regency, model).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def list_page(
    request: HttpRequest,
    regency: str,
    *,
    every: Any,
    cut: Callable[..., Any],
    table: type[PartnerTable],
    tab: str,
    export: str,
    context: dict[str, Any] | None = None,
    **given: Any,
) -> HttpResponse:
    """A list cut by its address; `tab` names the template and the export's page."""
    form, rows = cut(request.GET, every, timezone.localdate())
    shown = listed(
        request,
        rows,
        table,
        by="entered_at",
        regency=regency,
        today=timezone.localdate(),
        **given,
    )
    found = shown["page"].rows
    told = {
        "regency": regency,
        **shown,
        "form": form,
        "empty": not found and not every.exists(),
        "tab": tab,
        "export_items": export_items(
            reverse(f"partners:{tab}_export", args=[regency]),
            protected=reverse("downloads:new", args=[regency, export]),
        ),
        **(context or {}),
    }
    return render(request, f"partners/{tab}_list.html", told)


def saved(
    request: HttpRequest, form: Any, write: Write, **arguments: Any
) -> Kept | None:
    """Ask the service to write what the form says; None, and the form says why not."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        row = write(actor=request.user, facts=form.facts, **arguments)
    except PartnerError as error:
        field = error.field if error.field in form.fields else None
        form.add_error(field, str(error))
        return None
    messages.success(request, _("Disimpan."))
    return row


def form_page(
    request: HttpRequest, template: str, context: dict[str, Any]
) -> HttpResponse:
    """A page with `form`; 422 when it was sent and not taken."""
    status = 422 if context["form"].errors else 200
    return render(request, f"partners/{template}.html", context, status=status)


def back_to(row: Kept, page: str) -> HttpResponse:
    """To the page of a record."""
    return redirect(f"partners:{page}", row.regency_code, row.public_id)
