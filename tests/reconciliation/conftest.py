"""Set-ups of the room's tests: a stocked office, and deliveries run as the worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.roles import as_worker

REGENCY, PERIOD = "3272", "2026-11"


def take_in(path: Path, *, sender: str = "dukcapil") -> Any:
    """Receive a file as nobody in particular; its delivery."""
    from reconciliation.services import receive

    with path.open("rb") as handle:
        return receive(
            actor=None,
            regency=REGENCY,
            file=handle,
            filename=path.name,
            sender=sender,
        )


def arrived(path: Path, kind: str, *, sender: str = "dukcapil") -> Any:
    """A delivery that is ready to be worked off in this process."""
    from reconciliation.services.starting import prepare

    return prepare(delivery=take_in(path, sender=sender), kind=kind)


def work(delivery: Any) -> Any:
    """Reconcile a delivery here, under a job row and a lease; its job.

    The search for duplicates that follows is seen through as well.
    """
    from jobs.services import run_here
    from reconciliation.services.starting import KIND

    job = run_here(
        actor=None, kind=KIND, regency=REGENCY, params={"delivery": delivery.pk}
    )
    search(delivery)
    return job


def search(delivery: Any) -> Any:
    """See the search for duplicates of a delivery through; its job, if there is one."""
    from jobs.following import see_through
    from reconciliation.services.searching import of_delivery

    job = of_delivery(delivery).first()
    return job and see_through(job)


def reconcile(path: Path, kind: str, *, sender: str = "dukcapil") -> Any:
    """Receive a file and reconcile it in this process as the worker."""
    delivery = arrived(path, kind, sender=sender)
    work(delivery)
    delivery.refresh_from_db()
    return delivery


@pytest.fixture
def run() -> Callable[..., Any]:
    """reconcile(path, kind) as pdpb_worker."""

    def running(path: Path, kind: str, **options: Any) -> Any:
        with as_worker():
            return reconcile(path, kind, **options)

    return running
