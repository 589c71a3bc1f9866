"""Accounts across a change of regions: who follows, sees what, is left (Y11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import transaction

from accounts import scope, services
from accounts.models import User
from accounts.placing import seat_of, to_place
from accounts.services import AccountError, ensure_account
from audit.models import LedgerEntry
from regions.models import RegionChange
from regions.rules.change import Line
from tests.plenos.conftest import REGENCY, user
from tests.plenos.region_steps import (
    FROM,
    INTO,
    MERGE,
    MONTH,
    NEW,
    OLD,
    OTHER,
    THERE,
    done,
    draft,
    undo,
    whole_district,
)
from tests.roles import admin_sql, as_worker, login_sql
from voters.models import Voter

SEATS = {
    # name: role, place, RW, RT; the roll writes its RT with one digit
    "rw2": ("NEIGHBOURHOOD", OLD, "002", ""),
    "rw3": ("NEIGHBOURHOOD", OLD, "003", ""),
    "rt22": ("NEIGHBOURHOOD", OLD, "002", "2"),
    "rt32": ("NEIGHBOURHOOD", OLD, "003", "2"),
    "there": ("VILLAGE", OTHER, "", ""),
}
VILLAGE, POST, EMPTY = "kelurahan.1001", "pos.gunungpuyuh", "rw.1001"
WATCHED = (*SEATS, VILLAGE, POST, EMPTY)
PARTED = [
    # one RT of an RW, and another RW as it is; the rest stays
    Line(2, OLD, NEW, rw="002", rt="002", new_name="Harapan", new_rw="1"),
    Line(3, OLD, NEW, rw="003", new_name="Harapan"),
    Line(4, OLD, OLD),
]
TORN = [
    # the kelurahan ends and goes to two
    Line(2, OLD, NEW, rw="002", new_name="Harapan"),
    Line(3, OLD, "3272011098", new_name="Mekar"),
]


@pytest.fixture
def month(_open_databases: None) -> Iterator[None]:
    """The regency of region_steps, with an officer and a head of each kind."""
    with MONTH.copy():
        for name, (role, code, rw, rt) in SEATS.items():
            ensure_account(
                actor=None,
                **{"username": name, "password": "x" * 12, "full_name": name.upper()},
                **{"role": role, "scope_code": code, "rw": rw, "rt": rt},
            )
        yield


def seats() -> dict[str, tuple[str, ...]]:
    rows = User.objects.filter(username__in=WATCHED)
    return {one.username: tuple(seat_of(one)) for one in rows}


def seen_by(name: str) -> set[int]:
    """Whom the account sees, by the database's own wall."""
    actor = user(name)
    with transaction.atomic(), scope.scoped_as(actor):
        rows = Voter.objects.order_by("id")
        return set(rows.values_list("pk", flat=True))


def everybody() -> dict[str, set[int]]:
    return {name: seen_by(name) for name in WATCHED}


def told(action: str) -> dict[str, Any]:
    rows = LedgerEntry.objects.using("gate").filter(action=action)
    return {row.subject: row.data for row in rows}


def test_a_merger_takes_along_whoever_meets_nobody_and_ends_their_sessions(
    month: None, sign_in: Any
) -> None:
    before, saw = seats(), everybody()
    client, still = sign_in(user(VILLAGE)), sign_in(user("there"))
    token = scope.mint(user("rw2"), lifetime=scope.ERRAND)
    change = done(MERGE, kind="MERGE")
    moved = {
        **{VILLAGE: (OTHER, "", ""), EMPTY: (OTHER, "001", "")},
        **{"rw2": (OTHER, "012", ""), "rt22": (OTHER, "012", "2")},
    }
    assert seats() == {**before, **moved}
    assert change.counts["accounts"] == len(moved)
    assert {one.username for one in to_place(REGENCY)} == {"rw3", "rt32"}
    with transaction.atomic():
        assert not scope.enter_as(token, user("rw2"))
    assert client.get("/kab/3272/kelurahan/")["Location"].startswith("/masuk/")
    assert still.get("/kab/3272/kelurahan/").status_code == 200
    sees = everybody()
    assert sees["rw2"] == saw["rw2"] and sees["rt22"] == saw["rt22"]
    assert sees[VILLAGE] == sees["there"] == saw[VILLAGE] | saw["there"]
    assert sees["rw3"] == sees["rt32"] == set()
    told_of = told("account.follow")
    assert told_of.keys() == moved.keys()
    assert told_of["rw2"] == {
        **{"from": OLD, "scope": OTHER, "rw": "012", "rt": ""},
        "change": str(change.public_id),
    }
    undo(change)
    assert (seats(), everybody()) == (before, saw)
    assert told("account.follow.back").keys() == moved.keys()
    assert to_place(REGENCY) == []


