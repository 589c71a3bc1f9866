"""The queue at an event: look one person up, take the report, the next one please.

The event stands in the address of every page, so that nobody chooses it again. As at
the desk there is no list: who looks names a whole NIK or a whole name in the body of a
POST, and every look is recorded.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.access import role_required
from accounts.models import Role
from audit.services import record
from periods.models import Period
from posts.models import OutreachEvent
from posts.selectors import outreach as selectors
from posts.services import PostError, asked_at, take_at
from posts.services.queue import PREFIX, require_entry
from posts.views.finding import STAFF, event_or_404, person_of
from voters.documents import status_qr, status_url
from voters.fields import OF_ROLE
from voters.forms import LookUpForm
from voters.forms_reporting import FORMS, NewcomerReport, Reported
from voters.models import ChangeProposal, CitizenReport, ReportKind, Status, Voter
from voters.selectors import as_read, villages_now
from voters.selectors import village_names as names_of_regency
from voters.selectors.finding import meant
from voters.services import Said
from voters.services.errors import VoterError
from voters.views.keeping import Keeping
from voters.views.post import none_or_many, record_view
from voters.views.roll import voter_or_404
from voters.views.taking import ASKED


@role_required(STAFF)
@require_http_methods(["GET", "POST"])
def event_queue(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Look one person of the event's kecamatan up; how many were met so far."""
    event = event_or_404(request, regency, public_id)
    form = LookUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        voter, hits = _looked_up(request, event, form.cleaned_data["q"])
        if voter is not None:
            return redirect("posts:event_person", regency, public_id, voter.public_id)
        form.add_error("q", none_or_many(hits))
    met = selectors.tally(event)
    context = {
        **_frame(event),
        "form": form,
        "met": met,
        "people": sum(n for _kind, n in met),
        "why_not": _why_not(event),
    }
    return render(request, "posts/queue.html", context)


@role_required(STAFF)
@require_safe
def event_person(
    request: HttpRequest, regency: str, public_id: UUID, person: UUID
) -> HttpResponse:
    """One person, numbers masked, and what may be reported, a key each."""
    event = event_or_404(request, regency, public_id)
    voter = _voter_or_404(request, event, person)
    record_view(request, voter)
    places = names_of_regency(regency)
    context = {
        **_frame(event),
        "voter": voter,
        "shown": OF_ROLE[Role.POST],
        "village": places.get(voter.kelurahan, voter.kelurahan),
        "marital": as_read(
            voter.marital_status, "marital_status", places, voter.disability_vintage
        ),
        "why_not": _why_not(event),
        "may_propose": voter.status != Status.INELIGIBLE,
    }
    return render(request, "posts/queue_person.html", context)


@role_required(STAFF)
@require_http_methods(["GET", "POST"])
def event_report(
    request: HttpRequest, regency: str, public_id: UUID, person: UUID
) -> HttpResponse:
    """`?jenis=ubah|pindah|meninggal`: take a report about one person."""
    event = event_or_404(request, regency, public_id)
    voter = _voter_or_404(request, event, person)
    kind = ASKED.get(request.GET.get("jenis", "ubah"))
    if kind is None:
        raise Http404
    more: dict[str, Any] = {}
    if kind != ReportKind.MENINGGAL:
        more["villages"] = villages_now(regency)
    if kind == ReportKind.PERBAIKAN:
        names = FORMS[kind].base_fields
        more["initial"] = {n: getattr(voter, n) for n in names if hasattr(voter, n)}
    record_view(request, voter)
    kept = Keeping(request, regency)
    form = FORMS[kind](*kept.data, **more)
    return _taken(request, event, form, kept, kind, voter)


