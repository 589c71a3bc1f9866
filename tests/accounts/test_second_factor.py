"""The second factor: nobody works without one, and the database holds no secret."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.core.management import call_command
from django.test import Client

from accounts import vault
from accounts.models import User
from accounts.sign_in import BACKEND, FACTORS
from audit.models import LedgerEntry
from kpu_portal.demo.accounts import ACCOUNTS, PASSWORD, code_of, secret_of
from tests.accounts.urls import GATE, PUBLIC, every_url
from tests.roles import admin_sql

SignIn = Callable[[Any], Any]
NAME = "operator.sukabumi"
SECOND = "/masuk/langkah-kedua/"
SET_UP = "/akun/aplikasi/"


def half(client: Client, username: str = NAME) -> Client:
    """Only the password."""
    client.post("/masuk/", {"login": username, "password": PASSWORD})
    return client


def without_factor(username: str = NAME) -> Client:
    Authenticator.objects.filter(user__username=username).delete()
    return half(Client(), username)


def code_for(secret: str) -> str:
    import time

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_the_password_alone_opens_nothing(shared_portal: str) -> None:
    client = half(Client())
    for name, url in every_url().items():
        if name in GATE | PUBLIC:
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(url)
            assert answer.status_code == 405 or answer["Location"].startswith(
                "/masuk/"
            ), name
    assert "_auth_user_id" not in client.session


def test_a_session_without_the_second_step_is_ended(shared_portal: str) -> None:
    """Whatever other door signed it in."""
    client = Client()
    client.force_login(User.objects.get(username=NAME), backend=BACKEND)
    assert client.get("/kab/3272/")["Location"].startswith("/masuk/")
    assert "_auth_user_id" not in client.session


def test_the_mark_of_somebody_else_does_not_count(shared_portal: str) -> None:
    client = half(Client())
    client.post(SECOND, {"code": code_of(NAME)})
    client.force_login(User.objects.get(username="ketua.sukabumi"), backend=BACKEND)
    assert client.get("/kab/3272/")["Location"].startswith("/masuk/")


def test_setting_one_up_opens_the_portal(portal: str) -> None:
    client = without_factor()
    page = client.get("/kab/3272/", follow=True).content.decode()
    assert "Pasang langkah kedua" in page
    assert "data:image/svg+xml;base64," in page
    secret = client.session["mfa.totp.secret"]
    assert f"<code>{secret}</code>" in page
    refused = client.post(SET_UP, {"code": "000000"})
    assert "Kode salah" in refused.content.decode()
    assert client.get("/kab/3272/")["Location"] == SET_UP
    again = client.session["mfa.totp.secret"]
    done = client.post(SET_UP, {"code": code_for(again)})
    assert done["Location"] == "/akun/pemulihan/"
    page = client.get(done["Location"]).content.decode()
    assert len(re.findall(r"<code>\d{10}</code>", page)) == 10
    assert client.get("/kab/3272/").status_code == 200
    # The token of the half-done sign-in opened nobody; the one since then does.
    listed = client.get("/kab/3272/pemilih/")
    assert listed.status_code == 200
    actions = list(LedgerEntry.objects.using("gate").values_list("action", flat=True))
    assert actions.count("mfa.add") >= 2
    assert again not in str(admin_sql("SELECT data::text FROM mfa_authenticator"))


def test_the_database_holds_no_plain_secret(portal: str) -> None:
    kept = str(admin_sql("SELECT data::text FROM mfa_authenticator"))
    for account in ACCOUNTS:
        assert secret_of(account.username) not in kept
    totp = Authenticator.objects.get(user__username=NAME, type="totp")
    assert vault.unseal(totp.data["secret"]) == secret_of(NAME)
    every = admin_sql("SELECT count(*) FROM mfa_authenticator WHERE data ? 'secret'")
    assert every == [(len(ACCOUNTS),)]


def test_keys_can_be_rotated(settings: Any) -> None:
    settings.MFA_ENCRYPTION_KEYS = ["old"]
    sealed = vault.seal("RAHASIA")
    settings.MFA_ENCRYPTION_KEYS = ["new", "old"]
    assert vault.unseal(sealed) == "RAHASIA"
    moved = vault.reseal(sealed)
    settings.MFA_ENCRYPTION_KEYS = ["new"]
    assert vault.unseal(moved) == "RAHASIA"
    with pytest.raises(InvalidToken):
        vault.unseal(sealed)


def test_the_command_moves_every_factor_to_the_first_key(
    portal: str, settings: Any
) -> None:
    old = settings.MFA_ENCRYPTION_KEYS
    settings.MFA_ENCRYPTION_KEYS = ["new", *old]
    call_command("rotate_factor_keys", stdout=io.StringIO())
    settings.MFA_ENCRYPTION_KEYS = ["new"]
    for factor in Authenticator.objects.filter(type="totp"):
        assert vault.unseal(factor.data["secret"]) == secret_of(factor.user.username)


def test_a_code_works_once(portal: str) -> None:
    code = code_of(NAME)
    assert half(Client()).post(SECOND, {"code": code}).status_code == 302
    again = half(Client()).post(SECOND, {"code": code})
    assert again.status_code == 200
    assert "Kode salah" in again.content.decode()


def test_a_used_code_stays_used_while_it_could_be_accepted(
    portal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """31 seconds later allauth's own memory of it is gone; ours is not."""
    import time

    code, now = code_of(NAME), time.time()
    assert half(Client()).post(SECOND, {"code": code}).status_code == 302
    admin_sql("UPDATE accounts_cache SET expires = expires - interval '31 seconds'")
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: now + 30)
    assert half(Client()).post(SECOND, {"code": code}).status_code == 200


