"""What is due: every role sees its own on its first page, as a list and as a text."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AccountChange, User
from accounts.scope import scoped_as
from fieldwork.aid.models import Programme, Recipient
from fieldwork.models import Batch, Task
from jobs.due import Due, Level, due_of, register
from jobs.models import Job
from kpu_portal.due import register_all
from kpu_portal.due.text import share_text
from periods.models import Period
from plenos.models import Advice
from posts.models import Bulletin
from tests.kpu_portal.url_objects import VILLAGE, objects_of
from tests.roles import admin_sql, as_worker

TODAY = dt.date(2026, 11, 29)
HOMES = {
    "operator_a": "/kab/3272/",
    "province": "/provinsi/32/",
    "supervisor": "/kab/3272/pengawas/",
    "supervisor_province": "/provinsi/32/pengawas/",
    "post": "/kab/3272/pos/",
    "village": "/kab/3272/kelurahan/",
    "head": "/kab/3272/warga/",
    "admin": "/",
}
MOST = {"operator_a": 21, "province": 3, "supervisor": 2, "post": 5, "admin": 4}
"""Queries that the list may cost a role; an office's is one a room or less."""


@pytest.mark.parametrize("part", HOMES)
def test_each_role_starts_with_its_list(
    shared_stocked: str, cast: Any, sign_in: Any, part: str
) -> None:
    client = sign_in(getattr(cast, part))
    answer = client.get("/", follow=True)
    assert answer.status_code == 200, answer
    page = answer.content.decode()
    assert page.count('id="h-kerjakan"') == 1
    assert "Yang harus dikerjakan" in page
    found = answer.context["dues"]
    assert ("Tidak ada yang menunggu" in page) == (found == [])
    for one in found:
        assert f'href="{one.url.replace("&", "&amp;")}"' in page
        assert client.get(one.url, follow=True).status_code == 200, one


@pytest.mark.parametrize("part", MOST)
def test_it_costs_few_queries(shared_stocked: str, cast: Any, part: str) -> None:
    user = getattr(cast, part)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        due_of(user, TODAY)
    assert len(asked) <= MOST[part], [query["sql"] for query in asked]