@role_required(STAFF)
@require_http_methods(["GET", "POST"])
def event_newcomer(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Take the report of a new voter of the event's kecamatan."""
    event = event_or_404(request, regency, public_id)
    kept = Keeping(request, regency)
    form = NewcomerReport(*kept.data, villages=selectors.village_names(event))
    return _taken(request, event, form, kept, ReportKind.BARU.value, None)


@role_required(STAFF)
@require_POST
def event_unchanged(
    request: HttpRequest, regency: str, public_id: UUID, person: UUID
) -> HttpResponse:
    """Already registered, nothing to change: one key, a receipt, somebody met."""
    event = event_or_404(request, regency, public_id)
    voter = _voter_or_404(request, event, person)
    said = Said(kind=ReportKind.TETAP.value, voter=voter)
    try:
        report = take_at(actor=request.user, event=event, said=said)
    except (PostError, VoterError) as error:
        messages.error(request, str(error))
        return redirect("posts:event_person", regency, public_id, person)
    return redirect("posts:event_receipt", regency, public_id, report.public_id)


@role_required(STAFF)
@require_POST
def event_asked(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Somebody only asked something."""
    event = event_or_404(request, regency, public_id)
    try:
        asked_at(actor=request.user, event=event)
    except PostError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kunjungan dicatat."))
    return redirect("posts:event_queue", regency, public_id)


@role_required(STAFF)
@require_safe
def event_receipt(
    request: HttpRequest, regency: str, public_id: UUID, report: UUID
) -> HttpResponse:
    """The receipt of a report of this event, its number large; no person."""
    event = event_or_404(request, regency, public_id)
    rows = CitizenReport.objects.in_scope_of(request.user).of(regency)
    row = rows.filter(public_id=report, source_ref=f"{PREFIX}{event.public_id}").first()
    if row is None:
        raise Http404
    record(
        actor=request.user,
        action="report.view",
        regency_code=regency,
        subject=row.number,
        request=request,
    )
    url = status_url(row)
    words = _("Laporan Anda %(number)s sudah diterima. Kode cek: %(code)s. %(url)s")
    context = {
        **_frame(event),
        "report": row,
        "url": url,
        "qr": status_qr(row).svg_data_uri(scale=5, border=2),
        "share": words % {"number": row.number, "code": row.check_code, "url": url},
    }
    return render(request, "posts/queue_receipt.html", context)


def _frame(event: OutreachEvent) -> dict[str, Any]:
    return {"regency": event.regency_code, "event": event}


def _why_not(event: OutreachEvent) -> str:
    """Why nobody can be entered now; "" where it can."""
    try:
        require_entry(event)
    except PostError as error:
        return str(error)
    if not Period.objects.open(event.regency_code).exists():
        return _("Tidak ada periode yang terbuka.")
    return ""


def _looked_up(
    request: HttpRequest, event: OutreachEvent, text: str
) -> tuple[Voter | None, int]:
    """The only person meant in the event's kecamatan, recorded either way."""
    user = person_of(request)
    rows = Voter.objects.in_scope_of(user).of(event.regency_code)
    proposals = ChangeProposal.objects.in_scope_of(user).of(event.regency_code)
    voter, how, hits = meant(rows.below(event.kecamatan), text, proposals)
    record(
        actor=user,
        action="voter.search",
        regency_code=event.regency_code,
        subject=str(voter.public_id) if voter else "",
        persons=[voter.public_id] if voter else [],
        data={"by": how, "found": hits, "at": event.kecamatan},
        request=request,
    )
    return voter, hits


def _voter_or_404(request: HttpRequest, event: OutreachEvent, person: UUID) -> Voter:
    """A voter of the account's scope and of the event's kecamatan, else 404."""
    voter = voter_or_404(request, event.regency_code, person)
    if not voter.kelurahan.startswith(event.kecamatan):
        raise Http404
    return voter


def _taken(
    request: HttpRequest,
    event: OutreachEvent,
    form: Reported,
    kept: Keeping,
    kind: str,
    voter: Voter | None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            said = Said(kind=kind, voter=voter, **form.said())
            report = take_at(actor=request.user, event=event, said=said)
        except (PostError, VoterError) as error:
            form.add_error(None, str(error))
        else:
            kept.drop(form)
            return redirect(
                "posts:event_receipt",
                event.regency_code,
                event.public_id,
                report.public_id,
            )
    kept.keep(form)
    context = {
        **_frame(event),
        "form": form,
        "voter": voter,
        "kind_label": ReportKind(kind).label,
        "why_not": _why_not(event),
    }
    return render(request, "posts/queue_report.html", context)
