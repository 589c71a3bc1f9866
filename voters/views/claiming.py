"""Claims of the queue from its page: a person, a kecamatan, and what is left where."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import OFFICE, role_required
from voters import selectors, services
from voters.rules.claims import district_of, subject_of
from voters.selectors.left import left_in
from voters.services import claiming
from voters.services.errors import VoterError
from voters.views.review import PART, proposal_or_404
from voters.views.review_shown import claimed
from voters.views.roll import person_of

TAKE, ASK, KEEP, LEAVE = "ambil", "minta", "tetap", "lepas"


@role_required(OFFICE)
@require_POST
def claim(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Take or refresh a person, ask for one, keep it, give it back (`aksi`)."""
    current = proposal_or_404(request, regency, public_id)
    subject = subject_of(current.voter_id, current.pk)
    deed = request.POST.get("aksi", "")
    if deed == TAKE:
        claims = selectors.live_claims(request.user, regency)
        found = claimed(request, current, claims, take=True)
        holder = found["holder"]
        said = {
            "held": str(services.Claimed(holder)) if holder else "",
            "asked": found["asked_by"],
        }
        if PART in request.headers:
            return JsonResponse(said)
        if holder:
            messages.error(request, said["held"])
    else:
        held = selectors.holder_of(
            selectors.live_claims(request.user, regency),
            current,
            person_of(request).pk,
        )
        if deed == ASK and held is not None:
            subject = held.subject
        _do(request, regency, subject, deed)
    tail = request.GET.urlencode()
    page = redirect("voters:proposal", regency, public_id)
    page["Location"] += f"?{tail}" if tail else ""
    return page


def _do(request: HttpRequest, regency: str, subject: str, deed: str) -> None:
    said: dict[str, Any] = {
        "actor": request.user,
        "regency": regency,
        "subject": subject,
    }
    if deed == ASK:
        if claiming.ask(**said):
            messages.success(request, _("Diminta; bila tidak dijawab, segera bebas."))
    elif deed == KEEP:
        claiming.keep(**said)
    elif deed == LEAVE:
        claiming.give_back(**said)
    else:
        messages.error(request, _("Pilih yang akan dilakukan dengan pegangan ini."))


@role_required(OFFICE)
@require_POST
def claim_district(request: HttpRequest, regency: str, kecamatan: str) -> HttpResponse:
    """Take a kecamatan for the day, ask for it, keep it, give it back (`aksi`)."""
    districts, _villages = selectors.place_names(regency)
    if kecamatan not in districts:
        raise Http404
    deed = request.POST.get("aksi", "")
    if deed == TAKE:
        try:
            services.take_district(
                actor=request.user, regency=regency, district=kecamatan
            )
        except VoterError as error:
            messages.error(request, str(error))
    else:
        _do(request, regency, district_of(kecamatan), deed)
    return redirect("voters:left", regency)


@role_required(OFFICE)
@require_GET
def left(request: HttpRequest, regency: str) -> HttpResponse:
    """What is left by kecamatan and kind, who holds which, and the forms to claim.

    The fragment of it stands above the queue.
    """
    user = person_of(request)
    districts, _villages = selectors.place_names(regency)
    found = left_in(user, regency, districts)
    context = {"regency": regency, "left": found, "user_id": user.pk}
    if request.headers.get("HX-Request") == "true":
        return render(request, "voters/_left.html", context)
    return render(request, "voters/left.html", context)