def test_an_office_sees_its_own_letters_jobs_and_dates(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    _letter("SP-1", due_on=timezone.localdate() - dt.timedelta(days=1))
    _letter("SP-2", due_on=None)
    with as_worker():
        Job.objects.create(
            regency_code="3272", kind="x", state="FAILED", ended_at=timezone.now()
        )
        Period.objects.filter(regency_code="3272", state="OPEN").update(
            cutoff_on=timezone.localdate() + dt.timedelta(days=2)
        )
    found = _codes(sign_in, cast.operator_a)
    assert {"advice_late", "advice", "failed_jobs", "cutoff"} <= found.keys()
    assert found["advice_late"].level == Level.LATE
    assert found["cutoff"].deadline == timezone.localdate() + dt.timedelta(days=2)
    assert "cutoff" in _codes(sign_in, cast.post)
    foreign = _codes(sign_in, cast.operator_b)
    assert not {"advice_late", "advice", "failed_jobs"} & foreign.keys()
    assert _codes(sign_in, cast.province)["regencies_advice"].count == 1
    assert "regencies_advice" not in _codes(sign_in, cast.province_b)
    assert _codes(sign_in, cast.supervisor)["advice_unanswered"].count == 1
    assert "advice_unanswered" not in _codes(sign_in, cast.supervisor_b)


def test_the_field_sees_its_visits_and_its_recap(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    today = timezone.localdate()
    with as_worker():
        made = objects_of("3272", VILLAGE)
        Batch.objects.filter(public_id=made.batch).update(
            state="RUNNING", deadline=today - dt.timedelta(days=1)
        )
        Task.objects.filter(public_id=made.task).update(state="TODO")
        Bulletin.objects.filter(public_id=made.bulletin).update(state="SENT")
        Period.objects.filter(regency_code="3272", state="OPEN").update(
            cutoff_on=today + dt.timedelta(days=1)
        )
    office = _codes(sign_in, cast.operator_a)
    assert office["coklit_late"].level == Level.LATE
    assert office["bulletins"].count == 1
    village = _codes(sign_in, cast.village)
    assert village["visits"].count == village["village_recap"].count == 1
    foreign = _codes(sign_in, cast.operator_b)
    assert not {"coklit_late", "bulletins"} & foreign.keys()


def test_who_goes_to_recipients_of_aid_and_who_brings_it_is_told(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    """Each of the own area: the head of an RT, the kelurahan, the office."""
    head = cast.neighbourhood
    with as_worker():
        made = objects_of("3272", VILLAGE)
        rows = Recipient.objects.filter(public_id=made.recipient)
        Programme.objects.update(state="ACTIVE")
        place = {"kelurahan": head.scope_code, "rw": head.rw, "rt": head.rt or "001"}
        rows.update(answer="", pending=False, **place)
    assert _codes(sign_in, head)["aid_unchecked"].count == 1
    assert _codes(sign_in, cast.village)["aid_unchecked"].count == 1
    assert "aid_heard" not in _codes(sign_in, cast.operator_a)
    with as_worker():
        rows.update(answer="DIED", pending=True)
    assert "aid_unchecked" not in _codes(sign_in, head)
    for part in ("village", "operator_a"):
        assert _codes(sign_in, getattr(cast, part))["aid_heard"].count == 1, part
    with as_worker():
        Programme.objects.update(state="CLOSED")
    assert "aid_heard" not in _codes(sign_in, cast.village)


def test_an_office_is_reminded_of_its_exchange_until_it_is_made(
    stocked: str, cast: Any
) -> None:
    period = Period.objects.open("3272").get()
    day = period.starts_on.replace(day=settings.POLICY.exchange_day)

    def due(user: Any, on: dt.date) -> list[Due]:
        with transaction.atomic(), scoped_as(user):
            return [one for one in due_of(user, on) if one.code == "exchange_run"]

    (found,) = due(cast.operator_a, day)
    assert (found.url, found.deadline) == ("/kab/3272/ganda/antar/", period.cutoff_on)
    assert due(cast.operator_a, day - dt.timedelta(days=1)) == []
    assert due(cast.post, day) == []
    with as_worker():
        job = Job.objects.create(
            regency_code="3272",
            kind="exchange",
            state="FAILED",
            ended_at=timezone.now(),
        )
    assert due(cast.operator_a, day)
    with as_worker():
        Job.objects.filter(pk=job.pk).update(state="DONE", ended_at=timezone.now())
        Period.objects.filter(pk=period.pk).update(starts_on=timezone.localdate())
    later = timezone.localdate() + dt.timedelta(days=40)
    assert due(cast.operator_a, later) != []
    with as_worker():
        Job.objects.filter(pk=job.pk).update(
            ended_at=timezone.now() + dt.timedelta(days=40)
        )
    assert due(cast.operator_a, later) == []


def test_a_second_administrator_sees_the_request(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    with as_worker():
        soon = timezone.localdate() + dt.timedelta(days=3)
    User.objects.filter(username=cast.post.username).update(ends_on=soon)
    AccountChange.objects.create(
        user=cast.operator_a, role="MEMBER", scope_code="3272", proposed_by=cast.admin
    )
    other = _codes(sign_in, cast.admin2)
    assert (other["account_changes"].count, other["accounts_end"].count) == (1, 1)
    assert other["accounts_end"].deadline == soon
    assert "account_changes" not in _codes(sign_in, cast.admin)


def test_the_text_holds_counts_dates_and_links_alone(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    _letter("SP-9", due_on=timezone.localdate() - dt.timedelta(days=1))
    answer = sign_in(cast.operator_a).get("/akun/kerja/")
    text = answer.context["text"]
    assert text.startswith("*Yang harus dikerjakan*\nKPU Kota Sukabumi, ")
    assert "• *1* saran Bawaslu lewat batas waktu\n" in text
    assert "SP-9" not in text and "RAHASIA" not in text
    assert 'data-copy="teks"' in answer.content.decode()


def test_an_empty_text_says_so() -> None:
    text = share_text([], office="KPU", as_of=TODAY, site="https://pdpb.example/")
    assert text.endswith("29 November 2026\n\nTidak ada yang menunggu")
    one = Due("x", 1200, "hal", "/a/?b=1", deadline=dt.date(2026, 12, 1), more="Budi")
    text = share_text([one], office="KPU", as_of=TODAY, site="https://pdpb.example/")
    assert "• *1.200* hal (tenggat 1 Des)\n  https://pdpb.example/a/?b=1" in text
    assert "Budi" not in text


def test_a_room_registers_what_waits_in_it(monkeypatch: Any) -> None:
    offered: dict[str, Any] = {}
    monkeypatch.setattr("jobs.due._providers", offered)
    register("a", lambda user, as_of: [Due("w", 1, "", "/w"), Due("none", 0, "", "/n")])
    register("b", lambda user, as_of: [Due("late", 2, "", "/l", level=Level.LATE)])
    register("c", lambda user, as_of: [Due("nowhere", 2, "", "")])
    assert [one.code for one in due_of(None, TODAY)] == ["late", "w"]
    register_all()
    assert {"office", "province", "supervisor", "field"} <= offered.keys()


def _letter(number: str, *, due_on: dt.date | None) -> None:
    with as_worker():
        Advice.objects.create(
            regency_code="3272",
            kind="SARAN",
            institution="Bawaslu",
            letter_no=number,
            letter_on=timezone.localdate() - dt.timedelta(days=9),
            due_on=due_on,
            subject="RAHASIA",
        )


def _codes(sign_in: Any, user: Any) -> dict[str, Due]:
    answer = sign_in(user).get("/", follow=True)
    return {one.code: one for one in answer.context["dues"]}


def test_a_hand_over_waits_for_the_office_that_answers_it(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    for state, count in (("", 2), ("now()", 1)):
        admin_sql(
            "INSERT INTO handover (from_regency, to_regency, opened_by, state, payload,"
            " from_stage, to_stage, answer, reason, note, answered_by_name,"
            " opened_by_name, due_on, steps, expired_at) SELECT '3272', '3101', 'FROM',"
            " '', '{}', 'APPLIED', '', '', '', '', '', '', current_date, '[]', "
            f"{state or 'NULL'} FROM generate_series(1, {count}) RETURNING 1"
        )
    here, there = _codes(sign_in, cast.operator_a), _codes(sign_in, cast.operator_b)
    assert (there["handovers"].count, here["handovers_late"].count) == (2, 1)
    assert there["handovers"].url == "/kab/3101/serah-terima/?keadaan=saya"
    assert there["handovers"].deadline is not None
    assert "handovers" not in here and "handovers_late" not in there
