"""The figures, the steps and the reminders of an office's home."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from files.lists import page_by_id
from kpu_portal import context, selectors
from kpu_portal.ui.actions import action_word
from periods import services as periods
from periods.models import Period
from plenos.models import Plenary, PlenaryState
from tests.roles import admin_sql, as_worker
from voters.models import ChangeProposal, PeriodTally

NOW = periods.current
KELURAHAN = "3272011001"


def propose(state: str, n: int, **values: Any) -> None:
    period = NOW("3272")
    assert period is not None
    facts = {"kelurahan": KELURAHAN, "kind": "UBAH", "sex": "L"}
    facts |= {"period_id": period.pk, **values}
    with as_worker():
        ChangeProposal.objects.bulk_create(
            ChangeProposal(
                regency_code="3272",
                state=state,
                nik=f"32720101019{sum(map(ord, state)) % 97:02d}{number:03d}",
                **facts,
            )
            for number in range(n)
        )


def home(cast: Any, sign_in: Any, part: str = "operator_a") -> Any:
    return sign_in(getattr(cast, part)).get("/kab/3272/")


def waiting(answer: Any) -> list[Any]:
    """What is due, without what depends on today: dates, and the day of exchange."""
    dates = {"cutoff", "plenary_day", "exchange_run"}
    return [one for one in answer.context["dues"] if one.code not in dates]


def test_what_waits_and_what_is_decided(stocked: str, cast: Any, sign_in: Any) -> None:
    propose("OPEN", 3)
    propose("SECOND", 2)
    propose("HOLD", 1, hold_until=dt.date(2020, 1, 1))
    propose("ACCEPTED", 4)
    answer = home(cast, sign_in)
    foot = answer.context["foot"]
    assert (foot.waiting, foot.reviewed, foot.proposals) == (6, 4, 10)
    by_code = {row.code: row for row in answer.context["rows"]}
    assert by_code["327201"].waiting == 6
    found = {todo.text: todo.count for todo in waiting(answer)}
    assert found == {
        "usulan menunggu keputusan": 3,
        "usulan perlu orang kedua": 2,
        "usulan tunda jatuh tempo": 1,
        "usulan diterima belum diterapkan": 4,
    }
    assert answer.context["step"] == 3
    review = next(item for item in answer.context["nav"] if item["count"])
    assert (review["label"], review["count"]) == ("Tinjauan", 6)
    page = answer.content.decode()
    assert "40%" in page
    assert "?kecamatan=327201" in page


def test_what_an_earlier_period_left_counts_while_it_waits(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    ((closed,),) = admin_sql(
        "SELECT id FROM periods_period WHERE regency_code = '3272' AND code = '2026-10'"
    )
    for state, here, earlier in (
        *(("OPEN", 2, 1), ("HOLD", 1, 2), ("COKLIT", 3, 0), ("SECOND", 0, 3)),
        *(("ACCEPTED", 1, 2), ("REJECTED", 2, 3), ("APPLIED", 0, 4)),
        *(("STALE", 1, 1), ("WITHDRAWN", 2, 5)),
    ):
        propose(state, here)
        elsewhere = {"kelurahan": "3272021001", "kind": "PINDAH_DALAM"}
        propose(state, earlier, period_id=closed, **elsewhere)
    answer = home(cast, sign_in)
    rows = {row.code: (row.waiting, row.reviewed) for row in answer.context["rows"]}
    assert rows["327201"] == (2 + 1 + 3, 1 + 2 + 1)
    assert rows["327202"] == (1 + 2 + 3, 0)
    found = {todo.code: todo.count for todo in waiting(answer)}
    assert found["accepted"] == 1 + 2, "whoever is accepted is applied in any period"


def test_more_than_is_counted_says_so_in_the_rail(
    stocked: str,
    cast: Any,
    sign_in: Any,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    propose("OPEN", 3)
    assert ">3<span" in home(cast, sign_in).content.decode()
    settings.POLICY = replace(settings.POLICY, count_cap=2)
    assert ">2+<span" in home(cast, sign_in).content.decode()
    monkeypatch.setattr(
        "kpu_portal.context.waiting_count", lambda _user: (10_000, True)
    )
    page = home(cast, sign_in).content.decode()
    assert ">10 rb+</span>" in page and "lebih dari 10.000" in page


def test_nothing_of_another_office(stocked: str, cast: Any, sign_in: Any) -> None:
    propose("OPEN", 3)
    answer = sign_in(cast.operator_b).get("/kab/3101/")
    assert answer.context["foot"].waiting == 0
    assert waiting(answer) == []
    assert answer.context["foot"].both == 300


def test_changes_of_the_period(stocked: str, cast: Any, sign_in: Any) -> None:
    with as_worker(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE voter SET status = 'INELIGIBLE', status_reason = 'MENINGGAL'"
            " WHERE regency_code = '3272' AND kelurahan LIKE '327201%%' AND sex = 'P'"
            " AND status = 'ACTIVE'"
        )
        gone = cursor.rowcount
        cursor.execute(
            "UPDATE voter SET status = 'HELD', status_reason = 'DUGAAN_GANDA'"
            " WHERE regency_code = '3272' AND id IN (SELECT min(id) FROM voter"
            " WHERE regency_code = '3272' AND kelurahan LIKE '327202%%'"
            " AND status = 'ACTIVE')"
        )
    assert gone > 0
    answer = home(cast, sign_in)
    totals, foot = answer.context["totals"], answer.context["foot"]
    assert (totals.women_change, totals.men_change, totals.died) == (-gone, 0, gone)
    assert (foot.tms, foot.held, foot.both) == (gone, 1, 900 - gone)
    assert totals.by_reason[0]["label"] == "Meninggal"
    assert PeriodTally.objects.filter(column="TMS").exists()


@pytest.mark.parametrize(
    ("state", "number", "step"),
    [
        (None, "", 2),
        (PlenaryState.FROZEN, "1/2026", 7),
        (PlenaryState.SIGNED, "1/2026", 8),
        (PlenaryState.PUBLISHED, "1/2026", 9),
    ],
)
def test_steps_of_the_plenary(
    shared_stocked: str, state: str | None, number: str, step: int
) -> None:
    plenary = Plenary(state=state, number=number) if state else None
    foot = selectors.DistrictRow("", "")
    assert selectors.current_step(plenary, False, foot) == step


def test_a_month_without_a_file_goes_on_as_nihil() -> None:
    foot = selectors.DistrictRow("", "")
    assert selectors.current_step(None, False, foot) == 2
    assert selectors.current_step(None, True, foot) == 4
    assert selectors.delivered_words(0, is_over=False) == "belum ada kiriman"
    assert selectors.delivered_words(0, is_over=True) == "nihil"
    assert selectors.delivered_words(2, is_over=True) == "2 kiriman"


def test_steps_before_the_plenary() -> None:
    foot = selectors.DistrictRow("", "", reviewed=3)
    draft = Plenary(state=PlenaryState.DRAFT, number="1/2026")
    assert selectors.current_step(None, True, foot) == 4
    assert selectors.current_step(draft, True, foot) == 5
    assert (
        selectors.current_step(draft, True, selectors.DistrictRow("", "", waiting=1))
        == 3
    )


def test_the_chair_is_reminded_of_the_freeze(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    period = NOW("3272")
    assert period is not None
    with as_worker():
        Plenary.objects.create(
            regency_code="3272", period=period, number="1/2026", place="Aula"
        )
    texts = [todo.text for todo in waiting(home(cast, sign_in, "chair_a"))]
    assert texts == ["pleno menunggu pembekuan oleh Ketua"]
    assert waiting(home(cast, sign_in)) == []


def test_deadlines_fall_away_when_they_have_passed() -> None:
    period = Period(
        cutoff_on=dt.date(2026, 11, 27),
        reference_date=dt.date(2026, 11, 30),
        plenary_on=None,
    )
    before = selectors.deadlines(period, dt.date(2026, 11, 26))
    assert [item["left"] for item in before] == ["besok", "4 hari"]
    assert before[0]["near"]
    on_the_day = selectors.deadlines(period, dt.date(2026, 11, 30))
    assert [item["left"] for item in on_the_day] == ["hari ini"]
    assert selectors.deadlines(period, dt.date(2026, 12, 1)) == []


def test_a_page_that_no_room_offers_has_no_link() -> None:
    assert context.link("attic:list", "3272") == ""


def test_words_of_actions() -> None:
    assert action_word("login.failed") == "Gagal masuk"
    assert action_word("job.cancel.twice") == "Pekerjaan dibatalkan"
    assert action_word("unknown.thing") == "unknown.thing"


def test_a_place_before_the_first_row_gives_the_first_page(shared_portal: str) -> None:
    from accounts.models import User

    rows = User.objects.all()
    first = page_by_id(rows, QueryDict(""), size=5)
    assert page_by_id(rows, QueryDict("sebelum=99999"), size=5).rows == first.rows
    assert page_by_id(rows, QueryDict("sesudah=0"), size=5).rows == []
    assert page_by_id(rows.none(), QueryDict("sebelum=akhir"), size=5).rows == []
