"""A running reconciliation says which step it is in and what that does."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from jobs import registry
from jobs.models import Job
from kpu_portal.ui.jobs import spoken
from reconciliation.services import searching
from reconciliation.services.starting import KIND
from tests.reconciliation.conftest import REGENCY, reconcile
from tests.roles import as_worker

UNCOUNTED = ("compare", "check", "propose")


def shown(client: Any, job: Job) -> str:
    address = reverse("jobs:progress", args=[REGENCY, job.public_id])
    text = client.get(address, headers={"HX-Request": "true"}).text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", text))


@pytest.mark.parametrize("stage", UNCOUNTED)
def test_a_step_without_figures_says_what_it_does(
    stocked: str, cast: Any, sign_in: Any, stage: str
) -> None:
    began = timezone.now() - timedelta(seconds=75)
    with as_worker():
        job = Job.objects.create(
            **{"regency_code": REGENCY, "kind": KIND, "state": "RUNNING"},
            **{"stage": stage, "total": 1_000_000, "stage_started_at": began},
        )
    told = shown(sign_in(cast.operator_a), job)
    place = 2 + UNCOUNTED.index(stage)
    assert re.search(rf"Tahap {place} dari 5, \w+: 1\.000\.000 baris", told)
    assert registry.stage_does(KIND, stage) in told and "sekaligus" in told
    assert re.search(r"berjalan 1 menit 1?\d detik", told)
    assert "%" not in told and "0 dari" not in told, "nobody knows how far it is"
    assert "%" not in spoken(job) and f"Tahap {place} dari 5" in spoken(job)
    with as_worker():
        Job.objects.filter(pk=job.pk).update(state="DONE", ended_at=timezone.now())
    assert registry.stage_does(KIND, stage) not in shown(sign_in(cast.operator_a), job)


def test_every_stage_of_a_run_has_its_name_and_its_sentence(
    stocked: str, demo_files: Any
) -> None:
    with as_worker():
        reconcile(demo_files.path("snapshot"), "SNAPSHOT")
        ran = {
            (job.kind, stage)
            for job in Job.objects.filter(kind__in=(KIND, searching.KIND))
            for stage in job.timings
        }
    assert {stage for kind, stage in ran if kind == KIND} >= {"load", *UNCOUNTED}
    for kind, stage in ran:
        assert registry.stage_place(kind, stage), (kind, stage)
        assert registry.stage_does(kind, stage), (kind, stage)
