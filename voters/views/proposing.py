"""A change proposed by hand: a new voter, or a change, corrected NIK, removal, hold or
reinstatement of one voter, with the documents it rests on."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from audit.services import purpose_of, record
from periods.models import Period
from voters import selectors, services
from voters.forms_by_hand import (
    FORMS,
    KIND_WORDS,
    NIK,
    ByHandChange,
    ByHandNewcomer,
)
from voters.forms_handover import with_other_regency
from voters.models import ChangeProposal, Kind, Voter
from voters.rules.by_hand import without_left_station
from voters.selectors.handover import enrolled_others
from voters.selectors.settings import setting
from voters.services.errors import VoterError
from voters.views.checking import checked_of
from voters.views.documents import DROPPED, Documents, documents_of
from voters.views.roll import (
    PURPOSES,
    person_of,
    purpose_named,
    voter_or_404,
)

IN_FULL = frozenset({Kind.UBAH.value, NIK})
"""Forms about a number: masked until it is asked for, with the session's purpose."""
SHOW, WHOLE = "tampilkan", "lengkap"
"""Words of the form: numbers are asked for; they stand in it already."""


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, regency: str) -> HttpResponse:
    """`?pemilih=<uuid>&jenis=UBAH|NIK|TMS|TAHAN|PEMULIHAN`; without them BARU."""
    kind, voter = asked(request, regency)
    documents = documents_of(request, regency)
    shown = _is_shown(request, kind)
    form = _form(request, regency, kind, voter, shown)
    if voter:
        _record_reading(request, regency, voter, shown)
    period = Period.objects.open(regency).first()
    made = None
    if form.is_bound and form.is_valid():
        made = _made(request, regency, period, form, kind, voter, documents)
    if made is not None:
        messages.success(request, _("Usulan dibuat dan menunggu keputusan."))
        return redirect("voters:proposal", regency, made.public_id)
    for why in documents.errors:
        form.add_error(None, why) if form.is_bound else messages.error(request, why)
    context = {
        "regency": regency,
        "form": form,
        "voter": voter,
        "kind": kind,
        "kind_label": KIND_WORDS.get(kind) or Kind(kind).label,
        "documents": documents,
        "period": period,
        "query": request.GET.urlencode(),
        "checked": checked_of(request, regency, period, form, kind, voter),
        "same_number": kind == NIK,
        "shown": shown,
        "may_show": kind in IN_FULL and not shown,
        "purpose": purpose_of(request),
        "purposes": PURPOSES,
    }
    return render(request, "voters/propose.html", context)


@role_required(OFFICE)
@require_POST
def check(request: HttpRequest, regency: str) -> HttpResponse:
    """What is checked of the form as it stands, while somebody types (htmx).

    The numbers come in the body of a POST and stand in no address.
    """
    kind, voter = asked(request, regency)
    form = _form(request, regency, kind, voter, WHOLE in request.POST)
    period = Period.objects.open(regency).first()
    form.is_valid()
    context = {
        "regency": regency,
        "period": period,
        "checked": checked_of(request, regency, period, form, kind, voter),
    }
    return render(request, "voters/_checks.html", context)


def asked(request: HttpRequest, regency: str) -> tuple[str, Voter | None]:
    """The kind and the voter that the address names; 404 for any other."""
    chosen = request.GET.get("pemilih")
    if not chosen:
        return Kind.BARU.value, None
    kind = request.GET.get("jenis", Kind.UBAH.value)
    if kind not in FORMS:
        raise Http404
    try:
        return kind, voter_or_404(request, regency, UUID(chosen))
    except ValueError:
        raise Http404 from None


def _is_shown(request: HttpRequest, kind: str) -> bool:
    """Whether the answer shows numbers in full: asked for, and for a named purpose."""
    wanted = SHOW in request.POST or WHOLE in request.POST
    return kind in IN_FULL and wanted and bool(purpose_named(request))


