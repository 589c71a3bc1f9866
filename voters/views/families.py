"""A family by the number of its card: looked up, and one act about all of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from periods.models import Period
from voters import selectors, services
from voters.forms_by_hand import CardForm, FamilyForm, NewMembers
from voters.forms_handover import with_other_regency
from voters.models import Voter
from voters.selectors.families import members_of_card
from voters.selectors.handover import enrolled_others
from voters.services import families
from voters.services.errors import VoterError
from voters.views.documents import DROPPED, Documents, documents_of
from voters.views.proposing import grounds_of
from voters.views.roll import person_of, voter_or_404


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def family(request: HttpRequest, regency: str) -> HttpResponse:
    """Look a family up: `?pemilih=<uuid>` by one of it, else its NKK in a POST."""
    chosen = request.GET.get("pemilih", "")
    card = CardForm(request.POST if request.method == "POST" else None)
    if card.is_bound:
        nkk = card.cleaned_data["nkk"] if card.is_valid() else ""
    else:
        nkk = _voter(request, regency, chosen).nkk if chosen else ""
    if not nkk:
        if chosen and not card.is_bound:
            messages.error(request, _("No. KK pemilih ini belum tercatat."))
        return render(
            request, "voters/family_find.html", {"regency": regency, "card": card}
        )
    return _page(request, regency, nkk, Documents())


@role_required(OFFICE)
@require_POST
def family_propose(request: HttpRequest, regency: str) -> HttpResponse:
    """One act about the family of `wakil`, or of a card nobody stands on yet."""
    documents = documents_of(request, regency)
    named = request.POST.get("wakil", "")
    card = CardForm(request.POST)
    if named:
        nkk = _voter(request, regency, named).nkk
    elif card.is_valid():
        nkk = card.cleaned_data["nkk"]
    else:
        return redirect("voters:family", regency)
    return _page(request, regency, nkk, documents)


def _voter(request: HttpRequest, regency: str, public_id: str) -> Voter:
    try:
        return voter_or_404(request, regency, UUID(public_id))
    except ValueError:
        raise Http404 from None


def _page(
    request: HttpRequest, regency: str, nkk: str, documents: Documents
) -> HttpResponse:
    """The family with its form; sent and whole, its proposals."""
    people = Voter.objects.in_scope_of(person_of(request)).of(regency)
    members = members_of_card(people, nkk)
    sent = request.method == "POST" and "act" in request.POST
    form = _form(request, regency, members, sent)
    rows = NewMembers(
        request.POST if sent and DROPPED not in request.POST else None, prefix="baru"
    )
    period = Period.objects.open(regency).first()
    if form.is_bound and form.is_valid() and rows.is_valid():
        made = _made(request, regency, period, nkk, members, form, rows, documents)
        if made is not None:
            return _done(request, regency, made)
    if form.is_bound:
        for why in documents.errors:
            form.add_error(None, why)
    record(
        actor=request.user,
        action="voter.family",
        regency_code=regency,
        persons=[one.public_id for one in members],
        request=request,
    )
    places = selectors.village_names(regency)
    for one in members:
        one.village = places.get(one.kelurahan, one.kelurahan)  # type: ignore[attr-defined]
    ticked = set(map(str, form["anggota"].value() or ()))
    context = {
        "regency": regency,
        "nkk": nkk,
        "members": [(one, str(one.public_id) in ticked) for one in members],
        "form": form,
        "rows": rows,
        "rows_open": rows.is_bound and any(row.has_changed() for row in rows),
        "documents": documents,
        "period": period,
    }
    return render(request, "voters/family.html", context)


def _form(request: HttpRequest, regency: str, members: list[Voter], sent: bool) -> Any:
    """All ticked, and moving house: what families do most."""
    people = [(str(one.public_id), one.name) for one in members]
    initial: dict[str, Any] = {
        "anggota": [key for key, _name in people],
        "act": families.MOVE if members else families.ADD,
        "kelurahan": members[0].kelurahan if members else "",
        "evidence_kind": "KTP_KK",
    }
    data = request.POST if sent and DROPPED not in request.POST else None
    if sent and data is None:
        ticked = request.POST.getlist("anggota")
        initial = {**initial, **request.POST.dict(), "anggota": ticked}
    villages = selectors.villages_now(regency)
    form = FamilyForm(data, initial=initial, people=people, villages=villages)
    return with_other_regency(form, enrolled_others(regency))


def _made(
    request: HttpRequest,
    regency: str,
    period: Period | None,
    nkk: str,
    members: list[Voter],
    form: Any,
    rows: Any,
    documents: Documents,
) -> families.Proposed | None:
    """The proposals; None where the form has an error, which then stands in it."""
    if documents.errors:
        return None
    if period is None:
        form.add_error(None, _("Tidak ada periode yang terbuka."))
        return None
    try:
        return services.propose_family(
            actor=person_of(request),
            regency=regency,
            period=period,
            act=_act(nkk, members, form, rows),
            grounds=grounds_of(form, documents),
        )
    except VoterError as error:
        form.add_error(None, str(error))
        return None


def _act(nkk: str, members: list[Voter], form: Any, rows: Any) -> families.FamilyAct:
    said = form.cleaned_data
    ticked = set(said["anggota"]) if said["act"] != families.ADD else set()
    chosen = [one for one in members if str(one.public_id) in ticked]
    place = form.place()
    home = place
    if members:
        home = {name: getattr(members[0], name) for name in families.PLACE}
    elif said["act"] == families.ADD:
        home = {name: said[name] for name in families.PLACE}
    newcomers = [
        families.Newcomer(
            row.cleaned_data["nik"], row.cleaned_data["category"], row.elements()
        )
        for row in rows
        if row.has_changed()
    ]
    return families.FamilyAct(
        act=said["act"],
        nkk=said["nkk_baru"] if said["act"] == families.SPLIT else nkk,
        members=chosen,
        newcomers=newcomers,
        place=place,
        home=home,
        other=said.get("other_regency", ""),
    )


def _done(request: HttpRequest, regency: str, made: families.Proposed) -> HttpResponse:
    n = len(made.proposals)
    words = ngettext(
        "%(n)s usulan satu keluarga dibuat dan menunggu keputusan.",
        "%(n)s usulan satu keluarga dibuat dan menunggu keputusan.",
        n,
    )
    messages.success(request, words % {"n": n})
    url = reverse("voters:review", args=[regency])
    return redirect(f"{url}?keluarga={made.key}")
