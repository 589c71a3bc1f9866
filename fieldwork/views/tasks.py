"""Tasks: the list of the own region, and one task with its visits."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from fieldwork import selectors, services
from fieldwork.filters import TaskFilter, order_of
from fieldwork.forms import TaskForm
from fieldwork.models import Batch, SpotCheck, Task, Visit
from fieldwork.services.errors import FieldError, VisitRefused
from fieldwork.services.following import source_of
from fieldwork.services.undoing import what_bars
from fieldwork.tables import TaskTable
from fieldwork.views.finding import OFFICERS, person_of, task_or_404, tasks_of
from files.delivering import deliver, or_back
from files.lists import export_items
from files.places import is_kept
from voters.models import ChangeProposal
from voters.selectors import capped_count, page_of, past_places, village_names
from voters.services.evidence import content_type
from voters.views.keeping import Keeping


@role_required(OFFICERS)
@require_GET
def task_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Tasks of the own region, cut by the address, paged by key."""
    user = person_of(request)
    districts, villages = past_places(regency)
    found = TaskFilter(
        request.GET,
        queryset=tasks_of(request, regency),
        regency=regency,
        districts=districts,
        villages=villages,
    )
    rows = found.qs
    count, more = capped_count(rows)
    order = request.GET.get("urut", "")
    page = page_of(
        rows,
        regency=regency,
        columns=order_of(request.GET),
        after=request.GET.get("sesudah", ""),
        before=request.GET.get("sebelum", ""),
    )
    context = {
        "regency": regency,
        "filter": found,
        "table": _table(request, regency, page.rows, villages),
        "page": page,
        "order": order,
        "count": count,
        "more": more,
        "is_office": user.is_office,
        "acts": [
            {
                "url": reverse("fieldwork:assign_tasks", args=[regency]),
                "icon": "user",
                "label": _("Bagi ke petugas"),
            }
        ],
        "empty": not page.rows and not request.GET,
        "export_items": export_items(
            reverse("fieldwork:export_tasks", args=[regency]),
            _("NIK tersamar"),
            reverse("downloads:new", args=[regency, "coklit.task.export"]),
        ),
    }
    return render(request, "fieldwork/tasks.html", context)


def _table(
    request: HttpRequest, regency: str, rows: list[Task], villages: dict[str, str]
) -> TaskTable:
    """The page's tasks with their people, who are recorded as shown."""
    people = selectors.people_of(person_of(request), regency, rows)
    record(
        actor=request.user,
        action="coklit.list",
        regency_code=regency,
        persons=[one.voter for one in people.values() if one.voter],
        request=request,
    )
    batches = Batch.objects.of(regency).filter(pk__in={one.batch_id for one in rows})
    table = TaskTable(
        rows,
        regency=regency,
        places=villages,
        people=people,
        batches=dict(batches.values_list("pk", "public_id")),
    )
    table.choose(request.GET)
    return table


@role_required(OFFICE)
@require_GET
@or_back("fieldwork:tasks")
def task_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The tasks of the present filter as a file; numbers of persons stay masked."""
    return deliver(request, regency, "coklit.task.export")


@role_required(OFFICERS)
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One task: the person, its visits, and a form for the next one."""
    found = task_or_404(request, regency, public_id)
    kept = Keeping(request, regency)
    form = TaskForm(
        *kept.data,
        initial={"on": timezone.localdate()},
        villages=village_names(regency),
    )
    if kept.sent and form.is_valid() and _entered(request, regency, public_id, form):
        kept.drop(form)
        messages.success(request, _("Kunjungan dicatat."))
        return redirect("fieldwork:task", regency, public_id)
    kept.keep(form)
    return render(request, "fieldwork/task.html", _shown(request, regency, found, form))


def _entered(
    request: HttpRequest, regency: str, public_id: UUID, form: TaskForm
) -> bool:
    """Record the visit; a refusal becomes the form's error."""
    try:
        with transaction.atomic():
            services.record_visit(
                actor=request.user,
                regency=regency,
                public_id=public_id,
                found=form.found(),
            )
    except VisitRefused as error:
        form.add_error(error.field, str(error))
    except FieldError as error:
        form.add_error(None, str(error))
    return not form.errors


