"""Suggestions, one at a time: a row of the list beside the voter, with reasons."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import OFFICE, VILLAGE, role_required
from audit.services import record
from fieldwork.aid import services
from fieldwork.aid.models import Decision, Programme
from fieldwork.aid.selectors import matching, recipients_of
from fieldwork.aid.views.programmes import programme_or_404
from fieldwork.services.errors import FieldError
from fieldwork.views.finding import person_of
from files.lists.numbers import whole_number
from voters.models import Voter
from voters.selectors import village_names


@role_required(OFFICE | VILLAGE)
@require_http_methods(["GET", "POST"])
def likely(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The next suggestion (`?sesudah=` passes one by); a POST says `same` or not."""
    found, user = programme_or_404(regency, public_id), person_of(request)
    address = reverse("fieldwork:aid_likely", args=[regency, public_id])
    rows = recipients_of(user, regency).filter(programme=found)
    if not user.is_office and not rows.exists():
        raise Http404
    if request.method == "POST":
        _decide(request, regency, rows)
        return redirect(address)
    open_rows = matching.waiting(user, regency, rows).order_by("id")
    after = whole_number(request.GET.get("sesudah")) or 0
    row = open_rows.filter(pk__gt=after).first()
    voter = _voter(user, regency, row)
    context: dict[str, Any] = {
        "regency": regency,
        "programme": found,
        "row": row,
        "voter": voter,
        "left": open_rows.count(),
        "passed": after,
        "decisions": matching.last_decisions(user, regency, found),
    }
    if row is not None and voter is not None:
        context["reasons"] = matching.beside(row, voter)
        names = village_names(regency)
        context["row_place"] = names.get(row.kelurahan, "")
        context["voter_place"] = names.get(voter.kelurahan, voter.kelurahan)
        context["again"] = row.suggested_id is None
        _shown(request, regency, found, voter)
    return render(request, "fieldwork/aid/likely.html", context)


def _voter(user: Any, regency: str, row: Any) -> Voter | None:
    if row is None:
        return None
    rows = Voter.objects.in_scope_of(user).of(regency)
    found: Voter | None = rows.filter(pk=row.offered).first()
    return found


def _shown(
    request: HttpRequest, regency: str, programme: Programme, voter: Voter
) -> None:
    record(
        actor=request.user,
        action="aid.likely",
        regency_code=regency,
        subject=str(programme.public_id),
        persons=[voter.public_id],
        request=request,
    )


def _decide(request: HttpRequest, regency: str, rows: Any) -> None:
    same = request.POST.get("same")
    try:
        asked = UUID(request.POST.get("recipient", ""))
    except ValueError:
        asked = None
    if asked is None or same not in ("ya", "tidak"):
        messages.error(request, _("Pilih orang yang sama atau bukan."))
        return
    if not rows.filter(public_id=asked).exists():
        raise Http404
    try:
        services.confirm(
            actor=request.user, regency=regency, public_id=asked, same=same == "ya"
        )
    except FieldError as error:
        messages.error(request, str(error))
    else:
        told = _("Dicatat: orang yang sama.") if same == "ya" else _("Dicatat: bukan.")
        messages.success(request, told)


@role_required(OFFICE | VILLAGE)
@require_POST
def undo(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Take one decision back; the suggestion stands again."""
    rows = Decision.objects.in_scope_of(request.user).of(regency)
    said = rows.filter(public_id=public_id).select_related("recipient__programme")
    one = said.first()
    if one is None:
        raise Http404
    try:
        services.undo(actor=request.user, regency=regency, public_id=public_id)
        messages.success(request, _("Diurungkan; sarannya berdiri lagi."))
    except Decision.DoesNotExist:
        messages.error(request, _("Putusan ini sudah tidak berlaku."))
    except FieldError as error:
        messages.error(request, str(error))
    programme = one.recipient.programme.public_id
    return redirect("fieldwork:aid_likely", regency, programme)
