"""The page of a delivery above the change ceiling, and the chair's decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import CHAIR, OFFICE, role_required
from accounts.models import Role, User
from reconciliation import ceiling_selectors as selectors
from reconciliation import services
from reconciliation.forms import CeilingForm
from reconciliation.models import Delivery
from reconciliation.selectors import job_of
from reconciliation.services import DeliveryError
from reconciliation.views.asked import asked_delivery


@role_required(OFFICE)
@require_GET
def ceiling(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Outliers by kelurahan and kind, counted and not named; the chair's form."""
    delivery = asked_delivery(request, regency, public_id)
    return _page(request, delivery, CeilingForm())


@role_required(CHAIR)
@require_POST
def decide(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Open the kept proposals, or withdraw the delivery, with a reason."""
    delivery = asked_delivery(request, regency, public_id)
    form = CeilingForm(request.POST)
    if not form.is_valid():
        return _page(request, delivery, form, status=422)
    does = {"OPEN": services.open_for_review, "WITHDRAW": services.withdraw}
    try:
        does[form.cleaned_data["decision"]](
            actor=request.user,
            delivery=delivery,
            reason=form.cleaned_data["reason"],
        )
    except DeliveryError as error:
        form.add_error(None, str(error))
        delivery.refresh_from_db()
        return _page(request, delivery, form, status=422)
    messages.success(request, _("Putusan dicatat; pekerjaan berjalan."))
    return redirect("reconciliation:detail", regency, public_id)


def _page(
    request: HttpRequest, delivery: Delivery, form: CeilingForm, status: int = 200
) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - for the type checker
    stop, job = selectors.stop_of(delivery), job_of(delivery)
    is_chair = user.role == Role.CHAIR
    context = {
        "regency": delivery.regency_code,
        "delivery": delivery,
        "stop": stop,
        "job": job,
        "failed": job.error if job is not None and not job.is_open else "",
        "form": form,
        "is_chair": is_chair,
        "is_second": stop is not None and selectors.may_open(delivery, user),
        **selectors.page_of(delivery, stop),
    }
    if is_chair and context["is_decidable"]:
        context["late"] = services.why_late(delivery)
    return render(request, "reconciliation/ceiling.html", context, status=status)
