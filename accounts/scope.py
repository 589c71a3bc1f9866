"""The second wall's side of a scope: the token a transaction shows to PostgreSQL.

Only the gate's connection mints tokens, from the account's own row; the database keeps
their digests and the policies look the range up, so that SQL written by somebody else
as the web's login still cannot choose another regency (ADR 0006). Everything is
transaction-local: after the transaction no row is visible (design 3).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.db import connections, transaction

GATE = "gate"
READS: ContextVar[str] = ContextVar("reads", default="")
"""Alias of reads that name none themselves (accounts.router); "" leaves them alone."""
TOKEN_COOKIE = "pdpb_scope"  # noqa: S105 - a name
"""Only the browser keeps the token; the database keeps its digest."""
ERRAND = timedelta(minutes=10)
"""How long a token lives that a task or a command mints for one transaction."""

_SET = """SELECT set_config('app.token', %s, true), set_config('app.actor', %s, true),
  set_config('app.actor_name', %s, true)"""
# Volatile calls in a subquery are neither dropped nor pulled up: they run first.
_ENTER_AS = f"SELECT scope_lives(%s) FROM ({_SET}) AS shown"  # noqa: S608
_GET = """SELECT current_setting('app.token', true), current_setting('app.actor', true),
  current_setting('app.actor_name', true)"""


class ScopeError(Exception):
    """The account is not active or has ended: nothing can be opened for it."""


def mint(user: Any, *, lifetime: timedelta, names: bool = True) -> str:
    """A token that opens the people `user` may see by name, for `lifetime`.

    Without `names` it opens nobody: a sign-in before its second factor.

    The range is read from the account's row by the database. Raises ScopeError for an
    account that is not active, has ended or does not exist.
    """
    with connections[GATE].cursor() as cursor:
        cursor.execute(
            "SELECT mint_scope(%s, make_interval(secs => %s), %s)",
            [user.pk, lifetime.total_seconds(), names],
        )
        token = cursor.fetchone()[0]
    if token is None:
        raise ScopeError(str(user))
    return str(token)


def revoke(account_id: int) -> int:
    """End every token of an account at once; how many there were."""
    with connections[GATE].cursor() as cursor:
        cursor.execute("SELECT revoke_scopes(%s)", [account_id])
        return int(cursor.fetchone()[0])


def enter(token: str, *, actor: Any = None, using: str = "default") -> None:
    """Show a token and name the actor in the transaction that is open on `using`."""
    name = str(actor)[:150] if actor is not None else ""
    number = str(getattr(actor, "pk", "") or "")
    with connections[using].cursor() as cursor:
        cursor.execute(_SET, [token, number, name])


def enter_as(token: str, user: Any, *, using: str = "default") -> bool:
    """`enter` for `user`, and whether the token is this account's and still lives."""
    with connections[using].cursor() as cursor:
        cursor.execute(_ENTER_AS, [user.pk, token, str(user.pk), str(user)[:150]])
        return bool(cursor.fetchone()[0])


def leave(*, using: str = "default") -> None:
    """End the token of the open transaction, for this and every later one."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT revoke_scope()")


def lend(to: str, *, using: str = "default") -> None:
    """Show the token of the transaction on `using` in the one that is open on `to`."""
    with connections[using].cursor() as cursor:
        cursor.execute(_GET)
        values = [value or "" for value in cursor.fetchone()]
    with connections[to].cursor() as cursor:
        cursor.execute(_SET, values)


def lent(using: str = "default") -> tuple[str, list[str]]:
    """A statement that does what `lend` does, to be sent before the one that it opens.

    Both as one string are one transaction of an idle connection and one journey to the
    server, not four. Gives the statement and its values.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(_GET)
        return f"{_SET};", [value or "" for value in cursor.fetchone()]


@contextmanager
def scoped_as(user: Any, *, using: str = "default") -> Iterator[None]:
    """Be `user` inside an open transaction; restore what was shown before on leaving.

    The token ends with the block. For tasks and commands that read or export what a
    person may see. Raises ScopeError like `mint`.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(_GET)
        before = [value or "" for value in cursor.fetchone()]
    enter(mint(user, lifetime=ERRAND), actor=user, using=using)
    try:
        yield
    finally:
        if not connections[using].needs_rollback:
            leave(using=using)
            with connections[using].cursor() as cursor:
                cursor.execute(_SET, before)


@contextmanager
def reading_as(user: Any, *, on: str = "web") -> Iterator[None]:
    """Let every read of the ORM be `user`'s, on the connection of the web's login.

    For tasks that ask what a page would show: the worker's own connection sees
    everybody. SQL that names its connection itself stays there; writes do too, so do
    nothing inside but ask. Raises ScopeError like `mint`.
    """
    with transaction.atomic(using=on), scoped_as(user, using=on):
        before = READS.set(on)
        try:
            yield
        finally:
            READS.reset(before)
