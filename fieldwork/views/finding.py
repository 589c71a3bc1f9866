"""What every page of the room asks first: who asks, and which batch or task."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest

from accounts.access import OFFICE, POST, SUPERVISOR, VILLAGE
from accounts.models import User
from fieldwork.models import Batch, Task
from regions.models import Region

OFFICERS = OFFICE | POST | VILLAGE
"""Who sees tasks and enters results, each in the own region."""
READERS = OFFICE | SUPERVISOR
"""Who sees progress."""


def person_of(request: HttpRequest) -> User:
    """The signed-in account; the views are behind role_required."""
    return cast(User, request.user)


def batch_or_404(request: HttpRequest, regency: str, public_id: UUID) -> Batch:
    """A batch of the regency, else 404."""
    rows = Batch.objects.in_scope_of(person_of(request)).of(regency)
    found: Batch | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def tasks_of(request: HttpRequest, regency: str) -> Any:
    """Tasks of the person's scope in this regency."""
    return Task.objects.in_scope_of(person_of(request)).of(regency)


def task_or_404(request: HttpRequest, regency: str, public_id: UUID) -> Task:
    """A task of the person's scope, else 404."""
    rows = tasks_of(request, regency).select_related("batch")
    found: Task | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def names_within(code: str) -> dict[str, str]:
    """Names of a region, its kecamatan and kelurahan, by code, also of the ended."""
    rows = Region.objects.within(code).filter(level__in=(4, 6, 10))
    return dict(rows.values_list("code", "name"))


def standing_within(code: str) -> dict[str, str]:
    """The same of those that stand: what a new batch chooses from."""
    rows = Region.objects.within(code).filter(level__in=(4, 6, 10)).valid()
    return dict(rows.values_list("code", "name"))
