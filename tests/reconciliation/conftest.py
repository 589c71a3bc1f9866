"""Set-ups of the room's tests: a stocked office, and deliveries run as the worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.roles import as_worker

REGENCY, PERIOD = "3272", "2026-11"


def reconcile(path: Path, kind: str, *, sender: str = "dukcapil") -> Any:
    """Receive a file and reconcile it in this process as the worker."""
    from jobs.services import run_here
    from reconciliation.models import Delivery
    from reconciliation.services import receive
    from reconciliation.services.starting import KIND, prepare

    with path.open("rb") as handle:
        delivery = receive(
            actor=None,
            regency=REGENCY,
            file=handle,
            filename=path.name,
            sender=sender,
        )
    prepare(delivery=delivery, kind=kind)
    run_here(actor=None, kind=KIND, regency=REGENCY, params={"delivery": delivery.pk})
    return Delivery.objects.get(pk=delivery.pk)


@pytest.fixture
def run() -> Callable[..., Any]:
    """reconcile(path, kind) as pdpb_worker."""

    def running(path: Path, kind: str, **options: Any) -> Any:
        with as_worker():
            return reconcile(path, kind, **options)

    return running
