"""Sends every write of an account, its codes and its factors to the gate's connection.

The web's own login cannot write these tables: whoever smuggles SQL into a request can
neither give an account another region, nor a password or a second factor (ADR 0006).
"""

from typing import Any

from accounts.scope import GATE, READS

FACTOR = "mfa.authenticator"
GUARDED = frozenset(
    {
        *("accounts.user", "accounts.accountchange", "accounts.onetimecode"),
        "accounts.digestchoice",
        FACTOR,
    }
)


class GateRouter:
    """All aliases are one database."""

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        """The gate for guarded tables, nothing to say about others."""
        return GATE if _name(model) in GUARDED else None

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Factors are read where they are locked and written; others stay, or go
        where `reading_as` sends them."""
        return GATE if _name(model) == FACTOR else READS.get() or None

    def allow_relation(self, *objects: Any, **hints: Any) -> bool:
        """Always: the aliases differ in who connects, not in what is stored."""
        return True


def _name(model: Any) -> str:
    """As label_lower; the database cache asks with a model that has no label."""
    return f"{model._meta.app_label}.{model._meta.model_name}"
