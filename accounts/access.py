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
PROVINCE_LENGTH, REGENCY_LENGTH = 2, 4
OFFICE = OFFICE_ROLES
CHAIR = frozenset({Role.CHAIR})
POST = frozenset({Role.POST})
VILLAGE = frozenset({Role.VILLAGE})
NEIGHBOURHOOD = frozenset({Role.NEIGHBOURHOOD})
SUPERVISOR = frozenset({Role.SUPERVISOR})
PROVINCE = frozenset({Role.PROVINCE})
RECAP_READERS = OFFICE_ROLES | {Role.PROVINCE, Role.SUPERVISOR}
EXPORTERS = RECAP_READERS
"""Who takes lists away as files (files.exports.fields says which)."""
KNOWN = frozenset(Role.values)


def reach_of(user: Any) -> str:
    """Region code an account works in; "" for a visitor and for an unknown role.

    What names nobody (recaps, plenaries) is cut by it; people are cut by
    `by_name_scope`, which is narrower.
    """
    if getattr(user, "role", "") not in KNOWN:
        return ""
    return str(getattr(user, "scope_code", ""))


def covers_regency(user: User, regency: str) -> bool:
    """Whether the account reaches into this kabupaten/kota (four digits)."""
    code = reach_of(user)
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


def province_or_404(user: Any, province: str, roles: frozenset[str]) -> User:
    """The account, when it works in this province (two digits) and has the role.

    404 for another province, 403 for another role; a province's own account only, so
    that a regency's Bawaslu does not choose among regencies.
    """
    inside = isinstance(user, User) and reach_of(user)[:2] == province
    if not inside or not province.isdigit() or len(province) != PROVINCE_LENGTH:
        raise Http404
    if user.role not in roles or len(user.scope_code) != PROVINCE_LENGTH:
        raise PermissionDenied(_("Peran Anda tidak membuka halaman ini."))
    return user