def test_a_whole_kecamatan_takes_its_post_along(month: None) -> None:
    before, saw = seats(), everybody()
    change = done(whole_district(), kind="MOVE")
    after = seats()
    assert after[POST] == (INTO, "", "") and before[POST] == (FROM, "", "")
    assert after[VILLAGE] == (THERE, "", "")
    assert after["rt32"] == (THERE, "003", "007")
    assert after["there"] == before["there"]
    assert (everybody(), to_place(REGENCY)) == (saw, [])
    undo(change)
    assert (seats(), everybody()) == (before, saw)


def test_a_split_takes_along_whom_it_does_not_part(month: None) -> None:
    before, saw = seats(), everybody()
    change = done(PARTED)
    moved = {
        **{"rt22": (NEW, "001", "2"), "rw3": (NEW, "003", "")},
        "rt32": (NEW, "003", "2"),
    }
    assert seats() == {**before, **moved}
    sees = everybody()
    assert {name: sees[name] for name in moved} == {name: saw[name] for name in moved}
    assert sees["rw2"] == saw["rw2"] - saw["rt22"]
    assert sees[VILLAGE] == saw[VILLAGE] - saw["rw3"] - saw["rt22"]
    assert to_place(REGENCY) == []
    undo(change)
    assert (seats(), everybody()) == (before, saw)


def test_a_renaming_moves_no_account_and_ends_no_session(
    month: None, sign_in: Any
) -> None:
    before, saw, client = seats(), everybody(), sign_in(user(VILLAGE))
    done([Line(2, OLD, OLD, new_name="Sindang Baru")], kind="RENAME")
    assert (seats(), everybody()) == (before, saw)
    page = client.get("/kab/3272/kelurahan/")
    assert page.status_code == 200 and "Sindang Baru" in page.content.decode()


def test_whoever_is_left_is_named_until_two_administrators_place_the_account(
    month: None, sign_in: Any
) -> None:
    chair = sign_in(user("ketua.sukabumi"))
    asked = draft(TORN)
    page = chair.get(f"/kab/3272/wilayah/{asked.public_id}/").content.decode()
    assert "perlu ditempatkan ulang" in page and "Euis Komala" in page
    change = done(TORN)
    assert {one.username for one in to_place(REGENCY)} == {VILLAGE}
    assert seen_by(VILLAGE) == set()
    page = chair.get(f"/kab/3272/wilayah/{change.public_id}/").content.decode()
    lost = user(VILLAGE)
    assert "1 akun perlu ditempatkan ulang." in page
    assert f'href="/akun/{lost.pk}/"' in page or f"/{lost.pk}/" in page
    for name in ("ketua.sukabumi", "admin"):
        answer = sign_in(user(name)).get("/", follow=True)
        (due,) = (
            one for one in answer.context["dues"] if one.code == "accounts_to_place"
        )
        assert due.count == 1
        listed = sign_in(user(name)).get(due.url)
        assert [row.pk for row in listed.context["page"].rows] == [lost.pk]
    _replace(lost, scope_code=NEW)
    assert to_place(REGENCY) == []
    assert seen_by(VILLAGE) and seats()[VILLAGE] == (NEW, "", "")
    with pytest.raises(Exception, match="1 akun memakai wilayah baru"):
        undo(change)


def _replace(whom: User, **place: str) -> None:
    asked = services.ask_change(
        actor=user("admin"), user=whom, role=whom.role, reason="Pemekaran", **place
    )
    services.decide_change(actor=user("admin2"), change=asked, approve=True)


