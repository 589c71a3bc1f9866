"""Who may open a page: a foreign region is 404, a missing right is 403."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import OFFICE_ROLES, Role, User

View = Callable[..., HttpResponse]
REGENCY_LENGTH = 4
OFFICE = OFFICE_ROLES
CHAIR = frozenset({Role.CHAIR})
RECAP_READERS = OFFICE_ROLES | {Role.PROVINCE, Role.SUPERVISOR}


def covers_regency(user: User, regency: str) -> bool:
    """Whether the account reaches into this kabupaten/kota (four digits)."""
    code = user.scope_code
    if not code or len(regency) != REGENCY_LENGTH or not regency.isdigit():
        return False
    return regency.startswith(code) or code.startswith(regency)


def role_required(roles: frozenset[str]) -> Callable[[View], View]:
    """View decorator for by-regency URLs: sign-in, 404 outside, 403 without role."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(
            request: HttpRequest, regency: str, *args: Any, **kwargs: Any
        ) -> HttpResponse:
            user = request.user
            assert isinstance(user, User)  # noqa: S101 - for the type checker
            if not covers_regency(user, regency):
                raise Http404
            if user.role not in roles:
                raise PermissionDenied(_("Peran Anda tidak membuka halaman ini."))
            return view(request, regency, *args, **kwargs)

        return guarded

    return decorate
