"""Signing in and out, accounts that end, lock-out, and what of it is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import AccountError, ensure_account, is_expired
from audit.models import LedgerEntry
from kpu_portal.demo.accounts import PASSWORD, code_of
from tests.roles import as_worker

SignIn = Callable[[Any], Any]
NAME = "operator.sukabumi"


def enter(client: Client, password: str = PASSWORD, username: str = NAME) -> Any:
    return client.post("/masuk/", {"login": username, "password": password})


def both(client: Client, username: str = NAME) -> Any:
    """Password and code, as a person gives them."""
    enter(client, username=username)
    return client.post("/masuk/langkah-kedua/", {"code": code_of(username)})


def actions() -> list[str]:
    return list(
        LedgerEntry.objects.using("gate")
        .order_by("id")
        .values_list("action", flat=True)
    )


def test_it_works(portal: str, client: Client) -> None:
    answer = enter(client)
    assert (answer.status_code, answer["Location"]) == (302, "/masuk/langkah-kedua/")
    assert client.get("/kab/3272/").status_code == 302
    answer = client.post("/masuk/langkah-kedua/", {"code": code_of(NAME)})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/", follow=True).status_code == 200
    assert client.post("/keluar/").status_code == 302
    assert client.get("/kab/3272/").status_code == 302
    assert actions()[-2:] == ["login", "logout"]
    entry = LedgerEntry.objects.using("gate").get(action="login")
    assert (entry.regency_code, entry.address) == ("3272", "127.0.0.1")


def test_the_login_page(portal: str, client: Client) -> None:
    page = client.get("/masuk/")
    assert page.status_code == 200
    assert "Masuk ke portal PDPB" in page.content.decode()


def test_signing_out_needs_a_post(portal: str, cast: Any, sign_in: SignIn) -> None:
    assert sign_in(cast.operator_a).get("/keluar/").status_code == 405


def test_a_wrong_password_is_recorded_without_it(portal: str, client: Client) -> None:
    assert enter(client, "salah sekali").status_code == 200
    entry = LedgerEntry.objects.using("gate").get(action="login.failed")
    assert entry.regency_code == "3272"
    assert "salah" not in str(entry.data) + entry.subject


def test_an_unknown_name_is_not_kept(portal: str, client: Client) -> None:
    enter(client, username="3272010101900001")
    entry = LedgerEntry.objects.using("gate").get(action="login.failed")
    assert entry.actor_name == "tanpa akun"
    assert "3272010101900001" not in str(vars(entry))


@pytest.mark.parametrize(("days", "enters"), [(-1, False), (0, True), (1, True)])
def test_an_account_ends_by_itself(portal: str, days: int, enters: bool) -> None:
    ends_on = timezone.localdate() + dt.timedelta(days=days)
    User.objects.filter(username=NAME).update(ends_on=ends_on)
    assert enter(Client()).status_code == (302 if enters else 200)
    user = User.objects.get(username=NAME)
    assert is_expired(user, timezone.localdate()) != enters


def test_an_account_ends_at_the_next_click(
    portal: str, cast: Any, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends_on = timezone.localdate() + dt.timedelta(days=1)
    User.objects.filter(username=NAME).update(ends_on=ends_on)
    client = sign_in(cast.operator_a)
    assert client.get("/kab/3272/").status_code == 200
    later = ends_on + dt.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: later)
    assert client.get("/kab/3272/").status_code == 302


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"scope_code": "3101"},
        {"role": Role.PROVINCE, "scope_code": "32"},
        {"ends_on": dt.date(2020, 1, 1)},
        {"ends_on": dt.date(2099, 1, 1)},
        {"password": "!"},
    ],
    ids=str,
)
def test_a_change_ends_the_session_at_the_next_click(
    portal: str, cast: Any, sign_in: SignIn, change: dict[str, Any]
) -> None:
    """Even one that went round every service."""
    client = sign_in(cast.operator_a)
    assert client.get("/kab/3272/").status_code == 200
    User.objects.filter(username=NAME).update(**change)
    for address in ("/kab/3272/", "/kab/3101/", "/akun/"):
        assert client.get(address)["Location"].startswith("/masuk/")


def test_a_form_that_comes_from_elsewhere(portal: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = enter(client)
    assert answer.status_code == 403
    assert "<h1>" in answer.content.decode()


def test_ensure_account_keeps_the_password(portal: str) -> None:
    facts: dict[str, Any] = {
        "username": NAME,
        "role": Role.CHAIR,
        "scope_code": "3272",
        "full_name": "Rina Marlina",
    }
    with as_worker():
        user, new = ensure_account(actor=None, password="x", **facts)
    assert not new
    assert user.role == Role.CHAIR
    assert user.check_password(PASSWORD)
    assert actions()[-1] == "account.change"


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.OPERATOR, "32"),
        (Role.OPERATOR, ""),
        (Role.OPERATOR, "32a2"),
        (Role.PROVINCE, "3272"),
        (Role.SUPERVISOR, "327201"),
        (Role.POST, "3272"),
        (Role.ADMIN, "3272"),
        ("KING", "3272"),
    ],
)
def test_a_region_that_does_not_fit_the_role(portal: str, role: str, code: str) -> None:
    with as_worker(), pytest.raises(AccountError):
        ensure_account(
            actor=None,
            username="x",
            password="y",
            role=role,
            scope_code=code,
            full_name="X",
        )


def test_what_an_account_covers() -> None:
    user = User(username="a", role=Role.OPERATOR, scope_code="3272", full_name="A")
    assert user.covers("327201")
    assert not user.covers("3201")
    assert not User(role=Role.ADMIN).covers("3272")
    assert (user.regency_code, user.by_name_scope) == ("3272", "3272")
    assert str(User(username="b")) == "b"


def test_every_answer_of_a_signed_in_page_stays_out_of_caches(
    portal: str, cast: Any, sign_in: SignIn
) -> None:
    answer = sign_in(cast.operator_a).get("/kab/3272/")
    assert answer["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_a_failing_page_keeps_nothing(
    portal: str, cast: Any, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.http import HttpResponse
    from django.test import RequestFactory

    from accounts.middleware import ScopeMiddleware
    from accounts.scope import ERRAND, TOKEN_COOKIE, mint
    from audit.services import record

    def view(request: Any) -> HttpResponse:
        record(actor=request.user, action="half.done")
        return HttpResponse("", status=500)

    request = RequestFactory().get("/")
    request.user = cast.operator_a
    request.COOKIES[TOKEN_COOKIE] = mint(request.user, lifetime=ERRAND)
    ScopeMiddleware(view)(request)
    assert "half.done" not in actions()
