"""A change proposed by hand: BARU, or UBAH, TMS, TAHAN, PEMULIHAN of one voter."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import OFFICE, role_required
from audit.services import purpose_of, record
from periods.models import Period
from voters import selectors, services
from voters.forms import BY_HAND, ElementsForm, NewcomerForm
from voters.models import Kind, Voter
from voters.services.errors import VoterError
from voters.views.roll import voter_or_404


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, regency: str) -> HttpResponse:
    """`?pemilih=<uuid>&jenis=UBAH|TMS|TAHAN|PEMULIHAN`; without them BARU."""
    kind, voter = _asked(request, regency)
    form = _form(request, regency, kind, voter)
    if voter:
        # The form of UBAH shows the numbers in full: the form is its own purpose.
        full = kind == Kind.UBAH
        record(
            actor=request.user,
            action="voter.unmask" if full else "voter.view",
            regency_code=regency,
            subject=str(voter.public_id),
            purpose=(purpose_of(request) or "usulan") if full else "",
            persons=[voter.public_id],
            request=request,
        )
    period = Period.objects.open(regency).first()
    if request.method == "POST" and form.is_valid():
        if period is None:
            form.add_error(None, _("Tidak ada periode yang terbuka."))
        else:
            try:
                made = services.propose(
                    actor=request.user,
                    regency=regency,
                    period=period,
                    source="Portal",
                    **_said(form, kind, voter),
                )
            except VoterError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Usulan dibuat dan menunggu keputusan."))
                return redirect("voters:proposal", regency, made.public_id)
    context = {
        "regency": regency,
        "form": form,
        "voter": voter,
        "kind": kind,
        "kind_label": Kind(kind).label,
        "period_open": period is not None,
    }
    return render(request, "voters/propose.html", context)


def _asked(request: HttpRequest, regency: str) -> tuple[str, Voter | None]:
    chosen = request.GET.get("pemilih")
    if not chosen:
        return Kind.BARU.value, None
    kind = request.GET.get("jenis", Kind.UBAH.value)
    if kind not in BY_HAND:
        raise Http404
    try:
        return kind, voter_or_404(request, regency, UUID(chosen))
    except ValueError:
        raise Http404 from None


def _form(
    request: HttpRequest, regency: str, kind: str, voter: Voter | None
) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    villages = selectors.village_names(regency)
    if voter is None:
        return NewcomerForm(data, villages=villages)
    if kind == Kind.UBAH:
        names = ElementsForm.ELEMENTS.split()
        initial = {name: getattr(voter, name) for name in names}
        form = ElementsForm(data, initial=initial, villages=villages)
        form.fields["address"].required = False
        return form
    return BY_HAND[kind](data)


def _said(form: Any, kind: str, voter: Voter | None) -> dict[str, Any]:
    clean = form.cleaned_data
    said = {
        "kind": kind,
        "voter": voter,
        "nik": voter.nik if voter else clean["nik"],
        "category": clean.get("category", ""),
        "new": {},
        "evidence_kind": clean["evidence_kind"],
        "evidence_no": clean["evidence_no"],
        "event_date": clean["event_date"],
        "note": clean["note"],
    }
    if hasattr(form, "elements"):
        said["new"] = form.elements()
    elif clean.get("status_until"):
        said["new"] = {"status_until": clean["status_until"].isoformat()}
    return said
