"""Long work of an office: the list, one job's progress, cancel and try again.

These pages stand here because jobs is below accounts and knows nobody's rights.
"""

import uuid
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from accounts.models import User
from audit.services import record
from files.delivering import deliver, or_back
from files.lists import export_items, listed
from files.models import ExportFile
from jobs import bell, registry, services
from jobs.models import Job, State
from kpu_portal.context import downloads_of
from kpu_portal.tables import JobTable
from kpu_portal.views.downloads import label_of
from reconciliation.models import Delivery

SHOWN = 10
"""Open jobs that stand above the list with their progress."""


class JobFilter(forms.Form):
    """Filters of the list."""

    jenis = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[("", _("Semua")), *State.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["jenis"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("Semua")), *registry.choices()]


def filtered(
    query: QueryDict, rows: "QuerySet[Job]"
) -> "tuple[JobFilter, QuerySet[Job]]":
    """Jobs that the address asks for, and its form."""
    form = JobFilter(query)
    if form.is_valid():
        if kind := form.cleaned_data["jenis"]:
            rows = rows.filter(kind=kind)
        if state := form.cleaned_data["keadaan"]:
            rows = rows.filter(state=state)
    return form, rows


@require_GET
@role_required(OFFICE)
def job_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Jobs of the regency, newest first; those that run stand above with progress."""
    every = Job.objects.filter(regency_code=regency)
    form, rows = filtered(request.GET, every)
    context = {
        "regency": regency,
        **listed(
            request,
            rows.defer("params", "timings", "result"),
            JobTable,
            by="created_at",
            regency=regency,
        ),
        "form": form,
        "running": bell.tell(bell.open_jobs(regency)[:SHOWN]),
        "total": every.count(),
        "export_items": export_items(
            reverse("jobs:export", args=[regency]),
            protected=reverse("downloads:new", args=[regency, "job.export"]),
        ),
    }
    return render(request, "jobs/list.html", context)


@require_GET
@role_required(OFFICE)
@or_back("jobs:list")
def job_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The jobs of the present filter as a file."""
    return deliver(request, regency, "job.export")


@require_GET
@role_required(OFFICE)
def progress(request: HttpRequest, regency: str, public_id: uuid.UUID) -> HttpResponse:
    """Progress of one job: the fragment for htmx, a page of its own otherwise."""
    job = _job(regency, public_id)
    is_fragment = request.headers.get("HX-Request") == "true"
    template = "jobs/progress.html" if is_fragment else "jobs/detail.html"
    context = {"job": _told(request, job), "regency": regency}
    if not is_fragment and "delivery" in job.params:
        rows = Delivery.objects.of(regency).filter(pk=job.params["delivery"])
        context["delivery"] = rows.values_list("public_id", flat=True).first()
    return render(request, template, context)


@require_POST
@role_required(OFFICE)
def cancel(request: HttpRequest, regency: str, public_id: uuid.UUID) -> HttpResponse:
    """Ask the job to stop; the answer is where the person came from."""
    job = _job(regency, public_id)
    try:
        services.request_cancel(actor=request.user, job=job)
    except services.JobError as error:
        messages.error(request, str(error))
    else:
        _note(request, "job.cancel", job)
    return _back(request, job)


@require_POST
@role_required(OFFICE)
def retry(request: HttpRequest, regency: str, public_id: uuid.UUID) -> HttpResponse:
    """Put a failed job into the queue again."""
    job = _job(regency, public_id)
    try:
        services.retry(actor=request.user, job=job)
    except services.JobError as error:
        messages.error(request, str(error))
    else:
        _note(request, "job.retry", job)
    return _back(request, job)


@require_http_methods(["GET", "POST"])
@role_required(OFFICE)
def bell_box(request: HttpRequest, regency: str) -> HttpResponse:
    """The bell of the frame: own jobs that ended, and (POST) that they were seen.

    Drawn without the frame round it, which every poll would pay for.
    """
    if request.method == "POST":
        services.mark_read(actor=request.user, regency=regency)
    every = reverse("jobs:list", args=[regency])
    ended: list[Any] = list(bell.last_ended(request.user, regency))
    for job in ended:
        job.address = reverse("jobs:progress", args=[regency, job.public_id])
    context = {
        "ended": ended,
        "jobs_url": every,
        "bell_url": reverse("jobs:bell", args=[regency]),
        "jobs_unread": bell.counts(request.user, regency).unread,
    }
    return _bell(request, every, context)


@require_http_methods(["GET", "POST"])
@login_required
def own_bell(request: HttpRequest) -> HttpResponse:
    """The same for who takes files away and sees no other job: they lead to the file.

    Such an account may work in a whole province, so its address names no regency.
    """
    if request.method == "POST":
        services.mark_read(actor=request.user)
    every = downloads_of(cast(User, request.user)) or reverse("home")
    ended: list[Any] = list(bell.last_ended(request.user))
    mine = ExportFile.objects.asked_by(request.user)
    files = {one.job_id: one for one in mine.filter(job_id__in=[j.pk for j in ended])}
    for job in ended:
        file = files.get(job.pk)
        job.address = f"{every}#u-{file.public_id}" if file else every
        job.about = label_of(file) if file else ""
    context = {
        "ended": ended,
        "files_url": every,
        "bell_url": reverse("own-bell"),
        "jobs_unread": bell.unread(request.user),
    }
    return _bell(request, every, context)


def _bell(request: HttpRequest, every: str, context: dict[str, Any]) -> HttpResponse:
    """The box for htmx; who opens its address is led to the page of all."""
    if request.headers.get("HX-Request") != "true":
        return redirect(every)
    context["csrf_token"] = get_token(request)
    return HttpResponse(render_to_string("jobs/bell.html", context))


def _told(request: HttpRequest, job: Job) -> Job:
    """The job with its turn while it waits; an own one that ended is seen by this."""
    if job.state == State.QUEUED:
        rows = bell.tell(bell.open_jobs(job.regency_code))
        return next((one for one in rows if one.pk == job.pk), job)
    if not job.is_open and job.asked_by_id == request.user.pk and not job.seen_at:
        services.mark_read(actor=request.user, only=[job.pk])
    return job


def _job(regency: str, public_id: uuid.UUID) -> Job:
    return get_object_or_404(Job, regency_code=regency, public_id=public_id)


def _note(request: HttpRequest, action: str, job: Job) -> None:
    record(
        actor=request.user,
        action=action,
        regency_code=job.regency_code,
        subject=str(job.public_id),
        data={"kind": job.kind},
        request=request,
    )


def _back(request: HttpRequest, job: Job) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        job.refresh_from_db()
        return render(
            request,
            "jobs/progress.html",
            {"job": _told(request, job), "regency": job.regency_code},
        )
    return redirect("jobs:progress", job.regency_code, job.public_id)
