"""One sheet: entered by keyboard, printed with a QR code that leads back to it."""

import io
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_required
from audit.services import record
from fieldwork import selectors, services
from fieldwork.documents.sheets import ACTION, MOST_LINES, sheets_pdf
from fieldwork.forms import PaperForm, VisitForm
from fieldwork.models import Batch, Task
from fieldwork.services.errors import FieldError, VisitRefused
from fieldwork.views.finding import OFFICERS, batch_or_404, person_of, tasks_of
from files import exports
from voters.selectors import village_names
from voters.services.errors import BadEvidence
from voters.services.evidence import store
from voters.views.keeping import Keeping

MOST_SCANS = 90
"""A longer sheet takes one picture of itself alone: Django reads no more files."""
Sent = tuple[Any, Any]
"""What was posted and uploaded, (None, None) for a page that is only opened."""


class Line:
    """A task of the sheet, who it is about, and its form while it is unfinished."""

    def __init__(
        self,
        task: Task,
        person: selectors.Person,
        sent: Sent,
        villages: dict[str, str],
        *,
        scans: bool,
    ) -> None:
        self.task, self.person = task, person
        self.form: VisitForm | None = None
        if task.is_unfinished:
            prefix = f"t{task.line}"
            self.form = VisitForm(*sent, villages=villages, prefix=prefix)
            if not scans:
                del self.form.fields["scan"]


