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
from kpu_portal.demo.accounts import PASSWORD
from tests.roles import as_worker

SignIn = Callable[[Any], Any]
NAME = "operator.sukabumi"


def enter(client: Client, password: str = PASSWORD, username: str = NAME) -> Any:
    return client.post("/masuk/", {"username": username, "password": password})


def actions() -> list[str]:
    return list(LedgerEntry.objects.order_by("id").values_list("action", flat=True))


def test_it_works(portal: str, client: Client) -> None:
    answer = enter(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/", follow=True).status_code == 200
    assert client.post("/keluar/").status_code == 302
    assert client.get("/kab/3272/").status_code == 302
    assert actions()[-2:] == ["login", "logout"]
    entry = LedgerEntry.objects.get(action="login")
    assert (entry.regency_code, entry.address) == ("3272", "127.0.0.1")


def test_the_login_page(portal: str, client: Client) -> None:
    page = client.get("/masuk/")
    assert page.status_code == 200
    assert "Masuk ke portal PDPB" in page.content.decode()


def test_signing_out_needs_a_post(portal: str, cast: Any, sign_in: SignIn) -> None:
    assert sign_in(cast.operator_a).get("/keluar/").status_code == 405


def test_a_wrong_password_is_recorded_without_it(portal: str, client: Client) -> None:
    assert enter(client, "salah sekali").status_code == 200
    entry = LedgerEntry.objects.get(action="login.failed")
    assert entry.regency_code == "3272"
    assert "salah" not in str(entry.data) + entry.subject


def test_an_unknown_name_is_not_kept(portal: str, client: Client) -> None:
    enter(client, username="3272010101900001")
    entry = LedgerEntry.objects.get(action="login.failed")
    assert entry.actor_name == "tanpa akun"
    assert "3272010101900001" not in str(vars(entry))


def test_too_many_tries_lock_the_account_there(
    portal: str, client: Client, settings: Any
) -> None:
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert enter(client, "salah").status_code == 200
    locked = enter(client, "salah")
    assert locked.status_code == 429
    assert "Terlalu banyak percobaan" in locked.content.decode()
    assert enter(client).status_code == 429
    assert "login.locked" in actions()


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_changed_end_date_ends_the_session_at_the_next_click(
    portal: str, cast: Any, sign_in: SignIn, days: int
) -> None:
    client = sign_in(cast.operator_a)
    assert client.get("/kab/3272/").status_code == 200
    ends_on = timezone.localdate() + dt.timedelta(days=days)
    User.objects.using("gate").filter(username=NAME).update(ends_on=ends_on)
    assert client.get("/kab/3272/").status_code == 302
    answer = enter(Client())
    assert answer.status_code == (200 if days < 0 else 302)
    assert is_expired(cast.operator_a, timezone.localdate()) == (days < 0)


def test_a_switched_off_account_is_out_at_once(
    portal: str, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    User.objects.using("gate").filter(username=NAME).update(is_active=False)
    assert client.get("/kab/3272/").status_code == 302


def test_a_changed_scope_ends_the_session_at_the_next_click(
    portal: str, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    User.objects.using("gate").filter(username=NAME).update(scope_code="3101")
    for regency in ("3272", "3101"):
        assert client.get(f"/kab/{regency}/").status_code == 302
    assert sign_in(cast.operator_a).get("/kab/3101/").status_code == 200


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

    from accounts.middleware import TOKEN_COOKIE, ScopeMiddleware
    from accounts.scope import ERRAND, mint
    from audit.services import record

    def view(request: Any) -> HttpResponse:
        record(actor=None, action="half.done")
        return HttpResponse("", status=500)

    request = RequestFactory().get("/")
    request.user = cast.operator_a
    request.COOKIES[TOKEN_COOKIE] = mint(request.user, lifetime=ERRAND)
    ScopeMiddleware(view)(request)
    assert "half.done" not in actions()
