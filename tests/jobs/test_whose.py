"""A job of one regency whose arguments name another's object ends, and touches nothing.

The worker's login sees every row, so each kind of job asks whose the object is. The
objects are of 3272, where the tests' helpers make them; the jobs are of 3101.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import DigestChoice
from files.models import ExportFile
from jobs import registry
from jobs.models import Job, State
from jobs.services import run
from periods.models import Period
from plenos.models import Plenary, Reopening
from reconciliation.models import Delivery
from regions.models import RegionChange
from tests.fieldwork import aid_steps, steps
from tests.reconciliation.conftest import arrived, take_in
from tests.roles import admin_sql, as_worker
from tests.voters import comparison_steps, desk, neighbours
from voters import services
from voters.models import SidalihComparison

HERE, THERE = "3101", "3272"
SIXTEEN = re.compile(r"\d{16}")
Params = dict[str, Any]
HEADS = "sidik/{0}/uji.csv"
pytestmark = pytest.mark.usefixtures("stocked")


# -- what is another's -------------------------------------------------------------


def open_period(regency: str) -> int:
    return int(Period.objects.get(regency_code=regency, state="OPEN").pk)


def accepted(cast: Any, **more: Any) -> Any:
    """A change of 3272 that waits to be applied, under a number of an act."""
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL F 1"})
    made = desk.decide(cast.operator_a, services.accept, made)
    facts = {"group_key": uuid.uuid4(), "delivery_id": 77}
    with as_worker():
        type(made).objects.filter(pk=made.pk).update(**facts)
        made.refresh_from_db()
    return made


def applied(cast: Any) -> Any:
    made = accepted(cast)
    desk.work("apply", cast.operator_a)
    return made


def act(cast: Any) -> Params:
    group = str(accepted(cast).group_key)
    return {"period": open_period(HERE), "group": group}


def undone(what: str) -> Callable[[Any], Params]:
    def made(cast: Any) -> Params:
        found = getattr(applied(cast), {"proposal": "pk"}.get(what, what))
        name = what.removesuffix("_id").removesuffix("_key")
        return {"period": open_period(HERE), name: str(found), "note": "uji"}

    return made


def whole_month(cast: Any) -> Params:
    accepted(cast)
    return {"period": open_period(THERE)}


def whole_undo(cast: Any) -> Params:
    return {"period": open_period(THERE), "proposal": applied(cast).pk, "note": "x"}


def move(cast: Any) -> Params:
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.remap(cast.operator_a, voter, "009", undo=True)
    return {"period": open_period(HERE), "group": str(made.group_key)}


def change(state: str) -> Callable[[Any], Params]:
    def made(cast: Any) -> Params:
        period = Period.objects.get(regency_code=THERE, state="OPEN")
        kept = RegionChange.objects.create(
            regency_code=THERE,
            kind="RENAME",
            state=state,
            basis_no="Perda 1",
            basis_on=period.starts_on,
            effective_on=period.starts_on,
            period_code=period.code,
            prepared_by_id=cast.operator_a.pk,
            prepared_by_name="uji",
            decided_by_id=cast.chair_a.pk,
            decided_by_name="uji",
            decided_at=timezone.now(),
            applied_at=timezone.now() if state == "APPLIED" else None,
        )
        return {"change": kept.pk, "period": open_period(HERE), "note": "uji"}

    return made


def comparison(cast: Any) -> Params:
    people = desk.voters(cast.operator_a, 3)
    names = comparison_steps.place_names()
    rows = [comparison_steps.row_of(one, names) for one in people]
    with desk.desk(cast.operator_a):
        made = comparison_steps.receive_download(
            actor=cast.operator_a,
            regency=THERE,
            area="",
            file=comparison_steps.file_of(rows),
            filename="dhs.csv",
        )
    return {"comparison": made.pk}


def compared(cast: Any) -> Params:
    made = comparison_steps.kept(desk.voters(cast.operator_a, 3))
    with as_worker():
        comparison_steps.SidalihRow.objects.update(batch=5)
    return {"comparison": made.pk, "batch": 5}


def snapshot(demo_files: Any) -> Params:
    with as_worker():
        return {"delivery": arrived(demo_files.path("snapshot"), "SNAPSHOT").pk}


def searched(demo_files: Any) -> Params:
    with as_worker():
        made = take_in(demo_files.path("snapshot"))
        Delivery.objects.filter(pk=made.pk).update(state="DONE")
    return {"delivery": made.pk}


def batch(cast: Any) -> Params:
    steps.roomy_period()
    with desk.desk(cast.operator_a):
        made = steps.services.start_draw(
            actor=cast.operator_a,
            regency=THERE,
            period=desk.period(),
            plan=steps.plan("SAMPLE", most=5),
        )
    return {"batch": made.pk}


def aid(cast: Any) -> Params:
    user = cast.operator_a
    into = aid_steps.programme(user)
    rows = [aid_steps.row_of(one) for one in desk.voters(user, 3)]
    with desk.desk(user):
        made = aid_steps.services.receive_list(
            actor=user,
            programme=into,
            file=aid_steps.file_of(rows),
            filename="daftar.csv",
        )
    return {"list": made.pk}


def month(cast: Any) -> Params:
    """A code is everybody's; this month is one of 3272 alone."""
    admin_sql(
        "UPDATE periods_period SET code = '2026-12' WHERE regency_code = %s "
        "AND state = 'OPEN'",
        [THERE],
    )
    return {"period": "2026-12"}


