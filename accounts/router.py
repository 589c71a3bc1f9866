"""Sends every write of an account, its codes and its factors to the gate's connection.

The web's own login cannot write these tables: whoever smuggles SQL into a request can
neither give an account another region, nor a password or a second factor (ADR 0006).
"""

from typing import Any

from accounts.scope import GATE

GUARDED = frozenset(
    {
        *("accounts.user", "accounts.accountchange", "accounts.onetimecode"),
        "mfa.authenticator",
    }
)


class GateRouter:
    """Reads stay where they are; all aliases are one database."""

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        """The gate for guarded tables, nothing to say about others."""
        # The database cache asks too, with a model that has no more than a name.
        name = f"{model._meta.app_label}.{model._meta.model_name}"
        return GATE if name in GUARDED else None

    def allow_relation(self, *objects: Any, **hints: Any) -> bool:
        """Always: the aliases differ in who connects, not in what is stored."""
        return True
