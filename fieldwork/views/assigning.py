"""Picked tasks to one officer: how many, to whom, then yes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import OFFICE, role_required
from fieldwork import services
from fieldwork.filters import TaskFilter
from fieldwork.forms import PickedForm
from fieldwork.services.assigning_picked import assign_picked, assignable
from fieldwork.services.errors import FieldError
from fieldwork.views.finding import tasks_of
from files.lists import PickError, mark_of, picked_of
from files.lists.picking import counted_in
from voters.selectors import past_places


@role_required(OFFICE)
@require_POST
def assign_tasks(request: HttpRequest, regency: str) -> HttpResponse:
    """The picked of the present filter to one officer; `tanda` says yes."""
    tail = request.GET.urlencode()
    back = reverse("fieldwork:tasks", args=[regency]) + (f"?{tail}" if tail else "")
    districts, villages = past_places(regency)
    found = TaskFilter(
        request.GET,
        queryset=tasks_of(request, regency),
        regency=regency,
        districts=districts,
        villages=villages,
    )
    try:
        picked = picked_of(request.POST)
        if not picked.is_named:
            raise PickError(_("Belum ada baris yang dipilih."))
        rows = picked.cut(found.qs)
    except PickError as error:
        messages.error(request, str(error))
        return redirect(back)
    is_yes = "tanda" in request.POST
    form = PickedForm(
        request.POST if is_yes else None, officers=services.officers(regency)
    )
    if is_yes and form.is_valid():
        try:
            n = assign_picked(
                actor=request.user,
                regency=regency,
                rows=rows,
                mark=request.POST["tanda"],
                **form.given(),
            )
        except FieldError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(n)s tugas dibagi.") % {"n": n})
            return redirect(back)
    mark = mark_of(assignable(rows).values_list("pk", flat=True))
    count = counted_in(mark) or 0
    context = {
        "regency": regency,
        "form": form,
        "count": count,
        "left": rows.count() - count,
        "mark": mark,
        "picked": list(picked.pairs()),
        "back": back,
        "action": request.get_full_path(),
    }
    status = 422 if form.errors else 200
    return render(request, "fieldwork/assign_tasks.html", context, status=status)