def test_a_head_is_placed_anew_with_rw_and_rt(month: None) -> None:
    change = done(MERGE, kind="MERGE")
    lost, admin = user("rw3"), user("admin")
    for wrong in ({"scope_code": OLD, "rw": "013"}, {"scope_code": OTHER, "rw": ""}):
        with pytest.raises(AccountError, match="sudah berakhir|RW wajib"):
            _replace(lost, **wrong)
    _replace(lost, scope_code=OTHER, rw="013")
    assert seats()["rw3"] == (OTHER, "013", "")
    assert {one.username for one in to_place(REGENCY)} == {"rt32"}
    services.switch_account(actor=admin, user=user("rt32"), active=False)
    assert to_place(REGENCY) == []
    undo(change)
    # What administrators have given since stays theirs.
    assert seats()["rw3"] == (OTHER, "013", "")
    assert seats()["rw2"] == (OLD, "002", "")


def test_a_request_for_a_place_that_ends_meanwhile_is_not_agreed_to(
    month: None,
) -> None:
    asked = services.ask_change(
        actor=user("admin"),
        **{"user": user("there"), "role": "VILLAGE", "scope_code": OLD, "reason": "x"},
    )
    done(MERGE, kind="MERGE")
    with pytest.raises(AccountError, match="sudah berakhir"):
        services.decide_change(actor=user("admin2"), change=asked, approve=True)
    assert seats()["there"] == (OTHER, "", "")


PLACE = "SELECT place_account(%s, %s, %s, %s, %s)"


def test_only_the_worker_places_and_only_along_a_confirmed_map(month: None) -> None:
    change = draft(MERGE, kind="MERGE")
    village, rw2 = user(VILLAGE).pk, user("rw2").pk
    along = [change.pk, village, OTHER, "", ""]
    assert login_sql("worker", PLACE, along) == [(False,)], "a draft"
    for role in ("web", "gate", "supervisor"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            login_sql(role, PLACE, along)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        login_sql("worker", "UPDATE accounts_user SET scope_code = '' RETURNING id")
    admin_sql(
        "UPDATE regions_regionchange SET state = 'CONFIRMED', decided_by_id = "
        "prepared_by_id + 1 WHERE id = %s",
        [change.pk],
    )
    operator = user("operator.sukabumi").pk
    for said in (
        [change.pk, village, "3272021001", "", ""],  # no line goes there
        [change.pk, village, OTHER[:6], "", ""],  # wider
        [change.pk, village, "3272", "", ""],
        [change.pk, village, OTHER, "001", ""],  # another kind of seat
        [change.pk, rw2, OTHER, "", ""],
        [change.pk, user(POST).pk, INTO, "", ""],
        [change.pk, operator, OTHER, "", ""],
        [change.pk + 1, village, OTHER, "", ""],
    ):
        assert login_sql("worker", PLACE, said) == [(False,)], said
    before = seats()
    assert login_sql("worker", PLACE, along) == [(True,)]
    assert seats() == {**before, VILLAGE: (OTHER, "", "")}


def test_an_rw_whose_people_leave_for_two_places_is_left_where_nobody_is(
    month: None,
) -> None:
    torn = [
        Line(2, OLD, NEW, rw="002", rt="002", new_name="Harapan"),
        Line(3, OLD, OTHER, rw="002"),
        Line(4, OLD, OLD),
    ]
    change = done(torn)
    assert seats()["rw2"] == (OLD, "002", "") and seen_by("rw2") == set()
    assert {one.username for one in to_place(REGENCY)} == {"rw2"}
    undo(change)
    assert to_place(REGENCY) == []


def test_an_account_that_ended_is_not_waited_for(month: None) -> None:
    change = done(TORN)
    assert len(to_place()) == 1
    # Left by a change from before accounts followed: found by its place alone.
    with as_worker():
        RegionChange.objects.filter(pk=change.pk).update(done={})
    assert len(to_place()) == 1
    User.objects.filter(username=VILLAGE).update(ends_on=dt.date(2020, 1, 1))
    assert to_place() == []
