"""The plenary's record, the freeze, the signed scan and the publication."""

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import CHAIR, OFFICE, role_required
from accounts.models import User
from audit.services import record
from files.places import is_kept
from partners.selectors import Invitee, invitees
from periods.models import Period, State
from plenos.forms import (
    ATTENDANTS,
    AttendanceSet,
    DeadlineForm,
    InputSet,
    PlenaryForm,
    ScanForm,
    SignatorySet,
    filled,
)
from plenos.models import Plenary, PlenaryState
from plenos.selectors import counted, draft, proof
from plenos.services import (
    FreezeError,
    PlenaryChanged,
    PlenaryError,
    ask_freeze,
    outgoing,
    save_plenary,
    set_deadlines,
    store_scan,
    why_not_ready,
)
from plenos.services import publish as publish_recap
from plenos.views.finding import find_period, find_plenary


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def plenary(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """Shows and saves the record; read-only once frozen."""
    found = find_period(request, regency, period)
    if request.method == "POST" and request.POST.get("tenggat"):
        return _deadlines(request, regency, found)
    row = Plenary.objects.filter(period=found).first()
    editable = found.state == State.OPEN and (
        row is None or row.state == PlenaryState.DRAFT
    )
    data = request.POST if request.method == "POST" else None
    seen = data.get("dilihat") if data is not None else row.seen if row else ""
    known = invitees(regency) if editable else []
    sets = _sets(found, row, data, known)
    form = PlenaryForm(data, instance=row or _fresh(found))
    if request.method == "POST" and form.is_valid() and all(map(_valid, sets.values())):
        if (done := _saved(request, found, form, sets, seen)) is not None:
            return done
        row = Plenary.objects.filter(period=found).first()
        seen = row.seen if row else ""
    context = {
        "regency": regency,
        "period_row": found,
        "name": found.title,
        "plenary": row,
        "editable": editable,
        "seen": seen,
        "institutions": [one.name for one in known],
        "form": form,
        "sets": sets,
        "lacks": _lacks(row, form) if editable else [],
        "balanced": not (editable and proof(draft(found), counted(regency))),
        "is_chair": getattr(request.user, "role", "") == "CHAIR",
        "scan_form": ScanForm(),
        "deadline_form": _deadline_form(found),
        **_copied(row),
        "bad_row": next((row for row in sets["inputs"] if data and row.errors), None)
        or ScanForm(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plenos/plenary.html", context, status=status)


def _lacks(row: Plenary | None, form: PlenaryForm) -> list[str]:
    """Why the record on the page cannot be frozen: what it shows has to stand first."""
    unsaved = [_("Isian di bawah belum disimpan.")] if form.is_bound else []
    return [*unsaved, *why_not_ready(row)]


def _saved(
    request: HttpRequest,
    period: Period,
    form: PlenaryForm,
    sets: dict[str, Any],
    seen: str | None,
) -> HttpResponse | None:
    """The way on from a record that was sent; None where a colleague saved it
    meanwhile, which the form tells."""
    signatories = enumerate(filled(sets["signatories"]), 1)
    try:
        save_plenary(
            actor=request.user,
            period=period,
            facts=form.cleaned_data,
            signatories=[{**one, "order": place} for place, one in signatories],
            attendance=filled(sets["attendance"]),
            inputs=filled(sets["inputs"]),
            seen=seen,
        )
    except PlenaryChanged as error:
        form.add_error(None, str(error))
        return None
    except PlenaryError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Catatan pleno disimpan."))
    return redirect("plenos:plenary", period.regency_code, period.code)


def _deadline_form(period: Period, data: Any = None) -> DeadlineForm:
    at = {"cutoff_on": period.cutoff_on, "plenary_on": period.plenary_on}
    return DeadlineForm(data, initial=at)


def _deadlines(request: HttpRequest, regency: str, period: Period) -> HttpResponse:
    """Set the dates of the period; what is refused is told on its page."""
    form = _deadline_form(period, request.POST)
    told = form.is_valid()
    try:
        if told:
            set_deadlines(
                actor=request.user,
                period=period,
                cutoff=form.cleaned_data["cutoff_on"],
                plenary=form.cleaned_data["plenary_on"],
            )
            messages.success(request, _("Tanggal periode disimpan."))
        else:
            messages.error(request, _("Isi kedua tanggal periode."))
    except PlenaryError as error:
        messages.error(request, str(error))
    return redirect("plenos:plenary", regency, period.code)


def _copied(row: Plenary | None) -> dict[str, Any]:
    """How the copy to the shared folder stands, of what was published."""
    if row is None or row.state != PlenaryState.PUBLISHED:
        return {}
    return {"copy_job": outgoing.copy_job(row), "copies_out": outgoing.is_on()}


def _valid(formset: Any) -> bool:
    return bool(formset.is_valid())


def _fresh(period: Period) -> Plenary:
    """A record that is not stored yet, with what the period already knows."""
    return Plenary(
        regency_code=period.regency_code, period=period, held_on=period.plenary_on
    )


def _office_title(person: User) -> str:
    """The role as the minutes name it: Indonesian, for it is saved and printed."""
    with translation.override("id"):
        return str(person.get_role_display())


def _usual(known: list[Invitee]) -> list[str]:
    """Who is invited: the office's own institutions, or the usual ones without any."""
    return [one.name for one in known if one.invited] or list(ATTENDANTS)


def _sets(
    period: Period, row: Plenary | None, data: Any, known: list[Invitee]
) -> dict[str, Any]:
    """The three lists, filled from the record, or with who usually signs and comes."""
    if row is not None:
        start = {
            "signatories": list(row.signatories.values("name", "title")),
            "attendance": list(
                row.attendance.values("institution", "name", "title", "present")
            ),
            "inputs": list(
                row.inputs.values("institution", "input", "follow_up", "note")
            ),
        }
    else:
        people = User.objects.filter(
            scope_code=period.regency_code, role__in=["CHAIR", "MEMBER"], is_active=True
        ).order_by("role", "full_name")
        start = {
            "signatories": [
                {"name": p.full_name, "title": p.title or _office_title(p)}
                for p in people
            ],
            "attendance": [{"institution": name} for name in _usual(known)],
            "inputs": [],
        }
    kinds: dict[str, Any] = {
        "signatories": SignatorySet,
        "attendance": AttendanceSet,
        "inputs": InputSet,
    }
    return {
        name: kind(data, initial=start[name], prefix=name)
        for name, kind in kinds.items()
    }


@require_POST
@role_required(CHAIR)
def freeze(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """The chair's decision: queue the freeze, or say why not."""
    found = find_period(request, regency, period)
    try:
        ask_freeze(actor=request.user, period=found, seen=request.POST.get("dilihat"))
    except FreezeError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Pembekuan dimulai."))
    return redirect("plenos:recap", regency, period)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def scan(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """Take the signed minutes in (POST) or give them back (GET)."""
    found = find_period(request, regency, period)
    row = find_plenary(request, found)
    if request.method != "POST":
        if not is_kept(row.scan, regency):
            raise Http404
        record(
            actor=request.user,
            action="plenary.scan.read",
            regency_code=regency,
            subject=found.code,
            request=request,
        )
        with default_storage.open(row.scan) as stored:
            answer = HttpResponse(stored.read(), content_type="application/pdf")
        name = f"berita-acara-{regency}-{found.code}-bertanda-tangan.pdf"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Pilih dahulu berkas PDF."))
        return redirect("plenos:plenary", regency, period)
    try:
        store_scan(actor=request.user, plenary=row, upload=form.cleaned_data["scan"])
    except PlenaryError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Pindaian disimpan; rekap siap diterbitkan."))
    return redirect("plenos:plenary", regency, period)


@require_POST
@role_required(OFFICE)
def publish(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """Let province and Bawaslu read the frozen recap."""
    found = find_period(request, regency, period)
    try:
        publish_recap(actor=request.user, plenary=find_plenary(request, found))
    except PlenaryError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Rekap terbit."))
    return redirect("plenos:plenary", regency, period)
