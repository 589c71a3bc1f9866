"""Takes an own proposal back before it is decided."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import OFFICE, role_required
from voters import services
from voters.services.errors import VoterError
from voters.views.review import proposal_or_404


@role_required(OFFICE)
@require_POST
def withdraw(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """`keluarga=1` takes back the whole act of a family."""
    proposal_or_404(request, regency, public_id)
    try:
        n = services.withdraw(
            actor=request.user,
            regency=regency,
            public_id=public_id,
            whole_family=request.POST.get("keluarga") == "1",
        )
    except VoterError as error:
        messages.error(request, str(error))
    else:
        words = ngettext("%(n)s usulan ditarik.", "%(n)s usulan ditarik.", n)
        messages.success(request, words % {"n": n})
    return redirect("voters:proposal", regency, public_id)
