"""Batches: the list, drawing one, its progress, giving tasks out, ending it."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from fieldwork import selectors, services
from fieldwork.forms import AssignForm, PlanForm
from fieldwork.models import RESULTS, Batch, Reason
from fieldwork.services.errors import FieldError
from fieldwork.tables import BatchTable, filtered
from fieldwork.views.finding import (
    READERS,
    batch_or_404,
    names_within,
    person_of,
    standing_within,
)
from files.delivering import deliver
from files.lists import export_items, listed
from jobs.models import OPEN_STATES, Job
from periods.models import Period


@role_required(READERS)
@require_GET
def batch_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Batches of the regency with their progress, newest first; no person is shown."""
    user = person_of(request)
    every = Batch.objects.in_scope_of(user).of(regency)
    form, rows = filtered(request.GET, every)
    shown = listed(
        request,
        rows,
        BatchTable,
        by="made_at",
        regency=regency,
        places=names_within(regency),
        figures={},
    )
    found = shown["page"].rows
    shown["table"].figures = selectors.by_batch(regency, found)
    late = [one for one in found if selectors.is_late(one)]
    context = {
        "regency": regency,
        **shown,
        "form": form,
        "empty": not found and not every.exists(),
        "late": len(late),
        "is_office": user.is_office,
        "period_open": Period.objects.open(regency).exists(),
        "export_items": export_items(
            reverse("fieldwork:export_batches", args=[regency]),
            protected=reverse("downloads:new", args=[regency, "coklit.batch.export"]),
        ),
    }
    return render(request, "fieldwork/list.html", context)


@role_required(READERS)
@require_GET
def batch_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The batches of the present filter as a file; no person is in it."""
    return deliver(request, regency, "coklit.batch.export")


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest, regency: str) -> HttpResponse:
    """Plan a batch: counts first (`langkah=hitung`), then the draw as a job."""
    period = Period.objects.open(regency).first()
    initial: dict[str, Any] = {"seed": secrets.token_hex(4), "place": regency}
    if period is not None:
        initial["deadline"] = period.cutoff_on - timedelta(days=1)
        initial["name"] = _("Coklit %(period)s") % {"period": period.title}
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        places=standing_within(regency),
        initial=initial,
    )
    context: dict[str, Any] = {"regency": regency, "form": form, "period_row": period}
    if request.method == "POST" and form.is_valid() and period is not None:
        plan = form.plan()
        try:
            services.check(regency, period, plan)
            context["told"] = told = services.preview(
                regency=regency, period=period, plan=plan
            )
            if not told.tasks:
                form.add_error(
                    None, _("Tidak ada orang yang dapat ditarik; ubah aturannya.")
                )
            elif request.POST.get("langkah") == "tarik":
                batch = services.start_draw(
                    actor=request.user, regency=regency, period=period, plan=plan
                )
                return redirect("fieldwork:batch", regency, batch.public_id)
            words = dict(Reason.choices)
            context["counts"] = [(words[r], n) for r, n in told.reasons.items()]
        except FieldError as error:
            form.add_error(None, str(error))
    return render(request, "fieldwork/draw.html", context)


@role_required(READERS)
@require_GET
def batch(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One batch: progress by kecamatan, kelurahan and officer, deadline, spot check."""
    found, user = batch_or_404(request, regency, public_id), person_of(request)
    names = names_within(regency)
    figures = selectors.by_place(regency, found)
    there = standing_within(regency)
    places = {
        code: there[code] for code in figures if len(code) == 10 and code in there
    }
    job = Job.objects.filter(pk=found.job_id or 0).first()
    words = dict(Reason.choices)
    context = {
        "regency": regency,
        "batch": found,
        "place_name": names.get(found.place, found.place),
        "total": figures[regency],
        "lines": [
            {"code": code, "name": names.get(code, code), "figures": one}
            for code, one in sorted(figures.items())
            if code != regency
        ],
        "results": [word for _value, word in RESULTS],
        "drawn": [(words[reason], n) for reason, n in found.drawn.items()],
        "late": selectors.is_late(found),
        "job": job,
        "drawing": job is not None and job.state in OPEN_STATES,
        "is_office": user.is_office,
        "ended": found.state in ("CLOSED", "WITHDRAWN"),
    }
    if user.is_office:
        context["loads"] = selectors.by_officer(user, regency, found)
        context["assign"] = AssignForm(
            places=places, officers=services.officers(regency)
        )
    return render(request, "fieldwork/batch.html", context)


@role_required(OFFICE)
@require_POST
def assign(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Give tasks to an officer, or (`semua`) each kelurahan's to its own officer."""
    found = batch_or_404(request, regency, public_id)
    form = AssignForm(
        request.POST,
        places=standing_within(regency),
        officers=services.officers(regency),
    )
    told: dict[str, Any] = {
        "actor": request.user,
        "regency": regency,
        "batch": found,
    }
    if request.POST.get("semua"):
        return _done(
            request,
            found,
            lambda: services.assign_villages(**told),
            _("%s tugas dibagi."),
        )
    if not form.is_valid():
        messages.error(request, _("Pilih kelurahan dan petugas dari daftarnya."))
        return redirect("fieldwork:batch", regency, public_id)
    given = form.given()
    return _done(
        request, found, lambda: services.assign(**told, **given), _("%s tugas dibagi.")
    )


@role_required(OFFICE)
@require_POST
def end(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """`putusan=tarik` takes a batch without visits back, `tutup` ends it."""
    found = batch_or_404(request, regency, public_id)
    told: dict[str, Any] = {
        "actor": request.user,
        "regency": regency,
        "batch": found,
    }
    if request.POST.get("putusan") == "tarik":
        withdraw = services.withdraw
        return _done(request, found, lambda: withdraw(**told), _("Kelompok ditarik."))
    return _done(request, found, lambda: services.close(**told), _("Kelompok ditutup."))


def _done(
    request: HttpRequest, batch: Batch, work: Callable[[], Any], words: str
) -> HttpResponse:
    """Do it, say so or say why not, and back to the batch."""
    try:
        n = work()
        messages.success(request, words % n if "%s" in words else words)
    except FieldError as error:
        messages.error(request, str(error))
    return redirect("fieldwork:batch", batch.regency_code, batch.public_id)
