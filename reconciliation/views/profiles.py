"""The page of a sender: its business, and every version of how it is read."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import OFFICE, role_required
from files import exports
from reconciliation import selectors, services
from reconciliation.forms import FIELD_LABELS
from reconciliation.models import Sender
from reconciliation.services import DeliveryError, templates


@role_required(OFFICE)
@require_GET
def profile(request: HttpRequest, regency: str, sender: str) -> HttpResponse:
    """Versions of a sender's profile, newest first, and what each changed."""
    if sender not in Sender.values:
        raise Http404
    lines = [
        {
            "profile": one.profile,
            "is_latest": one.is_latest,
            "vintage_before": one.vintage_before,
            "changes": [
                (name, FIELD_LABELS.get(old, ""), FIELD_LABELS.get(new, ""))
                for name, old, new in one.changes
            ],
        }
        for one in services.versions(regency, sender)
    ]
    context = {
        "regency": regency,
        "sender": sender,
        "business": selectors.business_of(sender),
        "lines": lines,
    }
    return render(request, "reconciliation/profile.html", context)


@role_required(OFFICE)
@require_GET
def template(
    request: HttpRequest, regency: str, sender: str, form: str
) -> HttpResponse:
    """The form that a sender fills in; 404 for a kind that it does not deliver."""
    try:
        made = templates.template(
            actor=request.user,
            regency=regency,
            sender=sender,
            kind=form.upper(),
            request=request,
        )
    except DeliveryError as error:
        raise Http404 from error
    return cast(HttpResponse, exports.response(made))


@role_required(OFFICE)
@require_POST
def restore(
    request: HttpRequest, regency: str, sender: str, version: int
) -> HttpResponse:
    """Read the sender again as an older version did."""
    if sender not in Sender.values:
        raise Http404
    try:
        made = services.restore(
            actor=request.user, regency=regency, sender=sender, version=version
        )
    except DeliveryError as error:
        messages.error(request, str(error))
    else:
        told = _("Profil kembali ke v%(old)s, kini v%(new)s.")
        messages.success(request, told % {"old": version, "new": made.version})
    return redirect("reconciliation:profile", regency, sender)
