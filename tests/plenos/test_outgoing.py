"""What was published is copied to the office's shared folder, once and whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job
from jobs.services import JobError, run_here
from periods.models import Period
from plenos.models import Plenary
from plenos.services import outgoing
from tests.roles import as_worker
from tests.stores import KINDS

REGENCY, CLOSED = "3272", "2026-10"
SCAN = b"%PDF-1.4 tanda tangan %%EOF"


@pytest.fixture(scope="module")
def published(shared_stocked: str) -> Plenary:
    """The opening of 3272 as if a plenary had published it."""
    with as_worker():
        return Plenary.objects.create(
            regency_code=REGENCY,
            period=Period.objects.get(regency_code=REGENCY, code=CLOSED),
            state="PUBLISHED",
            published_at=timezone.now(),
            scan=default_storage.save(
                f"plenos/{REGENCY}/uji-ttd.pdf", ContentFile(SCAN)
            ),
        )


def copied(plenary: Plenary) -> Job:
    with as_worker():
        return run_here(
            actor=None,
            kind=outgoing.KIND,
            regency=REGENCY,
            params={"plenary": plenary.pk},
        )


@pytest.mark.parametrize("kind", KINDS)
def test_every_shared_folder_gets_the_papers_once(
    published: Plenary, shared_folder: Callable[..., Any], kind: str
) -> None:
    from audit.models import LedgerEntry

    shared = shared_folder(kind, "PDPB_OUTGOING")
    job = copied(published)
    folder = f"{REGENCY}/{CLOSED}/v1"
    _inside, names = shared.entries(folder)
    assert names == sorted(job.result["files"]) == sorted(job.result["written"])
    assert {"SHA256SUMS", f"rekap-{REGENCY}-{CLOSED}.xlsx"} < set(names)
    for name, digest in job.result["files"].items():
        assert shared.digest(f"{folder}/{name}") == digest, name
    assert copied(published).result["written"] == [], "nothing is written twice"
    shared.write(f"{folder}/SHA256SUMS", b"rusak")
    assert copied(published).result["written"] == ["SHA256SUMS"]
    with as_worker():
        told = LedgerEntry.objects.filter(action="outgoing.copy", subject="SHA256SUMS")
        assert told.count() >= 2


def test_a_folder_that_is_away_is_tried_again(
    published: Plenary,
    shared_folder: Callable[..., Any],
    settings: Any,
    tmp_path: Path,
    cast: Any,
    sign_in: Any,
) -> None:
    with as_worker():
        Job.objects.filter(kind=outgoing.KIND).delete()
        assert outgoing.catch_up() == 0, "no folder, nothing to do"
    shared = shared_folder("folder", "PDPB_OUTGOING")
    blocked = tmp_path / "blok"
    blocked.write_text("berkas, bukan folder")
    shared.store._location = shared.store.location = str(blocked)
    with pytest.raises(JobError, match="tidak menjawab"):
        copied(published)
    with as_worker():
        assert outgoing.catch_up() == 1, "what failed is asked for again"
        assert outgoing.catch_up() == 0, "it waits already"
        job = outgoing.copy_job(published)
        assert job is not None and job.state == "QUEUED"
        Job.objects.filter(pk=job.pk).update(state="CANCELLED")
        old = timezone.now() - timedelta(61)
        Plenary.objects.filter(pk=published.pk).update(published_at=old)
        assert outgoing.catch_up() == 0, "too old to be copied by itself"
        Plenary.objects.filter(pk=published.pk).update(published_at=timezone.now())
    page = reverse("plenos:plenary", args=[REGENCY, CLOSED])
    client = sign_in(cast.operator_a)
    assert "Salinan di folder bersama" in client.get(page).content.decode()
    shared_folder("folder", "PDPB_OUTGOING")
    copied(published)
    shown = client.get(page).content.decode()
    assert f"{REGENCY}/{CLOSED}/v1" in shown and "SHA256SUMS" in shown


def test_publishing_asks_for_the_copy(
    published: Plenary, shared_folder: Callable[..., Any], cast: Any
) -> None:
    from django.db import transaction

    from accounts import scope
    from plenos.services import publish

    with as_worker():
        Job.objects.filter(kind=outgoing.KIND).delete()
        signed = Plenary.objects.create(
            regency_code=REGENCY,
            period=published.period,
            version=2,
            state="SIGNED",
            scan="x",
        )
    actor = cast.operator_a
    with transaction.atomic(), scope.scoped_as(actor):
        publish(actor=actor, plenary=signed)
    with as_worker():
        assert outgoing.copy_job(signed) is None, "the office has no folder"
        Plenary.objects.filter(pk=signed.pk).update(state="SIGNED")
    shared_folder("folder", "PDPB_OUTGOING")
    with transaction.atomic(), scope.scoped_as(actor):
        publish(actor=actor, plenary=signed)
    with as_worker():
        job = outgoing.copy_job(signed)
        assert job is not None and job.asked_by_id == actor.pk
        Plenary.objects.filter(pk=signed.pk).update(state="DRAFT")
        with pytest.raises(JobError, match="Tidak ada publikasi"):
            copied(signed)


def test_a_scan_of_another_office_is_copied_nowhere(
    published: Plenary, shared_folder: Callable[..., Any]
) -> None:
    """The web's login may write the path: the worker asks whose it is."""
    shared = shared_folder("folder", "PDPB_OUTGOING")
    theirs = default_storage.save("plenos/3101/ttd.pdf", ContentFile(SCAN))
    rows = Plenary.objects.filter(pk=published.pk)
    with as_worker():
        rows.update(scan=theirs)
    with pytest.raises(JobError, match="tidak ada lagi di penyimpanan"):
        copied(published)
    assert shared.entries("") == ([], [])
    with as_worker():
        rows.update(scan=published.scan)