def _record_reading(
    request: HttpRequest, regency: str, voter: Voter, shown: bool
) -> None:
    record(
        actor=request.user,
        action="voter.unmask" if shown else "voter.view",
        regency_code=regency,
        subject=str(voter.public_id),
        purpose=purpose_of(request) if shown else "",
        persons=[voter.public_id],
        request=request,
    )


def _form(
    request: HttpRequest, regency: str, kind: str, voter: Voter | None, shown: bool
) -> Any:
    """The form of the kind: empty, as typed, or as typed before a document went.

    shown: a change holds the number and the birth date in full.
    """
    data: Any = None
    initial: dict[str, Any] = {}
    if DROPPED in request.POST or SHOW in request.POST:
        initial = request.POST.dict()
    elif request.method == "POST":
        data = request.POST
    if voter is None:
        villages = selectors.villages_now(regency)
        newcomer = ByHandNewcomer(data, initial=initial, villages=villages)
        return with_other_regency(newcomer, enrolled_others(regency))
    if kind == Kind.TMS:
        removal = FORMS[kind](data, initial=initial)
        return with_other_regency(removal, enrolled_others(regency))
    if kind == Kind.TAHAN:
        ahead = timezone.localdate() + timedelta(days=setting("hold_days", regency))
        initial = {"status_until": ahead, **initial}
    if kind != Kind.UBAH:
        return FORMS[kind](data, initial=initial)
    return _change(data, initial, regency, voter, shown)


def _change(
    data: Any, typed: dict[str, Any], regency: str, voter: Voter, shown: bool
) -> ByHandChange:
    """What is known of the voter with what was typed over it."""
    hidden = set(ByHandChange.HIDDEN)
    names = set(ByHandChange.ELEMENTS.split()) - (set() if shown else hidden)
    present = {name: getattr(voter, name) for name in names}
    # An empty field that was masked says nothing, and what is known takes its place.
    said = {name: text for name, text in typed.items() if text or name not in hidden}
    return ByHandChange(
        data,
        initial={**present, **said},
        villages=selectors.villages_now(regency),
        voter=None if shown else voter,
    )


def _made(
    request: HttpRequest,
    regency: str,
    period: Period | None,
    form: forms.Form,
    kind: str,
    voter: Voter | None,
    documents: Documents,
) -> ChangeProposal | None:
    """The proposal; None where the form has an error, which then stands in it."""
    if documents.errors:
        return None
    if period is None:
        form.add_error(None, _("Tidak ada periode yang terbuka."))
        return None
    try:
        with transaction.atomic():
            made = services.propose_by_hand(
                actor=person_of(request),
                regency=regency,
                period=period,
                voter=voter,
                grounds=grounds_of(form, documents),
                **_said(form, kind, voter),
            )
            if other := form.cleaned_data.get("other_regency"):
                made = services.name_other(
                    actor=request.user,
                    regency=regency,
                    public_id=made.public_id,
                    other=other,
                )
            return made
    except VoterError as error:
        form.add_error(None, str(error))
        return None


def grounds_of(form: forms.Form, documents: Documents) -> services.Grounds:
    """What a form of the desk rests on."""
    clean = form.cleaned_data
    return services.Grounds(
        evidence_kind=clean["evidence_kind"],
        evidence_no=clean["evidence_no"],
        event_date=clean["event_date"],
        note=clean["note"],
        drafts=documents.kept,
    )


def _said(form: Any, kind: str, voter: Voter | None) -> dict[str, Any]:
    clean = form.cleaned_data
    new = form.elements() if hasattr(form, "elements") else {}
    if voter and kind == Kind.UBAH:
        new = without_left_station(new, kelurahan=voter.kelurahan, tps=voter.tps)
    if clean.get("status_until"):
        new = {"status_until": clean["status_until"].isoformat()}
    return {
        "kind": Kind.UBAH.value if kind == NIK else kind,
        "nik": voter.nik if voter else clean["nik"],
        "category": clean.get("category", ""),
        "new": new,
    }
