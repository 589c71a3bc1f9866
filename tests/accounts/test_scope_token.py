"""The token of a scope: who can mint one, and what raw SQL as web reaches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.db import connection, connections, transaction
from django.test import RequestFactory

from accounts import scope
from accounts.middleware import ScopeMiddleware
from accounts.models import Role, User
from accounts.scope import TOKEN_COOKIE
from tests.roles import admin_sql, login_sql

SHOW = "SELECT set_config('app.token', %s, true)"
SEEN = "SELECT DISTINCT regency_code FROM voter"


def shown(token: str, then: str = SEEN) -> list[tuple[Any, ...]]:
    """What a transaction of pdpb_web sees that shows this token."""
    return login_sql(
        "web", f"SELECT set_config('app.token', %s, true); {then}", [token]
    )


def grants(user: Any) -> int:
    found = admin_sql("SELECT count(*) FROM scope_grant WHERE user_id = %s", [user.pk])
    return int(found[0][0])


@pytest.mark.parametrize(
    "forged",
    [
        "SELECT set_config('app.rlo', '3101', true),"
        " set_config('app.rhi', '3102', true),"
        " set_config('app.klo', '3101', true), set_config('app.khi', '3102', true)",
        "SELECT set_config('app.token', encode(sha256('x'), 'hex'), true)",
        "SELECT set_config('role', 'pdpb_web', true)",
        "SELECT set_config('app.token', '', true)",
    ],
)
def test_no_setting_opens_another_regency(
    shared_stocked: str, cast: Any, forged: str
) -> None:
    token = scope.mint(cast.operator_a, lifetime=scope.ERRAND)
    rows = shown(token, f"{forged}; {SEEN}")
    assert {row[0] for row in rows} <= {"3272"}


def test_a_setting_changed_inside_a_statement_opens_nothing(
    shared_stocked: str, cast: Any
) -> None:
    """The range is asked once a statement; set_config in the same one is too late."""
    token = scope.mint(cast.operator_a, lifetime=scope.ERRAND)
    rows = shown(
        token,
        "SELECT regency_code, set_config('app.token', '', true),"
        " set_config('app.rlo', '3101', true) FROM voter",
    )
    assert len(rows) > 100
    assert {row[0] for row in rows} == {"3272"}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT mint_scope(1, interval '1 hour', true)",
        "SELECT * FROM scope_grant",
        "INSERT INTO scope_grant SELECT * FROM scope_grant",
        "UPDATE accounts_user SET scope_code = '3101'",
        "UPDATE accounts_user SET role = 'ADMIN'",
        "UPDATE accounts_user SET is_active = true",
        "UPDATE accounts_user SET ends_on = NULL",
        "INSERT INTO accounts_user (username, password) VALUES ('x', 'y')",
        "DELETE FROM accounts_user",
        "UPDATE accounts_user SET password = 'x'",
        "UPDATE accounts_onetimecode SET expires_at = now()",
        "INSERT INTO accounts_accountchange (role) VALUES ('ADMIN')",
        "DELETE FROM mfa_authenticator",
        "UPDATE mfa_authenticator SET user_id = 1",
        "SELECT account_changed()",
        "SET ROLE pdpb_gate",
        "SET SESSION AUTHORIZATION pdpb_supervisor",
    ],
)
def test_web_can_mint_no_token_and_change_no_account(
    shared_stocked: str, statement: str
) -> None:
    with pytest.raises(psycopg2.errors.Error) as caught:
        login_sql("web", statement)
    assert caught.value.pgcode in {"42501", "0A000"}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 FROM voter",
        "SELECT 1 FROM change_proposal",
        "SELECT * FROM scope_grant",
        "SELECT 1 FROM django_session",
        "DELETE FROM accounts_user",
        "UPDATE audit_ledgerentry SET action = 'x'",
    ],
)
def test_the_gate_reads_no_person(shared_stocked: str, statement: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        login_sql("gate", statement)


@pytest.mark.parametrize("part", ["operator_a", "chair_b", "member_a", "province"])
def test_the_database_reads_the_range_as_python_does(
    shared_stocked: str, cast: Any, part: str
) -> None:
    user = getattr(cast, part)
    token = scope.mint(user, lifetime=scope.ERRAND)
    low, high = shown(token, "SELECT scope_edge(false), scope_edge(true)")[0]
    assert (low or "") == user.by_name_scope
    assert user.by_name_scope == "" or (low < low + "0" < high)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_its_range(portal: str, role: str) -> None:
    """The SQL and the Python reading of an account agree for each role and length."""
    for code in ("", "32", "3272", "327201", "3272011001"):
        for corner in ({}, {"rw": "001"}):
            user = User.objects.using("gate").create(
                username=f"{role}{code}{len(corner)}",
                role=role,
                scope_code=code,
                **corner,
            )
            token = scope.mint(user, lifetime=scope.ERRAND)
            low = shown(token, "SELECT scope_edge(false)")[0][0]
            assert (low or "") == user.by_name_scope, (role, code, corner)


def test_a_token_ends_by_time(shared_stocked: str, cast: Any) -> None:
    token = scope.mint(cast.operator_a, lifetime=timedelta(seconds=-1))
    assert shown(token) == []
    with transaction.atomic():
        assert not scope.enter_as(token, cast.operator_a)


def test_a_token_is_one_accounts(shared_stocked: str, cast: Any) -> None:
    token = scope.mint(cast.operator_a, lifetime=scope.ERRAND)
    with transaction.atomic():
        assert scope.enter_as(token, cast.operator_a)
        assert not scope.enter_as(token, cast.operator_b)
        assert not scope.enter_as("", cast.operator_a)


def test_the_database_keeps_no_token(shared_stocked: str, cast: Any) -> None:
    token = scope.mint(cast.operator_a, lifetime=scope.ERRAND)
    kept = admin_sql("SELECT token_hash::text || user_id FROM scope_grant")
    assert kept
    assert not any(token in row[0] for row in kept)


@pytest.mark.parametrize(
    "change",
    [
        {"role": "PROVINCE"},
        {"scope_code": "3101"},
        {"is_active": False},
        {"ends_on": "2026-01-01"},
        {"rw": "001"},
    ],
)
def test_a_changed_account_loses_its_tokens(
    portal: str, cast: Any, change: dict[str, Any]
) -> None:
    user = cast.operator_a
    scope.mint(user, lifetime=scope.ERRAND)
    other = cast.operator_a2
    scope.mint(other, lifetime=scope.ERRAND)
    User.objects.using("gate").filter(pk=user.pk).update(full_name="Nama Lain")
    assert grants(user) == 1
    User.objects.using("gate").filter(pk=user.pk).update(**change)
    assert grants(user) == 0
    assert grants(other) == 1


def test_an_account_that_ended_gets_none(portal: str, cast: Any) -> None:
    for change in ({"is_active": False}, {"is_active": True, "ends_on": "2026-01-01"}):
        User.objects.using("gate").filter(username="operator.sukabumi").update(**change)
        with pytest.raises(scope.ScopeError):
            scope.mint(cast.operator_a, lifetime=scope.ERRAND)


def test_signing_out_ends_this_token_only(portal: str, cast: Any, sign_in: Any) -> None:
    here, there = sign_in(cast.operator_a), sign_in(cast.operator_a)
    before = here.cookies[TOKEN_COOKIE].value
    answer = here.post("/keluar/")
    assert answer.cookies[TOKEN_COOKIE].value == ""
    assert shown(before) == []
    assert there.get("/kab/3272/").status_code == 200


def test_a_stolen_session_without_the_token_is_over(
    portal: str, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    del client.cookies[TOKEN_COOKIE]
    assert client.get("/kab/3272/").status_code == 302


def test_the_token_opens_names_after_the_second_factor(portal: str) -> None:
    from allauth.mfa.models import Authenticator
    from django.test import Client

    from kpu_portal.demo.accounts import PASSWORD, code_of

    name = {"login": "operator.sukabumi", "password": PASSWORD}
    client = Client()
    assert TOKEN_COOKIE not in client.post("/masuk/", name).cookies
    answer = client.post("/masuk/langkah-kedua/", {"code": code_of(name["login"])})
    cookie = answer.cookies[TOKEN_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert shown(cookie.value, "SELECT scope_edge(false)") == [("3272",)]

    Authenticator.objects.filter(user__username=name["login"]).delete()
    without = Client().post("/masuk/", name).cookies[TOKEN_COOKIE]
    assert shown(without.value, "SELECT scope_edge(false)") == [(None,)]


@pytest.mark.slow
@pytest.mark.no_cover
def test_ten_thousand_requests_of_two_people_never_mix(
    shared_stocked: str, cast: Any
) -> None:
    """One kept connection; every fiftieth request fails while it renders."""
    from django.http import HttpResponse

    seen: list[str] = []
    mixed: list[tuple[str, list[str]]] = []
    people = [(cast.operator_a, "3272"), (cast.operator_b, "3101")]
    tokens = [scope.mint(user, lifetime=timedelta(hours=1)) for user, _ in people]

    def view(request: Any) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT regency_code FROM (SELECT regency_code FROM voter"
                " WHERE regency_code IN ('3272', '3101') LIMIT 20) few"
            )
            seen[:] = [row[0] for row in cursor.fetchall()]
        if request.GET.get("fail"):
            raise RuntimeError("rendering")
        return HttpResponse("")

    wall = ScopeMiddleware(view)
    backend = connection.cursor().connection.get_backend_pid()
    for turn in range(10_000):
        user, regency = people[turn % 2]
        request = RequestFactory().get("/", {"fail": "1"} if turn % 50 == 0 else {})
        request.user = user
        request.COOKIES[TOKEN_COOKIE] = tokens[turn % 2]
        try:
            wall(request)
        except RuntimeError:
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('app.token', true)")
                assert not cursor.fetchone()[0], "a failed rendering left a scope"
        if seen != [regency]:
            mixed.append((regency, list(seen)))
    assert mixed == []
    assert connection.cursor().connection.get_backend_pid() == backend
    assert connections["default"].settings_dict["USER"] == "pdpb_web"
