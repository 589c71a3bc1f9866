"""Tasks: the list of the own region, and one task with its visits."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import OFFICE, role_required
from audit.services import record
from fieldwork import selectors, services
from fieldwork.filters import TaskFilter
from fieldwork.forms import TaskForm
from fieldwork.models import Batch, SpotCheck, Visit
from fieldwork.services.errors import FieldError, VisitRefused
from fieldwork.services.visiting import source_of
from fieldwork.tables import TaskTable
from fieldwork.views.finding import OFFICERS, person_of, task_or_404, tasks_of
from files.delivering import deliver, or_back
from files.lists import export_items
from voters.models import ChangeProposal
from voters.selectors import capped_count, page_of, place_names, village_names
from voters.services.errors import VoterError

ORDERS = {
    "lembar": ("batch_id", "sheet", "line", "id"),
    "tempat": ("kelurahan", "rw", "rt", "id"),
    "hari": ("day", "sheet", "line", "id"),
    "baru": ("id",),
}
"""Orders of the list; the first without a word."""


@role_required(OFFICERS)
@require_GET
def task_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Tasks of the own region, cut by the address, paged by key."""
    user = person_of(request)
    districts, villages = place_names(regency)
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
        columns=ORDERS.get(order, ORDERS["lembar"]),
        after=request.GET.get("sesudah", ""),
        before=request.GET.get("sebelum", ""),
    )
    people = selectors.people_of(user, regency, page.rows)
    record(
        actor=user,
        action="coklit.list",
        regency_code=regency,
        persons=[one.voter for one in people.values() if one.voter],
        request=request,
    )
    batches = Batch.objects.of(regency).filter(
        pk__in={one.batch_id for one in page.rows}
    )
    table = TaskTable(
        page.rows,
        regency=regency,
        places=villages,
        people=people,
        batches=dict(batches.values_list("pk", "public_id")),
    )
    table.choose(request.GET)
    context = {
        "regency": regency,
        "filter": found,
        "table": table,
        "page": page,
        "order": order,
        "count": count,
        "more": more,
        "is_office": user.is_office,
        "empty": not page.rows and not request.GET,
        "export_items": export_items(
            reverse("fieldwork:export_tasks", args=[regency]),
            _("NIK tersamar"),
            reverse("downloads:new", args=[regency, "coklit.task.export"]),
        ),
    }
    return render(request, "fieldwork/tasks.html", context)


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
    found, user = task_or_404(request, regency, public_id), person_of(request)
    posted = request.method == "POST"
    form = TaskForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"on": timezone.localdate()},
    )
    if posted and form.is_valid():
        try:
            services.record_visit(
                actor=user, regency=regency, public_id=public_id, found=form.found()
            )
            messages.success(request, _("Kunjungan dicatat."))
            return redirect("fieldwork:task", regency, public_id)
        except VisitRefused as error:
            form.add_error(error.field, str(error))
        except (FieldError, VoterError) as error:
            form.add_error(None, str(error))
    people = selectors.people_of(user, regency, [found])
    person = people.get(found.pk, selectors.NOBODY)
    record(
        actor=user,
        action="coklit.view",
        regency_code=regency,
        subject=str(found.public_id),
        persons=[person.voter] if person.voter else [],
        request=request,
    )
    visits = Visit.objects.in_scope_of(user).of(regency).filter(task=found)
    context: dict[str, Any] = {
        "regency": regency,
        "task": found,
        "batch": found.batch,
        "person": person,
        "village": village_names(regency).get(found.kelurahan, found.kelurahan),
        "visits": visits.order_by("number"),
        "check": SpotCheck.objects.in_scope_of(user).filter(task=found).first(),
        "form": form,
        "enterable": found.batch.is_open and found.is_unfinished,
        "is_office": user.is_office,
        "proposals": _proposals(user, regency, found),
    }
    return render(request, "fieldwork/task.html", context)


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
