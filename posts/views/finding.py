"""Finds what a page is about, in the scope of who asks."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest

from accounts.access import OFFICE, POST
from accounts.models import User
from files.lists.numbers import whole_number
from posts.models import Bulletin, OutreachEvent, Post
from posts.selectors import kecamatan_names, kecamatan_past

STAFF = OFFICE | POST


def person_of(request: HttpRequest) -> User:
    """The signed-in account; the views are behind role_required."""
    return cast(User, request.user)


def places_of(request: HttpRequest, regency: str) -> dict[str, str]:
    """Kecamatan that the account works in: code -> name."""
    return _covered(request, kecamatan_names(regency))


def past_places_of(request: HttpRequest, regency: str) -> dict[str, str]:
    """The same, then those of its region that have ended: for lists of what was."""
    return _covered(request, kecamatan_past(regency))


def _covered(request: HttpRequest, names: dict[str, str]) -> dict[str, str]:
    return {
        code: name for code, name in names.items() if person_of(request).covers(code)
    }


def post_or_404(request: HttpRequest, regency: str, public_id: UUID) -> Post:
    """A post of the account's scope in this regency, else 404."""
    return cast(Post, _or_404(Post, request, regency, public_id))


def bulletin_or_404(request: HttpRequest, regency: str, public_id: UUID) -> Bulletin:
    """A bulletin of the account's scope in this regency, else 404."""
    return cast(Bulletin, _or_404(Bulletin, request, regency, public_id))


def event_or_404(request: HttpRequest, regency: str, public_id: UUID) -> OutreachEvent:
    """An event of the account's scope in this regency, else 404."""
    return cast(OutreachEvent, _or_404(OutreachEvent, request, regency, public_id))


def one_or_404(rows: Any, key: str) -> Any:
    """The row of a key as a form sends it, else 404."""
    found = rows.filter(pk=whole_number(key) or 0).first()
    if found is None:
        raise Http404
    return found


def _or_404(model: Any, request: HttpRequest, regency: str, public_id: UUID) -> Any:
    rows = model.objects.in_scope_of(request.user).of(regency)
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row
