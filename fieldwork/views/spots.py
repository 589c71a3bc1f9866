"""Spot check (uji petik) of a batch: draw, enter what the second look found."""

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from fieldwork import selectors, services
from fieldwork.forms import CheckForm, SpotForm
from fieldwork.models import SpotCheck
from fieldwork.services.errors import FieldError
from fieldwork.views.finding import batch_or_404, person_of
from voters.selectors import village_names


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def spot_checks(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Checks of a batch, those that wait first; POST draws more."""
    batch, user = batch_or_404(request, regency, public_id), person_of(request)
    posted = request.method == "POST"
    form = SpotForm(
        request.POST if posted else None, initial={"seed": secrets.token_hex(4)}
    )
    if posted and form.is_valid():
        try:
            drawn = services.draw_checks(
                actor=user, regency=regency, batch=batch, **form.cleaned_data
            )
            messages.success(request, _("%(n)s tugas ditarik.") % {"n": drawn})
            return redirect("fieldwork:spot", regency, public_id)
        except FieldError as error:
            form.add_error(None, str(error))
    rows = SpotCheck.objects.in_scope_of(user).of(regency)
    checks = list(rows.filter(task__batch=batch).select_related("task"))
    checks.sort(key=lambda one: (one.agrees is not None, one.task.sheet, one.task.line))
    people = selectors.people_of(user, regency, [one.task for one in checks])
    record(
        actor=user,
        action="coklit.list",
        regency_code=regency,
        persons=[one.voter for one in people.values() if one.voter],
        request=request,
    )
    context = {
        "regency": regency,
        "batch": batch,
        "form": form,
        "checks": [
            {
                "check": one,
                "person": people.get(one.task_id, selectors.NOBODY),
                "form": CheckForm(prefix=f"u{one.pk}") if one.agrees is None else None,
            }
            for one in checks
        ],
        "total": selectors.by_batch(regency, [batch])[batch.pk],
        "places": village_names(regency),
    }
    return render(request, "fieldwork/spot.html", context)


@role_required(OFFICE)
@require_POST
def spot_check(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Enter one check."""
    rows = SpotCheck.objects.in_scope_of(person_of(request)).of(regency)
    found = rows.filter(public_id=public_id).select_related("task__batch").first()
    if found is None:
        raise Http404
    form = CheckForm(request.POST, prefix=f"u{found.pk}")
    if not form.is_valid():
        messages.error(request, _("Pilih sesuai atau tidak sesuai."))
    else:
        try:
            services.enter_check(
                actor=request.user,
                regency=regency,
                public_id=public_id,
                agrees=form.cleaned_data["agrees"] == "ya",
                found=form.cleaned_data["found"],
                note=form.cleaned_data["note"],
                with_supervisor=form.cleaned_data["with_supervisor"],
            )
            messages.success(request, _("Uji petik dicatat."))
        except FieldError as error:
            messages.error(request, str(error))
    return redirect("fieldwork:spot", regency, found.task.batch.public_id)
