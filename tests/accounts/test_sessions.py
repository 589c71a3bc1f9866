"""How long a session lives, and what ends it before its time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Session, User
from accounts.sessions import end_sessions
from audit.models import LedgerEntry
from kpu_portal.demo.accounts import PASSWORD

SignIn = Callable[[Any], Any]
HOME = "/kab/3272/"
MINUTE, HOUR = 60, 3600


class Clock:
    """A clock that only the test moves."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("accounts.guards.time.time", made)
    return made


@pytest.fixture
def person(portal: str, clock: Clock, cast: Any, sign_in: SignIn) -> Client:
    client: Client = sign_in(cast.operator_a)
    assert client.get(HOME).status_code == 200
    return client


def test_fifteen_idle_minutes_end_a_session(person: Client, clock: Clock) -> None:
    clock.forward(14 * MINUTE)
    assert person.get(HOME).status_code == 200
    clock.forward(14 * MINUTE)
    assert person.get(HOME).status_code == 200, "a touch starts the time again"
    clock.forward(15 * MINUTE)
    answer = person.get(HOME)
    assert answer["Location"] == "/masuk/?next=/kab/3272/"
    assert "Sesi Anda berakhir" in person.get("/masuk/").content.decode()
    entry = LedgerEntry.objects.using("gate").get(action="login.expired")
    assert entry.data == {"why": "idle"}


def test_twelve_hours_end_any_session(person: Client, clock: Clock) -> None:
    for _n in range(12 * 6 - 1):
        clock.forward(10 * MINUTE)
        assert person.get("/akun/").status_code == 200
    clock.forward(10 * MINUTE)
    assert person.get("/akun/").status_code == 302
    assert LedgerEntry.objects.using("gate").get(action="login.expired").data == {
        "why": "absolute"
    }


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(
    person: Client, clock: Clock
) -> None:
    job = "/kab/3272/pekerjaan/00000000-0000-0000-0000-000000000007/"
    for _n in range(14):
        clock.forward(MINUTE)
        assert person.get(job, headers={"HX-Request": "true"}).status_code == 404
    clock.forward(MINUTE)
    answer = person.get(job, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/masuk/"


def test_a_touch_is_written_once_a_minute(person: Client, clock: Clock) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clock.forward(30)
    with CaptureQueriesContext(
        connection,
    ) as found:
        person.get("/akun/")
    assert not [q for q in found if 'UPDATE "accounts_session"' in q["sql"]]


def test_a_session_without_its_marks_is_none(person: Client) -> None:
    session = person.session
    del session["signed_in_at"]
    session.save()
    assert person.get(HOME).status_code == 302


def test_sessions_of_an_account_can_be_ended(
    portal: str, cast: Any, sign_in: SignIn
) -> None:
    one, two, other = (
        sign_in(cast.operator_a),
        sign_in(cast.operator_a),
        sign_in(cast.chair_a),
    )
    assert Session.objects.filter(account_id=cast.operator_a.pk).count() == 2
    assert end_sessions(cast.operator_a.pk) == 2
    assert one.get(HOME).status_code == two.get(HOME).status_code == 302
    assert other.get(HOME).status_code == 200


def test_a_new_password_ends_the_other_sessions(
    portal: str, cast: Any, sign_in: SignIn
) -> None:
    here, there = sign_in(cast.operator_a), sign_in(cast.operator_a)
    new = "kata-sandi-operator-baru"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/akun/kata-sandi/", fields).status_code == 302
    assert here.get(HOME).status_code == 200
    assert there.get(HOME).status_code == 302
    assert Session.objects.filter(account_id=cast.operator_a.pk).count() == 1
    assert LedgerEntry.objects.using("gate").filter(action="account.password").exists()


def test_the_present_password_is_asked_for(
    shared_portal: str, cast: Any, sign_in: SignIn
) -> None:
    new = "kata-sandi-operator-baru"
    fields = {"oldpassword": "salah", "password1": new, "password2": new}
    answer = sign_in(cast.operator_a).post("/akun/kata-sandi/", fields)
    assert answer.status_code == 200
    assert "Tulis kata sandi Anda yang sekarang" in answer.content.decode()
    assert cast.operator_a.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("pendek", "12"),
        ("password1234", "umum"),
        ("operator.sukabumi", "mirip"),
    ],
)
def test_weak_passwords_are_refused(
    shared_portal: str, cast: Any, sign_in: SignIn, new: str, words: str
) -> None:
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = sign_in(cast.operator_a).post("/akun/kata-sandi/", fields)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert User.objects.get(username="operator.sukabumi").check_password(PASSWORD)


def test_a_new_session_has_a_new_key(portal: str) -> None:
    """No fixation: the key from before the sign-in is worth nothing after it."""
    from kpu_portal.demo.accounts import code_of

    client = Client()
    name = "operator.sukabumi"
    client.post("/masuk/", {"login": name, "password": PASSWORD})
    before = client.cookies["sessionid"].value
    client.post("/masuk/langkah-kedua/", {"code": code_of(name)})
    after = client.cookies["sessionid"].value
    assert before != after
    assert not Session.objects.filter(session_key=before).exists()


def test_the_cookie_is_out_of_reach(portal: str) -> None:
    from kpu_portal.settings import security

    client = Client()
    client.post("/masuk/", {"login": "operator.sukabumi", "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert security.SESSION_COOKIE_SECURE == security.TLS
