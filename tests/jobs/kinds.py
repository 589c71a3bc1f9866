"""Kinds of jobs that only tests know."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobs import registry, services
from jobs.models import Job
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


def done_but_not_ended(job: Job) -> None:
    """A worker does the job and dies before its end is recorded; its lease runs out."""
    taken = services.take(job.pk)
    assert taken is not None
    asker = (taken.asked_by_id, taken.asked_by_name)
    facts = (taken.pk, taken.token, taken.regency_code, taken.params, *asker)
    registry.get(taken.kind).run(Context(*facts))
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(lease_until=past)


@contextmanager
def tried_again(name: str) -> Iterator[list[dict[str, Any]]]:
    """Let every job of this kind die after its commit and be done once more.

    Gives what each try reported, first and second by turns.
    """
    bare, reports = registry.get(name), list[dict[str, Any]]()

    def run(context: Context) -> dict[str, Any]:
        for _try in range(2):
            reports.append(bare.run(replace(context, timings={})))
        return reports[-1]

    registry._kinds[name] = replace(bare, run=run)
    try:
        yield reports
    finally:
        registry._kinds[name] = bare


def slow_count(context: Context) -> dict[str, Any]:
    """Write 40 rows in chunk commits, then all the effect in one transaction.

    The effect (a row of django_session) is what must stand exactly once.
    """
    from django.contrib.sessions.models import Session

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