@role_required(OFFICERS)
@require_POST
def undo_visit(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Undo a visit that was entered wrongly (`sebab`), back to its task."""
    rows = Visit.objects.in_scope_of(person_of(request)).of(regency)
    found = rows.filter(public_id=public_id).select_related("task").first()
    if found is None:
        raise Http404
    try:
        with transaction.atomic():
            services.undo_visit(
                actor=request.user,
                regency=regency,
                public_id=public_id,
                why=request.POST.get("sebab", ""),
            )
        messages.success(request, _("Kunjungan diurungkan; tugasnya terbuka lagi."))
    except FieldError as error:
        messages.error(request, str(error))
    return redirect("fieldwork:task", regency, found.task.public_id)


@role_required(OFFICERS)
@require_POST
def drop_place(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Take the place of a visit away; the visit stays."""
    rows = Visit.objects.in_scope_of(request.user).of(regency)
    found = rows.filter(public_id=public_id).select_related("task").first()
    if found is None:
        raise Http404
    try:
        services.drop_place(actor=request.user, regency=regency, public_id=public_id)
        messages.success(request, _("Lokasi dihapus."))
    except FieldError as error:
        messages.error(request, str(error))
    return redirect("fieldwork:task", regency, found.task.public_id)


@role_required(OFFICERS)
@require_GET
def visit_photo(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The picture beside a visit, to who may see its task; recorded."""
    user = person_of(request)
    rows = Visit.objects.in_scope_of(user).of(regency).select_related("task")
    one = rows.filter(public_id=public_id).first()
    if one is None or not is_kept(one.photo, regency):
        raise Http404
    person = selectors.people_of(user, regency, [one.task]).get(one.task_id)
    record(
        actor=user,
        action="coklit.photo",
        regency_code=regency,
        subject=str(one.public_id),
        persons=[person.voter] if person and person.voter else [],
        request=request,
    )
    answer = FileResponse(
        default_storage.open(one.photo),
        filename=f"kunjungan-{one.public_id}.{one.photo.rsplit('.', 1)[-1]}",
        content_type=content_type(one.photo),
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return cast(HttpResponse, answer)


def _shown(
    request: HttpRequest, regency: str, found: Task, form: TaskForm
) -> dict[str, Any]:
    """What the page of a task shows; who it is about is recorded."""
    user = person_of(request)
    person = selectors.people_of(user, regency, [found]).get(found.pk, selectors.NOBODY)
    record(
        actor=user,
        action="coklit.view",
        regency_code=regency,
        subject=str(found.public_id),
        persons=[person.voter] if person.voter else [],
        request=request,
    )
    rows = Visit.objects.in_scope_of(user).of(regency).filter(task=found)
    visits = list(rows.order_by("entered_at", "id"))
    standing = [one for one in visits if one.undone_at is None]
    undoable = standing and not what_bars(user, standing[-1], found)
    villages = village_names(regency)
    return {
        "regency": regency,
        "task": found,
        "batch": found.batch,
        "person": person,
        "village": villages.get(found.kelurahan, found.kelurahan),
        "villages": villages,
        "visits": visits,
        "undoable": standing[-1] if undoable else None,
        "check": SpotCheck.objects.in_scope_of(user).filter(task=found).first(),
        "form": form,
        "enterable": found.batch.is_open and found.is_unfinished,
        "is_office": user.is_office,
        "proposals": _proposals(user, regency, found),
    }


def _proposals(user: Any, regency: str, task: Any) -> list[ChangeProposal]:
    """The question behind a task and what its visits brought, as the viewer sees."""
    rows = ChangeProposal.objects.in_scope_of(user).of(regency)
    numbers = {task.proposal_id, task.answer_id} - {None}
    mine = rows.filter(pk__in=numbers)
    if task.voter_id:
        brought = rows.filter(
            voter_id=task.voter_id, source=source_of(task.batch, task)
        )
        mine = mine | brought
    return list(mine.order_by("id"))
