"""What the pages of hand-overs send: the answer, and the other regency of a move."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import OFFICE, role_required
from voters.forms_handover import ConfirmForm, DeclineForm, OtherRegencyForm
from voters.selectors.handover import enrolled_others
from voters.services import handover as services
from voters.services.errors import NotDecidable, VoterError
from voters.views.handover import confirm_form, handover_or_404, shown
from voters.views.review import proposal_or_404


@role_required(OFFICE)
@require_POST
def handover_answer(
    request: HttpRequest, regency: str, public_id: UUID
) -> HttpResponse:
    """Confirm, decline, say that it is so already, or ask once more."""
    one = handover_or_404(request, regency, public_id)
    deed = request.POST.get("aksi", "")
    confirm: ConfirmForm | None = None
    decline: DeclineForm | None = None
    base: dict[str, Any] = {
        "actor": request.user,
        "regency": regency,
        "public_id": public_id,
    }
    try:
        if deed == "konfirmasi":
            confirm = confirm_form(regency, one, request.POST)
            if confirm.is_valid():
                return _confirmed(request, base, confirm)
        elif deed == "tolak":
            decline = DeclineForm(request.POST)
            if decline.is_valid():
                said = decline.cleaned_data
                services.decline(**base, reason=said["alasan"], note=said["catatan"])
                messages.success(
                    request, _("Ditolak; kab/kota lain membaca alasannya.")
                )
        elif deed == "sudah":
            services.already(**base)
            messages.success(request, _("Serah terima selesai."))
        elif deed == "lagi":
            services.renew(**base)
            messages.success(request, _("Diminta lagi; waktunya mulai dari awal."))
        else:
            raise NotDecidable(_("Pilih tindakan."))
    except VoterError as error:
        bound = confirm or decline
        if bound is None:
            messages.error(request, str(error))
        else:
            bound.add_error(None, str(error))
    bound = confirm or decline
    if bound is not None and bound.errors:
        return shown(request, regency, one, confirm, decline)
    return redirect("voters:handover", regency, public_id)


def _confirmed(
    request: HttpRequest, base: dict[str, Any], form: ConfirmForm
) -> HttpResponse:
    said = form.cleaned_data
    made = services.confirm(
        **base,
        place=form.place(),
        evidence_kind=said["evidence_kind"],
        evidence_no=said["evidence_no"],
        note=said["note"],
    )
    messages.success(
        request, _("Dikonfirmasi; usulannya menunggu keputusan dan penerapan di sini.")
    )
    return redirect("voters:proposal", base["regency"], made.public_id)


@role_required(OFFICE)
@require_POST
def handover_name(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Name the other regency of a TMS pindah or a pindah masuk."""
    proposal_or_404(request, regency, public_id)
    form = OtherRegencyForm(request.POST, others=enrolled_others(regency))
    try:
        if not form.is_valid() or not form.cleaned_data["kabkota"]:
            raise NotDecidable(_("Pilih kab/kota lain."))
        services.name_other(
            actor=request.user,
            regency=regency,
            public_id=public_id,
            other=form.cleaned_data["kabkota"],
        )
        messages.success(request, _("Kab/kota lain dicatat."))
    except VoterError as error:
        messages.error(request, str(error))
    return redirect("voters:proposal", regency, public_id)