def test_guessing_codes_is_stopped_and_recorded(portal: str) -> None:
    client = half(Client())
    for _n in range(5):
        client.post(SECOND, {"code": "000000"})
    right = client.post(SECOND, {"code": code_of(NAME)})
    assert right.status_code == 200
    assert "Terlalu banyak percobaan" in right.content.decode()
    failed = LedgerEntry.objects.using("gate").filter(
        action="login.failed", data__step="totp"
    )
    assert failed.count() == 5


def test_a_recovery_code_works_once(portal: str) -> None:
    client = without_factor()
    client.get(SET_UP)
    client.post(SET_UP, {"code": code_for(client.session["mfa.totp.secret"])})
    page = client.get("/akun/pemulihan/").content.decode()
    [code, *_rest] = re.findall(r"<code>(\d{10})</code>", page)
    assert half(Client()).post(SECOND, {"code": code})["Location"] == "/"
    assert half(Client()).post(SECOND, {"code": code}).status_code == 200


def test_taking_the_last_factor_away_asks_for_a_new_one(
    portal: str, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    assert client.post("/akun/aplikasi/lepas/").status_code == 302
    assert not Authenticator.objects.filter(user=cast.operator_a, type__in=FACTORS)
    assert client.get("/kab/3272/")["Location"] == SET_UP
    assert LedgerEntry.objects.using("gate").filter(action="mfa.remove").exists()


def test_factors_are_touched_only_after_a_fresh_sign_in(
    portal: str, cast: Any, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    client = sign_in(cast.operator_a)
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 600)
    for address in (
        "/akun/aplikasi/lepas/",
        "/akun/kunci/tambah/",
        "/akun/pemulihan/baru/",
    ):
        answer = client.get(address)
        assert answer["Location"].startswith("/akun/pastikan/"), address


def test_a_readers_own_account_stays_his_to_change(
    portal: str, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.supervisor)
    new = "sandi-bawaslu-yang-baru"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/akun/kata-sandi/", fields).status_code == 302
    assert cast.supervisor.check_password(new)


@pytest.mark.parametrize("part", ["operator_a", "province", "supervisor", "admin"])
def test_own_account_pages(
    shared_portal: str, cast: Any, sign_in: SignIn, part: str
) -> None:
    client = sign_in(getattr(cast, part))
    for address in (
        "/akun/",
        "/akun/kata-sandi/",
        "/akun/kunci/",
        "/akun/kunci/tambah/",
    ):
        page = client.get(address)
        assert page.status_code == 200, address
        assert page["Cache-Control"].startswith(("no-store", "max-age=0"))


def test_nobody_signs_up(shared_portal: str, client: Client) -> None:
    from django.urls import NoReverseMatch, reverse

    from accounts.sign_in import AccountAdapter

    assert not AccountAdapter(None).is_open_for_signup(None)
    for name in ("account_signup", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
