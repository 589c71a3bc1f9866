"""Makes accounts; role and region come from here and never from a request."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.scope import GATE
from audit.services import record


class AccountError(Exception):
    """An account cannot be made as asked; the message is for people."""


_LENGTHS: dict[str, set[int]] = {
    Role.OPERATOR: {4},
    Role.CHAIR: {4},
    Role.MEMBER: {4},
    Role.PROVINCE: {2},
    Role.SUPERVISOR: {2, 4},
    Role.POST: {6, 10},
    Role.VILLAGE: {10},
    Role.NEIGHBOURHOOD: {10},
    Role.ADMIN: {0},
}


@transaction.atomic(using=GATE)
def ensure_account(
    *,
    actor: Any,
    username: str,
    password: str,
    role: str,
    scope_code: str,
    full_name: str,
    title: str = "",
    rw: str = "",
    rt: str = "",
) -> tuple[User, bool]:
    """Make an account, or bring role, region and name of a standing one up to date.

    A standing account keeps its password. Raises AccountError when the region code
    does not fit the role. Gives the account and whether it is new. Runs on the gate's
    connection: the web's login can change no role and no region.
    """
    _require_fit(role, scope_code)
    user, new = User.objects.using(GATE).get_or_create(
        username=username,
        defaults={"role": role, "scope_code": scope_code, "full_name": full_name},
    )
    changed = new or (user.role, user.scope_code) != (role, scope_code)
    user.role, user.scope_code = role, scope_code
    user.full_name, user.title = full_name, title
    user.rw, user.rt = rw, rt
    if new:
        user.set_password(password)
    user.save(using=GATE)
    if changed:
        record(
            actor=actor,
            action="account.create" if new else "account.change",
            regency_code=user.regency_code,
            subject=username,
            data={"role": role, "scope": scope_code},
            using=GATE,
        )
    user._state.db = None  # readers use their own connection
    return user, new


def is_expired(user: User | AnonymousUser, today: Any) -> bool:
    """Whether the account's end date lies before `today`."""
    ends_on = getattr(user, "ends_on", None)
    return ends_on is not None and ends_on < today


def _require_fit(role: str, scope_code: str) -> None:
    fits = len(scope_code) in _LENGTHS.get(role, set())
    if not fits or (scope_code and not scope_code.isdigit()):
        raise AccountError(
            _("Kode wilayah %(code)s tidak cocok dengan peran %(role)s.")
            % {"code": scope_code or "-", "role": role}
        )
