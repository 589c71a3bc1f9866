"""A job of one regency whose arguments name another's object ends, and touches nothing.

The worker's login sees every row, so each kind of job asks whose the object is. The
objects are of 3272, where the tests' helpers make them; the jobs are of 3101.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.core.files.storage import default_storage

from jobs import registry
from jobs.models import Job, State
from jobs.services import run
from reconciliation.models import Delivery
from tests.fieldwork import aid_steps
from tests.jobs.anothers import (
    CASES,
    FOREIGN,
    HERE,
    NAMES_NOTHING,
    NOBODYS,
    SAID,
    THERE,
    Params,
    export,
    published,
    reopening,
    searched,
    snapshot,
)
from tests.roles import admin_sql, as_worker
from tests.voters import neighbours
from voters.models import SidalihComparison

pytestmark = pytest.mark.usefixtures("stocked")
SIXTEEN = re.compile(r"\d{16}")


# -- what nobody may have touched --------------------------------------------------


def rows_by_table() -> dict[tuple[str, str], int]:
    """A digest of each regency's rows of every table, but for the jobs themselves."""
    tables = admin_sql(
        """SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND NOT c.relispartition AND a.attname = 'regency_code'
          AND c.relname <> 'jobs_job' ORDER BY 1"""
    )
    assert len(tables) > 40
    found = {}
    for (table,) in tables:
        for code, digest in admin_sql(
            f"SELECT regency_code, sum(hashtextextended(t::text, 0)::numeric) "
            f'FROM "{table}" t GROUP BY 1'
        ):
            found[table, code] = digest
    return found


def files_by_name() -> dict[str, bytes]:
    folder = Path(configured.MEDIA_ROOT)
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def job_of(regency: str, kind: str, params: Params) -> Job:
    """A job row as somebody could have written it, done by the worker."""
    with as_worker():
        made = Job.objects.create(
            regency_code=regency,
            kind=kind,
            params=params,
            writing=registry.get(kind).writing,
            asked_by_name="uji",
        )
        assert run(made.pk, heeding=False)
        made.refresh_from_db()
    return made


@pytest.fixture(autouse=True)
def ready(settings: Any, shared_folder: Any) -> Iterator[None]:
    """What a job could be refused for besides is there: mail, keys, no other jobs."""
    settings.MAIL_ON, settings.PUBLIC_URL = True, "https://pdpb.kpu.example"
    settings.EXCHANGE_KEYS = {"31": neighbours.SECRET, "32": neighbours.SECRET}
    shared_folder("folder", "PDPB_OUTGOING")
    before = files_by_name().keys()
    yield
    for name in files_by_name().keys() - before:
        default_storage.delete(name)


def made_foreign(kind: str, what: str, cast: Any, demo_files: Any) -> Params:
    make: Callable[[Any], Params] = FOREIGN[kind][what]
    if make in (snapshot, searched):
        found = make(demo_files)
    elif make in (published, reopening, export) or kind.startswith("regions"):
        with as_worker():
            found = make(cast)
    else:
        found = make(cast)
    with as_worker():  # the helpers queue jobs of their own
        Job.objects.all().delete()
    return found


def test_every_kind_of_job_is_here() -> None:
    kinds = {name for name, _label in registry.choices()}
    assert kinds == FOREIGN.keys() | NAMES_NOTHING.keys()
    assert not FOREIGN.keys() & NAMES_NOTHING.keys()


@pytest.mark.parametrize(("kind", "what"), CASES)
def test_anothers_object_ends_the_job_and_nothing_is_touched(
    kind: str, what: str, cast: Any, demo_files: Any
) -> None:
    params = made_foreign(kind, what, cast, demo_files)
    rows, files, mails = rows_by_table(), files_by_name(), len(mail.outbox)
    job = job_of(HERE, kind, params)
    assert (job.state, job.result) == (State.FAILED, {}), job.error
    assert job.error and not SIXTEEN.search(job.error)
    assert SAID.get(kind, "") in job.error
    assert rows_by_table() == rows
    assert (files_by_name(), len(mail.outbox)) == (files, mails)
    leftovers = "SELECT tablename FROM pg_tables WHERE schemaname = 'landing'"
    assert admin_sql(leftovers) == []
    if (kind, what) not in NOBODYS:
        # The object is a real one: in its own regency the job does not end like that.
        own = job_of(THERE, kind, params)
        assert (own.state, own.error) != (job.state, job.error)


# -- a row of one's own that names another's file ----------------------------------


def steal_into(kind: str, cast: Any, demo_files: Any) -> tuple[Params, Any]:
    """A row of the job's own regency whose file is another's; the row."""
    params = made_foreign(kind, next(iter(FOREIGN[kind])), cast, demo_files)
    with as_worker():
        model = {"reconcile": Delivery, "sidalih.compare": SidalihComparison}
        kept = model.get(kind, aid_steps.AidList)
        row = kept.objects.get(pk=next(iter(params.values())))
        before = row.file
        folder = before.split("/")[0]
        theirs = f"{folder}/{HERE}/theirs.dat"
        content = default_storage.open(before).read()
        row.file = default_storage.save(theirs, io.BytesIO(content))
        row.save(update_fields=["file"])
    return params, row


@pytest.mark.parametrize("way", ["plain", "aside"])
@pytest.mark.parametrize("kind", ["reconcile", "sidalih.compare", "aid"])
def test_an_own_row_opens_no_file_of_another(
    kind: str, way: str, cast: Any, demo_files: Any
) -> None:
    """The row is of 3272 here, and its file lies where those of 3101 lie."""
    params, row = steal_into(kind, cast, demo_files)
    if way == "aside":
        folder, _code, name = row.file.split("/")
        with as_worker():
            row.file = f"{folder}/{THERE}/../{HERE}/{name}"
            row.save(update_fields=["file"])
    before = rows_by_table()
    job = job_of(THERE, kind, params)
    assert (job.state, job.result) == (State.FAILED, {})
    assert "penyimpanan" in job.error
    assert rows_by_table() == before
