"""The report's last stage follows the search for duplicates until it has ended."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from jobs.following import see_through
from jobs.models import Job
from reconciliation.services import searching
from tests.reconciliation.conftest import REGENCY
from tests.reconciliation.test_searching import pairs, reconciled, waiting
from tests.roles import as_worker

STAGE = re.compile(r'<li class="pd-stage" id="ganda".*?</li>', re.S)


@pytest.mark.parametrize("role", ["operator_a", "chair_a"])
def test_the_last_stage_asks_for_itself_until_the_search_has_ended(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any, role: str
) -> None:
    client = sign_in(getattr(cast, role))
    with as_worker():
        delivery = reconciled(demo_files.path("snapshot"))
    report = reverse("reconciliation:detail", args=[REGENCY, delivery.public_id])
    part = reverse("reconciliation:search", args=[REGENCY, delivery.public_id])

    (on_page,) = STAGE.findall(client.get(report).text)
    assert f'hx-get="{part}" hx-trigger="every 2s"' in on_page
    for state in ("QUEUED", "RUNNING"):
        with as_worker():
            Job.objects.filter(pk=searching.of_delivery(delivery).get().pk).update(
                state=state
            )
        told = client.get(part).text
        assert STAGE.findall(told), "a stage takes the place of the stage"
        assert "hx-get" in told and "#hourglass" in told
        assert told.count("<li") == 1 and "<html" not in told
    with as_worker():
        Job.objects.filter(state="RUNNING").update(state="QUEUED")
        see_through(waiting(delivery))
    told = client.get(part).text
    assert f"{len(pairs())} pasangan" in told and "#check" in told
    assert "hx-get" not in told and "#hourglass" not in told, "it asks no more"
    assert (
        STAGE.findall(client.get(report).text)[0].strip()
        == told.split("-->")[-1].strip()
    )


def test_a_search_that_did_not_end_is_not_asked_for_for_ever(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any
) -> None:
    client = sign_in(cast.operator_a)
    with as_worker():
        delivery = reconciled(demo_files.path("snapshot"))
        job = searching.of_delivery(delivery).get()
    part = reverse("reconciliation:search", args=[REGENCY, delivery.public_id])
    for state, word in {"FAILED": "gagal", "CANCELLED": "Cari ganda lagi"}.items():
        with as_worker():
            Job.objects.filter(pk=job.pk).update(state=state)
        told = client.get(part).text
        assert word in told and "hx-get" not in told
    foreign = sign_in(cast.operator_b).get(part)
    assert foreign.status_code == 404
