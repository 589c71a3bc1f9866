"""Locking out by account and by address; nobody learns which accounts exist."""

from __future__ import annotations

import statistics
import time
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client, RequestFactory

from accounts.lockout import client_address
from audit.models import LedgerEntry
from kpu_portal.demo.accounts import PASSWORD
from tests.roles import admin_sql

NAME = "operator.sukabumi"
ARGON2 = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.fixture(autouse=True)
def _locks(settings: Any) -> None:
    settings.AXES_ENABLED = True


def enter(name: str = NAME, password: str = "salah", address: str = "10.0.0.1") -> Any:
    fields = {"login": name, "password": password}
    return Client(REMOTE_ADDR=address).post("/masuk/", fields)


def test_an_account_is_locked_from_everywhere(portal: str, settings: Any) -> None:
    limit = settings.AXES_FAILURE_LIMIT
    for n in range(limit - 1):
        assert enter(address=f"10.0.1.{n}").status_code == 200
    locked = enter(address="10.0.1.99")
    assert locked.status_code == 429
    assert "Terlalu banyak percobaan" in locked.content.decode()
    assert enter(password=PASSWORD, address="10.0.2.1").status_code == 429
    assert enter("ketua.sukabumi", PASSWORD, "10.0.1.1").status_code == 302
    entry = LedgerEntry.objects.using("gate").filter(action="login.locked").first()
    assert entry is not None
    assert entry.regency_code == "3272"


def test_an_address_is_locked_for_every_account(portal: str, settings: Any) -> None:
    for n in range(settings.AXES_ADDRESS_FAILURE_LIMIT):
        status = enter(f"tebakan{n}").status_code
    assert status == 429
    assert enter(password=PASSWORD).status_code == 429
    assert enter(password=PASSWORD, address="10.0.0.2").status_code == 302


def test_an_office_behind_one_address_is_not_locked_by_one_person(
    portal: str, settings: Any
) -> None:
    for _n in range(settings.AXES_FAILURE_LIMIT):
        enter()
    assert enter().status_code == 429
    assert enter("ketua.sukabumi", PASSWORD).status_code == 302


def test_a_lock_ends_by_itself(portal: str, settings: Any) -> None:
    for _n in range(settings.AXES_FAILURE_LIMIT):
        enter()
    admin_sql(
        "UPDATE axes_accessattempt SET attempt_time = now() - %s",
        [settings.AXES_COOLOFF_TIME * 1.01],
    )
    assert enter(password=PASSWORD).status_code == 302


def test_what_is_tried_during_a_lock_does_not_prolong_it(
    portal: str, settings: Any
) -> None:
    for _n in range(settings.AXES_FAILURE_LIMIT):
        enter()
    before = AccessAttempt.objects.values_list("failures_since_start", "attempt_time")
    counted = list(before)
    assert enter(password=PASSWORD).status_code == 429
    assert enter(address="10.0.0.9").status_code == 429
    assert list(before.all()) == counted


def test_no_typed_name_is_kept(portal: str) -> None:
    typed = "3272010101900001"
    enter(typed, "kata-sandi-rahasia")
    [attempt] = AccessAttempt.objects.all()
    kept = str(vars(attempt))
    assert typed not in kept
    assert "kata-sandi-rahasia" not in kept
    assert typed not in str(list(LedgerEntry.objects.using("gate").values()))


def test_known_and_unknown_accounts_get_the_same_words(portal: str) -> None:
    pages = {}
    for name in (NAME, "tidak.ada"):
        client = Client(REMOTE_ADDR="10.9.0.1")
        answer = client.post("/masuk/", {"login": name, "password": "salah"})
        page = answer.content.decode().replace(name, "NAMA")
        token = (
            client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
        )
        pages[name] = (answer.status_code, _without_tokens(page), bool(token))
    assert pages[NAME] == pages["tidak.ada"]


def _without_tokens(page: str) -> str:
    import re

    return re.sub(r'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "[A-Za-z0-9]+"', "", page)


@pytest.mark.parametrize("state", ["known", "switched off", "expired"])
def test_known_and_unknown_accounts_take_the_same_time(
    portal: str, settings: Any, state: str
) -> None:
    """With Argon2, medians of alternating tries; the bound is generous."""
    from accounts.models import User

    settings.PASSWORD_HASHERS = ARGON2
    settings.AXES_ENABLED = False
    user = User.objects.get(username=NAME)
    user.set_password(PASSWORD)
    user.is_active = state != "switched off"
    if state == "expired":
        user.ends_on = "2020-01-01"
    user.save()
    took: dict[str, list[float]] = {NAME: [], "tidak.ada": []}
    for _n in range(9):
        for name, times in took.items():
            begun = time.perf_counter()
            enter(name)
            times.append(time.perf_counter() - begun)
    known, unknown = (statistics.median(times) for times in took.values())
    assert 0.6 < known / unknown < 1.67, took


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 203.0.113.5", "203.0.113.5"),
        (2, "6.6.6.6, 203.0.113.5, 10.1.1.1", "203.0.113.5"),
        (2, "203.0.113.5", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_say_who_asks(
    settings: Any, proxies: int, header: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get(
        "/", headers={"x-forwarded-for": header}, REMOTE_ADDR="10.0.0.1"
    )
    assert client_address(request) == address
