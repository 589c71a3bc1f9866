"""What the pages of hand-overs send: the answer, and the other regency of a move."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import OFFICE, role_required
from voters.forms_handover import ConfirmForm, DeclineForm, OtherRegencyForm
from voters.selectors.handover import enrolled_others, kin_of
from voters.services import handover as services
from voters.services import handover_family as family
from voters.services.errors import NotDecidable, VoterError
from voters.views.handover import (
    confirm_form,
    handover_or_404,
    handovers_of,
    shown,
)
from voters.views.review import proposal_or_404


@role_required(OFFICE)
@require_POST
def handover_answer(
    request: HttpRequest, regency: str, public_id: UUID
) -> HttpResponse:
    """Confirm, decline, say that it is so already, or ask once more.

    A form that does not stand comes back as it was typed.
    """
    one = handover_or_404(request, regency, public_id)
    deed = request.POST.get("aksi", "")
    said = {"actor": request.user, "regency": regency, "public_id": public_id}
    forms: dict[str, Any] = {}
    if deed == "konfirmasi":
        forms["confirm"] = confirm_form(request, regency, one, request.POST)
    elif deed == "tolak":
        kin = kin_of(handovers_of(request, regency), one)
        forms["decline"] = DeclineForm(request.POST, kin=len(kin))
    form = next(iter(forms.values()), None)
    if form is not None and not form.is_valid():
        return shown(request, regency, one, **forms)
    try:
        return _carried_out(request, deed, said, form)
    except VoterError as error:
        if form is None:
            messages.error(request, str(error))
            return redirect("voters:handover", regency, public_id)
        form.add_error(None, str(error))
        return shown(request, regency, one, **forms)


def _carried_out(
    request: HttpRequest, deed: str, base: dict[str, Any], form: Any
) -> HttpResponse:
    """Do what the button says; raises VoterError."""
    if deed == "konfirmasi":
        return _confirmed(request, base, form)
    if deed == "tolak":
        clean = form.cleaned_data
        refuse = family.decline_family if clean.get("keluarga") else services.decline
        refuse(**base, reason=clean["alasan"], note=clean["catatan"])
        words = _("Ditolak; kab/kota lain membaca alasannya.")
    elif deed == "sudah":
        services.already(**base)
        words = _("Serah terima selesai.")
    elif deed == "lagi":
        whole = request.POST.get("keluarga") == "1"
        (family.renew_family if whole else services.renew)(**base)
        words = _("Diminta lagi; waktunya mulai dari awal.")
    else:
        raise NotDecidable(_("Pilih tindakan."))
    messages.success(request, words)
    return redirect("voters:handover", base["regency"], base["public_id"])


def _confirmed(
    request: HttpRequest, base: dict[str, Any], form: ConfirmForm
) -> HttpResponse:
    said = form.cleaned_data
    made = family.confirm_family(
        actor=base["actor"],
        regency=base["regency"],
        public_ids=said.get("anggota") or [base["public_id"]],
        place=form.place(),
        evidence_kind=said["evidence_kind"],
        evidence_no=said["evidence_no"],
        note=said["note"],
    )
    messages.success(
        request, _("Dikonfirmasi; usulannya menunggu keputusan dan penerapan di sini.")
    )
    if len(made) > 1 and made[0].group_key:
        url = reverse("voters:review", args=[base["regency"]])
        return redirect(f"{url}?keluarga={made[0].group_key}")
    return redirect("voters:proposal", base["regency"], made[0].public_id)


@role_required(OFFICE)
@require_POST
def handover_name(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Name the other regency of a TMS pindah or a pindah masuk.

    `keluarga=1` names it for the whole act of a family, `aksi=lepas` takes it back.
    """
    proposal_or_404(request, regency, public_id)
    form = OtherRegencyForm(request.POST, others=enrolled_others(regency))
    said: dict[str, Any] = {
        "actor": request.user,
        "regency": regency,
        "public_id": public_id,
    }
    whole = request.POST.get("keluarga") == "1"
    try:
        if request.POST.get("aksi") == "lepas":
            drop: Any = family.unname_family if whole else services.unname_other
            drop(**said)
            messages.success(request, _("Kab/kota lain tidak disebut lagi."))
            return redirect("voters:proposal", regency, public_id)
        if not form.is_valid() or not form.cleaned_data["kabkota"]:
            raise NotDecidable(_("Pilih kab/kota lain."))
        name: Any = family.name_family if whole else services.name_other
        name(**said, other=form.cleaned_data["kabkota"])
        messages.success(request, _("Kab/kota lain dicatat."))
    except VoterError as error:
        messages.error(request, str(error))
    return redirect("voters:proposal", regency, public_id)
