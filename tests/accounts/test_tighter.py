"""What the adversarial review of the two walls found stays mended (ADR 0020)."""

from __future__ import annotations

import base64
import json
import pickle
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts import recovery, scope, services
from accounts.models import OneTimeCode, Session
from accounts.recovery import RecoveryError
from accounts.sessions import own_sessions
from audit.models import LedgerEntry
from audit.services import record
from kpu_portal import bootstrap
from kpu_portal.demo.accounts import PASSWORD
from tests.roles import admin_sql, as_web, login_sql

Purpose = OneTimeCode.Purpose
NEW = "rantai-sepeda-hijau-17"


def grants(user: Any) -> int:
    found = admin_sql("SELECT count(*) FROM scope_grant WHERE user_id = %s", [user.pk])
    return int(found[0][0])


# -- what one request sees of another ----------------------------------------------


@pytest.mark.parametrize("role", ["web", "supervisor", "gate"])
def test_no_request_reads_anothers_statement(portal: str, cast: Any, role: str) -> None:
    """pg_stat_activity shows a login its own role's statements: tokens stood there."""
    other = connections[role if role != "web" else "default"]
    if role == "web":
        with as_web() as other, other.cursor() as cursor:
            _show_and_look(cursor, role)
    else:
        with other.cursor() as cursor:
            _show_and_look(cursor, role)


def _show_and_look(cursor: Any, role: str) -> None:
    cursor.execute("SELECT set_config('app.token', 'rahasia-orang-lain', false)")
    found = login_sql(
        role,
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND query LIKE '%%rahasia-orang-lain%%'",
        [],
    )
    assert found == [(0,)]
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        login_sql(role, "SET track_activities = on")


class Bomb:
    """Runs when it is unpickled."""

    def __reduce__(self) -> Any:
        return (Path.touch, (Path("bomb-went-off"),))


