"""The second wall's side of a scope: what the transaction tells PostgreSQL.

The range of region codes comes from the account. Everything is transaction-local;
after the transaction the settings are empty and no row is visible (design 3).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections

from regions.querysets import code_after


@dataclass(frozen=True)
class Scope:
    """Half-open ranges of regency and kelurahan codes; empty strings see nothing."""

    rlo: str = ""
    rhi: str = ""
    klo: str = ""
    khi: str = ""


def scope_of(user: Any) -> Scope:
    """Range of people a user may see by name; empty for everybody else."""
    code = getattr(user, "by_name_scope", "")
    if not code:
        return Scope()
    regency = code[:4]
    return Scope(regency, code_after(regency), code, code_after(code))


def regency_scope(regency: str) -> Scope:
    """Range of one whole regency."""
    return Scope(regency, code_after(regency), regency, code_after(regency))


_SET = """SELECT set_config('app.rlo', %s, true), set_config('app.rhi', %s, true),
  set_config('app.klo', %s, true), set_config('app.khi', %s, true),
  set_config('app.actor', %s, true), set_config('app.actor_name', %s, true)"""
_GET = """SELECT current_setting('app.rlo', true), current_setting('app.rhi', true),
  current_setting('app.klo', true), current_setting('app.khi', true),
  current_setting('app.actor', true), current_setting('app.actor_name', true)"""


def enter(scope: Scope, *, actor: Any = None, using: str = "default") -> None:
    """Set the scope and the actor for the transaction that is open on `using`."""
    name = str(actor)[:150] if actor is not None else ""
    with connections[using].cursor() as cursor:
        cursor.execute(
            _SET,
            [
                scope.rlo,
                scope.rhi,
                scope.klo,
                scope.khi,
                str(getattr(actor, "pk", "") or ""),
                name,
            ],
        )


@contextmanager
def scoped(
    scope: Scope, *, actor: Any = None, using: str = "default"
) -> Iterator[None]:
    """Enter a scope inside an open transaction; restore the outer one on leaving."""
    with connections[using].cursor() as cursor:
        cursor.execute(_GET)
        before = [value or "" for value in cursor.fetchone()]
    enter(scope, actor=actor, using=using)
    try:
        yield
    finally:
        if not connections[using].needs_rollback:
            with connections[using].cursor() as cursor:
                cursor.execute(_SET, before)
