"""What the page of a linked row sends: this person, not this person, undo."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import OFFICE, role_required
from voters import services
from voters.models import ProposalState
from voters.views.duplicates_deciding import answered, known_answer


@role_required(OFFICE)
@require_POST
def link_decide(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Answer whom the row means, then show the pair as it stands now."""
    return answered(request, regency, public_id, _carry_out)


def _carry_out(request: HttpRequest, regency: str, public_id: UUID) -> str:
    said: dict[str, Any] = {
        "actor": request.user,
        "regency": regency,
        "public_id": public_id,
    }
    decision = request.POST.get("keputusan", "")
    known_answer(decision, ("orangnya", "bukan", "urungkan"))
    note = request.POST.get("catatan", "")
    if decision == "bukan":
        services.not_duplicate(**said, note=note)
        return _("Dinyatakan bukan orangnya; diingat sampai salah satu berubah.")
    if decision == "urungkan":
        services.unlink(**said)
        return _("Baris ini menunggu jawaban lagi.")
    made = services.same_person(**said, note=note)
    if made is None:
        return _("Dinyatakan orangnya; tidak ada unsur yang perlu diubah.")
    if made.state == ProposalState.COKLIT:
        return _("Dinyatakan orangnya; usulannya menunggu coklit terbatas.")
    return _("Dinyatakan orangnya; usulannya menunggu tinjauan.")
