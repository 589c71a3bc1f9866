"""One recipient beside the voter: what was found of both, with a photo."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_required
from audit.services import record
from fieldwork.aid import selectors, services
from fieldwork.aid.forms import PersonForm
from fieldwork.aid.models import Check, Recipient
from fieldwork.aid.selectors.matching import is_lapsed
from fieldwork.aid.views.programmes import READERS
from fieldwork.services.errors import FieldError
from fieldwork.views.finding import person_of
from files.places import is_kept
from voters.models import Voter
from voters.selectors import village_names
from voters.services.evidence import content_type
from voters.views.keeping import Keeping


@role_required(READERS)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """A recipient of the own area: the list, the roll, what was found, and a form."""
    user = person_of(request)
    rows = selectors.recipients_of(user, regency).select_related("programme")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    voter = _voter(user, regency, row)
    checks = list(Check.objects.in_scope_of(user).of(regency).filter(recipient=row))
    checks.sort(key=lambda one: -one.pk)
    kept = Keeping(request, regency)
    form = PersonForm(
        *(kept.data if request.POST else (None, None)),
        initial=_initial(checks, pending=row.pending),
        on_the_roll=services.is_on_the_roll(row, voter),
    )
    if request.method == "POST" and form.is_valid() and _saved(request, row, form):
        kept.drop(form)
        return redirect("fieldwork:aid_person", regency, public_id)
    kept.keep(form)
    record(
        actor=user,
        action="aid.person",
        regency_code=regency,
        subject=str(row.public_id),
        persons=selectors.keys_of(user, regency, [row]),
        request=request,
    )
    context = {
        "regency": regency,
        "programme": row.programme,
        "row": row,
        "voter": voter,
        "lapsed": is_lapsed(regency, row),
        "checks": checks,
        "form": form,
        "row_place": village_names(regency).get(row.kelurahan, ""),
        "is_head": user.role == "NEIGHBOURHOOD",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "fieldwork/aid/person.html", context, status=status)


def _voter(user: Any, regency: str, row: Recipient) -> Voter | None:
    rows = Voter.objects.in_scope_of(user).of(regency)
    found: Voter | None = rows.filter(pk=row.voter_id or 0).first()
    return found


def _initial(checks: list[Check], *, pending: bool) -> dict[str, Any]:
    """Today; what the head of the RT found is there for the officer to bring."""
    told: dict[str, Any] = {"on": timezone.localdate()}
    if pending and checks:
        last = checks[0]
        told |= {"answer": last.answer, "document_no": last.document_no}
        told |= {"note": last.note, **last.differs}
    return told


def _saved(request: HttpRequest, row: Recipient, form: PersonForm) -> bool:
    try:
        made = services.record_answer(
            actor=request.user,
            regency=row.regency_code,
            public_id=row.public_id,
            told=form.told(),
        )
    except FieldError as error:
        form.add_error(None, str(error))
        return False
    if made.proposal_id:
        messages.success(request, _("Tersimpan dan diusulkan ke antrean tinjauan."))
    else:
        messages.success(request, _("Tersimpan."))
    return True


@role_required(READERS)
@require_GET
def photo(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The photo beside an answer, to who may see the recipient; recorded."""
    user = person_of(request)
    mine = selectors.recipients_of(user, regency).values("pk")
    rows = Check.objects.in_scope_of(user).of(regency).filter(recipient__in=mine)
    one = rows.filter(public_id=public_id).select_related("recipient").first()
    if one is None or not is_kept(one.photo, regency):
        raise Http404
    record(
        actor=user,
        action="aid.photo",
        regency_code=regency,
        subject=str(one.public_id),
        persons=selectors.keys_of(user, regency, [one.recipient]),
        request=request,
    )
    ending = one.photo.rsplit(".", 1)[-1]
    answer = FileResponse(
        default_storage.open(one.photo),
        filename=f"foto-{one.public_id}.{ending}",
        content_type=content_type(one.photo),
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return cast(HttpResponse, answer)