def test_the_cache_is_data_and_no_code(
    portal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    planted = base64.b64encode(pickle.dumps(Bomb())).decode()
    login_sql(
        "web",
        "INSERT INTO accounts_cache VALUES (%s, %s, now() + interval '1 hour')",
        [cache.make_key("jebakan"), planted],
    )
    assert cache.get("jebakan", "tiada") == "tiada"
    assert not list(tmp_path.iterdir())


def test_the_cache_keeps_and_forgets(portal: str) -> None:
    assert cache.add("a", [1.5, 2], timeout=60)
    assert not cache.add("a", 3, timeout=60)
    assert cache.get("a") == [1.5, 2]
    cache.set("a", {"b": None}, timeout=60)
    assert cache.get("a") == {"b": None}
    assert cache.touch("a", timeout=-1)
    assert cache.get("a") is None
    assert cache.add("a", 4, timeout=None)
    assert cache.get("a") == 4
    assert cache.delete("a") and not cache.delete("a")
    cache.set("b", 1)
    cache.clear()
    assert cache.get("b") is None


# -- rights ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("web", "SELECT revoke_scopes(1)"),
        ("web", "SELECT forget_scopes()"),
        ("web", "UPDATE files_exportfile SET path = 'exports/3101/x'"),
        ("web", "UPDATE files_exportfile SET expires_at = now()"),
        ("worker", "UPDATE accounts_user SET role = 'ADMIN'"),
        ("worker", "UPDATE accounts_user SET password = 'x'"),
        ("worker", "DELETE FROM mfa_authenticator"),
        ("worker", "INSERT INTO accounts_onetimecode (digest) VALUES ('x')"),
        ("worker", "SELECT * FROM scope_grant"),
    ],
)
def test_what_a_login_may_not(portal: str, role: str, statement: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        login_sql(role, statement)


def test_a_request_names_no_place_of_a_file(portal: str, cast: Any) -> None:
    token = scope.mint(cast.operator_a, lifetime=scope.ERRAND)
    insert = """SELECT set_config('app.token', %s, true);
      INSERT INTO files_exportfile (public_id, regency_code, source, query, format,
        actor_id, actor_name, protected, secret, name, path, sha256, rows, size,
        downloads) VALUES (gen_random_uuid(), '3272', 'voters', '', 'csv', %s, 'x',
        false, '', '', %s, '', 0, 0, 0)"""
    login_sql("web", insert, [token, cast.operator_a.pk, ""])
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        login_sql("web", insert, [token, cast.operator_a.pk, "exports/3101/x.csv"])


def test_a_process_holds_its_own_passwords_only(tmp_path: Path) -> None:
    roles = {"host": "h", "port": 1}
    roles["passwords"] = {login: login for login in bootstrap.LOGIN_ROLES}  # type: ignore[assignment]
    bootstrap.write_shares(roles, tmp_path)
    held = {
        process: set(json.loads(path.read_text())["passwords"])
        for process in ("web", "worker")
        for path in [tmp_path / process / "roles.json"]
    }
    assert held["web"] == {"pdpb_web", "pdpb_supervisor", "pdpb_gate"}
    assert held["worker"] == held["web"] | {"pdpb_worker"}
    assert (tmp_path / "web" / "roles.json").stat().st_mode & 0o777 == 0o600


# -- tokens ------------------------------------------------------------------------


def test_tokens_end_with_the_sessions(portal: str, cast: Any, sign_in: Any) -> None:
    sign_in(cast.operator_a)
    assert grants(cast.operator_a) == 1
    recovery.give_code(actor=cast.admin, user=cast.operator_a, purpose=Purpose.PASSWORD)
    assert grants(cast.operator_a) == 0


def test_a_new_password_ends_the_other_tokens(
    portal: str, cast: Any, sign_in: Any
) -> None:
    mine, other = sign_in(cast.operator_a), sign_in(cast.operator_a)
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert mine.post("/akun/kata-sandi/", fields).status_code == 302
    assert grants(cast.operator_a) == 1
    assert mine.get("/kab/3272/").status_code == 200
    assert other.get("/kab/3272/").status_code == 302


def test_a_borrowed_token_ends_with_its_block(portal: str, cast: Any) -> None:
    with as_web(), transaction.atomic():
        with scope.scoped_as(cast.operator_a):
            assert grants(cast.operator_a) == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(current_setting('app.token', true), '')")
            assert cursor.fetchone() == ("",)
    assert grants(cast.operator_a) == 0


def test_a_role_takes_its_rt_along(portal: str, cast: Any) -> None:
    """Else the former head of an RW would see less than the new role shows."""
    change = services.ask_change(
        actor=cast.admin,
        user=cast.head,
        role="VILLAGE",
        scope_code="3272011001",
        reason="pindah tugas",
    )
    services.decide_change(actor=cast.admin2, change=change, approve=True)
    assert (cast.head.rw, cast.head.rt) == ("", "")


def test_switching_off_asks_first(portal: str, cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.admin)
    address = reverse("accounts:detail", args=[cast.operator_a.pk])
    page = client.get(address).content.decode()
    assert 'data-open="matikan"' in page
    assert '<dialog class="pd-dialog" id="matikan"' in page
    assert 'name="aktif" value="0"' not in page
    client.post(reverse("accounts:switch", args=[cast.operator_a.pk]))
    assert not cast.operator_a.is_active


# -- one's own sessions ------------------------------------------------------------


def test_own_sessions_are_shown_and_ended(portal: str, cast: Any, sign_in: Any) -> None:
    mine, second, third = (sign_in(cast.supervisor) for _n in range(3))
    sign_in(cast.operator_a)
    page = mine.get("/akun/sesi/").content.decode()
    marks = re.findall(r'name="sesi" value="([0-9a-f]+)"', page)
    assert len(marks) == 2
    assert "Sesi ini" in page
    assert mine.session.session_key not in page
    assert mine.post("/akun/sesi/", {"sesi": marks[0]}).status_code == 302
    alive = [one.get("/akun/").status_code for one in (second, third)]
    assert sorted(alive) == [200, 302]
    mine.post("/akun/sesi/")
    assert {one.get("/akun/").status_code for one in (second, third)} == {302}
    assert mine.get("/akun/").status_code == 200
    assert grants(cast.supervisor) == 1
    assert Session.objects.filter(account_id=cast.operator_a.pk).count() == 1


def test_somebody_elses_session_is_not_mine_to_end(
    portal: str, cast: Any, sign_in: Any
) -> None:
    mine, other = sign_in(cast.operator_a), sign_in(cast.operator_a2)
    key = other.session.session_key
    seen = own_sessions(cast.operator_a2.pk, this=key)
    mine.post("/akun/sesi/", {"sesi": seen[0].mark})
    assert Session.objects.filter(session_key=key).exists()


# -- recovery ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [(Purpose.PASSWORD, Purpose.FACTOR), (Purpose.FACTOR, Purpose.PASSWORD)],
)
def test_a_helper_who_waits_takes_nobody_over(
    portal: str, cast: Any, first: str, second: str
) -> None:
    """A day later the same hand could have reset the other half."""
    user = cast.operator_a
    recovery.give_code(actor=cast.admin, user=user, purpose=first)
    past = timezone.now() - timedelta(days=9)
    OneTimeCode.objects.update(made_at=past, used_at=past)
    Authenticator.objects.filter(user=user).update(created_at=past, last_used_at=past)
    with pytest.raises(RecoveryError, match="dua orang"):
        recovery.give_code(actor=cast.admin, user=user, purpose=second)
    made = Authenticator.objects.get_or_create(
        user=user, type="totp", defaults={"data": {}}
    )[0]
    made.record_usage()
    recovery.give_code(actor=cast.admin, user=user, purpose=second)


# -- the ledger of refusals --------------------------------------------------------


def test_a_refused_change_keeps_no_number(
    portal: str, cast: Any, sign_in: Any, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = 1
    client: Client = sign_in(cast.supervisor)
    answer = client.post(
        "/kab/3272/pemilih/3272014107900001/",
        headers={"x-forwarded-for": "6.6.6.6, 203.0.113.5"},
    )
    assert answer.status_code == 403
    entry = (
        LedgerEntry.objects.using("gate").filter(action="refused.write").latest("id")
    )
    assert "3272014107900001" not in f"{entry.subject} {entry.data}"
    assert entry.address == "203.0.113.5"


def test_an_address_that_is_none_breaks_nothing(portal: str, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    request = RequestFactory().get(
        "/", headers={"x-forwarded-for": "bukan alamat"}, REMOTE_ADDR="10.0.0.1"
    )
    record(actor=None, action="x", request=request, using="gate")
    assert LedgerEntry.objects.using("gate").latest("id").address == "10.0.0.1"
