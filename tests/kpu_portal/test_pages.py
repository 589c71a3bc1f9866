"""Home, jobs and ledger as an office sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.urls import resolve

from jobs import services
from jobs.models import Job
from kpu_portal.context import frame
from periods.models import Period
from tests import databases
from tests.roles import admin_sql, as_worker

SignIn = Callable[[Any], Any]


def test_a_visitor_is_sent_to_the_login_page(portal: str, client: Any) -> None:
    for url in ("/", "/kab/3272/", "/kab/3272/pekerjaan/", "/kab/3272/jejak/"):
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/masuk/")


def test_health(portal: str, client: Any) -> None:
    assert client.get("/sehat/").content == b"ok"


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("operator_a", "/kab/3272/"),
        ("chair_b", "/kab/3101/"),
        ("province", "/provinsi/32/"),
        ("supervisor", "/kab/3272/pengawas/"),
    ],
)
def test_everybody_starts_where_the_role_does(
    portal: str, cast: Any, sign_in: SignIn, part: str, place: str
) -> None:
    answer = sign_in(getattr(cast, part)).get("/")
    assert (answer.status_code, answer["Location"]) == (302, place)


def test_the_administrator_sees_regencies_and_no_person(
    shared_stocked: str, cast: Any, sign_in: SignIn
) -> None:
    answer = sign_in(cast.admin).get("/")
    assert answer.status_code == 200
    assert "Kota Sukabumi" in answer.content.decode()


def test_home_before_any_roll(portal: str, cast: Any, sign_in: SignIn) -> None:
    answer = sign_in(cast.operator_a).get("/kab/3272/")
    assert answer.status_code == 200
    assert "Belum ada periode" in answer.content.decode()


def test_home_shows_the_roll_per_kecamatan(
    shared_stocked: str, cast: Any, sign_in: SignIn
) -> None:
    answer = sign_in(cast.operator_a).get("/kab/3272/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "November 2026" in page
    assert answer.context["foot"].both == 900
    assert answer.context["foot"].villages == 33
    assert len(answer.context["rows"]) == 7
    assert sum(row.both for row in answer.context["rows"]) == 900
    counted = admin_sql(
        "SELECT left(kelurahan, 6), count(*) FILTER (WHERE sex = 'L'), "
        "count(*) FILTER (WHERE sex = 'P'), count(*) FROM voter "
        "WHERE regency_code = '3272' AND status IN ('ACTIVE', 'HELD') "
        "GROUP BY 1 ORDER BY 1"
    )
    rows = sorted(answer.context["rows"], key=lambda row: row.code)
    assert [(row.code, row.men, row.women, row.both) for row in rows] == counted
    assert all(0 < men != women > 0 for _code, men, women, _both in counted)
    foot = answer.context["foot"]
    assert (foot.men, foot.women) == tuple(
        sum(row[at] for row in counted) for at in (1, 2)
    )
    table = page.split("<tbody>")[1].split("</table>")[0]
    printed = re.findall(r"<tr.*?</tr>", table, re.S)
    for row, html in zip([*answer.context["rows"], foot], printed, strict=True):
        figures = re.findall(r'<td class="pd-num[^"]*">(.*?)</td>', html)
        shown = [re.sub(r"<[^>]*>", "", cell) for cell in figures]
        assert f"{row.men}|{row.women}|{row.both}" in "|".join(shown)
    assert "Gunung Puyuh" in page
    assert answer["Cache-Control"] == "no-store"
    assert [item["label"] for item in answer.context["nav"]][0] == "Beranda"


def test_home_in_english(shared_stocked: str, cast: Any, sign_in: SignIn) -> None:
    """Indonesian first, whatever the browser prefers; English when somebody asks."""
    client = sign_in(cast.operator_a)
    answer = client.get("/kab/3272/", HTTP_ACCEPT_LANGUAGE="en")
    assert '<html lang="id">' in answer.content.decode()
    client.post("/bahasa/", {"language": "en", "next": "/kab/3272/"})
    answer = client.get("/kab/3272/")
    assert '<html lang="en">' in answer.content.decode()
    client.cookies["django_language"] = "xx"
    answer = client.get("/kab/3272/")
    assert '<html lang="id">' in answer.content.decode()


def _job(regency: str = "3272", **values: Any) -> Job:
    with as_worker():
        return Job.objects.create(regency_code=regency, kind="reconcile", **values)


def _look_again(job: Job) -> None:
    with as_worker():
        job.refresh_from_db()


def test_jobs_list_filters_and_pages(
    portal: str, cast: Any, sign_in: SignIn, settings: Any
) -> None:
    for _ in range(60):
        _job(state="DONE")
    failed = _job(state="FAILED", error="Berkas rusak")
    client = sign_in(cast.operator_a)
    first = client.get("/kab/3272/pekerjaan/")
    assert first.status_code == 200
    assert len(first.context["page"].rows) == settings.POLICY.page_rows
    assert first.context["page"].rows[0] == failed
    after = first.context["page"].after
    second = client.get(f"/kab/3272/pekerjaan/?sesudah={after}")
    assert len(second.context["page"].rows) == 11
    back = client.get(f"/kab/3272/pekerjaan/?sebelum={second.context['page'].before}")
    assert back.context["page"].rows == first.context["page"].rows
    last = client.get("/kab/3272/pekerjaan/?sebelum=akhir")
    assert last.context["page"].after is None
    oldest = client.get("/kab/3272/pekerjaan/?sort=created_at")
    assert oldest.context["page"].rows[0] == last.context["page"].rows[-1]
    only = client.get("/kab/3272/pekerjaan/?keadaan=FAILED")
    assert only.context["page"].rows == [failed]
    none = client.get("/kab/3272/pekerjaan/?keadaan=CANCELLED")
    assert "cocok dengan 1 saringan" in none.content.decode()
    junk = client.get("/kab/3272/pekerjaan/?sesudah=x&sebelum=-1&keadaan=APA")
    assert junk.status_code == 200


def test_an_empty_jobs_list(portal: str, cast: Any, sign_in: SignIn) -> None:
    answer = sign_in(cast.operator_a).get("/kab/3272/pekerjaan/")
    assert "Belum ada pekerjaan" in answer.content.decode()


def test_progress_as_fragment_and_as_page(
    portal: str, cast: Any, sign_in: SignIn
) -> None:
    job = _job(state="RUNNING", stage="load", done=40, total=100)
    client = sign_in(cast.operator_a)
    url = f"/kab/3272/pekerjaan/{job.public_id}/"
    fragment = client.get(url, HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in fragment
    assert "40 dari 100" in fragment
    assert 'hx-trigger="every 1s"' in fragment
    assert "<html" in client.get(url).content.decode()


def test_cancel_and_retry(portal: str, cast: Any, sign_in: SignIn) -> None:
    job = _job()
    client = sign_in(cast.operator_a)
    url = f"/kab/3272/pekerjaan/{job.public_id}/"
    assert client.get(f"{url}batalkan/").status_code == 405
    assert client.post(f"{url}batalkan/").status_code == 302
    _look_again(job)
    assert job.state == "CANCELLED"
    refused = client.post(f"{url}ulangi/", follow=True)
    assert "Hanya pekerjaan yang gagal" in refused.content.decode()
    failed = _job(state="FAILED", attempts=3, error="x")
    url = f"/kab/3272/pekerjaan/{failed.public_id}/ulangi/"
    assert client.post(url, HTTP_HX_REQUEST="true").status_code == 200
    _look_again(failed)
    assert (failed.state, failed.attempts, failed.asked_by_name) == (
        "QUEUED",
        0,
        "Rina Marlina",
    )
    actions = {entry.action for entry in _entries()}
    assert {"job.cancel", "job.retry", "login"} <= actions


def test_a_cancel_while_the_job_saves_is_told(
    portal: str,
    cast: Any,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services.asking, "CANCEL_TRIES", 2)
    job = _job(state="RUNNING", stage="propose")
    client = sign_in(cast.operator_a)
    url = f"/kab/3272/pekerjaan/{job.public_id}/batalkan/"
    saving = databases.as_administrator(connection.settings_dict["NAME"])
    try:
        saving.autocommit = False
        with saving.cursor() as cursor:
            cursor.execute("SELECT 1 FROM jobs_job WHERE id = %s FOR UPDATE", [job.pk])
            page = client.post(url, follow=True).content.decode()
        saving.rollback()
    finally:
        saving.close()
    assert "sedang menyimpan; tidak dapat dibatalkan lagi" in page
    _look_again(job)
    assert not job.cancel_requested
    assert "job.cancel" not in {entry.action for entry in _entries()}


def _entries() -> list[Any]:
    from audit.models import LedgerEntry

    return list(LedgerEntry.objects.using("gate").filter(regency_code="3272"))


@pytest.mark.parametrize("end", ["", "batalkan/", "ulangi/"])
def test_a_job_of_another_office_is_not_there(
    portal: str, cast: Any, sign_in: SignIn, end: str
) -> None:
    job = _job("3101")
    client = sign_in(cast.operator_a)
    ask = client.post if end else client.get
    assert ask(f"/kab/3272/pekerjaan/{job.public_id}/{end}").status_code == 404
    assert ask(f"/kab/3101/pekerjaan/{job.public_id}/{end}").status_code == 404
    _look_again(job)
    assert job.state == "QUEUED"


def test_the_ledger_page(portal: str, cast: Any, sign_in: SignIn) -> None:
    client = sign_in(cast.operator_a)
    page = client.get("/kab/3272/jejak/")
    assert page.status_code == 200
    assert "Rina Marlina" in page.content.decode()
    only = client.get("/kab/3272/jejak/?tindakan=login&pelaku=rina")
    assert {row.action for row in only.context["page"].rows} == {"login"}
    none = client.get("/kab/3272/jejak/?pelaku=tidakada")
    assert none.context["page"].rows == []
    assert client.get("/kab/3101/jejak/").status_code == 404


def test_the_period_menu(shared_stocked: str, cast: Any, sign_in: SignIn) -> None:
    answer = sign_in(cast.operator_a).get("/kab/3272/pekerjaan/")
    assert answer.context["shown_period"] == "November 2026"
    labels = [entry["label"] for entry in answer.context["periods"]]
    assert labels == ["November 2026 (terbuka)", "Oktober 2026 (ditutup)"]
    assert Period.objects.of("3272").count() == 2


def test_the_period_menu_of_a_recap_reads_months(
    shared_stocked: str, cast: Any, sign_in: SignIn
) -> None:
    page = sign_in(cast.operator_a).get("/kab/3272/pleno/2026-11/").content.decode()
    menu = page.split("</header>")[0]
    assert 'href="/kab/3272/pleno/2026-10/">Oktober 2026 (ditutup)</a>' in menu
    assert ">2026-11<" not in page
    assert ">Oktober 2026</a>" in page


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("pengawas/", "Rekap"),
        ("pengawas/daftar/", "Daftar"),
        ("pleno/2026-10/", "Rekap"),
    ],
)
def test_one_item_of_the_rail_of_bawaslu_is_current(
    portal: str, cast: Any, rf: Any, path: str, current: str
) -> None:
    request = rf.get(f"/kab/3272/{path}")
    request.user, request.session = cast.supervisor, {}
    request.resolver_match = resolve(request.path)
    marked = [item["label"] for item in frame(request)["nav"] if item["current"]]
    assert marked == [current]
