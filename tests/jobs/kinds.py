"""Kinds of jobs that only tests know."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from jobs import registry
from jobs.services import Context


@contextmanager
def kind(
    name: str, run: Callable[[Context], dict[str, Any]], *, writing: bool = True
) -> Iterator[None]:
    """Register a kind of job for a while."""
    registry.register(name, run, label=name, writing=writing)
    try:
        yield
    finally:
        registry._kinds.pop(name, None)


def slow_count(context: Context) -> dict[str, Any]:
    """Write 40 rows in chunk commits, then all the effect in one transaction.

    The effect (a row of django_session) is what must stand exactly once.
    """
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    context.stage("hitung", total=40)
    for done in range(0, 40, 5):
        time.sleep(0.1)
        with transaction.atomic():
            context.check(last=False)
            context.progress(done + 5)
    context.stage("tulis", total=2)
    with transaction.atomic():
        context.check()
        for part in ("a", "b"):
            time.sleep(0.2)
            Session.objects.create(
                session_key=f"{context.job_id}-{part}",
                session_data="",
                expire_date=timezone.now(),
            )
        context.progress(2)
    return {"rows": 2}
