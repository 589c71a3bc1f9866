"""Files made by a job: with the asker's eyes, for the asker alone, for a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import User
from audit.models import LedgerEntry
from files import secrets, services
from files.exports.protect import opens
from files.models import ExportFile
from jobs.models import Job, State
from jobs.services import run
from tests.roles import admin_sql, as_worker, login_sql
from tests.voters import desk

SignIn = Callable[[Any], Any]
ROLL = "/kab/3272/pemilih/ekspor/"
MINE = "/kab/3272/unduhan/"
SECRET = "kuda-laut-hijau-7"


@pytest.fixture
def small(stocked: str, settings: Any) -> Iterator[None]:
    """More than five rows are a job's."""
    settings.POLICY = replace(settings.POLICY, export_direct_rows=5)
    yield


def work() -> Job:
    """Let a worker do the newest job."""
    with as_worker():
        job = Job.objects.latest("pk")
        assert run(job.pk)
        job.refresh_from_db()
        return job


def the_file() -> ExportFile:
    with as_worker():
        return ExportFile.objects.latest("pk")


def address(asked: ExportFile) -> str:
    return f"{MINE}{asked.public_id}/"


def text_of(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def ask_with(client: Any, password: str = SECRET, query: str = "jk=L") -> Any:
    return client.post(
        f"{MINE}minta/voter.export/?{query}",
        {"bentuk": "xlsx", "sandi": password, "ulang": password},
    )


# -- the rows ----------------------------------------------------------------------


def test_a_large_list_is_a_job_with_the_rows_of_the_filter(
    small: None, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    asked = client.get(f"{ROLL}?jk=L&format=csv&sesudah=7&kolom=nik&urut=tempat")
    assert asked.status_code == 302 and asked["Location"] == MINE
    assert b"data-job-reload" in client.get(MINE).content
    job = work()
    assert (job.state, job.writing) == (State.DONE, False)
    row = the_file()
    assert row.query == "jk=L&kolom=nik&urut=tempat"
    got = client.get(address(row))
    assert got["X-Content-SHA256"] == row.sha256 == job.result["sha256"]
    assert got["Cache-Control"] == "no-store" and "attachment" in str(got.headers)
    people = text_of(got)
    wanted = desk.voters(cast.operator_a, 1000, sex="L")
    assert sorted(one["Nama"] for one in people) == sorted(v.name for v in wanted)
    assert len(people) == row.rows == job.result["rows"]
    assert all("•" in one["NIK"] for one in people)

    # The same file as one made at once, but for the mark.
    (entry,) = LedgerEntry.objects.using("gate").filter(action="voter.export")
    assert entry.actor_id == cast.operator_a.pk and entry.data["job"]
    assert entry.data["rows"] == len(people) and entry.data["sha256"] == row.sha256
    (fetched,) = LedgerEntry.objects.using("gate").filter(action="export.download")
    assert fetched.data["sha256"] == row.sha256


@pytest.mark.parametrize(
    ("place", "query", "kind"),
    [
        ("pemilih", "jk=P", "voter.export"),
        ("pemilih", "nama=A", "voter.export"),
        ("tinjauan", "", "proposal.export"),
        ("kiriman", "", "delivery.export"),
    ],
)
def test_job_and_answer_hold_the_same_rows(
    stocked: str,
    cast: Any,
    sign_in: SignIn,
    settings: Any,
    place: str,
    query: str,
    kind: str,
) -> None:
    for voter in desk.voters(cast.operator_a, 3):
        desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL LAIN"})
    client = sign_in(cast.operator_a)
    url = f"/kab/3272/{place}/ekspor/?format=csv&{query}"
    at_once = text_of(client.get(url))
    settings.POLICY = replace(settings.POLICY, export_direct_rows=-1)
    assert client.get(url).status_code == 302
    work()
    row = the_file()
    assert row.source == kind
    assert text_of(client.get(address(row))) == at_once
    assert at_once or kind == "delivery.export"


def test_up_to_the_limit_the_file_is_the_answer(
    stocked: str, cast: Any, sign_in: SignIn, settings: Any
) -> None:
    client = sign_in(cast.operator_a)
    count = len(text_of(client.get(f"{ROLL}?format=csv")))
    settings.POLICY = replace(settings.POLICY, export_direct_rows=count)
    assert client.get(f"{ROLL}?format=csv").status_code == 200
    settings.POLICY = replace(settings.POLICY, export_direct_rows=count - 1)
    assert client.get(f"{ROLL}?format=csv").status_code == 302


# -- whose eyes --------------------------------------------------------------------


def forged(actor: User, regency: str) -> Job:
    """A job row whose arguments somebody wrote by hand."""
    with as_worker():
        asked = ExportFile.objects.create(
            regency_code=regency,
            source="voter.export",
            format="csv",
            actor_id=actor.pk,
            actor_name=str(actor),
        )
        return Job.objects.create(
            regency_code=regency,
            kind="export",
            writing=False,
            params={"file": str(asked.public_id)},
            asked_by_id=actor.pk,
        )


def test_an_argument_that_names_another_regency_is_refused(
    stocked: str, cast: Any, sign_in: SignIn
) -> None:
    forged(cast.operator_a, "3101")
    job = work()
    assert job.state == State.FAILED and "tidak (lagi) berhak" in job.error
    assert not the_file().is_ready
    (entry,) = LedgerEntry.objects.using("gate").filter(action="refused.export")
    assert (entry.actor_id, entry.regency_code) == (cast.operator_a.pk, "3101")
    client = sign_in(cast.operator_a)
    assert client.get(f"/kab/3101/unduhan/{the_file().public_id}/").status_code == 404
    assert client.get(address(the_file())).status_code == 404


@pytest.mark.parametrize("gone", ["queryset", "policy", "both"])
def test_without_one_wall_a_foreign_argument_still_gives_no_row(
    stocked: str, cast: Any, monkeypatch: Any, gone: str
) -> None:
    """The check of the job is not there, nor one of the walls; both only to compare."""
    monkeypatch.setattr("kpu_portal.exporting.covers_regency", lambda *_one: True)
    if gone != "queryset":
        # The worker's own connection sees everybody.
        monkeypatch.setattr("kpu_portal.exporting.READ_ON", "default")
    if gone != "policy":
        from voters.querysets import ScopedQuerySet

        monkeypatch.setattr(ScopedQuerySet, "in_scope_of", lambda self, user: self)
    forged(cast.operator_a, "3101")
    job = work()
    assert job.state == State.DONE
    assert bool(the_file().rows) == (gone == "both")


def test_a_file_moved_to_another_regency_is_not_found(stocked: str, cast: Any) -> None:
    job = forged(cast.operator_a, "3272")
    with as_worker():
        Job.objects.filter(pk=job.pk).update(regency_code="3101")
    ended = work()
    assert ended.state == State.FAILED and "tidak ada lagi" in ended.error


@pytest.mark.parametrize(
    "change",
    [
        "is_active = false",
        "ends_on = '2020-01-01'",
        "role = 'ADMIN', scope_code = ''",
        "scope_code = '3101'",
    ],
)
def test_who_lost_the_right_before_the_job_ran_gets_a_refusal(
    small: None, cast: Any, sign_in: SignIn, change: str
) -> None:
    client = sign_in(cast.operator_a)
    assert client.get(f"{ROLL}?format=csv").status_code == 302
    admin_sql(
        f"UPDATE accounts_user SET {change} WHERE username = %s RETURNING 1",
        ["operator.sukabumi"],
    )
    job = work()
    assert job.state == State.FAILED and "tidak (lagi) berhak" in job.error
    assert not the_file().is_ready and not the_file().path
    assert (
        LedgerEntry.objects.using("gate").filter(action="refused.export").count() == 1
    )
    assert not LedgerEntry.objects.using("gate").filter(action="voter.export").exists()


def test_a_colleague_cannot_run_it_again_in_the_own_name(
    small: None, cast: Any, sign_in: SignIn
) -> None:
    sign_in(cast.operator_a).get(f"{ROLL}?format=csv")
    with as_worker():
        Job.objects.update(asked_by_id=cast.chair_a.pk)
    assert work().state == State.FAILED
    assert not the_file().is_ready


# -- own files only ----------------------------------------------------------------


def test_own_files_only(small: None, cast: Any, sign_in: SignIn) -> None:
    mine = sign_in(cast.operator_a)
    mine.get(f"{ROLL}?format=csv")
    work()
    row = the_file()
    for part in ("operator_a2", "chair_a"):
        other = sign_in(getattr(cast, part))
        assert other.get(address(row)).status_code == 404
        assert other.post(f"{address(row)}hapus/").status_code == 404
        assert str(row.public_id) not in other.get(MINE).content.decode()
    assert str(row.public_id) in mine.get(MINE).content.decode()
    assert default_storage.exists(row.path)


def test_the_database_alone_keeps_files_apart(
    small: None, cast: Any, sign_in: SignIn
) -> None:
    from accounts.scope import mint

    sign_in(cast.operator_a).get(f"{ROLL}?format=csv")
    number = cast.operator_a.pk
    seen = "SELECT set_config('app.token', %s, true); SELECT id FROM files_exportfile"
    tokens = {
        part: mint(getattr(cast, part), lifetime=timedelta(minutes=1))
        for part in ("operator_a", "operator_a2", "chair_a", "operator_b")
    }
    found = {part: login_sql("web", seen, [one]) for part, one in tokens.items()}
    assert len(found.pop("operator_a")) == 1
    assert not any(found.values())
    assert not login_sql("web", seen, [""])
    with pytest.raises(Exception, match="row-level security"):
        login_sql(
            "web",
            "SELECT set_config('app.token', %s, true); INSERT INTO files_exportfile "
            "(public_id, regency_code, source, query, format, actor_id, actor_name, "
            "protected, secret, name, path, sha256, rows, size, downloads) VALUES "
            "(gen_random_uuid(), '3272', 'x', '', 'csv', %s, '', false, '', '', '', "
            "'', 0, 0, 0)",
            [tokens["operator_a2"], number],
        )
    with pytest.raises(Exception, match="permission denied"):
        login_sql("web", "DELETE FROM files_exportfile")


def test_deleting(small: None, cast: Any, sign_in: SignIn) -> None:
    client = sign_in(cast.operator_a)
    client.get(f"{ROLL}?format=csv")
    work()
    row = the_file()
    assert client.post(f"{address(row)}hapus/").status_code == 302
    assert not default_storage.exists(row.path)
    assert client.get(address(row)).status_code == 404
    assert str(row.public_id) not in client.get(MINE).content.decode()
    assert LedgerEntry.objects.using("gate").filter(action="export.delete").count() == 1


# -- expiry ------------------------------------------------------------------------


def test_an_expired_file_is_gone_with_words(
    small: None, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    client.get(f"{ROLL}?format=csv")
    work()
    row = the_file()
    assert row.expires_at and row.ready_at
    assert row.expires_at - row.ready_at == timedelta(hours=72)
    assert client.get(address(row)).status_code == 200
    with as_worker():
        ExportFile.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    gone = client.get(address(row))
    assert gone.status_code == 410
    assert "sudah kedaluwarsa" in gone.content.decode()
    assert (
        LedgerEntry.objects.using("gate").filter(action="export.download").count() == 1
    )
    with as_worker():
        assert services.remove_expired()["expired"] == 1
        assert services.remove_expired()["expired"] == 0
    assert not default_storage.exists(row.path)
    assert client.get(address(row)).status_code == 410
    with as_worker():
        ExportFile.objects.update(asked_at=timezone.now() - timedelta(days=31))
        assert services.remove_expired()["rows"] == 1
    assert client.get(address(row)).status_code == 404


def test_bytes_that_no_row_knows_are_removed(portal: str, settings: Any) -> None:
    from django.core.files.base import ContentFile

    path = default_storage.save("exports/3272/lost.csv", ContentFile(b"x"))
    with as_worker():
        services.remove_expired()
        assert default_storage.exists(path)  # may be one being written just now
        import os

        os.utime(default_storage.path(path), (0, 0))
        assert services.remove_expired()["lost"] == 1
    assert not default_storage.exists(path)


# -- the password ------------------------------------------------------------------


def test_a_password_goes_to_the_file_and_nowhere_else(
    stocked: str, cast: Any, sign_in: SignIn, caplog: Any
) -> None:
    client = sign_in(cast.operator_a)
    form = client.get(f"{MINE}minta/voter.export/?jk=L")
    assert form.status_code == 200 and 'action="?jk=L"' in form.content.decode()
    caplog.set_level("DEBUG")
    assert ask_with(client).status_code == 302
    waiting = the_file()
    assert waiting.protected and SECRET not in waiting.secret
    assert secrets.unwrap(waiting.secret) == SECRET
    with as_worker():
        assert SECRET not in str(Job.objects.latest("pk").params)
    work()
    row = the_file()
    assert row.secret == "" and row.name.endswith(".xlsx")
    data = b"".join(client.get(address(row)).streaming_content)
    assert opens(io.BytesIO(data), SECRET).startswith(b"PK")
    told = admin_sql("SELECT data::text FROM audit_ledgerentry")
    assert SECRET not in str(told) and SECRET not in caplog.text
    for table in ("files_exportfile", "jobs_job"):
        assert SECRET not in str(admin_sql(f"SELECT t::text FROM {table} t"))


def test_the_password_is_erased_when_the_job_fails(
    stocked: str, cast: Any, sign_in: SignIn, monkeypatch: Any
) -> None:
    def breaks(**_more: Any) -> Any:
        raise RuntimeError

    ask_with(sign_in(cast.operator_a))
    monkeypatch.setattr("files.exports.make", breaks)
    assert work().state == State.FAILED
    assert the_file().secret == "" and not the_file().is_ready


def test_the_password_of_a_cancelled_job_is_erased(
    stocked: str, cast: Any, sign_in: SignIn
) -> None:
    ask_with(sign_in(cast.operator_a))
    with as_worker():
        assert services.remove_expired()["secrets"] == 0
        Job.objects.update(state=State.CANCELLED)
        assert services.remove_expired()["secrets"] == 1
    assert the_file().secret == ""


def test_a_worker_that_lost_its_lease_leaves_nothing_and_the_password(
    stocked: str, cast: Any, sign_in: SignIn, monkeypatch: Any
) -> None:
    from jobs.services import Context, LeaseLost

    def lost(_context: Any) -> None:
        raise LeaseLost

    ask_with(sign_in(cast.operator_a))
    monkeypatch.setattr(Context, "check", lost)
    work()
    row = the_file()
    assert row.secret and not row.is_ready
    folder = "exports/3272"
    names = default_storage.listdir(folder)[1] if default_storage.exists(folder) else []
    assert not [name for name in names if str(row.public_id) in name]
    assert not LedgerEntry.objects.using("gate").filter(action="voter.export").exists()


@pytest.mark.parametrize(("password", "again"), [("pendek", "pendek"), (SECRET, "x")])
def test_a_bad_password_is_answered_beside_the_field(
    stocked: str, cast: Any, sign_in: SignIn, password: str, again: str
) -> None:
    answer = sign_in(cast.operator_a).post(
        f"{MINE}minta/voter.export/",
        {"bentuk": "xlsx", "sandi": password, "ulang": again},
    )
    assert answer.status_code == 422
    assert SECRET not in answer.content.decode()
    with as_worker():
        assert not ExportFile.objects.exists()


def test_asking_for_what_is_no_list(stocked: str, cast: Any, sign_in: SignIn) -> None:
    client = sign_in(cast.operator_a)
    assert client.get(f"{MINE}minta/code.export/").status_code == 404
    assert client.post(f"{MINE}minta/code.export/pilihan/").status_code == 404
    assert client.post(f"{MINE}minta/export/").status_code == 404


def test_the_list_is_paged_by_key(
    stocked: str, cast: Any, sign_in: SignIn, settings: Any
) -> None:
    settings.POLICY = replace(settings.POLICY, page_rows=2)
    user = cast.operator_a
    with as_worker():
        for _n in range(3):
            ExportFile.objects.create(
                regency_code="3272",
                source="voter.export",
                format="csv",
                actor_id=user.pk,
            )
        numbers = list(ExportFile.objects.values_list("pk", flat=True))
    client = sign_in(user)
    first = client.get(MINE).content.decode()
    assert first.count("data-row") == 2 and f"sesudah={numbers[1]}" in first
    rest = client.get(f"{MINE}?sesudah={numbers[1]}").content.decode()
    assert rest.count("data-row") == 1
