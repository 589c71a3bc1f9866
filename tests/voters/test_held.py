"""What is put off and who is held: the list, its ways out, reminders, the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobs.due import due_of
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services

pytestmark = pytest.mark.usefixtures("shared_stocked")
PAGE = "/kab/3272/ditahan/"


@pytest.fixture(scope="module")
def waiting(shared_stocked: str) -> Any:
    """Two proposals put off and three held voters: late, soon, without a day."""
    from tests.conftest import Cast

    user = Cast().operator_a
    people = desk.voters(user, 5)
    put_off = []
    for one in people[:2]:
        made = desk.propose(user, "UBAH", one, new={"address": "JL BARU 1"})
        put_off.append(
            desk.decide(user, services.hold, made, until=date(2099, 1, 1), note="RAGU")
        )
    today = timezone.localdate()
    admin_sql(
        "UPDATE change_proposal SET hold_until = %s WHERE id = %s",
        [today - timedelta(days=3), put_off[0].pk],
    )
    days = (today, today + timedelta(days=2), None)
    for one, day in zip(people[2:], days, strict=True):
        admin_sql(
            "UPDATE voter SET status = 'HELD', status_reason = 'RAGU',"
            " status_until = %s WHERE regency_code = '3272' AND id = %s",
            [day, one.pk],
        )
    return put_off, people[2:]


def test_a_list_of_several_pages_says_how_many_it_leaves(
    waiting: Any, cast: Any, sign_in: Any, settings: Any
) -> None:
    put_off, people = waiting
    client = sign_in(cast.operator_a)
    settings.POLICY = replace(settings.POLICY, page_rows=1)
    place = people[0].kelurahan
    every = len(put_off) + len(people)
    for query in ("", "jenis=P", "jenis=U", "tenggat=lewat", f"kelurahan={place}"):
        context = client.get(f"{PAGE}?{query}").context
        with desk.desk(cast.operator_a):
            left = context["filter"].qs.count()
        assert left > 1 and (context["count"], context["more"]) == (left, False)
        assert (left == every) == (query == "") or query.startswith("kelurahan")
    settings.POLICY = replace(settings.POLICY, count_cap=2)
    assert client.get(PAGE).context["more"]


def test_both_kinds_stand_in_one_list_by_their_day(
    waiting: Any, cast: Any, sign_in: Any
) -> None:
    put_off, people = waiting
    client = sign_in(cast.operator_a)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(PAGE)
    assert len(asked) <= 13, [one["sql"][:90] for one in asked]
    rows = answer.context["page"].rows
    assert [(one.what, one.id) for one in rows] == [
        ("U", put_off[0].pk),
        ("P", people[0].pk),
        ("P", people[1].pk),
        ("U", put_off[1].pk),
        ("P", people[2].pk),
    ]
    text = answer.content.decode()
    assert text.count("jatuh tempo</span>") == 2 and "tanpa tenggat" in text
    assert put_off[0].nik not in text

    def shown(**query: str) -> list[int]:
        return [one.id for one in client.get(PAGE, query).context["page"].rows]

    assert shown(tenggat="lewat") == [put_off[0].pk, people[0].pk]
    assert shown(tenggat="segera", jenis="P") == [people[1].pk]
    assert shown(tenggat="tanpa") == [people[2].pk]
    assert shown(sesudah=str(rows[1].public_id)) == [one.id for one in rows[2:]]
    lived_in = {one.kelurahan[:6] for one in (*put_off, *people)}
    elsewhere = {f"32720{number}" for number in range(1, 8)} - lived_in
    assert shown(kecamatan=min(elsewhere)) == []
    taken = client.get(f"{PAGE}ekspor/", {"format": "csv", "jenis": "U"})
    lines = b"".join(taken.streaming_content).decode()
    assert "RAGU" in lines and put_off[0].nik not in lines


def test_they_are_reminded_of_and_stand_beside_the_recap(
    waiting: Any, cast: Any, sign_in: Any
) -> None:
    user = cast.operator_a
    with desk.desk(user):
        found = {one.code: one for one in due_of(user, timezone.localdate())}
    counted = {
        code: found[code].count for code in ("holds_over", "held_over", "held_soon")
    }
    assert counted == {"holds_over": 1, "held_over": 1, "held_soon": 1}
    assert found["held_over"].url == f"{PAGE}?jenis=P&tenggat=lewat"
    with as_worker():
        period = desk.period()
    recap = sign_in(user).get(reverse("plenos:recap", args=["3272", period.code]))
    assert f'href="{PAGE}?jenis=P"' in recap.content.decode()


def test_the_ways_out(waiting: Any, cast: Any, sign_in: Any) -> None:
    put_off, people = waiting
    client, user = sign_in(cast.operator_a), cast.operator_a
    one = f"{PAGE}U/{put_off[0].public_id}/"
    assert "Perpanjang" in client.get(one).content.decode()
    more = {"aksi": "perpanjang", "sampai": "2098-01-01"}
    assert "Tulis mengapa" in client.post(one, more).content.decode()
    assert "Pilih perpanjang" in client.post(one, {}).content.decode()
    assert client.post(one, {**more, "alasan": "TUNGGU AKTA"}).url == PAGE
    kept = desk.see(user, put_off[0])
    assert (kept.state, kept.hold_until, kept.note) == (
        "HOLD",
        date(2098, 1, 1),
        "TUNGGU AKTA",
    )
    client.post(f"{PAGE}U/{put_off[1].public_id}/", {"aksi": "lepas"})
    assert desk.see(user, put_off[1]).state == "OPEN"
    held = f"{PAGE}P/{people[0].public_id}/"
    assert client.post(held, {**more, "alasan": "BELUM JELAS"}).status_code == 302
    longer = f"{PAGE}P/{people[1].public_id}/"
    assert "Tulis mengapa" in client.post(longer, {"aksi": "lepas"}).content.decode()
    client.post(longer, {"aksi": "lepas", "alasan": "SUDAH JELAS"})
    [(tahan,)] = admin_sql("SELECT public_id FROM change_proposal WHERE kind = 'TAHAN'")
    [(free,)] = admin_sql(
        "SELECT public_id FROM change_proposal WHERE kind = 'PEMULIHAN'"
    )
    for number in (tahan, free):
        with desk.desk(user):
            services.accept(actor=user, regency="3272", public_id=number)
    desk.work("apply")
    assert desk.see_voter(user, people[0].pk).status_until == date(2098, 1, 1)
    assert desk.see_voter(user, people[1].pk).status == "ACTIVE"
    desk.tallies_hold()
    assert client.get(longer).status_code == 404