def reopening(cast: Any) -> Params:
    closed = Period.objects.get(regency_code=THERE, state="CLOSED")
    today = timezone.localdate()
    made = Reopening.objects.create(
        regency_code=THERE,
        period=closed,
        version=1,
        state="CONFIRMED",
        reason="uji",
        institution="Bawaslu",
        letter_no="1",
        letter_on=today,
        until=today + dt.timedelta(days=5),
        asked_by_id=cast.operator_a.pk,
        asked_by_name="uji",
        decided_by_id=cast.chair_a.pk,
        decided_by_name="uji",
        decided_at=timezone.now(),
    )
    return {"reopening": made.pk, "period": closed.code}


def published(cast: Any) -> Params:
    made = Plenary.objects.create(
        regency_code=THERE,
        period=Period.objects.get(regency_code=THERE, state="CLOSED"),
        state="PUBLISHED",
        published_at=timezone.now(),
    )
    return {"plenary": made.pk}


def export(cast: Any) -> Params:
    made = ExportFile.objects.create(
        regency_code=THERE,
        source="voter.export",
        format="csv",
        actor_id=cast.operator_a.pk,
        actor_name=str(cast.operator_a),
    )
    return {"file": str(made.public_id)}


def stored(path: str) -> Callable[[Any], str]:
    """A file of 3272, and a way to it that a job of 3101 could name."""

    def made(cast: Any) -> str:
        name = HEADS.format(THERE)
        if not default_storage.exists(name):
            text = f"NIK orang 3272: {desk.voters(cast.operator_a, 1)[0].nik}"
            default_storage.save(name, ContentFile(text.encode()))
        return path

    return made


def hashes(path: str) -> Callable[[Any], Params]:
    return lambda cast: {"path": stored(path)(cast), "name": "x"}


def base_list(**paths: str) -> Callable[[Any], Params]:
    own = {"roll": HEADS.format(HERE), "removed": ""}

    def made(cast: Any) -> Params:
        named = own | {name: stored(path)(cast) for name, path in paths.items()}
        return {"mode": "check", "period": "2026-12", "official": {}, **named}

    return made


def account(cast: Any) -> Params:
    now = timezone.now()
    DigestChoice.objects.using("gate").create(
        user=cast.operator_a,
        rhythm="DAILY",
        email="a@kantor.example",
        changed_at=now,
        asked_at=now,
    )
    return {"account": cast.operator_a.pk}


ASIDE = f"sidik/{HERE}/../{THERE}/uji.csv"
FOREIGN: dict[str, dict[str, Callable[[Any], Params]]] = {
    "apply": {"act": act, "month": whole_month},
    "undo": {
        "proposal": undone("proposal"),
        "delivery": undone("delivery_id"),
        "act": undone("group_key"),
        "month": whole_undo,
    },
    "stations": {"act": move},
    "regions": {"change": change("CONFIRMED")},
    "regions.undo": {"change": change("APPLIED")},
    "duplicates": {"period": lambda cast: {"period": open_period(THERE)}},
    "exchange.read": {"file": hashes(HEADS.format(THERE)), "aside": hashes(ASIDE)},
    "sidalih.compare": {"comparison": comparison},
    "sidalih.propose": {"comparison": compared},
    "reconcile": {"delivery": snapshot},
    "duplicates_of": {"delivery": searched},
    "coklit": {"batch": batch},
    "aid": {"list": aid},
    "freeze": {"period": month},
    "reopen": {"reopening": reopening},
    "outgoing": {"plenary": published},
    "export": {"file": export},
    "onboard": {
        "roll": base_list(roll=HEADS.format(THERE)),
        "aside": base_list(roll=ASIDE),
        "removed": base_list(removed=HEADS.format(THERE)),
    },
    "digest.proof": {"account": account},
}
NAMES_NOTHING = {
    "exchange": "hashes the roll of the job's own regency; it has no arguments",
    "digest": "an hour; whose digests they are is the job's own regency",
}
NOBODYS = {
    *(("exchange.read", "aside"), ("onboard", "aside")),  # a way that nobody may name
    ("onboard", "removed"),  # beside a roll of the job's own regency
}
SAID = dict.fromkeys(("onboard", "exchange.read"), "Berkas ini tidak ada.")
"""Where a job could also end for another reason."""
CASES = [(kind, what) for kind, cases in FOREIGN.items() for what in cases]


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
    yield
    for name in (HEADS.format(THERE), HEADS.format(HERE)):
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
