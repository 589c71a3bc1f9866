"""The post officer's pages: one person of the kecamatan at a time, and proposals.

There is no list: who looks names a whole NIK or a whole name, in the body of a POST,
and every look is recorded. Proposals take the one way in, with source "pos".
"""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import POST, role_required
from audit.services import record
from periods.models import Period
from regions.models import Region
from voters import selectors, services
from voters.fields import OF_ROLE
from voters.forms import CorrectionForm, LookUpForm, NewcomerForm, RemovalForm
from voters.models import ChangeProposal, Kind, Status, TmsReason, Voter
from voters.services.errors import VoterError
from voters.views.roll import person_of, voter_or_404

SOURCE = "pos"
OWN_SHOWN = 20
ASKED: dict[str, tuple[str, str]] = {
    "ubah": (Kind.UBAH.value, ""),
    "pindah": (Kind.TMS.value, TmsReason.PINDAH.value),
    "meninggal": (Kind.TMS.value, TmsReason.MENINGGAL.value),
}
"""What may be proposed of a person: the word of the URL, the kind, the reason."""


@role_required(POST)
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, regency: str) -> HttpResponse:
    """Home of the post: look one person up, and what the officer proposed."""
    user = person_of(request)
    form = LookUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        voter, how, hits = _looked_up(request, regency, form.cleaned_data["q"])
        record(
            actor=user,
            action="voter.search",
            regency_code=regency,
            subject=str(voter.public_id) if voter else "",
            persons=[voter.public_id] if voter else [],
            data={"by": how, "found": hits, "at": user.scope_code},
            request=request,
        )
        if voter is not None:
            return redirect("voters:post_person", regency, voter.public_id)
        form.add_error("q", _none_or_many(hits))
    mine = ChangeProposal.objects.in_scope_of(user).of(regency)
    own = list(mine.filter(proposed_by_id=user.pk).order_by("-id")[:OWN_SHOWN])
    if own:
        record(
            actor=user,
            action="proposal.view",
            regency_code=regency,
            persons=[one.public_id for one in own],
            data={"rows": len(own)},
            request=request,
        )
    context = {
        "regency": regency,
        "form": form,
        "place": Region.objects.filter(code=user.scope_code).first(),
        "this_period": Period.objects.open(regency).first(),
        "proposals": own,
    }
    return render(request, "voters/post.html", context)


def _looked_up(
    request: HttpRequest, regency: str, text: str
) -> tuple[Voter | None, str, int]:
    """The only person meant, how it was asked, and how many there are (2 for more)."""
    rows = Voter.objects.in_scope_of(person_of(request)).of(regency)
    digits = re.sub(r"[\s.]", "", text)
    if digits.isdigit():
        # The newest row of a NIK: who was removed and reinstated has two.
        found = list(rows.filter(nik=digits).order_by("status", "-id")[:1])
        return (found[0] if found else None), "nik", len(found)
    name = re.sub(r"\s+", " ", text).strip().upper()
    found = list(rows.filter(name=name).order_by("id")[:2])
    return (found[0] if len(found) == 1 else None), "name", len(found)


def _none_or_many(hits: int) -> str:
    if hits:
        return _("Lebih dari satu orang bernama itu; cari dengan NIK.")
    return _("Tidak ada orang dengan NIK atau nama lengkap itu di wilayah Anda.")


@role_required(POST)
@require_GET
def post_person(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One person of the kecamatan, numbers masked; recorded."""
    voter = voter_or_404(request, regency, public_id)
    _record_view(request, voter)
    places = selectors.village_names(regency)
    shown = OF_ROLE[person_of(request).role]
    context = {
        "regency": regency,
        "voter": voter,
        "shown": shown,
        "village": places.get(voter.kelurahan, voter.kelurahan),
        "marital": selectors.as_read(
            voter.marital_status, "marital_status", places, voter.disability_vintage
        ),
        "may_propose": voter.status != Status.INELIGIBLE
        and Period.objects.open(regency).exists(),
        "period_open": Period.objects.open(regency).exists(),
    }
    return render(request, "voters/post_person.html", context)


def _record_view(request: HttpRequest, voter: Voter) -> None:
    record(
        actor=request.user,
        action="voter.view",
        regency_code=voter.regency_code,
        subject=str(voter.public_id),
        persons=[voter.public_id],
        request=request,
    )


@role_required(POST)
@require_http_methods(["GET", "POST"])
def post_propose(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """`?jenis=ubah|pindah|meninggal`: propose a change of one person; recorded."""
    voter = voter_or_404(request, regency, public_id)
    word = request.GET.get("jenis", "ubah")
    if word not in ASKED:
        raise Http404
    _record_view(request, voter)
    kind, reason = ASKED[word]
    data = request.POST if request.method == "POST" else None
    form: forms.Form
    if kind == Kind.UBAH:
        names = CorrectionForm.base_fields
        initial = {n: getattr(voter, n) for n in names if hasattr(voter, n)}
        villages = selectors.village_names(regency)
        form = CorrectionForm(data, initial=initial, villages=villages)
    else:
        form = RemovalForm(data, initial={"category": reason})
    return _proposed(request, regency, form, kind=kind, voter=voter)


@role_required(POST)
@require_http_methods(["GET", "POST"])
def post_newcomer(request: HttpRequest, regency: str) -> HttpResponse:
    """Propose a new voter of the kecamatan."""
    inside = Region.objects.villages(person_of(request).scope_code)
    villages = dict(inside.values_list("code", "name"))
    data = request.POST if request.method == "POST" else None
    form = NewcomerForm(data, villages=villages)
    return _proposed(request, regency, form, kind=Kind.BARU.value, voter=None)


def _proposed(
    request: HttpRequest, regency: str, form: Any, *, kind: str, voter: Voter | None
) -> HttpResponse:
    period = Period.objects.open(regency).first()
    if request.method == "POST" and form.is_valid():
        if period is None:
            form.add_error(None, _("Tidak ada periode yang terbuka."))
        elif _made(request, regency, form, kind, voter, period):
            messages.success(request, _("Usulan dikirim ke kantor kab/kota."))
            return redirect("voters:post", regency)
    context = {
        "regency": regency,
        "form": form,
        "voter": voter,
        "kind_label": Kind(kind).label,
        "period_open": period is not None,
    }
    return render(request, "voters/post_propose.html", context)


def _made(
    request: HttpRequest,
    regency: str,
    form: Any,
    kind: str,
    voter: Voter | None,
    period: Period,
) -> bool:
    """Propose what the form says; a refusal becomes the form's error."""
    clean = form.cleaned_data
    try:
        services.propose(
            actor=request.user,
            regency=regency,
            period=period,
            kind=kind,
            nik=voter.nik if voter else clean["nik"],
            voter=voter,
            category=clean.get("category", ""),
            new=form.elements() if hasattr(form, "elements") else {},
            source=SOURCE,
            evidence_kind=clean["evidence_kind"],
            evidence_no=clean["evidence_no"],
            event_date=clean["event_date"],
            note=clean["note"],
        )
    except VoterError as error:
        form.add_error(None, str(error))
        return False
    return True