@role_required(OFFICERS)
@require_GET
def find(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """`?nomor=12`: the entry of a sheet by the number on the paper."""
    batch_or_404(request, regency, public_id)
    number = request.GET.get("nomor", "")
    known = tasks_of(request, regency).filter(batch__public_id=public_id)
    if not known.exists():
        raise Http404
    usable = number.isascii() and number.isdigit() and len(number) < 7
    if usable and known.filter(sheet=int(number)).exists():
        return redirect("fieldwork:sheet", regency, public_id, int(number))
    messages.error(request, _("Lembar itu tidak ada di wilayah Anda."))
    return redirect("fieldwork:tasks", regency)


@role_required(OFFICERS)
@require_http_methods(["GET", "POST"])
def sheet(
    request: HttpRequest, regency: str, public_id: UUID, number: int
) -> HttpResponse:
    """Enter a sheet: a line a task; lines that stand are kept, the others say why."""
    batch = batch_or_404(request, regency, public_id)
    kept = Keeping(request, regency)
    head = PaperForm(*kept.data, initial=_at_first(batch))
    lines = _lines(request, regency, batch, number, kept.data)
    if kept.sent and head.is_valid():
        saved = _save(request, regency, lines, head, kept)
        if saved and not any(one.form and one.form.errors for one in lines):
            kept.drop(head)
            return redirect("fieldwork:sheet", regency, public_id, number)
        if saved:
            lines = _again(request, regency, batch, number, lines)
    kept.keep(head, *(one.form for one in lines if one.form and one.form.is_bound))
    villages = village_names(regency)
    forms = [one.form for one in lines if one.form]
    context = {
        "regency": regency,
        "batch": batch,
        "number": number,
        "head": head,
        "lines": lines,
        "bad": [one for one in forms if one.is_bound and one.errors],
        "left": len(forms),
        "scans": len(lines) <= MOST_SCANS,
        "place": lines[0].task,
        "village": villages.get(lines[0].task.kelurahan, ""),
        "villages": villages,
        "open": batch.is_open,
        "next_sheet": _next_sheet(request, regency, batch, number),
    }
    return render(request, "fieldwork/sheet.html", context)


def _at_first(batch: Batch) -> dict[str, Any]:
    """What the head of a sheet says before anybody typed."""
    return {
        "on": timezone.localdate(),
        "with_supervisor": batch.with_supervisor,
        "with_village": batch.with_village,
    }


def _save(
    request: HttpRequest,
    regency: str,
    lines: list[Line],
    head: PaperForm,
    kept: Keeping,
) -> int:
    """Enter every line that has a result, and say how many stand.

    The sheet's own picture is stored with the visits of this save; where nothing was
    saved it is not.
    """
    told = dict(head.cleaned_data)
    upload, stored = told.pop("photo"), ""
    if upload:
        try:
            stored = store(regency, upload)
        except BadEvidence as error:
            head.add_error("photo", str(error))
            return 0
    told["sheet_photo"] = stored
    saved = sum(_enter(person_of(request), regency, one, told, kept) for one in lines)
    if stored and not saved:
        default_storage.delete(stored)
    if saved:
        words = ngettext("%(n)s baris tersimpan.", "%(n)s baris tersimpan.", saved)
        messages.success(request, words % {"n": saved})
    elif not any(one.form and one.form.errors for one in lines):
        messages.warning(request, _("Belum ada hasil yang diisi."))
    return saved


def _next_sheet(
    request: HttpRequest, regency: str, batch: Batch, number: int
) -> int | None:
    """The next sheet of the batch, in the person's scope, that is not finished."""
    rows = tasks_of(request, regency).filter(batch=batch, sheet__gt=number)
    found: int | None = (
        rows.unfinished().order_by("sheet").values_list("sheet", flat=True).first()
    )
    return found


def _lines(
    request: HttpRequest, regency: str, batch: Batch, number: int, sent: Sent
) -> list[Line]:
    rows = tasks_of(request, regency).filter(batch=batch, sheet=number)
    tasks = list(rows.order_by("line"))
    if not tasks:
        raise Http404
    people = selectors.people_of(person_of(request), regency, tasks)
    record(
        actor=request.user,
        action="coklit.sheet",
        regency_code=regency,
        subject=f"{batch.public_id}/{number}",
        persons=[one.voter for one in people.values() if one.voter],
        request=request,
    )
    scans, villages = len(tasks) <= MOST_SCANS, village_names(regency)
    return [
        Line(one, people.get(one.pk, selectors.NOBODY), sent, villages, scans=scans)
        for one in tasks
    ]


def _enter(
    user: Any, regency: str, line: Line, head: dict[str, Any], kept: Keeping
) -> bool:
    """Record one line that has a result; an error stays in its form."""
    form = line.form
    if form is None or not form.is_valid():
        return False
    if not form.is_filled:
        if form.has_changed():
            form.add_error("result", _("Pilih hasilnya; isian baris ini menunggu."))
        return False
    try:
        with transaction.atomic():
            services.record_visit(
                actor=user,
                regency=regency,
                public_id=line.task.public_id,
                found=services.Found(**head, **form.cleaned_data),
            )
    except VisitRefused as error:
        where = error.field if error.field in form.fields else None
        form.add_error(where, str(error))
    except FieldError as error:
        form.add_error(None, str(error))
    if form.errors:
        return False
    kept.drop(form)
    return True


def _again(
    request: HttpRequest, regency: str, batch: Batch, number: int, typed: list[Line]
) -> list[Line]:
    """The lines as they stand now, with what was typed where it could not stand."""
    bad = {one.task.pk: one.form for one in typed if one.form and one.form.errors}
    lines = _lines(request, regency, batch, number, (None, None))
    for one in lines:
        if one.task.pk in bad:
            one.form = bad[one.task.pk]
    return lines


@role_required(OFFICERS)
@require_GET
def paper(
    request: HttpRequest, regency: str, public_id: UUID, number: int = 0
) -> HttpResponse:
    """A sheet as PDF, or every sheet of `?kelurahan=`; NIK masked, recorded."""
    batch, user = batch_or_404(request, regency, public_id), person_of(request)
    rows = tasks_of(request, regency).filter(batch=batch)
    place = request.GET.get("kelurahan", "")
    if number:
        rows = rows.filter(sheet=number)
    elif len(place) == 10 and place.isdigit():
        rows = rows.below(place)
    tasks = list(rows.order_by("sheet", "line")[: MOST_LINES + 1])
    if not tasks:
        raise Http404
    if len(tasks) > MOST_LINES:
        messages.error(
            request,
            _("Lebih dari %(n)s orang: cetak per kelurahan.") % {"n": MOST_LINES},
        )
        return redirect("fieldwork:batch", regency, public_id)
    people = selectors.people_of(user, regency, tasks)
    pdf = sheets_pdf(user, batch, tasks, people, village_names(regency))
    made = exports.finish(
        actor=user,
        regency=regency,
        name=f"coklit-{regency}-{batch.number}-{number or place or 'semua'}.pdf",
        handle=io.BytesIO(pdf),
        rows=len(tasks),
        action=ACTION,
        persons=[one.voter for one in people.values() if one.voter],
        request=request,
    )
    return cast(HttpResponse, exports.response(made))
