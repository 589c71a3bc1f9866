"""Long work of an office: the list, one job's progress, cancel and try again.

These pages stand here because jobs is below accounts and knows nobody's rights.
"""

import uuid

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST
from django_tables2 import RequestConfig

from accounts.access import OFFICE, role_required
from audit.services import record
from jobs import registry, services
from jobs.models import OPEN_STATES, Job, State
from kpu_portal.tables import JobTable
from kpu_portal.ui.keyset import page_by_id


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


@require_GET
@role_required(OFFICE)
def job_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Jobs of the regency, newest first; those that run stand above with progress."""
    every = Job.objects.filter(regency_code=regency)
    rows = every
    form = JobFilter(request.GET)
    if form.is_valid():
        if kind := form.cleaned_data["jenis"]:
            rows = rows.filter(kind=kind)
        if state := form.cleaned_data["keadaan"]:
            rows = rows.filter(state=state)
    ascending = request.GET.get("sort") == "created_at"
    page = page_by_id(
        rows, request.GET, size=settings.POLICY.page_rows, ascending=ascending
    )
    table = JobTable(
        page.rows,
        regency=regency,
        order_by="created_at" if ascending else "-created_at",
    )
    RequestConfig(request, paginate=False).configure(table)
    context = {
        "regency": regency,
        "table": table,
        "page": page,
        "form": form,
        "running": every.filter(state__in=OPEN_STATES).order_by("id")[:10],
        "total": every.count(),
    }
    return render(request, "jobs/list.html", context)


@require_GET
@role_required(OFFICE)
def progress(request: HttpRequest, regency: str, public_id: uuid.UUID) -> HttpResponse:
    """Progress of one job: the fragment for htmx, a page of its own otherwise."""
    job = _job(regency, public_id)
    is_fragment = request.headers.get("HX-Request") == "true"
    template = "jobs/progress.html" if is_fragment else "jobs/detail.html"
    return render(request, template, {"job": job, "regency": regency})


@require_POST
@role_required(OFFICE)
def cancel(request: HttpRequest, regency: str, public_id: uuid.UUID) -> HttpResponse:
    """Ask the job to stop; the answer is where the person came from."""
    job = _job(regency, public_id)
    services.request_cancel(actor=request.user, job=job)
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
            request, "jobs/progress.html", {"job": job, "regency": job.regency_code}
        )
    return redirect("jobs:progress", job.regency_code, job.public_id)
