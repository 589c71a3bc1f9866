"""Writes the ledger; nothing else does."""

from typing import Any

from django.http import HttpRequest

from audit.models import LedgerEntry


def record(
    *,
    actor: Any,
    action: str,
    regency_code: str = "",
    subject: str = "",
    data: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
    using: str = "default",
) -> None:
    """Add one entry.

    `actor` is a user; None is a visitor with a `request` and the system without one.
    `action` is a dotted code such as "voter.unmask"; `subject` an opaque key (public
    id, file name), never a NIK.
    """
    LedgerEntry.objects.using(using).create(
        actor_id=getattr(actor, "pk", None),
        actor_name=str(actor or ("tanpa akun" if request else "sistem"))[:150],
        action=action,
        regency_code=regency_code,
        subject=subject[:120],
        data=data or {},
        address=request.META.get("REMOTE_ADDR") if request else None,
    )
